"""A challenge: XOR for any number of inputs, by one hidden layer that is no wider than the input."""

import itertools

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.forward._cases import two_layers
from dlcourse.lessons import forward

CLEAR = 0.01  # a score nearer to 0 decides nothing


def parity_network(D):
    """Weights of a network whose score is positive where the number of ones is odd, else negative.

    D: int, the number of inputs, each 0 or 1
    -> list of two pairs [(W1, b1), (W2, b2)], at most D hidden neurons

    >>> corners = np.array([[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
    >>> print(forward.mlp_forward(corners, parity_network(3))[:, 0])
    [-0.5  0.5 -0.5  0.5]
    """
    hidden = (np.ones((D, D)), -np.arange(D) * 1.0)  # neuron k puts out how many ones there are beyond k
    weights = np.where(np.arange(D) % 2 == 0, 2.0, -2.0)  # each turns the slope round, up or down
    weights[0] = 1.0
    return [hidden, (weights[:, None], np.array([-0.5]))]


def cases(rng):
    return [Case(D) for D in (2, 1, 3, *sorted(drawn_sizes(rng, 4, least=4, most=11)))]


def answers_by_ones(arguments, value):
    """For each number of ones what the network says to the corners that have so many, and how wide it is."""
    D = arguments["D"]
    layers = two_layers(value, inputs=D)
    corners = np.array(list(itertools.product([0.0, 1.0], repeat=D)))  # (2**D, D)
    scores, ones = forward.mlp_forward(corners, layers)[:, 0], corners.sum(axis=1)
    width = layers[0][0].shape[1]
    seen = {"hidden neurons": "as many as inputs, or fewer" if width <= D else "more than inputs"}
    return seen | {f"corners with {count} of {D} ones": _said(scores[ones == count]) for count in range(D + 1)}


def _said(scores):
    """What one word says of all these scores."""
    if (np.abs(scores) < CLEAR).any():
        return "undecided"
    return "yes" if (scores > 0).all() else "no" if (scores < 0).all() else "some yes, some no"


exercise = Exercise(
    reference=parity_network,
    points=3,
    minutes=18,
    form="challenge",
    cases=cases,
    observe=answers_by_ones,
    since=2,
    hints=[
        "Draw the score of your XOR network over the sum of the two inputs, from 0 to 2. What would the line have to "
        "look like for three inputs, where the sum goes up to 3?",
        "Only the sum matters, so the score is a line over it that goes up, down, up, down. A ReLU neuron that starts "
        "to fire at some sum bends that line there. How much must a bend change, to turn a climb into a fall?",
        "Elsewhere: relu(x) + 3 relu(x − 4) climbs by 1 up to x = 4, and by 4 from there on: the slopes add up. "
        "`np.arange(4) % 2` is `[0 1 0 1]`.",
    ],
    solved="the parity of any number of inputs, with which Minsky and Papert showed what perceptrons cannot do.",
)


def over_the_sum(D, weights, bias):
    """A network whose neurons fire from 0, 1, 2, ... ones on, with these weights in the last layer."""
    hidden, _ = parity_network(D)
    return [hidden, (np.asarray(weights, dtype=float)[:, None], np.array([bias]))]


@exercise.mistake("yes from one on")
def _(D):
    """Your network says yes as soon as one input is 1; two ones want a no, and three a yes again. Over the sum, the
    score has to turn from a climb into a fall: the slopes of the neurons add up, and from +1 to −1 is a change by 2.
    """
    return over_the_sum(D, (-1.0) ** np.arange(D), -0.5)


@exercise.also("yes from one on")
def _(D):
    return over_the_sum(D, 2 * (-1.0) ** np.arange(D), -0.5)


@exercise.mistake("no threshold at the end")
def _(D):
    """Corners with an even number of ones score 0, which decides nothing. A negative bias in the last layer makes them
    a no.
    """
    _, (W, _) = parity_network(D)
    return over_the_sum(D, W[:, 0], 0.0)


@exercise.mistake("yes where the number is even")
def _(D):
    """Your network says yes exactly where it should say no: change the sign of the last layer, weights and bias."""
    _, (W, _) = parity_network(D)
    return over_the_sum(D, -W[:, 0], 0.5)


@exercise.mistake("yes at exactly one only")
def _(D):
    """Right for up to two ones: from there on the score falls for ever. Three ones want a yes again, so the line must
    be turned up once more, then down, and so on.
    """
    return over_the_sum(D, np.where(np.arange(D) == 0, 1.0, -2.0), -0.5)


@exercise.also("yes at exactly one only")
def _(D):
    weights = np.zeros(D)
    weights[:2] = [1.0, -2.0][:D]
    return over_the_sum(D, weights, -0.5)


@exercise.also("yes at exactly one only")
def _(D):
    return [(np.ones((D, 2)), np.array([0.0, -1.0])), (np.array([[1.0], [-2.0]]), np.array([-0.5]))]


@exercise.mistake("every bend one later")
def _(D):
    """Your line goes up and down, but each bend comes one too late, so that yes stands where no belongs. The first
    neuron must fire for a single 1 already: its bias is 0.
    """
    (W1, b1), last = parity_network(D)
    return [(W1, b1 - 1), last]


@exercise.mistake("yes from about half on")
def _(D):
    """Your network says yes where there are many ones. Many or few is not the question, but odd or even."""
    return over_the_sum(D, np.eye(D)[0], 0.25 - D / 2)


@exercise.mistake("a neuron for every odd corner")
def _(D):
    """The answers are right, but there is a hidden neuron for every corner with a yes: 512 of them for 10 inputs. At
    most as many as inputs are wanted. What do the corners with three ones have in common?
    """
    corners = np.array([corner for corner in itertools.product([0.0, 1.0], repeat=D) if sum(corner) % 2])
    hidden = ((2 * corners - 1).T, 1 - corners.sum(axis=1))  # 1 at its own corner, 0 at all others
    return [hidden, (np.ones((len(corners), 1)), np.array([-0.5]))]


@exercise.mistake("the XOR network for any D")
def _(D):
    """That is the network for two inputs, whatever D is. For D inputs, W1 has D rows, and the line needs more bends."""
    return forward.xor_network()


@exercise.mistake("one neuron too many")
def _(D):
    """Every corner is right, with one hidden neuron more than inputs. Where does the last one start to fire, and which
    corner is beyond?
    """
    hidden, (W, b) = parity_network(D + 1)
    return [(hidden[0][:D], hidden[1]), (W, b)]


@exercise.mistake("each neuron looks at one input")
def _(D):
    """Each of your hidden neurons looks at one input only. But what counts is how many ones there are *together*: let
    each look at all inputs.
    """
    (_, b1), last = parity_network(D)
    return [(np.eye(D), b1), last]


@exercise.mistake("always yes")
def _(D):
    """Your network says yes to everything. Is its last bias too high?"""
    return over_the_sum(D, np.zeros(D), 1.0)


@exercise.mistake("always no")
def _(D):
    """Your network says no to everything. Is its last bias too low, or do the hidden neurons never fire?"""
    return over_the_sum(D, np.zeros(D), -1.0)


@exercise.accepts("counted from the other side")
def _(D):
    missing = (-np.ones((D, D)), D - np.arange(D) * 1.0)  # how many zeros there are beyond k
    turns = np.array([2.0 * (-1) ** k for k in range(D)])
    turns[0] = 1.0
    sign = 1 if D % 2 == 0 else -1  # without any zero, the number of ones is D
    return [missing, (sign * turns[:, None], np.array([-0.5 * sign]))]


@exercise.accepts("ten times as clear, with a loop")
def _(D):
    W1, b1, W2 = np.zeros((D, D)), np.zeros(D), np.zeros((D, 1))
    for k in range(D):
        W1[:, k], b1[k], W2[k] = 10, -10 * k, (1 if k == 0 else 2 if k % 2 == 0 else -2)
    return (W1, b1), (W2, np.array([-5.0]))
