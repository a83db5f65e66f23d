"""What tells what a text is about: tokens that are often in it, and seldom in other texts."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.language._cases import length, otherwise, weighed
from dlcourse.lessons import language


def cases(rng):
    """By hand; one text; a text without a token; a token in no known text, and one in all; then any counts."""

    def counts(texts, V, chance):
        return rng.integers(1, 5, (texts, V)) * (rng.random((texts, V)) < chance)

    V, N, M, more, fewer = drawn_sizes(rng, 5, least=4, most=11)
    everywhere = counts(M, V, 0.4)
    everywhere[:, 0], everywhere[:, 1] = 1, 0
    return [
        Case(np.array([[1, 1]]), np.array([[1, 0], [2, 3], [1, 0]])),
        Case(np.array([[1, 1, 0], [0, 3, 1]]), np.array([[1, 0, 2], [0, 0, 4]])),
        Case(np.array([[2, 1], [0, 0]]), np.array([[3, 1], [1, 0], [1, 0], [1, 0]])),
        Case(np.array([[3, 4, 0]]), np.array([[3, 4, 0]])),
        Case(np.array([[0.5, 1.0], [0.25, 0.5]]), np.array([[0.5, 0.0], [0.0, 0.5], [0.0, 0.25]])),
        Case(counts(N, V, 0.5), everywhere),
        Case(counts(2, more, 0.6), counts(fewer, more, 0.3)),
        Case(40 * counts(M, fewer, 0.5), 7 * counts(N, fewer, 0.5)),
        Case(counts(N, V, 0.5).astype(np.float32), counts(M, V, 0.5)),
    ]


CANCELS = "what a whole row is divided by is divided away again with its length"  # why some mutants are right

exercise = Exercise(
    reference=language.tf_idf,
    points=2,
    minutes=6,
    cases=cases,
    hints=[
        "Which of the two tables tells how rare a token is, and what has to be counted in it: tokens or texts?",
        "The idf is a row, a number for each token, and every text is multiplied by the same row. Each text is then "
        "divided by a number of its own; think of one that has no token at all.",
        "Elsewhere: `(prices > 5).sum(axis=0)` counts in each column, `rows.sum(axis=1, keepdims=True)` is a column, "
        "and `np.where(weights > 0, weights, 1)` is safe to divide by.",
    ],
    solved="texts as rows of numbers in which what is said everywhere is quiet, and what is rare is loud.",
    equivalent_mutants={
        "weighed = C * np.maximum(C.sum(axis=1, keepdims=True), 1) * idf": CANCELS,
        "weighed = C / np.maximum(C.sum(keepdims=True), 1) * idf": CANCELS,
        "weighed = C / np.maximum(C.sum(axis=-1, keepdims=True), 1) * idf": "there are two axes",
        "return weighed / np.where(lengths > 0, lengths, -1)": "where the length is 0, all numbers are",
    },
)


@exercise.mistake("idf of the texts themselves")
def _(C, known):
    """You take the idf from the texts in `C`. It belongs to the known texts: else what a text gets would hang on its
    company, and alone every token of it would be in all texts.
    """
    return weighed(C, C)


@exercise.mistake("rows without length 1")
def _(C, known):
    """The numbers still have to be brought to one length: divide each row by the root of the sum of its squares. Else
    it depends on how they are spread how loud a text is.
    """
    C = np.asarray(C, float)
    return weighed(C, known, row=lambda W: np.maximum(C.sum(axis=1, keepdims=True), 1))


@exercise.also("rows without length 1")
def _(C, known):
    return weighed(C, known, row=lambda W: np.asarray(C, float).sum(axis=1, keepdims=True))


exercise.also("rows without length 1")(otherwise(row=lambda W: 1.0))


@exercise.mistake("lengths below 1 left as they are")
def _(C, known):
    """You divide by the length or by 1, whichever is larger, and rows shorter than 1 stay short. Only a length of 0
    wants the 1.
    """
    C = np.asarray(C, float)
    return weighed(C / np.maximum(C.sum(axis=1, keepdims=True), 1), known, row=lambda W: np.maximum(length(W), 1))


exercise.also("lengths below 1 left as they are")(otherwise(row=lambda W: np.maximum(length(W), 1)))


@exercise.mistake("rows add up to 1")
def _(C, known):
    """You divide each row by its sum. Its *length* is wanted: the root of the sum of the squares."""
    return weighed(C, known, row=lambda W: W.sum(axis=1, keepdims=True))


@exercise.mistake("occurrences counted")
def _(C, known):
    """You count how often a token occurs in the known texts. Count the *texts* in which it stands: three times in one
    text is one text.
    """
    known = np.asarray(known, float)
    idf = np.log((1 + len(known)) / (1 + known.sum(axis=0))) + 1
    return weighed(C, known, idf=lambda m, M: idf)


exercise.edit(
    "only where it stands once",
    {"(known > 0)": "(known == 1)"},
    """You count only texts in which the token stands exactly once. One with more of it is a text, too.""",
)


@exercise.mistake("texts without the token counted")
def _(C, known):
    """You count the texts *without* the token: what is everywhere gets loud. m are the texts in which it stands."""
    return weighed(C, known, idf=lambda m, M: np.log((1 + M) / (1 + M - m)) + 1)


@exercise.mistake("all words of all texts counted at once")
def _(C, known):
    """All words get the same m: the sum goes over the whole table. Count for each word by itself, `axis=0`."""
    return weighed(C, known, idf=lambda m, M: np.log((1 + M) / (1 + m.sum())) + 1)


@exercise.mistake("words taken for texts")
def _(C, known):
    """For M you take the number of words in the vocabulary. It is the number of known *texts*: of rows."""
    words = np.shape(known)[1]
    return weighed(C, known, idf=lambda m, M: np.log((1 + words) / (1 + m)) + 1)


@exercise.mistake("nothing added to m")
def _(C, known):
    """You divide by m as it is, and it is 0 for a token that stands in no known text. Add 1 above and below."""
    return weighed(C, known, idf=lambda m, M: np.log(M / m) + 1)


exercise.also("nothing added to m")(otherwise(idf=lambda m, M: np.log((1 + M) / m) + 1))
exercise.also("nothing added to m")(otherwise(idf=lambda m, M: np.log(M / m)))


@exercise.mistake("1 added to m only")
def _(C, known):
    """You add 1 to m, and not to M. A token that stands in all texts would get less than 1: add it to both."""
    return weighed(C, known, idf=lambda m, M: np.log(M / (1 + m)) + 1)


@exercise.mistake("without the 1 behind the logarithm")
def _(C, known):
    """The 1 behind the logarithm is missing: a token that stands in all known texts gets 0, as if it were not there."""
    return weighed(C, known, idf=lambda m, M: np.log((1 + M) / (1 + m)))


exercise.also("without the 1 behind the logarithm")(otherwise(idf=lambda m, M: np.log((1 + M) / (1 + m)), row=length))


@exercise.mistake("no logarithm")
def _(C, known):
    """You leave the logarithm out: a token that is ten times as rare would be ten times as loud."""
    return weighed(C, known, idf=lambda m, M: (1 + M) / (1 + m) + 1)


exercise.also("no logarithm")(otherwise(idf=lambda m, M: (1 + M) / (1 + m)))


@exercise.mistake("another logarithm")
def _(C, known):
    """You take a logarithm to another base. As 1 is added behind it, the base matters: take the natural one."""
    return weighed(C, known, idf=lambda m, M: np.log10((1 + M) / (1 + m)) + 1)


exercise.also("another logarithm")(otherwise(idf=lambda m, M: np.log2((1 + M) / (1 + m)) + 1))


@exercise.mistake("log1p of the quotient")
def _(C, known):
    """The 1 stands inside the logarithm, or `np.log1p`, which adds 1 by itself, is taken. It is added *behind* it."""
    return weighed(C, known, idf=lambda m, M: np.log1p((1 + M) / (1 + m)))


@exercise.mistake("fraction upside down")
def _(C, known):
    """The fraction in the logarithm stands on its head: frequent tokens get loud. M, the number of all known texts,
    belongs above.
    """
    return weighed(C, known, idf=lambda m, M: np.log((1 + m) / (1 + M)) + 1)


@exercise.mistake("no idf")
def _(C, known):
    """The idf has no effect: all tokens weigh alike. It multiplies the columns, before a row is brought to length 1."""
    return weighed(C, known, idf=lambda m, M: 1.0)


@exercise.mistake("idf after the length")
def _(C, known):
    """First you bring the rows to length 1, then you multiply by the idf: in the end they have other lengths. The
    length comes last.
    """
    C = np.asarray(C, float)
    return weighed(C, known, row=lambda W: np.sqrt((C**2).sum(axis=1, keepdims=True)))


@exercise.mistake("no smoothing")
def _(C, known):
    """You take M / m as it is. The formula adds 1 above and below."""
    return weighed(C, known, idf=lambda m, M: np.log(M / np.maximum(m, 1)) + 1)


@exercise.mistake("brackets missing in the fraction")
def _(C, known):
    """Brackets are missing in the fraction: `1 + M / 1 + m` divides M by 1 only."""
    return weighed(C, known, idf=lambda m, M: np.log(1 + M / 1 + m) + 1)


@exercise.mistake("logarithm of the counts")
def _(C, known):
    """You take a logarithm of the counts. Some do so; here tf is the count itself, over the words of the text."""
    return weighed(np.log1p(np.asarray(C, float)), known)


@exercise.mistake("known texts and new ones together")
def _(C, known):
    """You count in the known texts and in `C` together. The idf belongs to the known texts alone."""
    return weighed(C, np.concatenate([np.asarray(known, float), np.asarray(C, float)]))


@exercise.mistake("the known texts weighed")
def _(C, known):
    """You weigh the known texts. They only give the idf: the rows that come back are those of `C`."""
    return weighed(known, known)


@exercise.mistake("something added to the length")
def _(C, known):
    """You add something to the length so as not to divide by 0, and it shows: the rows are shorter than 1. Divide by 1
    only where the length is 0.
    """
    C = np.asarray(C, float)
    tf = C / np.maximum(C.sum(axis=1, keepdims=True), 1)
    return weighed(tf, known, row=lambda W: length(W) + 1e-3)


@exercise.mistake("only whether it is there")
def _(C, known):
    """A token that stands three times in a text counts as one that stands there once. For tf its count matters."""
    return weighed(np.asarray(C) > 0, known)


@exercise.mistake("one length for the whole table")
def _(C, known):
    """You divide by the length of the whole table. Each row has a length of its own: sum over `axis=1`."""
    return weighed(C, known, row=lambda W: np.sqrt((W**2).sum()))


@exercise.mistake("columns of length 1")
def _(C, known):
    """You bring the columns to length 1. A text is a row: sum over `axis=1`."""
    return weighed(C, known, row=lambda W: np.sqrt((W**2).sum(axis=0)) + 1e-300)


@exercise.mistake("sum of squares without the root")
def _(C, known):
    """You divide by the sum of the squares: the root is missing."""
    return weighed(C, known, row=lambda W: (W**2).sum(axis=1, keepdims=True))


@exercise.mistake("a text without a token is divided by 0")
def _(C, known):
    """A text without a token has the length 0, and you divide by it. It should stay 0: divide by 1 there."""
    return weighed(C, known, empty=np.nan)


@exercise.accepts("without tf: it cancels")
def _(C, known):
    C = np.array(C, float)
    idf = np.log((len(known) + 1) / (np.count_nonzero(known, axis=0) + 1)) + 1
    C *= idf
    length = np.linalg.norm(C, axis=1)
    length[length == 0] = 1
    return C / length[:, None]


@exercise.accepts("text by text")
def _(C, known):
    M = len(known)
    rows = []
    for counts in C:
        row = np.zeros(len(counts))
        for t, count in enumerate(counts):
            m = sum(1 for text in known if text[t] > 0)
            row[t] = count / max(sum(counts), 1) * (np.log((1 + M) / (1 + m)) + 1)
        length = np.sqrt(np.sum(row**2))
        rows.append(row / length if length else row)
    return np.array(rows)
