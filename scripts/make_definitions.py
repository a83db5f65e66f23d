"""Make the texts of lesson 19 anew: python scripts/make_definitions.py FOLDER

FOLDER holds the database of WordNet 3.0: data.noun and its like (/usr/share/wordnet of Debian's package wordnet-base).
The stored file was made from it once and is kept; scripts/make_word_vectors.py reads all other definitions.
"""

import collections
import random
import re
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "dlcourse" / "data" / "files"
TOPICS = {  # to the first word and the number of the sense at the root of a topic
    "animals": ("00015388",),
    "clothes": ("03051540",),
    "feelings": ("00026192",),
    "food": ("07555863", "07881800"),
    "illness": ("14061805",),
    "music": ("07020895", "03800933"),
    "plants": ("00017222",),
    "vehicles": ("04524313",),
}
ROOTS = {root for roots in TOPICS.values() for root in roots}
EACH, WORDS, MOST = 250, range(4, 26), 15  # texts of a topic, words of a text, texts of a kind
PLAIN = re.compile(r"[a-zA-Z ,;'-]+")
UNFIT = re.compile(r"sex|erotic|buttock|derogat|offensive|slang|genital|venere|apocryphal|testament|bible")


def definition(gloss):
    """The definition at the beginning of a gloss, without examples and without what stands in brackets."""
    text = re.split(r';\s*"|: "|; \(', gloss)[0]
    return " ".join(re.sub(r"\([^)]*\)", "", text).split()).strip(" ;,").lower()


def senses(folder, name="data.noun"):
    """What a file of WordNet says: number of a sense -> (its words, the senses above it, its gloss)."""
    found = {}
    for line in (Path(folder) / name).read_text("utf-8").splitlines():
        if line.startswith("  "):
            continue  # the licence
        head, gloss = line.split(" | ", 1)
        number, _, _, count, *rest = head.split()
        words = rest[: 2 * int(count, 16) : 2]
        pointers = rest[2 * int(count, 16) + 1 :]
        above = [there for sign, there in zip(pointers[::4], pointers[1::4]) if sign in ("@", "@i")]
        found[number] = ([word.replace("_", " ") for word in words], above, gloss)
    return found


def below(found):
    """Number of a sense -> the senses right below it."""
    children = collections.defaultdict(list)
    for number, (_, above, _) in found.items():
        for parent in above:
            children[parent].append(number)
    return children


def branch(root, children):
    """All senses below one, with itself."""
    seen, waiting = set(), [root]
    while waiting:
        number = waiting.pop()
        if number not in seen:
            seen.add(number)
            waiting += children[number]
    return seen


def chosen(found, children):
    """Topic -> sense -> text: senses of one topic alone, drawn by chance."""
    members = {name: set().union(*(branch(root, children) for root in roots)) for name, roots in TOPICS.items()}
    times = collections.Counter(number for numbers in members.values() for number in numbers)
    picked = {}
    for name, numbers in members.items():
        texts = {}
        for number in sorted(numbers):
            text = definition(found[number][2])
            fits = times[number] == 1 and len(text.split()) in WORDS and PLAIN.fullmatch(text)
            if fits and not UNFIT.search(text + " ".join(found[number][0])) and text not in texts.values():
                texts[number] = text
        kept = random.Random(0).sample(sorted(texts), EACH)
        picked[name] = {number: texts[number] for number in kept}
    return picked


def kind_of(number, root, found, children, texts):
    """The highest sense above one whose branch holds few of the texts; else the one right above it."""
    kind, above = number, found[number][1]
    while above and kind != root and len(branch(above[0], children) & set(texts)) <= MOST:
        kind, above = above[0], found[above[0]][1]
    alone = len(branch(kind, children) & set(texts)) == 1
    return above[0] if alone and above and above[0] not in ROOTS else kind


def rows(folder):
    """Lines "topic, kind, word, text", by topic, kind and word."""
    found = senses(folder)
    children = below(found)
    lines = []
    for topic, texts in chosen(found, children).items():
        for number, text in texts.items():
            kind = kind_of(number, TOPICS[topic][0], found, children, texts)
            lines.append("\t".join((topic, found[kind][0][0], found[number][0][0], text)))
    return sorted(lines)


if __name__ == "__main__":
    lines = rows(sys.argv[1])
    (DATA / "definitions.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} definitions, {len({tuple(line.split(chr(9))[:2]) for line in lines})} kinds")
