"""XOR by hand: any weights will do with which the right corners get a positive score."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.forward._cases import two_layers
from dlcourse.lessons import forward

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def answers_at_the_corners(arguments, value):
    """Which of the four corners get a positive logit; one within 0.01 of 0 decides nothing."""
    logits = forward.mlp_forward(CORNERS, two_layers(value, inputs=2))[:, 0]
    words = np.where(logits > 0, "yes", "no")
    return {
        f"corner ({int(x1)}, {int(x2)})": "undecided" if abs(logit) < 0.01 else str(word)
        for (x1, x2), logit, word in zip(CORNERS, logits, words, strict=True)
    }


def cases(rng):
    return [Case()]


exercise = Exercise(
    reference=forward.xor_network,
    points=3,
    minutes=9,
    cases=cases,
    observe=answers_at_the_corners,
    fixed=True,
    hints=[
        "In the table, what do the two hidden neurons put out at (1, 1), and what must the second one's weight be so "
        "that the score falls below the one at (0, 1)?",
        "The hidden layer puts out (0, 0), (1, 0), (1, 0) and (2, 1) at the four corners. Draw these points: "
        "one line parts (1, 0) from the other two. The last layer is that line, and its bias keeps (0, 0) out.",
        "Elsewhere: a layer of 3 inputs and 2 neurons, with the weights 4 and 5 for its first input, is "
        "`(np.array([[4.0, 5.0], [0.0, 1.0], [2.0, 0.0]]), np.array([0.5, -3.0]))`: a row for each input, a column for "
        "each neuron.",
    ],
    solved="what no single neuron can do, by a hidden layer of your own.",
    equivalent_mutants={
        "last = (np.array([[1.0], [-3.0]]), np.array([-0.5]))": "any weight below -1.5 computes XOR",
    },
)


@exercise.mistake("OR instead of XOR")
def _():
    """Your network computes OR: it also says yes when both inputs are 1. A second hidden neuron, that fires only then,
    can forbid it, if its weight in the last layer is negative and large enough.
    """
    return [(np.eye(2), np.zeros(2)), (np.ones((2, 1)), np.array([-0.5]))]


@exercise.mistake("AND instead of XOR")
def _():
    """Your network computes AND: it says yes only when both inputs are 1."""
    return [(np.eye(2), np.zeros(2)), (np.ones((2, 1)), np.array([-1.5]))]


@exercise.mistake("the opposite of XOR")
def _():
    """Your network says yes exactly when XOR says no. Change the sign of the last layer, weights and bias."""
    hidden, (W, b) = forward.xor_network()
    return [hidden, (-W, -b)]


@exercise.mistake("second neuron too weak, no threshold")
def _():
    """(1, 1) still gets a yes: the second neuron must take away more than the first one adds there. And (0, 0) scores
    exactly 0: a negative last bias makes it a no.
    """
    (W1, b1), _ = forward.xor_network()
    return [(W1, b1), (np.array([[1.0], [-1.0]]), np.array([0.0]))]


@exercise.mistake("no threshold at the end")
def _():
    """Corners that should be a clear no get a score of 0, which decides nothing. A negative bias in the last layer
    makes them a no.
    """
    hidden, (W, b) = forward.xor_network()
    return [hidden, (W, 0 * b)]


@exercise.mistake("second neuron not strong enough")
def _():
    """(1, 1) scores exactly 0, which decides nothing: the second neuron takes away just as much as is there. It has to
    take away more.
    """
    hidden, (_, b) = forward.xor_network()
    return [hidden, (np.array([[1.0], [-1.5]]), b)]


@exercise.mistake("no inputs left undecided")
def _():
    """Three corners are right. (0, 0) scores exactly 0, which decides nothing: no hidden neuron fires there, so that
    the last bias alone is the score.
    """
    hidden, _ = forward.xor_network()
    return [hidden, (np.array([[1.0], [-3.0]]), np.array([0.0]))]


@exercise.mistake("four arrays instead of two pairs")
def _():
    """The four arrays stand in one row. Each layer is a pair of its own: `[(W1, b1), (W2, b2)]`."""
    (W1, b1), (W2, b2) = forward.xor_network()
    return W1, b1, W2, b2


@exercise.mistake("lists instead of arrays")
def _():
    """Your numbers would do, but they stand in plain lists: `np.array(...)` around each of the four makes arrays."""
    return [tuple(part.tolist() for part in layer) for layer in forward.xor_network()]


@exercise.mistake("weights of the last layer as a plain row")
def _():
    """The weights of the last layer stand in a plain row, of shape (2,). A table is wanted, with a row for each hidden
    neuron and a column for the one score, (2, 1).
    """
    hidden, (W, b) = forward.xor_network()
    return [hidden, (W[:, 0], b)]


@exercise.mistake("weights of the last layer lying down")
def _():
    """The weights of the last layer have the shape (1, 2). There are two hidden neurons and one score: (2, 1), a row
    for each hidden neuron.
    """
    hidden, (W, b) = forward.xor_network()
    return [hidden, (W.T, b)]


@exercise.also("weights of the last layer lying down")
def _():
    hidden, (W, b) = forward.xor_network()
    return [hidden, (W.T, np.repeat(b, 2))]


@exercise.mistake("last bias as a number")
def _():
    """The last bias is a plain number. Biases are an array with a number for each neuron: `np.array([-0.5])`."""
    hidden, (W, b) = forward.xor_network()
    return [hidden, (W, float(b[0]))]


def the_same_for_all(bias):
    """A network whose answer is its last bias, whatever comes in."""
    return [(np.ones((2, 2)), np.zeros(2)), (np.zeros((2, 1)), np.array([bias]))]


@exercise.mistake("always yes")
def _():
    """Your network says yes to everything. Is its last bias too high? (0, 0) and (1, 1) are to get a negative score."""
    return the_same_for_all(1.0)


@exercise.mistake("always no")
def _():
    """Your network says no to everything. Is its last bias too low? (0, 1) and (1, 0) are to get a positive score."""
    return the_same_for_all(-1.0)


@exercise.mistake("always 0")
def _():
    """Every corner scores 0, which decides nothing. The inputs have no influence: are weights 0, or do the hidden
    neurons never fire?
    """
    return the_same_for_all(0.0)


@exercise.mistake("NAND instead of XOR")
def _():
    """Your network computes NAND: it says yes everywhere but at (1, 1). It is to say no at (0, 0), too."""
    return [(np.eye(2), np.zeros(2)), (-np.ones((2, 1)), np.array([1.5]))]


@exercise.mistake("NOR instead of XOR")
def _():
    """Your network computes NOR: it says yes only where both inputs are 0. XOR says no there, and at (1, 1)."""
    return [(np.eye(2), np.zeros(2)), (-np.ones((2, 1)), np.array([0.5]))]


@exercise.mistake("yes only at (1, 0)")
def _():
    """Only (1, 0) gets a yes. (0, 1) is to get one, too: the two inputs count alike."""
    return [(np.eye(2), np.zeros(2)), (np.array([[1.0], [-1.0]]), np.array([-0.5]))]


@exercise.mistake("yes only at (0, 1)")
def _():
    """Only (0, 1) gets a yes. (1, 0) is to get one, too: the two inputs count alike."""
    return [(np.eye(2), np.zeros(2)), (np.array([[-1.0], [1.0]]), np.array([-0.5]))]


@exercise.mistake("threshold too high")
def _():
    """(0, 1) and (1, 0) score 0, just not enough for a yes: the last bias takes away all that the hidden neurons add
    there. Take away less.
    """
    hidden, (W, b) = forward.xor_network()
    return [hidden, (W, 2 * b)]


@exercise.mistake("weights made for steps, not for ReLU")
def _():
    """Every corner scores 0 or less. Hidden neurons that answer "at least one" and "not both" with 1 or 0 would need a
    *step*; a ReLU passes the size on, so that 0.5 is only 0.5. Work out what each one gives at each corner.
    """
    return [(np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-0.5, 1.5])), (np.ones((2, 1)), np.array([-1.5]))]


@exercise.accepts("two one-sided neurons")
def _():
    W1, b1 = np.array([[1, -1], [-1, 1]]), np.array([0, 0])
    return (W1, b1), (np.array([[1], [1]]), np.array([-0.5]))


@exercise.accepts("three hidden neurons")
def _():
    W1 = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]])
    return [[W1, np.array([0.0, 0.0, -1.0])], [np.array([[2.0], [2.0], [-4.0]]), np.array([-1.0])]]


@exercise.accepts("four hidden neurons, no threshold")
def _():
    W1, b1 = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, -1.0, -1.0, 1.0]]), np.array([-1.0, 1.0, 0.0, 0.0])
    return [(W1, b1), (np.array([[-1.0], [-1.0], [1.0], [1.0]]), np.zeros(1))]
