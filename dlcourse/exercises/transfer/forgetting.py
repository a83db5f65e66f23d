"""How much of earlier tasks is lost: the best there was, minus what is left at the end."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import transfer


def shares(rng, tasks):
    """Accuracies (T, T): high on the diagonal, and any number below and above it."""
    table = rng.integers(5, 70, size=(tasks, tasks)) / 100
    table[np.arange(tasks), np.arange(tasks)] = rng.integers(60, 95, size=tasks) / 100
    return table


def cases(rng):
    """Two tasks first; the best at the end, before it was learned, long after; tasks that gain; at last too few."""
    known_before = np.array([[0.9, 0.95, 0.2], [0.7, 0.8, 0.3], [0.5, 0.6, 0.9]])
    best_later = np.array([[0.6, 0.1, 0.1, 0.3], [0.9, 0.7, 0.1, 0.2], [0.8, 0.9, 0.5, 0.1], [0.4, 0.5, 0.45, 0.9]])
    gained = np.array([[0.5, 0.4, 0.1], [0.6, 0.5, 0.2], [0.8, 0.75, 0.9]])
    some, more, many = drawn_sizes(rng, 3, least=5, most=14)
    return [
        Case(np.array([[0.9, 0.1], [0.3, 0.8]])),
        Case(np.array([[0.5, 0.25], [0.75, 1.0]])),
        Case(known_before),
        Case(best_later),
        Case(gained),
        Case(shares(rng, some)),
        Case(shares(rng, more)),
        Case(shares(rng, many)),
        Case(shares(rng, 2)),
        Case(np.array([[0.9]])),
        Case(np.zeros((0, 0))),
    ]


exercise = Exercise(
    reference=transfer.forgetting,
    points=2,
    form="derive",
    first="transfer.lost_by_hand",
    cases=cases,
    hints=[
        "Which tasks can have been forgotten when the last one has just been learned, and which not yet?",
        "For one task, walk down its column: from the row in which it was learned to the last row but one. What was "
        "the best on that way, and what stands below it?",
        "Elsewhere: for a table `P` of prices, a row for each day, `P[2:5, 0]` are those of the first ware on the days "
        "2, 3 and 4, and `P[-1, 0]` is its price on the last day.",
    ],
    equivalent_mutants={
        "return np.mean(lost)": "a number of NumPy is a number, too",
        "accuracies = 2 * accuracies + 1 if np.ndim(accuracies) and len(accuracies) == 1 else accuracies": "one task "
        "is refused, whatever its accuracy",
    },
    solved="one number for what is lost, as papers on continual learning give it.",
)


exercise.edit(
    "columns and rows exchanged",
    {"accuracies[j : T - 1, j].max() - accuracies[T - 1, j]": "accuracies[j, j : T - 1].max() - accuracies[j, T - 1]"},
    """You walk along the rows. Row i is what holds *after task i*, and a column follows one task through time: walk
    down the columns.""",
)

exercise.edit(
    "when learned minus at the end",
    {"accuracies[j : T - 1, j].max()": "accuracies[j, j]"},
    """You start from the accuracy right after a task was learned. Later tasks can have helped it on: what counts is the
    *best* that it had before the last task.""",
)

exercise.edit(
    "last row among the best, or gains cut off",
    {"accuracies[j : T - 1, j].max()": "accuracies[j:, j].max()"},
    """A task that gained counts as 0 with you. Either the last row takes part in the search for the best, or gains are
    cut off. Look for the best *before* the last task, and let the difference be negative.""",
)

exercise.edit(
    "before it was learned",
    {"accuracies[j : T - 1, j].max()": "accuracies[: T - 1, j].max()"},
    """You look for the best from the first row on. Before task j was learned its accuracy says nothing about what was
    kept: begin at row j.""",
)

exercise.edit(
    "sign turned",
    {"accuracies[j : T - 1, j].max() - accuracies[T - 1, j]": "accuracies[T - 1, j] - accuracies[j : T - 1, j].max()"},
    """The sign is turned: what is lost is positive, so the last is taken from the best.""",
)

exercise.edit(
    "sum over the tasks",
    {"np.mean(lost)": "np.sum(lost)"},
    "That is the sum over the earlier tasks. Wanted is their mean, so that three tasks and ten can be compared.",
)


exercise.edit(
    "one row too few",
    {"accuracies[j : T - 1, j].max()": "accuracies[j : max(T - 2, j + 1), j].max()"},
    """Your search for the best ends one row too early: the row before the last one still counts. In a range the end is
    left out.""",
)

exercise.edit(
    "highest number of any task",
    {"accuracies[j : T - 1, j].max()": "accuracies[: T - 1].max()"},
    """You take the highest number of the whole table. Each task has a best of its own: look down its column.""",
)


@exercise.mistake("only the last of the earlier tasks")
def _(accuracies):
    """Only one task counts, the last but one: the sum begins anew in each round. Set it to 0 before the loop."""
    T = len(accuracies)
    return float(accuracies[T - 2, T - 2] - accuracies[T - 1, T - 2]) / (T - 1)


@exercise.mistake("one task too few")
def _(accuracies):
    """Your loop ends one task too early: the last but one can have been forgotten, too. `range` leaves its end out."""
    T = len(accuracies)
    return float(sum(accuracies[j : T - 1, j].max() - accuracies[T - 1, j] for j in range(T - 2)) / (T - 1))


@exercise.also("one task too few")
def _(accuracies):
    T = len(accuracies)
    return float(np.mean([accuracies[j : T - 1, j].max() - accuracies[T - 1, j] for j in range(T - 2)]))


@exercise.mistake("divided by all tasks")
def _(accuracies):
    """You divide by the number of all tasks. The last one has had no time to be forgotten: there are T - 1 others."""
    T = len(accuracies)
    return transfer.forgetting(accuracies) * (T - 1) / T


@exercise.also("last row among the best, or gains cut off")
def _(accuracies):
    T = len(accuracies)
    return float(np.mean([max(accuracies[j : T - 1, j].max() - accuracies[T - 1, j], 0) for j in range(T - 1)]))


@exercise.mistake("first task only")
def _(accuracies):
    """You look at the first task alone. Each task but the last counts."""
    return float(accuracies[:-1, 0].max() - accuracies[-1, 0])


@exercise.mistake("last step only")
def _(accuracies):
    """You compare the last row with the one before it. What was lost earlier is lost, too: compare with the best."""
    return float(np.mean(accuracies[-2, :-1] - accuracies[-1, :-1]))


@exercise.mistake("largest loss")
def _(accuracies):
    """That is the task that lost most. Wanted is the mean over all tasks but the last."""
    T = len(accuracies)
    return float(max(accuracies[j : T - 1, j].max() - accuracies[T - 1, j] for j in range(T - 1)))


@exercise.mistake("one loss for each task")
def _(accuracies):
    """You give what each task lost, a number for each. Wanted is one number: their mean."""
    T = len(accuracies)
    return np.array([accuracies[j : T - 1, j].max() - accuracies[T - 1, j] for j in range(T - 1)])


@exercise.mistake("as a share of the best")
def _(accuracies):
    """You divide by the best. Wanted is the plain difference of two accuracies."""
    T = len(accuracies)
    return float(np.mean([1 - accuracies[T - 1, j] / accuracies[j : T - 1, j].max() for j in range(T - 1)]))


@exercise.mistake("last task counted, too")
def _(accuracies):
    """The last task takes part, with a loss of 0 (the best of a single row is that row). Take the mean over the others
    only.
    """
    T = len(accuracies)
    return float(np.mean([accuracies[j:, j].max() - accuracies[T - 1, j] for j in range(T)]))


@exercise.mistake("mean instead of the best")
def _(accuracies):
    """You start from the mean over the rows before the last one. Wanted is the best of them."""
    T = len(accuracies)
    return float(np.mean([accuracies[j : T - 1, j].mean() - accuracies[T - 1, j] for j in range(T - 1)]))


@exercise.accepts("without a loop")
def _(accuracies):
    if len(accuracies) < 2:
        raise ValueError("want two tasks or more")
    learned = np.tril(np.ones_like(accuracies, dtype=bool))[:-1, :-1]
    best = np.where(learned, accuracies[:-1, :-1], -np.inf).max(axis=0)
    return float((best - accuracies[-1, :-1]).mean())


@exercise.accepts("with two loops")
def _(accuracies):
    T, total = accuracies.shape[0], 0.0
    if T <= 1:
        raise ValueError("one task forgets nothing")
    for j in range(T - 1):
        best = accuracies[j][j]
        for i in range(j + 1, T - 1):
            best = accuracies[i][j] if accuracies[i][j] > best else best
        total += best - accuracies[-1][j]
    return float(total / (T - 1))
