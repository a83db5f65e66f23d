"""Train the word vectors of lesson 19 anew: python scripts/make_word_vectors.py FOLDER

FOLDER holds the database of WordNet 3.0, as for scripts/make_definitions.py. All definitions and examples are read but
the 2,000 definitions that the lesson shows and tests with.
"""

import collections
import os
import re
import sys

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from pathlib import Path

import numpy as np
from make_definitions import DATA, definition, senses
from storing import store

from dlcourse.data import datasets
from dlcourse.experiments.language import vectors
from dlcourse.experiments.language.topics import token_ids, tokens, vocabulary
from dlcourse.lessons.language import nearest_words, negative_sampling_loss, skip_gram_pairs

SIZE, EPOCHS, WINDOW = 1800, 5, 4
SHOWN = re.findall(  # words to show that the texts seldom have
    r"\w+",
    """
    doctor nurse violin piano dog cat horse shirt coat king queen man woman boy girl father mother brother
    sister happy sad angry rain snow summer winter monday friday bread cheese apple banana coffee tea train car
    boat bicycle hot cold rich poor love hate hope fear small large tiny huge teacher student lawyer football
    tennis computer moon sun
    """,
)


def texts(folder):
    """Definitions and examples of all words of WordNet, but for those of the lesson."""
    kept_out, found = set(datasets.sentences()[0]), []
    for part in ("noun", "verb", "adj", "adv"):
        for _, _, gloss in senses(folder, f"data.{part}").values():
            if definition(gloss) not in kept_out:
                found += [piece for piece in re.split(r'; "|"', gloss.strip()) if len(piece.split()) > 2]
    return found


def kinds(folder, words):
    """The file of WordNet in which the commonest sense of each word as a noun stands; "" for other words."""
    files = {}
    for line in (Path(folder) / "data.noun").read_text("utf-8").splitlines():
        if not line.startswith("  "):
            number, file = line.split()[:2]
            files[number] = FILES[int(file)]
    first, used = {}, collections.Counter()
    for line in (Path(folder) / "index.noun").read_text("utf-8").splitlines():
        if not line.startswith("  "):
            parts = line.split()
            first[parts[0]] = files[parts[-int(parts[2])]]
    for line in (Path(folder) / "cntlist.rev").read_text("utf-8").splitlines():
        sense, _, times = line.split()
        word, part = sense.split("%")
        used[word, part[0]] += int(times)
    found = []
    for word in words:
        single = word if word in first else re.sub("s$", "", word)
        others = max(used[single, part] for part in "2345")
        found.append(first[single] if single in first and used[single, "1"] > others else "")
    return found


FILES = {
    3: "", 4: "act", 5: "animal", 6: "artifact", 7: "attribute", 8: "body", 9: "cognition", 10: "communication",
    11: "event", 12: "feeling", 13: "food", 14: "group", 15: "location", 16: "motive", 17: "object", 18: "person",
    19: "phenomenon", 20: "plant", 21: "possession", 22: "process", 23: "quantity", 24: "relation", 25: "shape",
    26: "state", 27: "substance", 28: "time",
}  # fmt: skip


def chosen(times):
    """Words that the lesson's texts have several times, some to show, and the most frequent ones; these first."""
    own = vocabulary(datasets.sentences()[0], 4)
    order = sorted(times, key=lambda word: (-times[word], word))
    wanted = [word for word in dict.fromkeys([*SHOWN, *own]) if times[word] >= 30]
    wanted = set(list(dict.fromkeys([*wanted, *order]))[:SIZE])
    return [word for word in order if word in wanted]


def main(folder):
    """Train the vectors and store them with 8 bits a number."""
    read = texts(folder)
    times = collections.Counter(word for text in read for word in tokens(text))
    words = chosen(times)
    ids = token_ids(read, words)
    print(f"{len(read)} texts, {sum(times.values())} words, {sum(map(len, ids))} of the vocabulary", flush=True)
    how = {"skip_gram_pairs": skip_gram_pairs, "negative_sampling_loss": negative_sampling_loss}
    E, losses = vectors.train_vectors(ids, SIZE, window=WINDOW, epochs=EPOCHS, **how)
    print("loss by epoch:", *(f"{loss:.3f}" for loss in losses))
    scale = np.abs(E).max() / 127
    found = kinds(folder, words)
    names = sorted(set(found))
    np.savez_compressed(
        DATA / "word_vectors.npz",
        words=np.array(words),
        vectors=np.round(E / scale).astype(np.int8),
        scale=np.array(scale),
        names=np.array(names),
        kinds=np.array([names.index(kind) for kind in found], dtype=np.uint8),
    )
    table = {"texts": len(read), "words": sum(map(len, ids)), "trained": neighbours_share(E, found)}
    table["counted"] = [
        [window, power, *neighbours_share(vectors.counted_vectors(ids, SIZE, window=window, power=power), found)]
        for window in (2, 4, 8)
        for power in (0, 0.5, 1)
    ]
    print(table)
    store("language_word_vectors", table)


def neighbours_share(E, kinds):
    """Percent of neighbours of the same kind: of every second word, to tune counting on; of the others; by chance."""
    asked = [vectors.same_kind(E, kinds, nearest_words=nearest_words, half=half) for half in (1, 0)]
    return [asked[0][0], asked[1][0], asked[1][1]]


if __name__ == "__main__":
    main(sys.argv[1])
