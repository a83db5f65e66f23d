"""Six milestones of sixty years, each run once more on functions that the learner wrote lessons ago.

Two are smaller than in their lessons, and reach their goals all the same: 1986 learns in 1000 steps instead of 2000,
1989 in 3 epochs instead of 6. The data, the number of networks and what is counted are those of the lessons.
"""

from functools import partial

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments import cnn, neuron, representations
from dlcourse.experiments.attention import induction
from dlcourse.experiments.lstm.tasks import last_letter_task, train_last_letter
from dlcourse.nn import training
from dlcourse.nn.cnn import Conv2d, Flatten, MaxPool2d
from dlcourse.nn.lstm import LSTM

FAMILY_STEPS, DIGIT_EPOCHS = 1000, 3


def perceptron(step, perceptron_update):
    """1958: how many of 100 unseen zeros and ones a perceptron tells apart after at most five passes: int."""
    X, y, X_test, y_test = datasets.digit_pair(1, 0)
    w, b = neuron.learn(perceptron_update, X, y, passes=5)
    return int(np.sum(step(X_test @ w + b) == y_test))


def xor(dense, mlp_forward, xor_network):
    """1969: how many of the 4 corners the network of thought-out weights gets right, both as a whole and by layers."""
    corners, answers = datasets.xor()
    layers = xor_network()
    (W1, b1), (W2, b2) = layers
    whole = mlp_forward(corners, layers)[:, 0] > 0
    by_layers = dense(np.maximum(dense(corners, W1, b1), 0), W2, b2)[:, 0] > 0
    return int(np.sum((whole == answers) & (by_layers == answers)))


def families(dense_backward, sigmoid_backward, softmax_cross_entropy_backward, linear_probe):
    """1986: of how many of 24 people a probe reads the nationality from codes that nobody made: float, the median."""
    facts, networks = representations.family_facts(), []
    backward = dense_backward, sigmoid_backward, softmax_cross_entropy_backward
    for seed in range(20, 30):
        rng = np.random.default_rng(seed)
        learned, _ = representations.split_facts(facts, rng)
        networks.append(representations.learn_families(learned, rng, steps=FAMILY_STEPS, backward=backward))
    return representations.left_out_medians(linear_probe, networks)["nationality", "a couple"]


def shifted_digits(conv2d, conv2d_backward, maxpool2d, maxpool2d_backward):
    """1989: how many percent of the shifted test digits three convolutional networks read on average: float."""
    X, y, X_test, y_test = datasets.load("digits")
    paper = cnn.as_pictures(X, 2, np.random.default_rng(5))
    unseen = cnn.as_pictures(X_test, 2, np.random.default_rng(6)), y_test
    conv = {"padding": 1, "forward": conv2d, "backward": conv2d_backward}

    def build(rng):
        pooling = MaxPool2d(2, forward=maxpool2d, backward=maxpool2d_backward)
        layers = [Conv2d(1, 8, 3, rng, **conv), training.ReLU(), pooling]
        layers += [Conv2d(8, 16, 3, rng, **conv), training.ReLU(), pooling]
        return training.Network([*layers, Flatten(), training.Dense(144, 10, rng)])

    read = cnn.share_right((paper, y), unseen, tuning=(), epochs=DIGIT_EPOCHS)
    return float(np.mean([read(build, seed, learning_rate=0.012) for seed in range(7, 10)]))


def last_letters(_lstm_step, lstm_forward, _lstm_step_backward, lstm_backward, lstm_init):
    """1997: how many percent of the questions four cells answer, in texts three times as long as in training: float.

    The two steps are inside of what is called here.
    """
    layer = partial(LSTM, forward=lstm_forward, backward=lstm_backward, init=lstm_init)
    network = train_last_letter(0, layer=layer)
    X, y, asked = last_letter_task(500, 60, np.random.default_rng(1000))
    return float(100 * (network.outputs(X).argmax(axis=2) == y)[asked].mean())


def repeated_rows(_scaled_dot_product_attention, attention_backward, causal_mask, multi_head_attention):
    """2017: how many percent of the signs that can be known attention alone names right: float.

    What one head does is inside of what is called here.
    """
    own = {"forward": multi_head_attention, "backward": attention_backward, "make_mask": causal_mask}
    network = induction.attention_only(2, 1, 4, **own)
    induction.learn(network, 4)
    return induction.share_known(network)


RUNS = {  # year -> what is run, and the functions that it wants
    "1958": (perceptron, ("neuron.step", "neuron.perceptron_update")),
    "1969": (xor, ("forward.dense", "forward.mlp_forward", "forward.xor_network")),
    "1986": (
        families,
        (
            "backprop.dense_backward",
            "backprop.sigmoid_backward",
            "backprop.softmax_cross_entropy_backward",
            "representations.linear_probe",
        ),
    ),
    "1989": (shifted_digits, ("cnn.conv2d", "cnn.conv2d_backward", "cnn.maxpool2d", "cnn.maxpool2d_backward")),
    "1997": (
        last_letters,
        ("lstm.lstm_step", "lstm.lstm_forward", "lstm.lstm_step_backward", "lstm.lstm_backward", "lstm.lstm_init"),
    ),
    "2017": (
        repeated_rows,
        (
            "attention.scaled_dot_product_attention",
            "attention.attention_backward",
            "attention.causal_mask",
            "attention.multi_head_attention",
        ),
    ),
}


def history(mine, year=None):
    """Run the milestones, one after the other, on functions that are brought in for each.

    Parameters
    ----------
    mine : function
        ``mine(*ids) -> functions``, the learner's own or the course's.
    year : str, optional
        The one to run, as "1986"; all six if left out.

    Yields
    ------
    tuple (str, number)
        The year, and what was reached, as `milestone` wants them.
    """
    for each in RUNS if year is None else [year]:
        run, ids = RUNS[each]
        yield each, run(*mine(*ids))
