"""Scores to choose from, greedily or by chance, and what can be seen of draws whose chances are known."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Malformed, drawn_seed, drawn_sizes

TWO, HALF, MANY = 6, 50, 60  # moves in three settings with known chances: two legal; epsilon a half; two thirds legal
DRAWS = {TWO: 22, HALF: 30, MANY: 40}  # from each
CLOSED = -np.inf


def choices(rng):
    """Where only one answer is right: never any move, or only one legal; then what shows over many draws."""
    sizes = drawn_sizes(rng, 6, most=30)
    tie = np.array([CLOSED, 0.4, 0.1, 0.4, CLOSED])

    def case(count, epsilon=0.0):
        scores = rng.normal(size=count)
        scores[rng.permutation(count)[: count // 3]] = CLOSED
        return Case(scores, epsilon=epsilon, rng=drawn_seed(rng))

    def alone(count, epsilon):
        scores = np.full(count, CLOSED)
        scores[int(rng.integers(1, count))] = float(rng.normal())
        return Case(scores, epsilon=epsilon, rng=drawn_seed(rng))

    return [
        Case(np.array([0.1, CLOSED, 0.7]), epsilon=0.0, rng=drawn_seed(rng)),
        Case(np.array([CLOSED, CLOSED, -0.3, CLOSED]), epsilon=1.0, rng=drawn_seed(rng)),
        Case(np.array([-0.2, -0.9, CLOSED, -0.1]), epsilon=0.0, rng=drawn_seed(rng)),
        Case(tie, epsilon=0.0, rng=drawn_seed(rng)),
        *(case(30 + size) for size in sizes[:3]),
        *(alone(60 + size, epsilon) for size, epsilon in zip(sizes[3:], (1.0, 0.5, 1.0), strict=True)),
        Case(np.array([0.0, 0.0, 0.0, 0.0]), epsilon=0.0, rng=drawn_seed(rng)),
        Case(np.array([0.5, -0.5, 1.5, CLOSED], np.float32), epsilon=0.0, rng=drawn_seed(rng)),
        *(Case(_two(rng), epsilon=1.0, rng=drawn_seed(rng)) for _ in range(DRAWS[TWO])),
        *(Case(_half(rng), epsilon=0.5, rng=drawn_seed(rng)) for _ in range(DRAWS[HALF])),
        *(Case(_many(), epsilon=1.0, rng=drawn_seed(rng)) for _ in range(DRAWS[MANY])),
    ]


def _two(rng):
    """Two legal moves, one much better than the other."""
    scores = np.full(TWO, CLOSED)
    first, second = rng.permutation(TWO)[:2]
    scores[first], scores[second] = 0.9, -0.9
    return scores


def _half(rng):
    """Many legal moves, of which one is the best."""
    scores = rng.uniform(-1, 0.5, size=HALF)
    scores[int(rng.integers(HALF))] = 0.8
    return scores


def _many():
    """Two thirds of the moves are legal, the same ones each time, most of them with a low score, some with 0."""
    scores = np.full(MANY, CLOSED)
    scores[20:44], scores[44:46], scores[46:] = -3.0, 0.0, 3.0
    return scores


def observe(arguments, value):
    """Whether a whole number came back, and, where nothing is drawn, whether it is the best move."""
    scores, epsilon = arguments["scores"], arguments["epsilon"]
    if np.ndim(value) != 0 or np.asarray(value).dtype.kind not in "iuf":
        raise Malformed(f"What came back is {describe(value)}; wanted is one whole number, the place of the move.")
    said = "whole" if np.asarray(value).dtype.kind in "iu" else "not whole"
    found, best = float(value), int(scores.argmax())
    if epsilon == 1 and np.sum(scores > CLOSED) == 1:
        return {"the number is": said, "the only legal move comes": "yes" if found == best else "no"}
    if epsilon > 0:  # what is drawn is looked at in all cases together
        return {"the number is": said}
    return {"the number is": said, "the move": best if said == "whole" and found == best else found}


def together(calls):
    """How often what is drawn, where the chances are known; each word is wrong of a right answer once in a million."""
    two, half, many = (
        [(arguments["scores"], float(value)) for arguments, value in calls if _is(arguments, size, epsilon)]
        for size, epsilon in ((TWO, 1.0), (HALF, 0.5), (MANY, 1.0))
    )
    if len(two) < DRAWS[TWO] or len(half) < DRAWS[HALF] or len(many) < DRAWS[MANY]:
        return {}
    allowed = [scores[int(value)] > CLOSED if 0 <= value < len(scores) else False for scores, value in (*two, *many)]
    best_of_two, best = (sum(value == scores.argmax() for scores, value in group) for group in (two, half))
    further = sum(value == np.flatnonzero(scores > CLOSED)[-1] for scores, value in two)
    drawn = [value for _, value in many]
    low = sum(20 <= value < 44 for value in drawn)
    return {
        "epsilon 1, two of six squares legal: what comes": (
            "legal moves" if all(allowed) else "the first two squares" if _all_below(two, 2) else "others, too"
        ),
        "epsilon 1, two legal moves: the better one comes": _often(best_of_two, two),
        "epsilon 1, two legal moves: the one further on comes": _often(further, two),
        "epsilon 0.5, many legal moves: the best one comes": (
            "seldom" if best <= 2 else "nearly always" if best >= len(half) - 2 else "about every second time"
        ),
        "epsilon 1, many legal moves: different ones": "many" if len(set(drawn)) > 8 else "a few",
        "epsilon 1, many legal moves: the best one comes": "often" if drawn.count(MANY - 14) >= 9 else "seldom",
        "epsilon 1, many legal moves: those with a score below 0 come": "sometimes" if low >= 3 else "hardly ever",
    }


def _often(count, group):
    return "never" if count == 0 else "always" if count == len(group) else "sometimes"


def _all_below(group, limit):
    return all(value < limit for _, value in group)


def _is(arguments, size, epsilon):
    return len(arguments["scores"]) == size and arguments["epsilon"] == epsilon
