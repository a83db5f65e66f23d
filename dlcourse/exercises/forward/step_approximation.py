"""A staircase made of step neurons: any weights will do whose network has the right heights."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.forward._cases import two_layers
from dlcourse.lessons import forward
from dlcourse.nn.forward import step_network


def cases(rng):
    cases = [
        Case(np.array([1.0, 2.0]), np.array([5.0, 7.0, 4.0])),
        Case(np.array([0.5]), np.array([-1.0, 1.0])),
        Case(np.array([-1.0, 0.0, 1.5, 4.0]), np.array([0.0, 1.0, 1.0, 3.0, 0.5])),  # one edge without a jump
    ]
    for count in (*drawn_sizes(rng, 2, least=5, most=12), 30):
        cases.append(Case(np.cumsum(rng.uniform(0.01, 0.5, count)) - 2, rng.normal(size=count + 1)))
    return cases


def heights_of_the_stairs(arguments, value):
    """The output of the network half-way between the edges, before the first, after the last, and at the edges."""
    edges = arguments["edges"]
    between = (edges[:-1] + edges[1:]) / 2
    x = np.concatenate([[edges[0] - 1], between, [edges[-1] + 1]])
    layers = two_layers(value, inputs=1)
    return {
        "output on the stairs, from left to right": step_network(x, layers),
        "output just right of the edges": step_network(edges + 1e-6, layers),
        "output just left of the edges": step_network(edges - 1e-6, layers),
    }


exercise = Exercise(
    reference=forward.step_approximation,
    points=3,
    form="derive",
    first="forward.second_change",
    cases=cases,
    observe=heights_of_the_stairs,
    atol=1e-9,
    hints=[
        "Which neurons fire far to the left of all edges, which between the first two, and what must the output be "
        "there?",
        "One hidden neuron for each edge, that starts to fire there and goes on firing. So its weight in the last "
        "layer is not a height, but how much the height changes; and what is there before any fires is a bias.",
        "Elsewhere: `np.diff(np.array([3, 10, 4]))` is `[7, -6]`; for `a` of shape (5,), `a[:, None]` has the shape "
        "(5, 1), `a[None, :]` the shape (1, 5), and `a[:1]` the shape (1,).",
    ],
    solved="a network for any curve you like: with enough neurons, as close as you like.",
)


@exercise.mistake("heights used as weights")
def _(edges, heights):
    """Each neuron adds a whole height, but the neurons before it still fire: the stairs pile up. Each one should add
    only the *change* in height at its edge: `np.diff(heights)`.
    """
    hidden, (_, b) = forward.step_approximation(edges, heights)
    return [hidden, (heights[1:, None], b)]


@exercise.mistake("starting height forgotten")
def _(edges, heights):
    """The steps are right, but the staircase starts at 0 instead of `heights[0]`: that is what the last bias is for."""
    hidden, (W, b) = forward.step_approximation(edges, heights)
    return [hidden, (W, 0 * b)]


@exercise.mistake("edges with the wrong sign")
def _(edges, heights):
    """Your neurons switch on at the mirrored places. x + b reaches 0 at x = -b, so the bias is *minus* the edge."""
    (W, b), last = forward.step_approximation(edges, heights)
    return [(W, -b), last]


@exercise.mistake("jumps in the wrong direction")
def _(edges, heights):
    """Where the stairs should rise, they fall by as much. A change is the later height minus the earlier."""
    hidden, (W, b) = forward.step_approximation(edges, heights)
    return [hidden, (-W, b)]


@exercise.mistake("neurons fire left of their edge")
def _(edges, heights):
    """Your hidden neurons fire left of their edge and switch off right of it: the weight has the wrong sign. With
    weight 1, the sum rises with x.
    """
    (W, b), last = forward.step_approximation(edges, heights)
    return [(-W, -b), last]


@exercise.mistake("heights used as weights, start forgotten")
def _(edges, heights):
    """Each neuron adds a whole height, but the ones before it still fire, and the stairs pile up: add the *changes*,
    `np.diff(heights)`. And below the first edge stands `heights[0]`, not 0: that is the last bias.
    """
    hidden, (_, b) = forward.step_approximation(edges, heights)
    return [hidden, (heights[1:, None], 0 * b)]


@exercise.mistake("heights one place early")
def _(edges, heights):
    """Each neuron adds the height *before* its edge. What it adds is the change: the height after the edge minus the
    one before it.
    """
    hidden, (_, b) = forward.step_approximation(edges, heights)
    return [hidden, (heights[:-1, None], b)]


@exercise.mistake("changes since the start")
def _(edges, heights):
    """You add at each edge how far the stairs have come since the *start*. The neurons before still fire: add only what
    changes at this edge, from one height to the next.
    """
    hidden, (_, b) = forward.step_approximation(edges, heights)
    return [hidden, ((heights[1:] - heights[0])[:, None], b)]


@exercise.mistake("begins with the last height")
def _(edges, heights):
    """The steps are right, but the staircase begins with the last height. Left of all edges no neuron fires: there the
    last bias alone gives `heights[0]`.
    """
    hidden, (W, _) = forward.step_approximation(edges, heights)
    return [hidden, (W, heights[-1:])]


@exercise.mistake("begins with the mean height")
def _(edges, heights):
    """The steps are right, but the staircase begins with the mean height. Left of all edges it is `heights[0]` high."""
    hidden, (W, _) = forward.step_approximation(edges, heights)
    return [hidden, (W, np.mean(heights, keepdims=True))]


@exercise.mistake("running sum of the heights")
def _(edges, heights):
    """You add up the heights. The network adds up by itself: each neuron that fires stays on. Give it the *changes*."""
    hidden, (_, b) = forward.step_approximation(edges, heights)
    return [hidden, (np.cumsum(heights)[1:, None], b)]


@exercise.mistake("edges as weights")
def _(edges, heights):
    """The edges stand in the weights of the hidden layer. A weight of 1 and a *bias* of minus the edge make a neuron
    that fires from the edge on.
    """
    _, last = forward.step_approximation(edges, heights)
    return [(edges[None, :], 0 * edges), last]


@exercise.also("edges as weights")
def _(edges, heights):
    _, last = forward.step_approximation(edges, heights)
    return [(edges[None, :], 0 * edges - 1), last]


@exercise.mistake("edges left out")
def _(edges, heights):
    """All your hidden neurons start to fire at 0, whatever the edges are. Where a neuron begins, its bias decides."""
    (W, b), last = forward.step_approximation(edges, heights)
    return [(W, 0 * b), last]


@exercise.mistake("distances as biases")
def _(edges, heights):
    """The biases are the distances from edge to edge. Each neuron looks at x itself: its bias is minus its own edge."""
    (W, _), last = forward.step_approximation(edges, heights)
    return [(W, -np.diff(edges, prepend=0)), last]


@exercise.mistake("weight of the wrong sign")
def _(edges, heights):
    """With a weight of -1 and a bias of -t, a neuron fires left of -t. It is to fire from t on: weight 1, bias -t."""
    (W, b), last = forward.step_approximation(edges, heights)
    return [(-W, b), last]


@exercise.mistake("wrong sign of the edges, start forgotten")
def _(edges, heights):
    """Two things: x + b reaches 0 at x = -b, so the hidden bias is *minus* the edge; and the staircase begins at
    `heights[0]`, which is the last bias.
    """
    (W, b), (V, c) = forward.step_approximation(edges, heights)
    return [(W, -b), (V, 0 * c)]


@exercise.mistake("weights of the last layer as a plain row")
def _(edges, heights):
    """The weights of the last layer stand in a plain row, of shape (K,). A table is wanted, (K, 1), one row for each
    hidden neuron: `[:, None]` makes one.
    """
    hidden, (W, b) = forward.step_approximation(edges, heights)
    return [hidden, (W[:, 0], b)]


@exercise.mistake("weights of the last layer lying down")
def _(edges, heights):
    """The weights of the last layer have the shape (1, K). There are K inputs and one neuron: (K, 1), as a column."""
    hidden, (W, b) = forward.step_approximation(edges, heights)
    return [hidden, (W.T, b)]


@exercise.mistake("weights of the first layer standing up")
def _(edges, heights):
    """The weights of the hidden layer have the shape (K, 1). There is one input, x, and there are K neurons: (1, K)."""
    (W, b), last = forward.step_approximation(edges, heights)
    return [(W.T, b), last]


@exercise.mistake("weights of the first layer as a plain row")
def _(edges, heights):
    """The weights of the hidden layer stand in a plain row, of shape (K,). A table is wanted, (1, K): one input, x, and
    K neurons. `[None, :]` makes one.
    """
    (W, b), last = forward.step_approximation(edges, heights)
    return [(W[0], b), last]


@exercise.mistake("all heights as last biases")
def _(edges, heights):
    """The last layer has K biases. It is a single neuron, so it has one: the height where no hidden neuron fires."""
    hidden, (W, _) = forward.step_approximation(edges, heights)
    return [hidden, (W, heights[:-1])]


@exercise.mistake("last bias as a number")
def _(edges, heights):
    """The last bias is a plain number. Biases are an array with one number for each neuron, here of shape (1,):
    `heights[:1]` is one, `heights[0]` is not.
    """
    hidden, (W, b) = forward.step_approximation(edges, heights)
    return [hidden, (W, b[0])]


@exercise.mistake("all jumps upwards")
def _(edges, heights):
    """Your stairs only rise. Where the next height is lower, the change is negative: leave out `abs`."""
    hidden, (W, b) = forward.step_approximation(edges, heights)
    return [hidden, (np.abs(W), b)]


@exercise.mistake("edges in reverse order")
def _(edges, heights):
    """The edges stand in reverse order, the heights do not: each jump happens at the edge of another."""
    (W, b), last = forward.step_approximation(edges, heights)
    return [(W, b[::-1]), last]


@exercise.accepts("steep neurons")
def _(edges, heights):
    W1 = np.full((1, len(edges)), 1000.0)
    return (W1, -1000 * edges), (np.diff(heights).reshape(-1, 1), np.array([heights[0]]))


@exercise.accepts("with a loop")
def _(edges, heights):
    K = len(edges)
    W1, b1, W2 = np.zeros((1, K)), np.zeros(K), np.zeros((K, 1))
    for k in range(K):
        W1[0, k], b1[k], W2[k, 0] = 1, -edges[k], heights[k + 1] - heights[k]
    return [(W1, b1), (W2, heights[:1])]


@exercise.accepts("from the right")
def _(edges, heights):
    return [(-np.ones((1, len(edges))), edges), (-np.diff(heights)[:, None], heights[-1:])]


@exercise.accepts("the start from a neuron that always fires")
def _(edges, heights):
    W1, b1 = np.append(0.0, np.ones(len(edges)))[None], np.append(1.0, -edges)
    return [(W1, b1), (np.diff(heights, prepend=0)[:, None], np.zeros(1))]
