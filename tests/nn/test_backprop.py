"""The graphs of lesson 04 against independent oracles: central differences for every operation and every graph."""

import numpy as np
import pytest
from differences import agree

from dlcourse.lessons import backprop
from dlcourse.nn.backprop import (
    add_backward,
    add_forward,
    graph_backward,
    graph_forward,
    operations,
    square_backward,
    square_forward,
    subtract_backward,
    subtract_forward,
)

UNARY = {
    "square": (square_forward, square_backward),
    "relu": (backprop.relu_forward, backprop.relu_backward),
    "sigmoid": (backprop.sigmoid_forward, backprop.sigmoid_backward),
}
BINARY = {
    "add": (add_forward, add_backward),
    "subtract": (subtract_forward, subtract_backward),
    "multiply": (backprop.multiply_forward, backprop.multiply_backward),
}


@pytest.mark.parametrize("name", UNARY)
def test_backward_of_one_argument(name):
    run, back = UNARY[name]
    rng = np.random.default_rng(1)
    x, weights = 2 * rng.normal(size=(4, 5)), rng.normal(size=(4, 5))
    agree(back(weights, run(x)[1]), lambda x: np.sum(weights * run(x)[0]), x)


@pytest.mark.parametrize("name", BINARY)
def test_backward_of_two_arguments(name):
    run, back = BINARY[name]
    rng = np.random.default_rng(2)
    x, y, weights = rng.normal(size=(3, 4, 5))
    dx, dy = back(weights, run(x, y)[1])
    agree(dx, lambda x: np.sum(weights * run(x, y)[0]), x)
    agree(dy, lambda y: np.sum(weights * run(x, y)[0]), y)


def test_every_operation_of_a_graph_is_checked_here():
    assert operations() == UNARY | BINARY


GRAPH = {
    "x": ("input", []),
    "w": ("input", []),
    "y": ("input", []),
    "wx": ("multiply", ["w", "x"]),
    "s": ("sigmoid", ["wx"]),
    "t": ("add", ["s", "x"]),
    "e": ("subtract", ["t", "y"]),
    "twice": ("multiply", ["e", "e"]),
    "q": ("square", ["twice"]),
    "loss": ("add", ["q", "wx"]),
}


def test_a_graph_backward_is_the_slope_of_the_last_node():
    start = {"x": 0.7, "w": -1.3, "y": 0.2}
    values, caches = graph_forward(GRAPH, start)
    gradients, messages = graph_backward(GRAPH, caches, "loss")
    assert gradients["loss"] == 1
    for name in start:

        def loss(value, name=name):
            return graph_forward(GRAPH, start | {name: value.item()})[0]["loss"]

        agree(np.array(gradients[name]), loss, np.array(start[name]))
    assert all(sent == d_out * local for _, _, d_out, local, sent in messages)
    for name in GRAPH:
        if name != "loss":
            assert gradients[name] == pytest.approx(sum(m[4] for m in messages if m[1] == name))
    # Nobody sends before having heard from everyone who takes it.
    senders = [message[0] for message in messages]
    for index, (_, to, *_rest) in enumerate(messages):
        assert to not in senders[:index]
    assert list(values)[-1] == "loss"


def test_an_unused_node_has_no_gradient():
    graph = {"x": ("input", []), "z": ("square", ["x"]), "loss": ("square", ["x"])}
    _, caches = graph_forward(graph, {"x": 2.0})
    assert graph_backward(graph, caches, "loss")[0] == {"x": 4.0, "z": 0.0, "loss": 1.0}
