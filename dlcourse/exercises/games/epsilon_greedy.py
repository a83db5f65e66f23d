"""Mostly the best move, now and then any: a draw, judged by what must hold of it."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.games._cases.draws import CLOSED, choices, observe, together
from dlcourse.lessons import games

WHOLE = "places are whole: however they are rounded, they stay"  # why some mutants are right

exercise = Exercise(
    reference=games.epsilon_greedy,
    points=2,
    cases=choices,
    observe=observe,
    together=together,
    hints=[
        "A coin that falls on one side with the probability 0.3: how would you toss it with a number between 0 and 1?",
        "Toss first. On one side any *legal* move is drawn, the best one among them; on the other the best is taken.",
        "`rng.random()` is below 0.2 in a fifth of all calls. `np.flatnonzero(ages > 30)` are the places of some, "
        "`rng.choice(np.array([4, 8]))` is one of two, and `ages.argmax()` the place of the largest.",
    ],
    solved="a player who is curious: without new moves there is nothing new to learn.",
    equivalent_mutants={
        "return rng.choice(np.flatnonzero(scores > -np.inf))": "a whole number of NumPy's is a whole number, too",
        "return scores.argmax()": "a whole number of NumPy's is a whole number, too",
        "if rng.random() <= epsilon:": "that a drawn number equals epsilon has a chance of 1 in 10**15",
        "return round(rng.choice(np.flatnonzero(scores > -np.inf)))": WHOLE,
        "return int(np.floor(rng.choice(np.flatnonzero(scores > -np.inf))))": WHOLE,
        "return int(np.ceil(rng.choice(np.flatnonzero(scores > -np.inf))))": WHOLE,
        "return int(np.floor(rng.choice(np.flatnonzero(scores > -np.inf)) + 0.5))": WHOLE,
        "return round(scores.argmax())": WHOLE,
        "return int(np.floor(scores.argmax()))": WHOLE,
        "return int(np.ceil(scores.argmax()))": WHOLE,
        "return int(np.floor(scores.argmax() + 0.5))": WHOLE,
        "scores = 2 * scores + 1 if np.ndim(scores) and len(scores) == 1 else scores": (
            "a single move is taken whatever its score"
        ),
    },
)


def without_last(scores, rng):
    """Any legal move but the last, if there are more."""
    legal = np.flatnonzero(scores > CLOSED)
    return int(legal[rng.integers(max(len(legal) - 1, 1))])


def toss(scores, epsilon, rng, *, explore=None, best=None):
    """Epsilon-greedy with one of its two ways done otherwise."""
    if rng.random() < epsilon:
        return (explore or (lambda scores, rng: int(rng.choice(np.flatnonzero(scores > CLOSED)))))(scores, rng)
    return (best or (lambda scores: int(scores.argmax())))(scores)


exercise.edit(
    "epsilon the other way round",
    {"rng.random() < epsilon": "rng.random() > epsilon"},
    """With epsilon 0 yours draws any move, with 1 always the best. `epsilon` is the probability of drawing *any* move:
    the more of it, the more curious.""",
    hint=1,
)


@exercise.mistake("never curious")
def _(scores, *, epsilon, rng):
    """You always take the best move, whatever `epsilon` is: then the player never sees what another one would bring."""
    return int(scores.argmax())


@exercise.mistake("illegal moves, too")
def _(scores, *, epsilon, rng):
    """When any move is drawn, illegal ones are among them. Draw among those whose score is above -inf."""
    return toss(scores, epsilon, rng, explore=lambda scores, rng: int(rng.integers(len(scores))))


@exercise.mistake("the best is left out when drawing")
def _(scores, *, epsilon, rng):
    """When any move is drawn, the best one never comes. *Any* means any: the best is as likely as the others."""

    def others(scores, rng):
        legal = np.flatnonzero(scores > CLOSED)
        rest = legal[legal != scores.argmax()]
        return int(rng.choice(rest if len(rest) else legal))

    return toss(scores, epsilon, rng, explore=others)


@exercise.mistake("the place among the legal moves")
def _(scores, *, epsilon, rng):
    """You draw a place in the *list* of legal moves. The move itself stands there: look it up."""
    return toss(scores, epsilon, rng, explore=lambda scores, rng: int(rng.integers(np.sum(scores > CLOSED))))


@exercise.mistake("only moves with a positive score are drawn")
def _(scores, *, epsilon, rng):
    """When any move is drawn, only those with a score above 0 come, it seems. A move with a low score is legal, too:
    only -inf is not.
    """

    def positive(scores, rng):
        legal = np.flatnonzero(scores > 0)
        return int(rng.choice(legal if len(legal) else np.flatnonzero(scores > CLOSED)))

    return toss(scores, epsilon, rng, explore=positive)


@exercise.mistake("last of equal ones")
def _(scores, *, epsilon, rng):
    """Of equally good moves you take the last. Agreed is the first, as `argmax` does."""
    return toss(scores, epsilon, rng, best=lambda scores: int(np.flatnonzero(scores == scores.max())[-1]))


@exercise.also("last of equal ones")
def _(scores, *, epsilon, rng):
    return toss(scores, epsilon, rng, best=lambda scores: int(np.argsort(scores, kind="stable")[-1]))


@exercise.mistake("worst move")
def _(scores, *, epsilon, rng):
    """You take the move with the lowest score, where the highest is wanted."""

    def worst(scores):
        return int(np.where(scores > CLOSED, scores, np.inf).argmin())

    return toss(scores, epsilon, rng, best=worst)


@exercise.also("worst move")
def _(scores, *, epsilon, rng):
    return toss(scores, epsilon, rng, best=lambda scores: int(scores.argmin()))


@exercise.mistake("score instead of its place")
def _(scores, *, epsilon, rng):
    """A score comes back. Wanted is *which* move, its place: `argmax` instead of `max`."""
    return toss(scores, epsilon, rng, best=lambda scores: float(scores.max()))


@exercise.also("score instead of its place")
def _(scores, *, epsilon, rng):
    return toss(scores, epsilon, rng, explore=lambda scores, rng: float(rng.choice(scores[scores > CLOSED])))


@exercise.mistake("the best among the legal ones, counted there")
def _(scores, *, epsilon, rng):
    """The best one is counted among the *legal* moves only. Its place in `scores` is wanted; -inf is never the largest,
    so nothing has to be taken out.
    """
    return toss(scores, epsilon, rng, best=lambda scores: int(scores[scores > CLOSED].argmax()))


@exercise.mistake("draws by the scores")
def _(scores, *, epsilon, rng):
    """Better moves are drawn more often: that is a softmax, another way of being curious. Here any legal move is as
    likely as the others, with the probability `epsilon`; else the best.
    """
    p = np.exp(20 * (scores - scores.max()))
    return int(rng.choice(len(scores), p=p / p.sum()))


@exercise.also("draws by the scores")
def _(scores, *, epsilon, rng):
    p = np.exp(scores - scores.max())
    return toss(scores, epsilon, rng, explore=lambda scores, rng: int(rng.choice(len(scores), p=p / p.sum())))


@exercise.mistake("always the same one drawn")
def _(scores, *, epsilon, rng):
    """Where any move should come, it is always the same. Draw one of the legal moves, each time anew."""
    return toss(scores, epsilon, rng, explore=lambda scores, rng: int(np.flatnonzero(scores > CLOSED)[0]))


@exercise.also("always the same one drawn")
def _(scores, *, epsilon, rng):
    return toss(scores, epsilon, rng, explore=lambda scores, rng: int(np.flatnonzero(scores > CLOSED)[-1]))


@exercise.mistake("one of the legal moves never comes")
def _(scores, *, epsilon, rng):
    """The last of the legal moves never comes. `rng.integers(n)` leaves out n already."""
    return toss(scores, epsilon, rng, explore=without_last)


@exercise.mistake("curious too seldom")
def _(scores, *, epsilon, rng):
    """With epsilon 1 the best move still comes too often. Then *every* move is to be drawn: what is `epsilon`
    compared with?
    """
    return toss(scores, epsilon / 2, rng)


@exercise.mistake("curious at 0, too")
def _(scores, *, epsilon, rng):
    """Any move is drawn, even with an epsilon of 0: then it is always the best. `epsilon` says how often to draw."""
    return toss(scores, 1.0, rng)


@exercise.also("curious at 0, too")
def _(scores, *, epsilon, rng):
    return int(rng.choice(np.flatnonzero(scores > CLOSED)))


@exercise.mistake("not drawn with rng")
def _(scores, *, epsilon, rng):
    """Where any move should come, it is one of a few. Draw with the generator that is given; a new one, made inside
    with a fixed seed, begins afresh each time.
    """
    return toss(scores, epsilon, np.random.default_rng(0))


@exercise.also("not drawn with rng")
def _(scores, *, epsilon, rng):
    return toss(scores, epsilon, np.random.default_rng(42))


@exercise.mistake("always curious, if at all")
def _(scores, *, epsilon, rng):
    """As soon as `epsilon` is above 0, any move is drawn every time. Toss: `rng.random()` is a number from 0 to 1."""
    return toss(scores, float(epsilon > 0), rng)


@exercise.mistake("curious only at 1")
def _(scores, *, epsilon, rng):
    """With an epsilon of 0.5 the best move comes nearly always: do you round the toss, or compare with a fixed
    number? `rng.random()` is a number from 0 to 1, to compare with `epsilon`.
    """
    return toss(scores, float(epsilon == 1), rng)


exercise.edit(
    "number with a decimal point",
    {"int(scores.argmax())": "float(scores.argmax())"},
    "The number is right, but it is a float, which cannot be an index. Give back a whole number.",
)


@exercise.mistake("counted from 1")
def _(scores, *, epsilon, rng):
    """The number is one too high: places are counted from 0."""
    return games.epsilon_greedy(scores, epsilon=epsilon, rng=rng) + 1


@exercise.accepts("chances for all")
def _(scores, *, epsilon, rng):
    legal = np.isfinite(scores)
    p = epsilon * legal / legal.sum()
    p[scores.argmax()] += 1 - epsilon
    return rng.choice(len(scores), p=p / p.sum())


@exercise.accepts("a list, and the toss by choice")
def _(scores, *, epsilon, rng):
    legal = [place for place, score in enumerate(scores) if score != CLOSED]
    if rng.choice([True, False], p=[epsilon, 1 - epsilon]):
        return legal[rng.integers(len(legal))]
    return max(legal, key=lambda place: scores[place])
