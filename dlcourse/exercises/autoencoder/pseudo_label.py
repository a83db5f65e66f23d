"""Self-training: of which examples a model is sure, and what it says of them."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.autoencoder._cases import other_labels as other
from dlcourse.exercises.autoencoder._cases.own_answers import label_cases
from dlcourse.exercises.autoencoder._cases.rarer_labels import note_rarer
from dlcourse.lessons import autoencoder

exercise = Exercise(
    reference=autoencoder.pseudo_label,
    points=3,
    minutes=4.5,
    cases=label_cases,
    outputs=("rows", "labels"),
    integers=True,
    hints=[
        "Take the five rows above, with threshold 0.5 and most 1. Which rows answer class 1? Which of *these* is the "
        "surest? And why is the surest row of all not the only one that is taken?",
        "Two numbers for each row: what it answers, and how sure it is. Leave out who is not sure enough. Then look at "
        "one answer after the other, put its rows in order from the surest down, keep the first few, and bring all "
        "that was kept back into the order of the table.",
        "Elsewhere: `slow = np.flatnonzero(seconds > 9)` are places in `seconds`, and `slow[team[slow] == 2]` those of "
        'one team among them. `np.argsort(-prices, kind="stable")` goes from the dearest down, and leaves equal ones '
        "as they stood.",
    ],
    solved="a model that can teach itself: what it is sure of, in labels. Whether it is right, the labels don't say.",
    equivalent_mutants={
        "answers, sure = (P.argmax(axis=-1), P.max(axis=1))": "P has two axes: the last is axis 1",
        "answers, sure = (P.argmax(axis=1), P.max(axis=-1))": "P has two axes: the last is axis 1",
        "by_class = [rows[answers[rows] == label] for label in range(P.shape[-1])]": "P has two axes",
    },
)


exercise.edit(
    "threshold left out when it is reached",
    {"sure >= threshold": "sure > threshold"},
    "A row that is exactly as sure as the threshold is left out. At least the threshold is wanted: it belongs in.",
)


@exercise.mistake("no limit")
def _(P, *, threshold, most=None):
    """You take all that are sure enough, however many have the same answer. With `most` it is only so many of each."""
    return other.taken(np.flatnonzero(P.max(axis=1) >= threshold), P)


@exercise.mistake("limit of all, not of each class")
def _(P, *, threshold, most=None):
    """You keep `most` rows in all. So many are wanted of *each* answer: else the classes that are easy crowd the others
    out.
    """
    sure = P.max(axis=1)
    rows = np.flatnonzero(sure >= threshold)
    return other.taken(rows[np.argsort(-sure[rows], kind="stable")[:most]], P)


exercise.edit(
    "least sure ones",
    {"-sure[few]": "sure[few]"},
    "Of those with one answer you keep the least sure. `argsort` rises: turn the sign, or the order.",
)


@exercise.mistake("first ones of each class")
def _(P, *, threshold, most=None):
    """Of each answer you keep the first rows of the table. Wanted are the surest; the order counts only where two are
    equally sure.
    """
    return other.by_class(lambda rows, sure, most: rows[:most])(P, threshold=threshold, most=most)


@exercise.mistake("a limit of 0 is none")
def _(P, *, threshold, most=None):
    """With `most=0` you take rows, where none are wanted. 0 counts as False, and the last 0 of a list, `[-0:]`, are all
    of it: ask `most is not None`, and count from the front.
    """
    return autoencoder.pseudo_label(P, threshold=threshold, most=most or None)


@exercise.mistake("later of equally sure ones")
def _(P, *, threshold, most=None):
    """Of equally sure rows you take the later ones. An order that is turned round turns ties round, too: sort by minus
    the sureness, with `kind="stable"`.
    """
    return other.by_class(lambda rows, sure, most: rows[np.argsort(sure, kind="stable")[::-1][:most]])(
        P, threshold=threshold, most=most
    )


exercise.also("later of equally sure ones")(
    other.by_class(lambda rows, sure, most: rows[np.argsort(sure, kind="stable")[-most:]])
)


exercise.also("later of equally sure ones")(
    other.by_class(lambda rows, sure, most: rows[np.argsort(sure, kind="stable")[len(rows) - min(most, len(rows)) :]])
)


@exercise.mistake("any of equally sure ones")
def _(P, *, threshold, most=None):
    """Of equally sure rows you don't always take the earlier ones. `np.argsort` alone leaves open what becomes of ties:
    `kind="stable"` keeps their order.
    """
    return other.by_class(lambda rows, sure, most: rows[np.argsort(-sure)[:most]])(P, threshold=threshold, most=most)


exercise.also("any of equally sure ones")(other.by_class(lambda rows, sure, most: rows[np.argsort(sure)[::-1][:most]]))


exercise.edit(
    "limit without the threshold",
    {"rows = np.flatnonzero(sure >= threshold)": "rows = np.arange(len(P))"},
    "You take rows that are less sure than the threshold. It holds with a limit, and without one.",
)


@exercise.mistake("threshold only without a limit")
def _(P, *, threshold, most=None):
    """Without a limit all is well; with one you take rows that are less sure than the threshold. Both hold at once."""
    return autoencoder.pseudo_label(P, threshold=threshold if most is None else 0.0, most=most)


exercise.edit(
    "rows class by class",
    {"np.sort(np.concatenate(best))": "np.concatenate(best)"},
    "The right rows come back, but class by class. Wanted is the order of the table: sort them at the end.",
)


@exercise.mistake("labels not in step with the rows")
def _(P, *, threshold, most=None):
    """The rows are right, and the labels stand in another order: a label must stay beside its row. Put the rows in
    order first, then look their answers up.
    """
    rows, labels = autoencoder.pseudo_label(P, threshold=threshold, most=most)
    return rows, np.sort(labels)


@exercise.mistake("rows from the surest down")
def _(P, *, threshold, most=None):
    """The right rows come back, the surest first. Wanted is the order of the table: sort them at the end."""
    rows, labels = autoencoder.pseudo_label(P, threshold=threshold, most=most)
    order = np.argsort(-P.max(axis=1)[rows], kind="stable")
    return rows[order], labels[order]


@exercise.mistake("a mask instead of positions")
def _(P, *, threshold, most=None):
    """You give back True and False, one for each row. Wanted are the positions of the rows that are taken:
    `np.flatnonzero` finds where a mask is True.
    """
    rows, labels = autoencoder.pseudo_label(P, threshold=threshold, most=most)
    return np.isin(np.arange(len(P)), rows), labels


@exercise.mistake("labels of all rows")
def _(P, *, threshold, most=None):
    """There is a label for every row of the table. Wanted is one for each row that is taken, in their order."""
    rows, _ = autoencoder.pseudo_label(P, threshold=threshold, most=most)
    return rows, P.argmax(axis=1)


@exercise.mistake("positions among the sure ones")
def _(P, *, threshold, most=None):
    """With a limit, your positions count only the rows that are sure enough. Wanted are positions in the whole table:
    look them up among the rows that you had.
    """
    rows, labels = autoencoder.pseudo_label(P, threshold=threshold, most=most)
    if most is None:
        return rows, labels
    return np.searchsorted(np.flatnonzero(P.max(axis=1) >= threshold), rows), labels


@exercise.mistake("positions within the class")
def _(P, *, threshold, most=None):
    """With a limit, your positions count the rows of one answer only. Wanted are positions in the whole table: look
    them up among the rows that have this answer.
    """
    return other.by_class(lambda rows, sure, most: np.argsort(-sure, kind="stable")[:most])(
        P, threshold=threshold, most=most
    )


@exercise.mistake("every class that reaches the threshold")
def _(P, *, threshold, most=None):
    """You take a row once for each of its probabilities that reaches the threshold. A row has one answer, its most
    probable class, and comes once.
    """
    return other.every_class(P, threshold=threshold, most=most)


@exercise.also("every class that reaches the threshold")
def _(P, *, threshold, most=None):
    rows, labels = np.where(threshold <= P)
    return rows, labels


exercise.also("every class that reaches the threshold")(other.every_column)


@exercise.mistake("surest of each column, whatever the answer")
def _(P, *, threshold, most=None):
    """For each class you take the rows in which it is most probable, also such as answer something else. First the
    answer of each row, then the surest with this answer.
    """
    return other.surest_of_columns(P, threshold=threshold, most=most)


@exercise.mistake("as many of each as of the rarest")
def _(P, *, threshold, most=None):
    """You take equally many of each answer, as many as the rarest has. `most` is a limit, not a quota: a class with
    fewer gives what it has, and the others are not held back.
    """
    return other.as_many_as_the_rarest(P, threshold=threshold, most=most)


@exercise.mistake("sureness instead of labels")
def _(P, *, threshold, most=None):
    """You give back how sure the rows are, in the place of what they answer: `argmax` says which class it is."""
    rows, _ = autoencoder.pseudo_label(P, threshold=threshold, most=most)
    return rows, P.max(axis=1)[rows]


@exercise.mistake("answers by column")
def _(P, *, threshold, most=None):
    """You look for the largest number of each *column*: that is the surest row of a class. Each row wants its own
    answer: `axis=1`.
    """
    sure = P.max(axis=0)
    rows = np.flatnonzero(sure >= threshold)
    return rows, P.argmax(axis=0)[rows]


@exercise.mistake("rows and labels exchanged")
def _(P, *, threshold, most=None):
    """Both are right, in the wrong order: first the rows, then their labels."""
    return autoencoder.pseudo_label(P, threshold=threshold, most=most)[::-1]


@exercise.mistake("empty arrays of another kind")
def _(P, *, threshold, most=None):
    """If nobody is sure enough, you give back arrays of floats, and nothing can be taken by such positions. An empty
    `np.array([])` holds floats: say `dtype=int`.
    """
    rows, labels = autoencoder.pseudo_label(P, threshold=threshold, most=most)
    return np.array(rows.tolist()), np.array(labels.tolist())


@exercise.mistake("lists instead of arrays")
def _(P, *, threshold, most=None):
    """You give back lists. Two arrays of whole numbers are wanted: `np.array(rows, dtype=int)`, which also holds if
    nobody is sure and there is nothing in it.
    """
    rows, labels = autoencoder.pseudo_label(P, threshold=threshold, most=most)
    return rows.tolist(), labels.tolist()


@exercise.mistake("probabilities of the rows")
def _(P, *, threshold, most=None):
    """You give back the rows of probabilities themselves. Wanted are their positions: with those one takes the pictures
    that belong to them.
    """
    rows, labels = autoencoder.pseudo_label(P, threshold=threshold, most=most)
    return P[rows], labels


@exercise.mistake("lead over the second class")
def _(P, *, threshold, most=None):
    """You ask by how much the first class leads over the second. How sure a row is, is its largest probability."""
    return other.by_lead(P, threshold=threshold, most=most)


note_rarer(exercise)


@exercise.accepts("row by row, with lists")
def _(P, *, threshold, most=None):
    found = {}
    for n, row in enumerate(P):
        label = int(np.argmax(row))
        if row[label] >= threshold:
            found.setdefault(label, []).append((-float(row[label]), n))
    kept = sorted((n, label) for label, pairs in found.items() for _, n in sorted(pairs)[:most])
    return np.array([n for n, _ in kept], dtype=int), np.array([label for _, label in kept], dtype=int)


@exercise.accepts("surest first, the limit before the threshold")
def _(P, *, threshold, most=None):
    answers, sure = np.argmax(P, 1), np.max(P, 1)
    order, counts, taken = np.lexsort((np.arange(len(P)), -sure)), np.zeros(P.shape[1], int), np.zeros(len(P), bool)
    for n in order:
        taken[n] = most is None or counts[answers[n]] < most
        counts[answers[n]] += 1
    rows = np.where(taken & (sure >= threshold))[0]
    return rows, answers[rows]
