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
    cases=cases,
    observe=heights_of_the_stairs,
    atol=1e-9,
    hints=[
        "A step neuron with weight 1 and bias -t starts to fire at x = t. So there is one hidden neuron for each edge.",
        "Each neuron, once it fires, adds its last-layer weight: the change in height at its edge. `np.diff` "
        "takes differences of neighbours.",
        "Hidden: `np.ones((1, len(edges)))` and `-edges`. Last: `np.diff(heights)[:, None]` and `heights[:1]`.",
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
    """The steps are right, but the staircase starts at 0 instead of heights[0]: that is what the last bias is for."""
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
