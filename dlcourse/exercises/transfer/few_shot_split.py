"""A few labelled examples of each class, and the rest: the task in which what was learned before must show."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.transfer._cases.examples import label_cases, observe_split, too_small
from dlcourse.lessons import transfer

exercise = Exercise(
    reference=transfer.few_shot_split,
    points=2,
    minutes=4,
    cases=label_cases,
    observe=observe_split,
    outputs=("few", "rest"),
    refused=too_small,
    hints=[
        "Of the labels 7, 3, 7, 3, 7 two of each class are wanted. Which positions may be drawn for class 3, which for "
        "class 7, and what do you do if only one 3 is there?",
        "Class by class: first find the positions that have this label, then draw among *these*, none twice. What "
        "nobody drew is the rest, and it stays in its order.",
        "Elsewhere: `np.flatnonzero(ages > 60)` are the positions of the old, `rng.choice(tickets, size=3, "
        "replace=False)` draws three different tickets, and `np.setdiff1d(everybody, winners)` are those who won "
        "nothing, in rising order.",
    ],
    solved="a fair draw: as many of each class, none twice, and what is tested stays apart.",
    equivalent_mutants={
        "y = 2 * y + 1 if np.ndim(y) and len(y) == 1 else y": "positions do not hang on what a single class is called",
    },
)


def changed_draw(choose):
    """A split whose few are drawn by `choose(places of a class, per_class, rng)`."""

    def split(y, *, per_class, rng):
        few = [choose(np.flatnonzero(y == c), per_class, rng) for c in np.unique(y)]
        few = np.concatenate(few) if few else np.zeros(0, int)
        return few, np.setdiff1d(np.arange(len(y)), few)

    return split


@exercise.mistake("first of each class")
def _(y, *, per_class, rng):
    """You take the first examples of each class. Tables come sorted by person, by day or by quality: the first ones are
    seldom like the rest. Draw them with `rng`.
    """
    return changed_draw(lambda places, count, rng: places[:count])(y, per_class=per_class, rng=rng)


@exercise.mistake("drawn with repetition")
def _(y, *, per_class, rng):
    """Some examples are drawn twice: `rng.choice` puts each one back if nobody says `replace=False`. Then there are
    fewer labelled examples than the number says.
    """
    return changed_draw(lambda places, count, rng: rng.choice(places, size=count))(y, per_class=per_class, rng=rng)


@exercise.mistake("few are left in the rest")
def _(y, *, per_class, rng):
    """The few are also in the rest: whoever tests on it, tests on what was learned by heart. Take them out."""
    few, _ = transfer.few_shot_split(y, per_class=per_class, rng=rng)
    return few, np.arange(len(y))


@exercise.mistake("drawn from all, whatever their class")
def _(y, *, per_class, rng):
    """There are as many in all as there should be, but not as many of each class: you draw from all examples at once.
    Draw class by class.
    """
    few = rng.permutation(len(y))[: per_class * len(np.unique(y))]
    few = few[np.argsort(y[few], kind="stable")]
    return few, np.setdiff1d(np.arange(len(y)), few)


def from_all(draw, arrange, left):
    """A split that draws from the whole table: how, in which order few comes, and what is called the rest."""

    def split(y, *, per_class, rng):
        order = draw(rng, len(y), per_class * len(np.unique(y)))
        few = order[: per_class * len(np.unique(y))]
        return arrange(few, y), left(order, few, y)

    return split


for _draw in (lambda rng, total, count: rng.choice(total, size=count, replace=False),
              lambda rng, total, count: rng.permutation(total)):  # fmt: skip
    for _arrange in (lambda few, y: few, lambda few, y: np.sort(few), lambda few, y: few[np.argsort(y[few])]):
        for _left in (
            lambda order, few, y: np.setdiff1d(np.arange(len(y)), few),
            lambda order, few, y: order[len(few) :],
        ):
            exercise.also("drawn from all, whatever their class")(from_all(_draw, _arrange, _left))


@exercise.mistake("per_class counts all together")
def _(y, *, per_class, rng):
    """You draw `per_class` examples in all. So many are wanted of *each* class."""
    few = rng.choice(len(y), size=min(per_class, len(y)), replace=False)
    few = few[np.argsort(y[few], kind="stable")]
    return few, np.setdiff1d(np.arange(len(y)), few)


@exercise.mistake("few in rising order of position")
def _(y, *, per_class, rng):
    """The right ones are drawn, but few is sorted by position. Wanted is class by class, in rising order of the
    classes: leave them as you drew them.
    """
    few, rest = transfer.few_shot_split(y, per_class=per_class, rng=rng)
    return np.sort(few), rest


@exercise.mistake("the rest in another order")
def _(y, *, per_class, rng):
    """The draw is fair, but rest is in another order: wanted is rising, as it stands in y. Either the whole table was
    shuffled, or it was turned round.
    """
    order = rng.permutation(len(y))
    few = np.concatenate([order[y[order] == c][:per_class] for c in np.unique(y)])
    return few, order[~np.isin(order, few)]


@exercise.also("the rest in another order")
def _(y, *, per_class, rng):
    few, rest = transfer.few_shot_split(y, per_class=per_class, rng=rng)
    return few, rest[::-1]


@exercise.mistake("the rest counted, not asked")
def _(y, *, per_class, rng):
    """`rest` is so many positions from the end, as if the few stood at the beginning. They were drawn from everywhere:
    the rest is what was *not* drawn.
    """
    few, _ = transfer.few_shot_split(y, per_class=per_class, rng=rng)
    return few, np.arange(len(y))[per_class * len(np.unique(y)) :]


@exercise.also("the rest counted, not asked")
def _(y, *, per_class, rng):
    few, _ = transfer.few_shot_split(y, per_class=per_class, rng=rng)
    return few, np.arange(len(y))[2 * per_class :]


@exercise.mistake("labels without positions in the rest")
def _(y, *, per_class, rng):
    """You take positions away from *labels*: rest has what is left of y. Take them away from the positions 0, 1, 2, up
    to the last.
    """
    few, _ = transfer.few_shot_split(y, per_class=per_class, rng=rng)
    return few, np.setdiff1d(y, few)


@exercise.mistake("labels instead of positions")
def _(y, *, per_class, rng):
    """You give back labels. Wanted are positions in y, so that pictures and labels can be taken by the same numbers."""
    few, rest = transfer.few_shot_split(y, per_class=per_class, rng=rng)
    return y[few], y[rest]


@exercise.also("labels instead of positions")
def _(y, *, per_class, rng):
    few, rest = transfer.few_shot_split(y, per_class=per_class, rng=rng)
    return y[few], rest


@exercise.mistake("a class that is drawn whole is refused")
def _(y, *, per_class, rng):
    """You refuse a class that has exactly as many examples as are wanted. It has enough: all of them are drawn."""
    if np.unique(y, return_counts=True)[1].min() <= per_class:
        raise ValueError("a class has too few examples")
    return transfer.few_shot_split(y, per_class=per_class, rng=rng)


@exercise.mistake("every number up to the largest is a class")
def _(y, *, per_class, rng):
    """You go through 0, 1, 2, up to the largest label, and refuse, or draw from, numbers that are no class. The labels
    may have gaps, as 3 and 7: ask y which classes there are.
    """
    few = [rng.choice(np.flatnonzero(y == c), size=per_class, replace=False) for c in range(y.max() + 1)]
    return np.concatenate(few), np.setdiff1d(np.arange(len(y)), np.concatenate(few))


@exercise.also("every number up to the largest is a class")
def _(y, *, per_class, rng):
    for c in range(y.max() + 1):
        if np.sum(y == c) < per_class:
            raise ValueError(f"class {c} is too small")
    return transfer.few_shot_split(y, per_class=per_class, rng=rng)


@exercise.mistake("positions within the class")
def _(y, *, per_class, rng):
    """Your positions count within each class, from 0 to one less than it has examples. Wanted are positions in y:
    choose among the places at which the class stands.
    """
    few = [rng.choice(np.sum(y == c), size=per_class, replace=False) for c in np.unique(y)]
    few = np.concatenate(few)
    return few, np.setdiff1d(np.arange(len(y)), few)


@exercise.mistake("classes counted from 0")
def _(y, *, per_class, rng):
    """You go through the classes 0, 1, 2, ... The labels may have gaps, as 3 and 7: ask y which classes there are."""
    classes = len(np.unique(y))
    few = [rng.permutation(np.flatnonzero(y == c))[:per_class] for c in range(classes)]
    few = np.concatenate(few)
    return few, np.setdiff1d(np.arange(len(y)), few)


@exercise.mistake("class by class as they first occur")
def _(y, *, per_class, rng):
    """Class by class, but in the order in which they first occur in y. Wanted is the rising order of the classes."""
    _, first = np.unique(y, return_index=True)
    few = [rng.choice(np.flatnonzero(y == c), size=per_class, replace=False) for c in y[np.sort(first)]]
    few = np.concatenate(few)
    return few, np.setdiff1d(np.arange(len(y)), few)


@exercise.mistake("rest and few exchanged")
def _(y, *, per_class, rng):
    """Both are there, in the wrong order: first few, then rest."""
    few, rest = transfer.few_shot_split(y, per_class=per_class, rng=rng)
    return rest, few


@exercise.mistake("neighbours of each class")
def _(y, *, per_class, rng):
    """The few of a class are neighbours: only where they begin is drawn. Neighbours in a table are often alike. Draw
    each by itself.
    """

    def neighbours(places, count, rng):
        start = rng.integers(0, len(places) - count + 1)
        return places[start : start + count]

    return changed_draw(neighbours)(y, per_class=per_class, rng=rng)


@exercise.accepts("a random order of each class, and a mask")
def _(y, *, per_class, rng):
    few, left = [], np.ones(len(y), dtype=bool)
    for c in sorted(set(y.tolist())):
        places = np.where(y == c)[0]
        if len(places) < per_class:
            raise ValueError(f"too few of class {c}")
        rng.shuffle(places)
        few += places[:per_class].tolist()
    few = np.array(few, dtype=int)
    left[few] = False
    return few, np.flatnonzero(left)


@exercise.accepts("a shuffled table, sorted by class")
def _(y, *, per_class, rng):
    for c in set(y.tolist()):
        assert_enough(y, c, per_class)
    order = rng.permutation(len(y))
    few = np.concatenate([order[y[order] == c][:per_class] for c in np.unique(y)])
    return few, np.sort(order[~np.isin(order, few)])


def assert_enough(y, c, per_class):
    """Refuse a class that is too small, as somebody writes it who has a function for it."""
    if list(y).count(c) < per_class:
        raise ValueError("class " + str(c) + " is too small")
