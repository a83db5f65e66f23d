"""A challenge: the Game of Life as a network of two convolutions, with weights found by thought."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed

MOST = 8  # feature maps in between: enough to count, too few to know all 512 windows by heart
NAMES = ("W1", "b1", "W2", "b2")
WINDOWS = np.array(list(np.ndindex((2,) * 9)), dtype=float)  # every window of 3 x 3 cells that there is
CENTRE = WINDOWS[:, 4] > 0.5
NEIGHBOURS = WINDOWS.sum(axis=1) - CENTRE
LIVES = (NEIGHBOURS == 3) | (CENTRE & (NEIGHBOURS == 2))


def life_network():
    """Weights of two convolutions, with a ReLU in between, that make the next generation of the Game of Life."""
    # Gilpin (2019), Cellular automata as convolutional neural networks. Each neighbour counts 2 and the cell itself 1:
    # it lives if that makes 5, 6 or 7, and four ReLUs build a plateau over these.
    W1 = np.full((3, 3, 1, 4), 2.0)
    W1[1, 1] = 1.0
    W2 = np.array([1.0, -1.0, -1.0, 1.0]).reshape(1, 1, 4, 1)
    return W1, np.array([-4.0, -5.0, -7.0, -8.0]), W2, np.zeros(1)


def parts_of(value):
    """W1, b1, W2 and b2 as arrays that fit together, or Malformed."""
    if not (isinstance(value, list | tuple) and len(value) == len(NAMES)):
        raise Malformed(f"Four arrays are wanted: `return W1, b1, W2, b2`; not {describe(value)}.")
    arrays = [np.asarray(part) for part in value]
    for name, array in zip(NAMES, arrays, strict=True):
        if array.dtype.kind not in "iuf" or not np.isfinite(array).all():
            raise Malformed(f"{name} should be an array of finite numbers.")
    maps = arrays[0].shape[3] if arrays[0].ndim == 4 else 0
    if not 1 <= maps <= MOST:
        raise Malformed(f"W1 should have the shape (3, 3, 1, M), with M from 1 to {MOST}: it has {arrays[0].shape}.")
    for name, array, shape in zip(NAMES, arrays, [(3, 3, 1, maps), (maps,), (1, 1, maps, 1), (1,)], strict=True):
        if array.shape != shape:
            raise Malformed(f"{name} should have the shape {shape}: it has {array.shape}.")
    return [array.astype(float) for array in arrays]


def observe(arguments, value):
    """In how many of the 512 windows it is wrong, and how."""
    W1, b1, W2, b2 = parts_of(value)
    H = np.maximum(WINDOWS @ W1.reshape(9, -1) + b1, 0)  # (512, 9) @ (9, M) -> (512, M)
    lives = (H @ W2.reshape(-1, 1) + b2)[:, 0] > 0.5
    return {
        "empty cells that should be born and are not": int(np.sum(LIVES & ~CENTRE & ~lives)),
        "living cells that should live on and do not": int(np.sum(LIVES & CENTRE & ~lives)),
        "cells that should stay empty and are born": int(np.sum(~LIVES & ~CENTRE & lives)),
        "living cells that should die and live on": int(np.sum(~LIVES & CENTRE & lives)),
    }


exercise = Exercise(
    reference=life_network,
    points=3,
    minutes=15,
    cases=lambda rng: [Case()],
    observe=observe,
    fixed=True,
    form="challenge",
    hints=[
        "A cell and its neighbours have to become one number, from which it follows whether the cell lives. Can you "
        "find weights so that all cells that live have numbers side by side, and no others do?",
        "Let the neighbours count more than the cell itself: twice as much will do. Then draw the answer over that "
        "number: it is 0, then 1 for a while, then 0 again. Lesson 02 built such curves out of ReLUs, each of which "
        "bends the curve at one place.",
        "relu(s - 2) - relu(s - 3) is 0 up to 2, and 1 from 3 on. `np.full((2, 2), 5.0)` is an array of fives, and "
        "`A[0, 1] = 7` sets one of them.",
    ],
    solved="a universe in two convolutions: whatever can be calculated at all can be calculated in the Game of Life.",
    since=2,
)


def network(neighbour, centre, bends, slopes, bias=0.0):
    """A network that counts neighbours and the cell itself so much, and bends its answer at some numbers."""
    W1 = np.full((3, 3, 1, len(bends)), float(neighbour))
    W1[1, 1] = centre
    return W1, -np.array(bends, float), np.array(slopes, float).reshape(1, 1, -1, 1), np.array([bias])


@exercise.mistake("births only")
def _():
    """Living cells with two neighbours die; all others are right. Count so that these come next to the ones that live:
    the cell itself must count, too, but not as much as a neighbour.
    """
    return network(1, 0, [2, 3, 4], [1, -2, 1])


@exercise.mistake("two or three neighbours, living or not")
def _():
    """Empty cells with two neighbours are born, as if they were alive. The cell itself must count, too, so that they
    get a number of their own, below that of all cells that live.
    """
    return network(1, 0, [1, 2, 3, 4], [1, -1, -1, 1])


@exercise.mistake("nobody dies of crowding")
def _():
    """Cells with many neighbours live. Your answer rises, and never comes down again: it needs further bends."""
    return network(2, 1, [4, 5], [1, -1])


@exercise.mistake("four neighbours around an empty cell")
def _():
    """Empty cells with four neighbours are born; all others are right. If each cell counts 1, they look like living
    ones with three: let the cell itself count less than a neighbour, and end there.
    """
    return network(1, 1, [2, 3, 4, 5], [1, -1, -1, 1])


@exercise.mistake("the cell counts more than its neighbours")
def _():
    """So it is if the cell counts twice as much as a neighbour. Turn it round: which numbers have the cells that should
    live, and which the others?
    """
    return network(1, 2, [2, 3, 5, 6], [1, -1, -1, 1])


@exercise.mistake("three neighbours around a living cell")
def _():
    """Living cells with three neighbours die; all others are right. Let your answer come down one step later."""
    return network(2, 1, [4, 5, 6, 7], [1, -1, -1, 1])


@exercise.mistake("exactly 0.5 at the edge")
def _():
    """Births are right, and all living cells die: with two and with three neighbours your network says exactly 0.5, and
    a cell lives *above* 0.5. Make the peak a little higher, or wider.
    """
    return network(1, 0.5, [2, 3], [1, -2])


@exercise.mistake("all are dead")
def _():
    """Nobody lives. Is the answer of your network ever above 0.5?"""
    return network(2, 1, [4, 5, 7, 8], [0.4, -0.4, -0.4, 0.4])


@exercise.mistake("all live")
def _():
    """Every cell lives, even where there is none around it: what does your network answer to a window of zeros?"""
    return network(2, 1, [4, 5, 7, 8], [1, -1, -1, 1], bias=1.0)


@exercise.accepts("a tent over 6, with three maps")
def _():
    return network(2, 1, [4, 6, 8], [1, -2, 1], bias=-0.4)


@exercise.accepts("counted from above, in halves")
def _():
    return network(-1, -0.5, [-4, -3.5, -2.5, -2], [2, -2, -2, 2])
