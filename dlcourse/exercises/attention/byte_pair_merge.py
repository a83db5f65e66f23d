"""Byte pairs: the pair of neighbours that occurs most often becomes one sign."""

from collections import Counter
from itertools import pairwise

from dlcourse.checking.naming import Each
from dlcourse.checking.specification import Exercise
from dlcourse.exercises.attention._cases.writing import tokenized
from dlcourse.lessons import attention

exercise = Exercise(
    reference=attention.byte_pair_merge,
    points=3,
    minutes=5,
    cases=tokenized,
    outputs=("pair", "words"),
    inside={"words": Each("word")},
    fresh=True,
    integers=True,
    hints=[
        "In 1 1 1, how many pairs of neighbours stand there, and how many can be replaced?",
        "Two steps. First go through all words and count pairs, then choose: the largest count, and of equal ones the "
        "smallest pair. For the second, walk through each word with a place of your own that moves on by 2 where the "
        "pair stands, and else by 1.",
        "Elsewhere: `Counter('abca')` counts letters, and `.values()` are its counts; `zip(days, days[1:])` gives "
        "neighbours; tuples are compared as words in a dictionary, `min([(2, 1), (1, 9)])` is `(1, 9)`.",
    ],
    solved="a tokenizer, one merge at a time.",
    equivalent_mutants={
        "counts[pair] = counts.get(pair, 1) + 1": "all counts are higher by 1: their order is the same",
        "counts[pair] = counts.get(pair, -1) + 1": "all counts are lower by 1: their order is the same",
        "counts[pair] = counts.get(pair, 0) + 2": "all counts are twice as high: their order is the same",
    },
)


def counts_of(words):
    """How often each pair of neighbours occurs, within words."""
    return Counter(pair for word in words for pair in pairwise(word))


def merged(word, pair, new_id):
    """The word with `new_id` for each pair, from left to right."""
    out, place = [], 0
    while place < len(word):
        found = tuple(word[place : place + 2]) == pair
        out.append(new_id if found else word[place])
        place += 2 if found else 1
    return out


def with_pair(words, new_id, pair):
    """The answer with a pair that is given; of () there is none in any word."""
    return pair, [merged(word, pair, new_id) for word in words]


def smallest_of_most(counts):
    """The smallest of the most frequent pairs, or ()."""
    return min((pair for pair in counts if counts[pair] == max(counts.values())), default=())


@exercise.mistake("pairs across words")
def _(words, *, new_id):
    """You count the last sign of a word and the first of the next as a pair. Pairs are counted within words: a token
    never reaches over a space.
    """
    counts = Counter(pairwise(sign for word in words for sign in word))
    return with_pair(words, new_id, smallest_of_most(counts))


@exercise.mistake("of equals the first one met")
def _(words, *, new_id):
    """Of equally frequent pairs you take the one that was met first. Wanted is the smallest: then the order of the
    words does not matter.
    """
    counts = counts_of(words)
    return with_pair(words, new_id, max(counts, key=counts.get) if counts else ())


exercise.edit(
    "of equals the largest",
    {"pair = min(": "pair = max("},
    "Of equally frequent pairs you take the largest. Wanted is the smallest.",
)


@exercise.mistake("of equals the last one met")
def _(words, *, new_id):
    """Of equally frequent pairs you take the one that was met last. Wanted is the smallest."""
    counts = counts_of(words)
    return with_pair(words, new_id, max(reversed(counts), key=counts.get) if counts else ())


exercise.edit(
    "rarest pair",
    {"most = max(": "most = min("},
    "You take the pair that occurs least often. Wanted is the most frequent one.",
)


@exercise.mistake("smallest pair of all")
def _(words, *, new_id):
    """You take the smallest pair, whatever its count. The most frequent ones come first; only among equals the smallest
    is taken.
    """
    return with_pair(words, new_id, min(counts_of(words), default=()))


@exercise.mistake("each word counted once")
def _(words, *, new_id):
    """A pair that stands several times in a word counts only once in yours. Every occurrence counts."""
    return with_pair(words, new_id, smallest_of_most(Counter(pair for word in words for pair in set(pairwise(word)))))


@exercise.mistake("each different word counted once")
def _(words, *, new_id):
    """A word that comes several times counts only once in yours. Words that are frequent should weigh more: count all
    of them.
    """
    kinds = dict.fromkeys(map(tuple, words))
    return with_pair(words, new_id, smallest_of_most(counts_of(kinds)))


@exercise.mistake("overlapping pairs counted once")
def _(words, *, new_id):
    """In a run like 1 1 1 you count 1 1 once, because only one can be replaced. Counted are all pairs of neighbours:
    there are two.
    """
    counts = Counter()
    for word in words:
        last = {}
        for place, pair in enumerate(pairwise(word)):
            if last.get(pair) != place - 1:
                counts[pair] += 1
                last[pair] = place
    return with_pair(words, new_id, smallest_of_most(counts))


@exercise.mistake("two by two")
def _(words, *, new_id):
    """You cut the words into pairs, signs 0 and 1, 2 and 3, and count these. Neighbours are also signs 1 and 2."""
    counts = Counter(tuple(word[k : k + 2]) for word in words for k in range(0, len(word) - 1, 2))
    return with_pair(words, new_id, smallest_of_most(counts))


@exercise.mistake("order within the pair ignored")
def _(words, *, new_id):
    """You count 1 2 and 2 1 as one pair. They are two: "th" is not "ht"."""
    counts = Counter(tuple(sorted(pair)) for word in words for pair in pairwise(word))
    return with_pair(words, new_id, smallest_of_most(counts))


@exercise.mistake("smallest as text")
def _(words, *, new_id):
    """Of equals you take the smallest *as text*, where "10" stands before "9". Compare the tuples of numbers."""
    counts = counts_of(words)
    most = max(counts.values(), default=0)
    pair = min((pair for pair in counts if counts[pair] == most), key=str, default=())
    return with_pair(words, new_id, pair)


def replaced_from(word, pair, new_id, *, once=False, backwards=False):
    """Words in which the pair is replaced once only, or from the right."""
    if backwards:
        return merged(word[::-1], pair[::-1], new_id)[::-1]
    for place in range(len(word) - 1):
        if once and tuple(word[place : place + 2]) == pair:
            return [*word[:place], new_id, *word[place + 2 :]]
    return list(word)


@exercise.mistake("replaced once in each word")
def _(words, *, new_id):
    """In each word you replace the pair where it stands first, and nowhere else. Go on behind it."""
    pair = smallest_of_most(counts_of(words))
    return pair, [replaced_from(word, pair, new_id, once=True) for word in words]


@exercise.mistake("replaced from the right")
def _(words, *, new_id):
    """You replace from right to left: 1 1 1 becomes 1 and the new sign. Begin on the left."""
    pair = smallest_of_most(counts_of(words))
    return pair, [replaced_from(word, pair, new_id, backwards=True) for word in words]


@exercise.mistake("second sign kept")
def _(words, *, new_id):
    """You write the new sign and go on by one place only: the second sign of the pair is still there. Go on by two."""
    pair = smallest_of_most(counts_of(words))
    return pair, [[new_id if tuple(word[k : k + 2]) == pair else word[k] for k in range(len(word))] for word in words]


@exercise.mistake("last sign lost")
def _(words, *, new_id):
    """A sign at the end of a word, where no pair begins, is lost: look at the last place, too."""
    pair = smallest_of_most(counts_of(words))
    cut = []
    for word in words:
        out, place = [], 0
        while place < len(word) - 1:
            found = tuple(word[place : place + 2]) == pair
            out.append(new_id if found else word[place])
            place += 2 if found else 1
        cut.append(out)
    return pair, cut


@exercise.also("last sign lost")
def _(words, *, new_id):
    pair = smallest_of_most(counts_of(words))
    if not pair:
        return pair, [list(word) for word in words]
    ends = [len(word) < 2 or merged(word, pair, new_id)[-1] != new_id for word in words]
    return pair, [merged(word, pair, new_id)[: -1 if lost else None] for word, lost in zip(words, ends)]


@exercise.mistake("no pair is None")
def _(words, *, new_id):
    """If no word has two signs there is no pair, and the first part is the empty tuple, (): not None."""
    pair, words = with_pair(words, new_id, smallest_of_most(counts_of(words)))
    return pair or None, words


@exercise.mistake("the pair is new_id")
def _(words, *, new_id):
    """The words are right, but the first part is the new sign. Wanted is the pair that it stands for: without it nobody
    could read the text again.
    """
    pair = smallest_of_most(counts_of(words))
    return new_id if pair else (), with_pair(words, new_id, pair)[1]


@exercise.mistake("one list for all words")
def _(words, *, new_id):
    """You return one list with all signs. The words must stay apart: a list of lists."""
    pair, words = with_pair(words, new_id, smallest_of_most(counts_of(words)))
    return pair, [sign for word in words for sign in word]


@exercise.mistake("words unchanged")
def _(words, *, new_id):
    """The pair is right, but the words are as they were: put the new sign in its place."""
    return smallest_of_most(counts_of(words)), [list(word) for word in words]


@exercise.accepts("with a dict and slices")
def _(words, *, new_id):
    counts = {}
    for word in words:
        for left, right in zip(word, word[1:]):
            counts[left, right] = counts.get((left, right), 0) + 1
    if not counts:
        return (), [word[:] for word in words]
    pair = sorted(counts, key=lambda item: (-counts[item], item))[0]
    found = []
    for word in words:
        word, place = word[:], 0
        while place < len(word) - 1:
            if (word[place], word[place + 1]) == pair:
                word[place : place + 2] = [new_id]
            place += 1
        found.append(word)
    return pair, found


@exercise.accepts("with a flag that skips")
def _(words, *, new_id):
    counts = Counter()
    for word in words:
        counts.update(zip(word, word[1:]))
    if len(counts) == 0:
        return (), [list(word) for word in words]
    pair = min(counts, key=lambda item: (-counts[item], item))
    new = []
    for word in words:
        out, skip = [], False
        for place, sign in enumerate(word):
            if skip:
                skip = False
            elif place + 1 < len(word) and (sign, word[place + 1]) == pair:
                out.append(new_id)
                skip = True
            else:
                out.append(sign)
        new.append(out)
    return list(pair), new
