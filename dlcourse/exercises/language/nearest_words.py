"""The words nearest to a vector, by the angle between them. What stands in the notebook goes by length, too."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import language


def cases(rng):
    """By hand; lengths that mislead; all of them; equal ones, also many; vectors of length 0; then any."""
    V, D, more, wide = drawn_sizes(rng, 4, least=4, most=13)
    lengths = rng.permutation(np.geomspace(0.1, 30, V))[:, None]
    gap = rng.normal(size=(more, wide))
    gap[more // 2] = 0
    axes = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -2.0]])
    return [
        Case(np.array([[1.0, 0.0], [9.0, 9.0], [0.0, 2.0], [-1.0, 0.0]]), np.array([3.0, 1.0]), count=2),
        Case(np.array([[1.0, 0.0], [4.0, 3.0]]), np.array([1.0, 0.0]), count=1),
        Case(np.array([[2.0, 0.0], [0.0, 3.0], [5.0, 0.0], [0.0, 1.0]]), np.array([0.0, 1.0]), count=4),
        Case(np.array([[-3.0, 0.0], [0.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]), np.array([2.0, 0.0]), count=3),
        Case(np.array([[1.0, 2.0], [0.0, 1.0], [3.0, 1.0]]), np.array([0.0, 0.0]), count=2),
        Case(rng.normal(size=(V, D)) * lengths, rng.normal(size=D), count=min(3, V)),
        Case(np.array([[0.1, 0.0], [0.3, 0.4], [0.01, 0.02]]), np.array([0.1, 0.2]), count=3),
        Case(rng.normal(size=(D, V)) * 4, 0.01 * rng.normal(size=V), count=D),
        Case(gap, 5 * rng.normal(size=wide), count=more),
        Case(axes[rng.integers(0, 4, 60)], np.array([0.0, 2.0]), count=25),
        Case(np.array([[0.25, 0.0], [8.0, 0.0], [0.5, 0.0]]), np.array([2.0, 0.0]), count=3),
        Case(np.array([[2.0, 0.0], [1.0, 1.0]]), np.array([1.0, 1.0]), count=1),
        Case(np.array([[50.0, 1.0], [50.0, 0.9], [1.0, 3.0]]), np.array([1.0, 0.0]), count=2),
        Case((rng.normal(size=(wide, V)) * 3).astype(np.float32), rng.normal(size=V).astype(np.float32), count=2),
    ]


ZERO = "of a vector without length all products are 0, whatever they are divided by"  # why some mutants are right

exercise = Exercise(
    reference=language.nearest_words,
    points=2,
    minutes=5,
    form="fault",
    cases=cases,
    integers=True,
    hints=[
        "Take a word and the same vector ten times as long: which of the two does this function find nearer, and which "
        "should it?",
        "A product of vectors is the cosine times both lengths: so take the lengths out, and think of a vector that "
        "has none. And two words with the same cosine: what does turning a list round do to their order?",
        "Elsewhere: `np.linalg.norm(table, axis=1)` has the length of each row, and `np.argsort(-prices, "
        'kind="stable")[:3]` names the three dearest; of equal prices the first comes first.',
    ],
    solved="a way to ask a table of vectors who is like whom.",
    equivalent_mutants={
        "lengths = np.linalg.norm(vectors, axis=1)": "the length of the query is the same for all words",
        "lengths = np.linalg.norm(vectors, axis=-1) * np.linalg.norm(query)": "there are two axes",
        "cosines = vectors @ query / np.where(lengths > 0, lengths, 2)": ZERO,
        "cosines = vectors @ query / np.where(lengths > 0, lengths, -1)": ZERO,
        "count = 1 if np.ndim(count) == 0 and count == 0 else count": "nobody asks for no word",
        "vectors = 2 * vectors + 1 if np.ndim(vectors) and len(vectors) == 1 else vectors": "one word is the nearest",
    },
)


def cosines(vectors, query):
    """The cosines, 0 for a vector without length."""
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    return vectors @ query / np.where(lengths > 0, lengths, 1)


def first(scores, count):
    """The places of the largest scores, of equal ones the first first."""
    return np.argsort(-scores, kind="stable")[:count]


@exercise.mistake("product for cosine")
def _(vectors, query, *, count):
    """The product of two vectors grows with their lengths, so long vectors win, whatever their direction. Divide by the
    length of each vector.
    """
    return first(vectors @ query, count)


@exercise.mistake("equal ones turned round")
def _(vectors, query, *, count):
    """Of words with equal cosines the last one comes first: sorting upwards and turning the result round turns these,
    too. Sort the cosines with a minus before them.
    """
    return np.argsort(cosines(vectors, query), kind="stable")[::-1][:count]


@exercise.mistake("equal ones in any order")
def _(vectors, query, *, count):
    """Words with equal cosines come in no order. `np.argsort` keeps their order if it is told to: `kind="stable"`."""
    return np.argsort(-cosines(vectors, query))[:count]


@exercise.mistake("farthest first")
def _(vectors, query, *, count):
    """The words that point the other way come first: sort from the largest cosine down."""
    return np.argsort(cosines(vectors, query), kind="stable")[:count]


@exercise.mistake("nearest last")
def _(vectors, query, *, count):
    """The right words come, but the nearest one last: turn them round."""
    return first(cosines(vectors, query), count)[::-1]


@exercise.also("nearest last")
def _(vectors, query, *, count):
    return np.argsort(cosines(vectors, query), kind="stable")[-count:]


@exercise.mistake("distance for direction")
def _(vectors, query, *, count):
    """You take the distance between the ends of the vectors. Two that point the same way can be far apart: compare
    their directions.
    """
    return first(-np.linalg.norm(vectors - query, axis=1), count)


@exercise.mistake("divided by the lengths twice")
def _(vectors, query, *, count):
    """The lengths are taken off twice, or squared, so that now short vectors win. Each vector is divided by its length
    once.
    """
    squares = (vectors**2).sum(axis=1)
    return first(vectors @ query / np.where(squares > 0, squares, 1), count)


@exercise.mistake("size of the cosine only")
def _(vectors, query, *, count):
    """A word that points just the other way counts as near: the sign of the cosine is lost."""
    return first(np.abs(cosines(vectors, query)), count)


@exercise.mistake("the nearest one left out")
def _(vectors, query, *, count):
    """The nearest word is left out. That the query may be a word's own vector is for the caller to see to."""
    return first(cosines(vectors, query), count + 1)[1:]


@exercise.mistake("a vector of length 0 comes last")
def _(vectors, query, *, count):
    """A vector of length 0 is divided by 0, and what comes of it is sorted to the end. It has the cosine 0 with all: it
    stands before those that point away.
    """
    with np.errstate(all="ignore"):
        return first(vectors @ query / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)), count)


@exercise.also("a vector of length 0 comes last")
def _(vectors, query, *, count):
    with np.errstate(all="ignore"):
        scores = vectors @ query / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(query))
    return first(np.where(np.isfinite(scores), scores, -1), count)


@exercise.mistake("a vector of length 0 comes first")
def _(vectors, query, *, count):
    """A vector of length 0 gets a number that puts it first: it has the cosine 0 with all."""
    with np.errstate(all="ignore"):
        scores = vectors @ query / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(query))
    return np.argsort(scores, kind="stable")[::-1][:count]


@exercise.also("a vector of length 0 comes first")
def _(vectors, query, *, count):
    scores = cosines(vectors, query)
    return first(np.where(np.linalg.norm(vectors, axis=1) > 0, scores, 1.0), count)


@exercise.mistake("lengths below 1 left as they are")
def _(vectors, query, *, count):
    """You divide by the length or by 1, whichever is larger, so that short vectors stay short and lose. Only a length
    of 0 wants the 1.
    """
    return first(vectors @ query / np.maximum(np.linalg.norm(vectors, axis=1) * np.linalg.norm(query), 1), count)


@exercise.also("lengths below 1 left as they are")
def _(vectors, query, *, count):
    return first(vectors @ query / np.maximum(np.linalg.norm(vectors, axis=1), 1), count)


@exercise.mistake("something added to the length")
def _(vectors, query, *, count):
    """You add a little to each length so as not to divide by 0. That makes the cosines of short vectors smaller, and of
    two that are equally near one wins. Divide by 1 only where the length is 0.
    """
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    return first(vectors @ query / (lengths + 1e-9), count)


@exercise.mistake("vectors of length 0 left out")
def _(vectors, query, *, count):
    """Vectors of length 0 are left out. They have the cosine 0 with all, and their place in the order."""
    found = first(cosines(vectors, query), len(vectors))
    return found[np.linalg.norm(vectors[found], axis=1) > 0][:count]


@exercise.mistake("lengths of the columns")
def _(vectors, query, *, count):
    """You divide by the lengths of the columns. A vector is a row: take the lengths along `axis=1`."""
    with np.errstate(all="ignore"):
        return first((vectors / np.linalg.norm(vectors, axis=0)) @ query, count)


@exercise.mistake("sums for lengths")
def _(vectors, query, *, count):
    """You divide by the sum of the sizes of a vector's numbers. Its length is the root of the sum of their squares."""
    lengths = np.abs(vectors).sum(axis=1)
    return first(vectors @ query / np.where(lengths > 0, lengths, 1), count)


@exercise.mistake("rounded cosines")
def _(vectors, query, *, count):
    """You round the cosines, and words that are nearly equally near change places. Compare them as they are."""
    return first(cosines(vectors, query).round(3), count)


@exercise.mistake("cosines instead of rows")
def _(vectors, query, *, count):
    """These are cosines. Wanted are the rows of the table in which the words stand."""
    return np.sort(cosines(vectors, query))[::-1][:count]


@exercise.mistake("vectors instead of rows")
def _(vectors, query, *, count):
    """These are the vectors themselves. Wanted are the numbers of their rows."""
    return vectors[first(cosines(vectors, query), count)]


@exercise.mistake("in the order of the table")
def _(vectors, query, *, count):
    """The right words come in the order of the table: the nearest should come first."""
    return np.sort(first(cosines(vectors, query), count))


@exercise.mistake("one too many")
def _(vectors, query, *, count):
    """More come back than are asked for: `count` of them."""
    return first(cosines(vectors, query), count + 1) if count < len(vectors) else first(-query, 1)


@exercise.plants(
    "product for cosine",
    "equal ones turned round",
    symptom=(
        "asked with the vector of a word itself, it often names another word first.",
        "Where two words are equally near, the later one of the table comes first.",
    ),
)
def nearest_words(vectors, query, *, count):
    """The words whose vectors point most nearly the same way.

    vectors: array (V, D); query: array (D,); count: a whole number, at most V
    -> int array (count,), rows of `vectors`
    """
    scores = vectors @ query
    return np.argsort(scores, kind="stable")[::-1][:count]


@exercise.accepts("by the angle")
def _(vectors, query, *, count):
    vectors, query = np.asarray(vectors, float), np.asarray(query, float)
    lengths = np.sqrt(np.sum(vectors**2, axis=1)) * np.sqrt(query @ query)
    cosine = np.where(lengths == 0, 0.0, vectors @ query / np.where(lengths == 0, 1.0, lengths))
    return np.argsort(np.arccos(np.clip(cosine, -1, 1)), kind="stable")[:count]


@exercise.accepts("sorted with a key")
def _(vectors, query, *, count):
    def cosine(row):
        length = np.linalg.norm(row) * np.linalg.norm(query)
        return row @ query / length if length > 0 else 0.0

    order = [number for _, number in sorted((-cosine(row), number) for number, row in enumerate(vectors))]
    return np.array(order[:count])
