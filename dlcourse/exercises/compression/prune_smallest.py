"""Which weights may go: the smallest of the whole network, exactly so many."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.compression._cases import other_masks
from dlcourse.exercises.compression._cases.networks import going
from dlcourse.exercises.compression._cases.other_masks import count, of_places, order, row
from dlcourse.lessons import compression

exercise = Exercise(
    reference=compression.prune_smallest,
    points=2,
    minutes=4,
    cases=going,
    hints=[
        "Two layers, one with weights around 5 and one with weights around 0.01; half of all weights are to go. From "
        "which layer do they come, and how many stay there?",
        "Put the sizes of all arrays into one long row and find the places of the smallest ones there. A row that is "
        "cut where the arrays end gives each its part back. Comparing with a limit takes too many where some are "
        "equal.",
        "Elsewhere: `times.argsort(kind='stable')` has the places of the runners from the fastest, equal ones as they "
        "stood; `np.split(row, [4, 9])` cuts behind the fourth and the ninth, and `part.reshape(table.shape)` gives a "
        "part its rows back.",
    ],
    solved="a mask of the weights that matter most, and a network of which much can go.",
    equivalent_mutants={
        "stays = np.ones(sizes.size)": "1 and 0 serve as truth values",
        **dict.fromkeys(
            (
                "return {name: part.reshape(W.shape) for (name, W), part in zip(weights.items(), np.split(stays, "
                "ends))}",
                "return {name: part.reshape(W.shape) for (name, W), part in zip(weights.items(), np.split(stays, "
                "ends), strict=False)}",
            ),
            "there are as many parts as names",
        ),
        "stays[np.argsort(sizes, kind='stable')[:int(np.floor(fraction * sizes.size))]] = False": "no count is below 0",
    },
)


@exercise.mistake("the same share of each array", hint=1)
def _(weights, *, fraction):
    """You take the same share away from each array. So a layer whose weights are all large loses as many as one whose
    weights hardly matter. The smallest of the *whole network* go: compare them all with each other.
    """
    return {
        name: of_places({name: W}, order({name: W})[: count({name: W}, fraction)])[name] for name, W in weights.items()
    }


@exercise.also("the same share of each array")
def _(weights, *, fraction):
    masks = {}
    for name, W in weights.items():
        ordered = np.sort(np.abs(W), axis=None)
        gone = int(fraction * W.size)
        masks[name] = np.abs(W) >= (ordered[gone] if gone < W.size else np.inf)
    return masks


for lies_above in (np.greater, np.greater_equal):
    exercise.also("the same share of each array")(other_masks.of_quantiles(lies_above))


@exercise.mistake("all that are as large as the limit go", hint=2)
def _(weights, *, fraction):
    """Where several weights are equally large as the last one that has to go, all of them go with you, and that is too
    many. Exactly so many go: count places, and don't compare with a limit.
    """
    gone = count(weights, fraction)
    limit = np.sort(row(weights))[gone - 1] if gone else -1.0
    return {name: np.abs(W) > limit for name, W in weights.items()}


@exercise.mistake("none that is as large as the limit goes", hint=2)
def _(weights, *, fraction):
    """Where several weights are equally large as the limit, none of them goes with you, and that is too few. Exactly so
    many go: count places, and don't compare with a limit.
    """
    gone, ordered = count(weights, fraction), np.sort(row(weights))
    limit = ordered[gone] if gone < len(ordered) else np.inf
    return {name: np.abs(W) >= limit for name, W in weights.items()}


@exercise.mistake("a limit between two weights", hint=2)
def _(weights, *, fraction):
    """Your limit is a quantile or a percentile, which may lie *between* two weights, and weights as large as the limit
    all share one fate. Exactly so many go, rounded down: count places instead.
    """
    limit = np.quantile(row(weights), fraction)
    return {name: np.abs(W) > limit for name, W in weights.items()}


@exercise.also("a limit between two weights")
def _(weights, *, fraction):
    limit = np.quantile(row(weights), fraction)
    return {name: np.abs(W) >= limit for name, W in weights.items()}


@exercise.mistake("the smallest with their signs")
def _(weights, *, fraction):
    """You compare the weights with their signs, so the most negative ones go first, which may matter most of all. What
    counts is how far a weight is from 0.
    """
    return of_places(weights, order(weights, size=np.array)[: count(weights, fraction)])


exercise.also("the smallest with their signs")(other_masks.above_a_limit)


@exercise.mistake("the largest go")
def _(weights, *, fraction):
    """The *largest* weights go with you. The smallest are to go."""
    return of_places(weights, order(weights)[::-1][: count(weights, fraction)])


@exercise.also("the largest go")
def _(weights, *, fraction):
    return of_places(weights, order(weights)[row(weights).size - count(weights, fraction) :])


exercise.also("the largest go")(other_masks.largest_first)


@exercise.mistake("True where a weight goes")
def _(weights, *, fraction):
    """Your mask is turned round: it is True where a weight *goes*. So one could not multiply the weights by it."""
    masks = compression.prune_smallest(weights, fraction=fraction)
    return {name: ~mask for name, mask in masks.items()}


@exercise.mistake("the fraction that stays", hint=1)
def _(weights, *, fraction):
    """You take `fraction` for the part that *stays*. It says how many go."""
    return of_places(weights, order(weights)[: -count(weights, fraction) or None])


@exercise.also("the fraction that stays")
def _(weights, *, fraction):
    return of_places(weights, order(weights)[: int((1 - fraction) * row(weights).size)])


exercise.edit(
    "rounded up",
    {"int(fraction * sizes.size)": "int(np.ceil(fraction * sizes.size))"},
    "Where the count is no whole number, one more goes with you: it is rounded *down*.",
)


@exercise.also("rounded up")
def _(weights, *, fraction):
    return of_places(weights, order(weights)[: row(weights).size - int((1 - fraction) * row(weights).size)])


exercise.edit(
    "rounded to the nearest",
    {"int(fraction * sizes.size)": "round(fraction * sizes.size)"},
    "You round the count to the nearest whole number. It is rounded *down*.",
)


@exercise.mistake("rounded down in each array")
def _(weights, *, fraction):
    """You round the count down in each array, and then add up. Round once, for all weights together."""
    return of_places(weights, order(weights)[: sum(int(fraction * W.size) for W in weights.values())])


@exercise.mistake("of equals the last")
def _(weights, *, fraction):
    """So many weights go as should, but of equally large ones the *last* go with you. The first are to go: a stable
    order from the smallest on leaves equal ones as they stand.
    """
    sizes = row(weights)
    backwards = sizes.size - 1 - np.argsort(sizes[::-1], kind="stable")
    return of_places(weights, backwards[: count(weights, fraction)])


exercise.edit(
    "an order that is not stable",
    {'np.argsort(sizes, kind="stable")': "np.argsort(sizes)"},
    """So many weights go as should, but of equally large ones not always the first: by default `argsort` leaves equal
    ones in any order. Ask for a stable one.""",
    hint=3,
)


@exercise.mistake("one too many")
def _(weights, *, fraction):
    """One weight too many goes: a slice `[:n]` already ends *before* place n."""
    return of_places(weights, order(weights)[: count(weights, fraction) + 1])


@exercise.mistake("pruned weights")
def _(weights, *, fraction):
    """What comes back are the weights, with 0 where they go. Wanted is which ones stay: True or False for each."""
    masks = compression.prune_smallest(weights, fraction=fraction)
    return {name: weights[name] * mask for name, mask in masks.items()}


@exercise.mistake("masks in one row", hint=3)
def _(weights, *, fraction):
    """Your masks are rows. Each has the shape of its array, so that one can multiply the two."""
    return {name: mask.ravel() for name, mask in compression.prune_smallest(weights, fraction=fraction).items()}


@exercise.mistake("nothing taken as everything")
def _(weights, *, fraction):
    """With a fraction of 0, everything goes: a slice `[-0:]` is the whole row."""
    stays = order(weights)[::-1]
    gone = stays[-count(weights, fraction) :]
    return of_places(weights, gone)


@exercise.mistake("all gone taken as none")
def _(weights, *, fraction):
    """With a fraction of 1, nothing goes: you keep the last ones, and `[-0:]` is the whole row."""
    left = row(weights).size - count(weights, fraction)
    return of_places(weights, order(weights)[: row(weights).size - left] if left else [])


@exercise.mistake("places taken for ranks", hint=2)
def _(weights, *, fraction):
    """You compare what `argsort` gives with the count. It says *where* the smallest stands, then the next, and not how
    many are smaller than each: use its first numbers as places.
    """
    places = order(weights)
    return of_places(weights, np.flatnonzero(places < count(weights, fraction)))


@exercise.mistake("a part of the largest weight", hint=1)
def _(weights, *, fraction):
    """Your limit is a fraction of the *largest weight*. Then nobody knows how many go. `fraction` says which part of
    all weights goes: count.
    """
    sizes = row(weights)
    return of_places(weights, np.flatnonzero(sizes <= fraction * sizes.max()))


@exercise.also("a part of the largest weight")
def _(weights, *, fraction):
    return of_places(weights, np.flatnonzero(row(weights) < fraction * row(weights).max()))


exercise.also("a part of the largest weight")(other_masks.of_layers)
exercise.mistake("percent for a part")(other_masks.by_percentile)


@exercise.mistake("the fraction as a limit", hint=1)
def _(weights, *, fraction):
    """You compare the weights with `fraction` itself. It says which part of all weights goes: count."""
    return {name: np.abs(W) > fraction for name, W in weights.items()}


@exercise.also("the fraction as a limit")
def _(weights, *, fraction):
    return {name: np.abs(W) >= fraction for name, W in weights.items()}


exercise.mistake("column by column")(other_masks.by_columns)
exercise.mistake("the same piece for each array", hint=2)(other_masks.first_piece)


@exercise.mistake("masks without their names")
def _(weights, *, fraction):
    """The masks are right, and nobody knows whose they are. Wanted is a dict, by the names of the weights."""
    return list(compression.prune_smallest(weights, fraction=fraction).values())


@exercise.mistake("the arrays in another order")
def _(weights, *, fraction):
    """Of equally large weights those go that come first by *name*. The dict's own order counts."""
    masks = compression.prune_smallest(dict(sorted(weights.items())), fraction=fraction)
    return {name: masks[name] for name in weights}


@exercise.accepts("with sorted, weight by weight")
def _(weights, *, fraction):
    places = [(abs(W[place]), k, place) for k, W in enumerate(weights.values()) for place in np.ndindex(W.shape)]
    masks = [np.full(W.shape, True) for W in weights.values()]
    for _, k, place in sorted(places)[: int(len(places) * fraction)]:
        masks[k][place] = False
    return dict(zip(weights, masks))


@exercise.accepts("by ranks")
def _(weights, *, fraction):
    sizes = np.hstack([np.abs(W).reshape(-1) for W in weights.values()])
    rank = np.empty(len(sizes), int)
    rank[np.argsort(sizes, kind="mergesort")] = np.arange(len(sizes))
    stays, masks = rank >= int(np.floor(fraction * len(sizes))), {}
    for name, W in weights.items():
        masks[name], stays = stays[: W.size].reshape(W.shape), stays[W.size :]
    return masks
