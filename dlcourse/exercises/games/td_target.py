"""What a move should have been given for a score: the reward, minus the best that the other one can get now."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import games

CLOSED = -np.inf


def cases(rng):
    """One that goes on, one that is over; ended games whose scores are finite; a draw; other discounts; float32."""
    N, A, more = drawn_sizes(rng, 3, least=3, most=9)
    two = np.array([[0.5, CLOSED, -0.2], [CLOSED, CLOSED, CLOSED]])
    return [
        Case(np.array([0.0]), np.array([[0.5, -0.25]]), np.array([False]), discount=1.0),
        Case(np.array([1.0]), np.array([[CLOSED, CLOSED]]), np.array([True]), discount=1.0),
        Case(np.array([0.0, 1.0]), two, np.array([False, True]), discount=0.9),
        Case(np.array([1.0, 0.0]), np.array([[0.3, -0.1], [0.2, 0.8]]), np.array([True, True]), discount=1.0),
        Case(np.array([0.0]), np.array([[-0.75, -0.5, CLOSED]]), np.array([False]), discount=0.5),
        _case(rng, N, A, 1.0),
        _case(rng, A, N, 0.9),
        _case(rng, more, 9, 0.75),
        Case(np.array([0.5]), np.array([[0.25, 1.0]]), np.array([False]), discount=0.0),
        _case(rng, N, more, 1.0, np.float32),
    ]


def _case(rng, N, A, discount, kind=float):
    """Rows of which some are over, at least one of each; of these some have no scores left."""
    over = np.arange(N) % 3 == 1
    scores = rng.uniform(-1, 1, size=(N, A))
    scores[rng.random((N, A)) < 0.3] = CLOSED
    scores[~over, 0] = rng.uniform(-1, 1, size=(~over).sum())  # something is left to move
    scores[np.flatnonzero(over)[::2]] = CLOSED
    rewards = np.where(over, rng.choice([1.0, 0.0, 0.5], size=N), rng.choice([0.0, 0.25], size=N))
    return Case(rewards.astype(kind), scores.astype(kind), over, discount=discount)


exercise = Exercise(
    reference=games.td_target,
    points=2,
    form="fault",
    cases=cases,
    hints=[
        "You leave a position in which the other one has a winning move. Was your move good or bad, and which sign "
        "does it get in the function? And what is `np.max` of a row in which no move is legal?",
        "What the other one can get is a loss to you. And where the game is over there is nobody left to get anything: "
        "only the reward counts there.",
        "Elsewhere: `np.where([True, False], 0.0, [5.0, 7.0])` is `[0, 7]`: it chooses, so what it leaves out may be "
        "infinite. A product cannot do that: `0 * np.inf` is NaN.",
    ],
    solved="a teacher that knows nothing but the end, and hands it back move by move.",
    equivalent_mutants={"best = np.where(over, 0, next_scores.max(axis=-1))": "the last of two axes is axis 1"},
)


exercise.edit(
    "the other's gain is added",
    {"rewards - discount * best": "rewards + discount * best"},
    """What the other player can get now is *added*. That is right for a game against nobody; here their gain is your
    loss, and it is subtracted.""",
)


@exercise.mistake("a game that is over goes on")
def _(rewards, next_scores, over, *, discount):
    """Where the game is over the best of the next moves still counts, as -inf if there is none. Only the reward counts
    there.
    """
    return rewards - discount * next_scores.max(axis=1)


@exercise.mistake("the end is told by -inf")
def _(rewards, next_scores, over, *, discount):
    """-inf is gone, but a game can be over with squares left: its scores are finite, and still count in yours. `over`
    says where only the reward counts.
    """
    return rewards - discount * np.where(np.isfinite(next_scores.max(axis=1)), next_scores.max(axis=1), 0)


@exercise.mistake("0 times minus infinity")
def _(rewards, next_scores, over, *, discount):
    """Where the game is over the best next score is -inf, and 0 · inf is not a number. Choose, don't multiply."""
    with np.errstate(invalid="ignore"):
        return rewards - discount * next_scores.max(axis=1) * (1 - over)


@exercise.also("0 times minus infinity")
def _(rewards, next_scores, over, *, discount):
    with np.errstate(invalid="ignore"):
        return rewards - discount * (1.0 - over) * np.nan_to_num(next_scores.max(axis=1), neginf=-np.inf)


exercise.edit(
    "over the wrong way round",
    {"np.where(over, 0, next_scores.max(axis=1))": "np.where(over, next_scores.max(axis=1), 0)"},
    "The two cases are exchanged: what the other one can get counts while the game goes on.",
)


exercise.edit(
    "worst reply",
    {"next_scores.max(axis=1)": "np.where(next_scores > -np.inf, next_scores, np.inf).min(axis=1)"},
    "You expect the other one's *worst* move. They take their best.",
)


exercise.edit(
    "minimum with the closed squares",
    {"next_scores.max(axis=1)": "next_scores.min(axis=1)"},
    """You take the minimum, and so the moves that are not legal, -inf. The other one takes the best of the *legal*
    ones: the maximum.""",
)


@exercise.mistake("mean reply")
def _(rewards, next_scores, over, *, discount):
    """You take the mean of the replies. The other one takes the best."""
    legal = next_scores > CLOSED
    mean = np.where(legal, next_scores, 0).sum(axis=1) / np.maximum(legal.sum(axis=1), 1)
    return rewards - discount * np.where(over, 0, mean)


exercise.edit("one maximum for all", {"next_scores.max(axis=1)": "next_scores.max()"},
              "You take one maximum over the whole table. Each row is a position of its own.")  # fmt: skip


exercise.edit("discount forgotten", {"discount * best": "best"}, "The discount is missing.")


@exercise.mistake("rewards discounted")
def _(rewards, next_scores, over, *, discount):
    """The discount belongs to what comes later, not to the reward of now."""
    return discount * rewards - discount * np.where(over, 0, next_scores.max(axis=1))


@exercise.also("rewards discounted")
def _(rewards, next_scores, over, *, discount):
    return np.where(over, rewards, discount * (rewards - next_scores.max(axis=1)))


@exercise.also("rewards discounted")
def _(rewards, next_scores, over, *, discount):
    return np.where(over, discount * rewards, rewards - discount * next_scores.max(axis=1))


@exercise.mistake("discount on the reward alone")
def _(rewards, next_scores, over, *, discount):
    """The discount stands at the reward. It belongs to what comes later: the best next score."""
    return discount * rewards - np.where(over, 0, next_scores.max(axis=1))


@exercise.also("discount on the reward alone")
def _(rewards, next_scores, over, *, discount):
    return np.where(over, rewards, discount * rewards - next_scores.max(axis=1))


@exercise.mistake("reward of a running game dropped")
def _(rewards, next_scores, over, *, discount):
    """While the game goes on the reward is left out. It is often 0 there, but not always: add it everywhere."""
    return np.where(over, rewards, -discount * np.where(over, 0, next_scores.max(axis=1)))


@exercise.mistake("reward dropped")
def _(rewards, next_scores, over, *, discount):
    """The reward is missing: the only thing that comes from outside."""
    return -discount * np.where(over, 0, next_scores.max(axis=1))


@exercise.mistake("0 where the game is over")
def _(rewards, next_scores, over, *, discount):
    """Where the game is over you give 0. There the reward counts, and nothing else: that is how the end gets in."""
    return np.where(over, 0, rewards - discount * np.where(over, 0, next_scores.max(axis=1)))


@exercise.mistake("the reward of an end turned")
def _(rewards, next_scores, over, *, discount):
    """Where the game is over the reward has its sign turned. It is for the player who moved: a win is worth 1."""
    return np.where(over, -rewards, games.td_target(rewards, next_scores, over, discount=discount))


@exercise.mistake("one end ends all")
def _(rewards, next_scores, over, *, discount):
    """As soon as one of the games is over, all get their reward alone. `over` has a truth value for each of them."""
    return np.array(rewards) if over.any() else rewards - discount * next_scores.max(axis=1)


@exercise.mistake("sign of the whole turned")
def _(rewards, next_scores, over, *, discount):
    """The sign of everything is turned: a win must be worth 1 to whoever moved."""
    return -games.td_target(rewards, next_scores, over, discount=discount)


@exercise.mistake("not below zero")
def _(rewards, next_scores, over, *, discount):
    """A best next score below 0 counts as 0. If all replies are bad for the other one, your move was good: that
    counts, too.
    """
    return rewards - discount * np.where(over, 0, np.maximum(next_scores.max(axis=1), 0))


@exercise.plants(
    "the other's gain is added",
    "a game that is over goes on",
    symptom=(
        "trained with it, the network likes best the moves after which the other one wins at once.",
        "After the first finished game some targets are infinite.",
    ),
)
def td_target(rewards, next_scores, over, *, discount):
    """What the score of a move should have been: the reward, minus what the other can get now.

    rewards: array (N,), for the player who moved; next_scores: array (N, A), of the moves of the
    other player, seen by that one, -inf where a move is not legal; over: bool array (N,);
    discount: a number from 0 to 1 -> array (N,)
    """
    best = next_scores.max(axis=1)
    return rewards + discount * best


@exercise.accepts("row by row")
def _(rewards, next_scores, over, *, discount):
    targets = rewards.copy()
    for n in range(len(rewards)):
        if not over[n]:
            targets[n] -= discount * max(next_scores[n])
    return targets


@exercise.accepts("only what goes on")
def _(rewards, next_scores, over, *, discount):
    targets = np.array(rewards)
    targets[~over] -= discount * next_scores[~over].max(axis=1)
    return targets
