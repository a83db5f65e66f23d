"""A challenge: lists that give the rare their places, at the least cost in scores. Checked by what must hold."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed, drawn_sizes

OUT = -np.inf


def cases(rng):
    """One user; who loses least; nothing to do; whole numbers; exchanges that are level; few of a kind; many users."""
    N, M, more = drawn_sizes(rng, 3, least=6, most=12)
    two = np.array([[5.0, 4.0, 3.0, 0.0], [5.0, 4.0, 1.0, 3.5]])
    rare = np.array([False, False, True, True])
    return [
        Case(np.array([[3.0, 2.0, 1.0]]), np.array([False, False, True]), count=2, least=1),
        Case(two, rare, count=2, least=1),
        Case(two, rare, count=2, least=0),
        Case(two, rare, count=2, least=3),
        Case(np.array([[1, 2, 9, 8]]), rare, count=2, least=1),
        Case(np.array([[5.0, 4.0, 3.0, 0.0]] * 3), rare, count=2, least=1),
        Case(np.array([[OUT, 7.0, -1.0, OUT], [6.0, OUT, -2.0, -9.0]]), rare, count=2, least=3),
        Case(np.array([[5.0, 5.0, 5.0, 5.0], [2.0, 2.0, 1.0, 1.0]]), rare, count=3, least=3),
        _case(rng, N, M, 2, 0.3),
        _case(rng, M, 2 * more, 4, 0.2),
        _case(rng, 40 + more, 30, 5, 0.25),
    ]


def _case(rng, N, M, count, share):
    """Scores of which some are -inf, the rare ones lower; enough of both kinds is left to each user."""
    rare = np.arange(M) >= M // 2
    rng.shuffle(rare)
    scores = rng.normal(size=(N, M)) - 1.5 * rare
    spare = rng.random((N, M)) < 0.3
    for kind in (rare, ~rare):
        spare[:, np.flatnonzero(kind)[:count]] = False
    scores[spare] = OUT
    return Case(scores, rare, count=count, least=int(np.ceil(share * N * count)))


def observe(arguments, value):
    """Whether the lists may be shown, whether the rare have their places, and what all scores sum to."""
    scores, rare, count = arguments["scores"], arguments["rare"], arguments["count"]
    lists = np.asarray(value) if isinstance(value, list | tuple | np.ndarray) else np.array(None)
    if lists.shape != (len(scores), count) or lists.dtype.kind not in "iu":
        wanted = f"{count} places of items, whole numbers, for each of {len(scores)} users"
        raise Malformed(f"Wanted are {wanted}, not {describe(value)}.")
    if (lists < 0).any() or (lists >= len(rare)).any():
        return {"items": "some are no places of items"}
    chosen = np.take_along_axis(scores, lists, axis=1)
    if (chosen == OUT).any():
        return {"items": "some are at -inf"}
    if any(len(set(row)) < count for row in lists.tolist()):
        return {"items": "some stand twice in a list"}
    enough = rare[lists].sum() >= arguments["least"]
    return {"items": "as they may be", "places of the rare": "enough" if enough else "too few",
            "sum of the scores": float(chosen.sum())}  # fmt: skip


def fair_lists(scores, rare, *, count, least):
    """For each user a list of items, with enough places for the rare ones, at the least loss.

    scores: array (N, M), -inf for what a user has already; rare: bool array (M,); count: a whole
    number, items of each list; least: a whole number, places of all lists together that rare items
    must have -> int array (N, count), different items in a row; with the largest sum of scores

    >>> scores = np.array([[5.0, 4.0, 3.0, 0.0], [5.0, 4.0, 1.0, 3.5]])
    >>> fair_lists(scores, np.array([False, False, True, True]), count=2, least=1)  # the second loses least: 0.5
    array([[0, 1],
           [0, 3]])
    """
    order = np.argsort(-scores, axis=1, kind="stable")
    lists = order[:, :count].copy()
    swaps = []
    for n in range(len(scores)):
        leaves = [place for place in range(count)[::-1] if not rare[lists[n, place]]]
        joins = [item for item in order[n, count:] if rare[item] and scores[n, item] > -np.inf]
        swaps += [(scores[n, lists[n, place]] - scores[n, item], n, place, item) for place, item in zip(leaves, joins)]
    missing = max(least - rare[lists].sum(), 0)
    for _, n, place, item in sorted(swaps)[:missing]:
        lists[n, place] = item
    return lists


exercise = Exercise(
    reference=fair_lists,
    points=3,
    minutes=15,
    cases=cases,
    observe=observe,
    form="challenge",
    rtol=1e-9,
    atol=1e-9,
    hints=[
        "Begin with the best items of each user. If one place must go to a rare item, which item leaves, which one "
        "comes, and at which of all the users?",
        "Within a list the common item that is worth least leaves, and the best rare one that is not there comes. That "
        "exchange costs something, the next one in the same list costs more. All lists together: take the cheapest "
        "exchanges first, as many as places are missing.",
        'Elsewhere: `sorted([(2.5, "b", 1), (0.5, "a", 7)])` orders by the first of each; `zip(leave, come)` ends '
        "with the shorter one.",
    ],
    solved="lists in which the rare are seen, paid for where it costs least.",
)


def exchanges(scores, rare, count):
    """The best items of each user, and all exchanges, user after user: (loss, user, place, item that comes, turn)."""
    order, found = np.argsort(-scores, axis=1, kind="stable"), []
    for n, row in enumerate(scores):
        leaves = [place for place in range(count)[::-1] if not rare[order[n, place]]]
        joins = [item for item in order[n, count:] if rare[item] and row[item] > OUT]
        pairs = enumerate(zip(leaves, joins))
        found += [(row[order[n, place]] - row[item], n, place, item, turn) for turn, (place, item) in pairs]
    return order[:, :count].copy(), found


def made(lists, some):
    """The lists after some exchanges."""
    for _, n, place, item, _ in some:
        lists[n, place] = item
    return lists


@exercise.mistake("the best of each user")
def _(scores, rare, *, count, least):
    """These are the best items of each user. Together the rare ones have fewer places than `least` asks for."""
    return np.argsort(-scores, axis=1, kind="stable")[:, :count]


@exercise.mistake("the last place of each list")
def _(scores, rare, *, count, least):
    """Each list gives its last place to a rare item, whatever is asked for and whatever it costs: more exchanges than
    needed, or too few, and not where they are cheapest.
    """
    lists, found = exchanges(scores, rare, count)
    return made(lists, [one for one in found if one[4] == 0])


@exercise.mistake("the first users pay for all")
def _(scores, rare, *, count, least):
    """There are enough places for the rare, but not the cheapest: the first users make all the exchanges. Look over all
    users for those that lose least.
    """
    lists, found = exchanges(scores, rare, count)
    return made(lists, found[: max(least - rare[lists].sum(), 0)])


@exercise.also("the first users pay for all")
def _(scores, rare, *, count, least):
    lists = []
    for row in scores:
        order = [m for m in np.argsort(-row, kind="stable") if row[m] > OUT]
        some = [m for m in order if rare[m]][: min(least, count)]
        least -= len(some)
        lists.append((some + [m for m in order if m not in some])[:count])
    return np.array(lists)


@exercise.mistake("only rare items")
def _(scores, rare, *, count, least):
    """The lists are full of rare items, more than was asked for. Give them the places that they need, and the rest to
    the best.
    """
    return made(*exchanges(scores, rare, count))


@exercise.mistake("what a user has already")
def _(scores, rare, *, count, least):
    """Some of the items have -inf: the user has them already."""
    known = np.where(scores == OUT, 1e6 + np.arange(len(rare)), scores)
    return np.argsort(-known, axis=1, kind="stable")[:, :count]


@exercise.mistake("the worst items")
def _(scores, rare, *, count, least):
    """The lists begin with the lowest scores. Is an order turned?"""
    order = np.argsort(np.where(scores > OUT, scores, np.inf), axis=1, kind="stable")
    return order[:, :count]


@exercise.mistake("one exchange too many")
def _(scores, rare, *, count, least):
    """The rare have more places than they need, and that costs: make as many exchanges as are missing."""
    return fair_lists(scores, rare, count=count, least=least + 1)


@exercise.mistake("one exchange too few")
def _(scores, rare, *, count, least):
    """One place is missing: `least` places are enough, and one fewer is not."""
    return fair_lists(scores, rare, count=count, least=least - 1)


@exercise.mistake("one list for all")
def _(scores, rare, *, count, least):
    """All users get the same list. Each has scores of their own, and has something else already."""
    best = np.argsort(-np.where(scores > OUT, scores, -1e3).sum(axis=0), kind="stable")[:count]
    return np.tile(best, (len(scores), 1))


@exercise.mistake("an item twice")
def _(scores, rare, *, count, least):
    """An item stands twice in a list."""
    return np.repeat(scores.argmax(axis=1)[:, None], count, axis=1) if count > 1 else scores.argmax(axis=1)[:, None]


@exercise.mistake("one bonus for all the rare")
def _(scores, rare, *, count, least):
    """All rare scores are raised alike until there are enough. Where several exchanges cost the same they all come at
    once: the rare have more places than they need, and that costs.
    """
    lists, found = exchanges(scores, rare, count)
    missing = max(least - rare[lists].sum(), 0)
    level = sorted(one[0] for one in found)[missing - 1] if missing else OUT
    return made(lists, [one for one in found if one[0] <= level])


@exercise.mistake("the last place, whoever has it")
def _(scores, rare, *, count, least):
    """Each list gives its last place to a rare item, even where a rare one has it already, and whatever it costs."""
    lists = np.argsort(-scores, axis=1, kind="stable")[:, :count]
    left = np.where(rare, scores, OUT)
    np.put_along_axis(left, lists, OUT, axis=1)
    lists[:, -1] = np.where(left.max(axis=1) > OUT, left.argmax(axis=1), lists[:, -1])
    return lists


@exercise.mistake("one exchange a list at most")
def _(scores, rare, *, count, least):
    """No list has more than one exchange. A second one in the same list may be the cheapest, or the only one left."""
    lists, found = exchanges(scores, rare, count)
    return made(lists, sorted(one for one in found if one[4] == 0)[: max(least - rare[lists].sum(), 0)])


@exercise.mistake("the first users give one each")
def _(scores, rare, *, count, least):
    """The users give one place each, in the order in which they stand. Look over all users, and over all their places,
    for those that cost least.
    """
    lists, found = exchanges(scores, rare, count)
    return made(lists, [one for one in found if one[4] == 0][: max(least - rare[lists].sum(), 0)])


@exercise.mistake("the same share from each")
def _(scores, rare, *, count, least):
    """Each list has the same number of rare items. It is all lists *together* that need `least` of them."""
    per, lists = -(-least // len(scores)), []
    for row in scores:
        order = [m for m in np.argsort(-row, kind="stable") if row[m] > OUT]
        some = [m for m in order if rare[m]][:per]
        lists.append(some + [m for m in order if m not in some][: count - len(some)])
    return np.array(lists)


@exercise.mistake("as many exchanges as places")
def _(scores, rare, *, count, least):
    """You make `least` exchanges. Rare items that have a place anyhow count, too: make as many as are missing."""
    lists, found = exchanges(scores, rare, count)
    return made(lists, sorted(found)[:least])


@exercise.accepts("one exchange after the other")
def _(scores, rare, *, count, least):
    lists = [list(np.argsort(-row)[:count]) for row in scores]
    while sum(bool(rare[item]) for row in lists for item in row) < least:
        best = None
        for n, row in enumerate(lists):
            common = [item for item in row if not rare[item]]
            others = [m for m in range(len(rare)) if rare[m] and m not in row and scores[n, m] > -np.inf]
            if common and others:
                leaves = min(common, key=lambda item: scores[n, item])
                comes = max(others, key=lambda item: scores[n, item])
                loss = scores[n, leaves] - scores[n, comes]
                if best is None or loss < best[0]:
                    best = loss, n, leaves, comes
        _, n, leaves, comes = best
        lists[n][lists[n].index(leaves)] = comes
    return lists


@exercise.accepts("by how many rare ones each list has")
def _(scores, rare, *, count, least):
    kinds = [np.where(mask, scores, -np.inf) for mask in (~rare, rare)]
    common, odd = (np.argsort(-kind, axis=1, kind="stable") for kind in kinds)
    best = []  # for each user, the sum with j rare items
    for n in range(len(scores)):
        sums = [scores[n, [*common[n, : count - j], *odd[n, :j]]] for j in range(count + 1)]
        allowed = [all(rare[odd[n, :j]]) and not any(rare[common[n, : count - j]]) for j in range(count + 1)]
        best.append([values.sum() if fits else -np.inf for values, fits in zip(sums, allowed)])
    taken = [int(np.argmax(row)) for row in best]
    while sum(taken) < least:
        losses = [row[j] - row[j + 1] if j < count else np.inf for row, j in zip(best, taken)]
        taken[int(np.argmin(losses))] += 1
    return np.array([[*common[n, : count - j], *odd[n, :j]] for n, j in enumerate(taken)])
