"""A challenge: a hashtag has no spaces. Where do they belong? By how often words occur, the likeliest split.

Its reference stands here: nothing of the lesson is built on it.
"""

import math

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed

COUNTS = {"no": 40, "now": 60, "here": 50, "where": 30, "nowhere": 4, "w": 1}
GREEDY = {"the": 500, "them": 60, "men": 40, "e": 2, "n": 2, "in": 300, "inch": 9, "ch": 1, "urch": 1, "church": 30}
LETTERS = list("abcde")
LONG = 60  # letters of a text that nobody can cut in all ways: 2 to the 59 of them


def cases(rng):
    """By hand, both ways; where the longest word misleads; nothing fits; nothing is there; long; then drawn words."""

    def drawn(words, parts):
        made = {"".join(rng.choice(LETTERS, rng.integers(1, 5))): int(rng.integers(1, 1000)) for _ in range(words)}
        return "".join(rng.choice(list(made), parts)), made

    rare = {"to": 3, "day": 2, "today": 1}
    return [
        Case("nowhere", COUNTS),
        Case("today", {"to": 3, "day": 4, "today": 5}),
        Case("today", {"to": 90, "day": 80, "today": 1}),
        Case("themen", GREEDY),
        Case("inchurch", GREEDY),
        Case("todaytoday", rare),
        Case("", {"a": 1}),
        Case("ab", {"a": 3}),
        Case("encyclopaediashere", {"encyclopaedias": 2, "encyclo": 9, "paedias": 9, "here": 30}),
        Case("aab", {"aa": 3, "ab": 2, "b": 5, "a": 1}),
        Case("ab", {"a": 2, "b": 20, "ab": 30}),
        Case("abc", {"ab": 9, "c": 1, "a": 2, "bc": 4}),
        *(Case(*drawn(words, parts)) for words, parts in ((12, 4), (20, 6), (30, 8))),
        Case("a" * LONG, {"a": 30, "aa": 20, "aaa": 1}),
        Case("ab" * 70, {"a": 30, "b": 2, "ab": 20, "aba": 10, "ba": 10, "the": 10**9}),
        Case("ab" * 70, {"a": 10**6, "b": 10**6, "ab": 1, "the": 10**11}),
        Case("a" * LONG + "b", {"a": 30, "aa": 20, "aaa": 1}),
    ]


def log_probability(words, counts):
    """The logarithm of the product of the words' shares of all counts."""
    total = sum(counts.values())
    return sum(math.log(counts[word] / total) for word in words)


def observe(arguments, value):
    """Whether the words are known, make up the text, and how likely they are together."""
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
        raise Malformed(f"A list of words is wanted, and [] where there is none; not {describe(value)}.")
    text, counts = arguments["text"], arguments["counts"]
    unknown = [str(word) for word in value if word not in counts]
    seen = {
        "split into known words": "yes" if value else "no",
        "the words joined are the text": "".join(value) == text or not value,
        "unknown words": unknown,
    }
    seen["logarithm of their probability"] = None if unknown else round(log_probability(value, counts), 6)
    return seen


def split_words(text, counts):
    """Put the spaces back: the known words that make up the text and are likeliest together.

    text: str; counts: dict of word to how often it occurs, at least 1
    -> list of str: of all ways to split the text into words of `counts`, one whose product of
    shares, each the word's count over the sum of all counts, is largest; [] if there is no way
    """
    total = sum(counts.values())
    best = {0: (0.0, [])}  # where a split may end: how likely it is, and its words
    for end in range(1, len(text) + 1):
        ways = [
            (best[start][0] + np.log(counts[text[start:end]] / total), best[start][1] + [text[start:end]])
            for start in range(end)
            if start in best and text[start:end] in counts
        ]
        if ways:
            best[end] = max(ways, key=lambda way: way[0])
    return best.get(len(text), (0.0, []))[1]


exercise = Exercise(
    reference=split_words,
    points=3,
    minutes=15,
    form="challenge",
    cases=cases,
    observe=observe,
    seconds=1.0,
    hints=[
        "If somebody told you the likeliest split of each beginning of the text, how would you find that of the whole?",
        "Go from left to right and keep, for each place, the likeliest way to get there, with how likely it is. The "
        "last word of a way began at some earlier place, whose best way is known. (Products of many shares become "
        "0: what grows as they do, and does not?)",
        'Elsewhere: `max([(2, "b"), (7, "a")], key=lambda pair: pair[0])` is `(7, "a")`, and `7 in routes` asks '
        "whether a dict has that key.",
    ],
    solved="Viterbi's search: the best of very many ways, by the best of each beginning.",
)


def best_by(text, counts, score, before=1.0):
    """The split with the largest sum of scores, score(word, total); before: what those of earlier words weigh."""
    total = sum(counts.values())
    best = {0: (0.0, [])}
    for end in range(1, len(text) + 1):
        for start in range(end):
            word = text[start:end]
            if start in best and word in counts:
                way = before * best[start][0] + score(word, total), best[start][1] + [word]
                if end not in best or way[0] > best[end][0]:
                    best[end] = way
    return best.get(len(text), (0.0, []))[1]


def greedy(text, counts, choose):
    """From the left, each time the word that is chosen; [] where none fits."""
    found = []
    while text:
        fitting = [text[:end] for end in range(1, len(text) + 1) if text[:end] in counts]
        if not fitting:
            return []
        found.append(choose(fitting))
        text = text[len(found[-1]) :]
    return found


@exercise.mistake("the longest word first")
def _(text, counts):
    """You take the longest word that fits, from the left, and what is left may then be no word, or a rare one. A choice
    can only be judged when the rest is known: keep the best way to *each* place.
    """
    return greedy(text, counts, lambda fitting: fitting[-1])


@exercise.mistake("the shortest word first")
def _(text, counts):
    """You take the shortest word that fits. A longer one may be likelier: keep the best way to *each* place."""
    return greedy(text, counts, lambda fitting: fitting[0])


@exercise.mistake("the most frequent word first")
def _(text, counts):
    """You take the most frequent word that fits, from the left. What is left may then be no word: keep the best way to
    *each* place.
    """
    return greedy(text, counts, lambda fitting: max(fitting, key=counts.get))


@exercise.mistake("fewest words")
def _(text, counts):
    """Few, long words win here, as if the number of words decided, or what is found first. Two frequent words can be
    likelier than one that is rare: of all ways to get to a place, compare how *likely* they are.
    """
    return best_by(text, counts, lambda word, total: -1.0)


@exercise.also("fewest words")
def _(text, counts):
    best = {0: []}
    for end in range(1, len(text) + 1):
        for start in range(end):
            if start in best and text[start:end] in counts and end not in best:
                best[end] = [*best[start], text[start:end]]
    return best.get(len(text), [])


@exercise.mistake("logarithm of 1 more")
def _(text, counts):
    """You take the logarithm of 1 + the count, so each word makes the sum larger. Take shares."""
    return best_by(text, counts, lambda word, total: math.log(1 + counts[word]))


@exercise.mistake("only the last word counts")
def _(text, counts):
    """You compare the last words only. How likely the way *before* is belongs to it, too: add the best of the place
    where the word begins.
    """
    return best_by(text, counts, lambda word, total: math.log(counts[word] / total), before=0.0)


@exercise.mistake("words from the back")
def _(text, counts):
    """These are the right words, but the last one comes first. Put each new word *behind* those before it."""
    return split_words(text, counts)[::-1]


@exercise.mistake("long words not tried")
def _(text, counts):
    """Long words are never tried: you stop at a length that you set yourself. A word may be as long as the text."""
    return split_words(text, {word: count if len(word) <= 10 else 1e-300 for word, count in counts.items()})


@exercise.mistake("never one word only")
def _(text, counts):
    """The text as a whole is never tried as a word. It may be one."""
    return split_words(text, {word: count for word, count in counts.items() if word != text} | {"": 0})


@exercise.mistake("counts added up")
def _(text, counts):
    """You add up counts, or shares, so each further word makes the sum larger. Shares are *multiplied*, and each makes
    the product smaller.
    """
    return best_by(text, counts, lambda word, total: counts[word])


@exercise.mistake("counts not divided")
def _(text, counts):
    """You multiply the counts as they are, so that each word makes the product larger. Divide each by the sum of all
    counts.
    """
    return best_by(text, counts, lambda word, total: math.log(counts[word]))


@exercise.mistake("counts divided by their number")
def _(text, counts):
    """You divide by how many words there are, or by the largest count. A share is the count over the *sum of all
    counts*: else words are too cheap.
    """
    return best_by(text, counts, lambda word, total: math.log(counts[word] / len(counts)))


@exercise.also("counts divided by their number")
def _(text, counts):
    return best_by(text, counts, lambda word, total: math.log(counts[word] / max(counts.values())))


@exercise.mistake("the least likely split")
def _(text, counts):
    """That is the *least* likely split: look for the largest product."""
    return best_by(text, counts, lambda word, total: -math.log(counts[word] / total))


@exercise.mistake("the text as it is where nothing fits")
def _(text, counts):
    """Where no split into known words exists, the text itself (or a part of it) comes back: give back []."""
    return split_words(text, counts) or ([text] if text else [])


@exercise.mistake("products that become 0")
def _(text, counts):
    """In long texts the products get so small that the computer takes them for 0, and all ways for equal. Add
    logarithms instead.
    """
    total = sum(counts.values())
    best = {0: (1.0, [])}
    for end in range(1, len(text) + 1):
        for start in range(end):
            word = text[start:end]
            if start in best and word in counts:
                way = best[start][0] * counts[word] / total, best[start][1] + [word]
                if end not in best or way[0] > best[end][0]:
                    best[end] = way
    return best.get(len(text), (0.0, []))[1]


@exercise.accepts("with a memory, from the right")
def _(text, counts):
    total, known = sum(counts.values()), {len(text): (0.0, [])}
    for start in range(len(text) - 1, -1, -1):
        for word, count in counts.items():
            rest = known.get(start + len(word))
            if text.startswith(word, start) and rest is not None:
                way = rest[0] + math.log(count / total), [word, *rest[1]]
                known[start] = max(known.get(start, way), way)
    return known.get(0, (0.0, []))[1]


@exercise.accepts("lengths of words only up to the longest")
def _(text, counts):
    total, longest = sum(counts.values()), max(map(len, counts))
    costs, back = [0.0] + [math.inf] * len(text), [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - longest), end):
            share = counts.get(text[start:end], 0) / total
            if share and costs[start] - math.log(share) < costs[end]:
                costs[end], back[end] = costs[start] - math.log(share), start
    words, end = [], len(text)
    if math.isinf(costs[-1]):
        return []
    while end:
        words.insert(0, text[back[end] : end])
        end = back[end]
    return words
