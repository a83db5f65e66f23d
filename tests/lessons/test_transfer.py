"""Lesson 10, transfer, against scikit-learn, the course's layers, and identities."""

import numpy as np
import pytest
from sklearn.neighbors import NearestCentroid

from dlcourse.lessons import transfer
from dlcourse.lessons.losses import numerical_gradient
from dlcourse.nn.regularization import BatchNorm
from dlcourse.nn.training import SGD, Dense, Network, ReLU, mlp


def some_parameters(rng, *layers):
    return {f"{layer}.{kind}": rng.normal(size=(3, 2) if kind == "W" else 2) for layer in layers for kind in "Wb"}


def test_body_and_head_together_are_all():
    parameters = some_parameters(np.random.default_rng(0), "a", "b", "ab", "a.b")
    body, head = transfer.split_parameters(parameters, head=("b", "a.b"))
    assert list(head) == ["b.W", "b.b", "a.b.W", "a.b.b"]
    assert body | head == parameters
    assert all(part[name] is parameters[name] for part in (body, head) for name in part)
    with pytest.raises(ValueError, match=r"head has 'c': want layers out of a, b, ab, a\.b"):
        transfer.split_parameters(parameters, head=("a", "c"))


def test_features_are_those_of_a_network_in_evaluation_mode():
    rng = np.random.default_rng(1)
    network = mlp([5, 7, 4, 3], rng, before_relu=lambda neurons, _: BatchNorm(neurons))
    for _ in range(30):  # running statistics of their own
        network.forward(rng.normal(2, 3, size=(20, 5)), training=True)
    body, X = [], rng.normal(2, 3, size=(9, 5))
    for dense, norm in (network.layers[:2], network.layers[3:5]):
        norm.parameters["gamma"][...] = rng.normal(size=norm.parameters["gamma"].shape)
        norm.parameters["beta"][...] = rng.normal(size=norm.parameters["beta"].shape)
        body.append(dense.parameters | norm.parameters | dict(zip(("mean", "variance"), norm.running)))
    F = transfer.extract_features(X, body)
    np.testing.assert_allclose(F, Network(network.layers[:6]).outputs(X), atol=1e-12)
    np.testing.assert_allclose(F[4:5], transfer.extract_features(X[4:5], body), atol=1e-12)  # alone, and in company


def test_few_are_drawn_evenly():
    y = np.repeat([4, 9], [6, 3])
    counts = np.zeros(9)
    for seed in range(600):
        few, rest = transfer.few_shot_split(y, per_class=2, rng=np.random.default_rng(seed))
        assert y[few].tolist() == [4, 4, 9, 9]
        assert sorted([*few, *rest]) == list(range(9))
        counts[few] += 1
    np.testing.assert_allclose(counts / 600, np.repeat([2 / 6, 2 / 3], [6, 3]), atol=0.08)
    with pytest.raises(ValueError, match="class 9 has 3 examples: want 4 or more"):
        transfer.few_shot_split(y, per_class=4, rng=np.random.default_rng(0))


def test_the_nearest_prototype_is_the_nearest_centroid():
    rng = np.random.default_rng(2)
    few, labels, F = rng.normal(size=(30, 4)), rng.integers(0, 5, 30), rng.normal(size=(200, 4))
    scores = transfer.prototype_scores(F, few=few, labels=labels, classes=6)
    np.testing.assert_array_equal(scores.argmax(axis=1), NearestCentroid().fit(few, labels).predict(F))
    assert np.all(scores[:, 5] == -np.inf)


def test_prototypes_do_not_mind_rotations_and_shifts():
    rng = np.random.default_rng(3)
    few, labels, F = rng.normal(size=(12, 4)), np.repeat([0, 1, 2], 4), rng.normal(size=(20, 4))
    Q, _ = np.linalg.qr(rng.normal(size=(4, 4)))
    moved = transfer.prototype_scores(F @ Q + 3, few=few @ Q + 3, labels=labels, classes=3)
    np.testing.assert_allclose(moved, transfer.prototype_scores(F, few=few, labels=labels, classes=3))


def test_a_new_head_is_drawn_as_he_says_and_shares_nothing():
    rng = np.random.default_rng(4)
    old = {"fc.W": rng.normal(size=(3, 200)), "fc.b": rng.normal(size=200), "out.W": rng.normal(size=(200, 4))}
    old["out.b"] = rng.normal(size=4)
    new = transfer.replace_head(old, head="out", classes=500, rng=rng, scale=0.3)
    assert list(new) == list(old)
    assert new["out.W"].std() == pytest.approx(0.3 * np.sqrt(2 / 200), rel=0.02)
    assert not new["out.b"].any()
    assert not any(np.shares_memory(new[name], old[name]) for name in old)
    np.testing.assert_array_equal(new["fc.W"], old["fc.W"])


def test_with_one_rate_it_is_plain_gradient_descent():
    rng = np.random.default_rng(5)
    network = Network([Dense(4, 3, rng), ReLU(), Dense(3, 2, rng)])
    X, y = rng.normal(size=(8, 4)), rng.integers(0, 2, 8)
    _, found = network.loss_and_gradients(X, y)
    names = ["fc.W", "fc.b", "head.W", "head.b"]
    arrays, gradients = ([array for layer in part for array in layer.values()] for part in (network.snapshot(), found))
    how = {"learning_rate": 0.2, "body_factor": 1.0, "mask": dict.fromkeys(names, True), "head": "head"}
    moved = transfer.fine_tune_step(dict(zip(names, arrays)), dict(zip(names, gradients)), **how)
    SGD(0.2).step(network, found)
    after = [array for layer in network.parameters for array in layer.values()]
    for one, other in zip(moved.values(), after, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-15)


def test_a_small_step_lowers_a_loss_by_what_the_rates_say():
    """To first order: the sum over the parameters of minus the rate times the squared gradient."""
    rng = np.random.default_rng(6)
    parameters = {"body.W": rng.normal(size=(3, 2)), "head.W": rng.normal(size=2), "head.b": rng.normal(size=1)}

    def loss(values):
        return float(np.sum((np.tanh(values["body.W"]) @ values["head.W"] + values["head.b"]) ** 2))

    gradients = {
        name: numerical_gradient(lambda array, name=name: loss(parameters | {name: array}), array)
        for name, array in parameters.items()
    }
    mask = {"body.W": True, "head.W": True, "head.b": False}
    how = {"learning_rate": 1e-6, "body_factor": 0.25, "mask": mask, "head": "head"}
    fall = loss(transfer.fine_tune_step(parameters, gradients, **how)) - loss(parameters)
    squares = {name: np.sum(gradient**2) for name, gradient in gradients.items()}
    assert fall == pytest.approx(-1e-6 * (0.25 * squares["body.W"] + squares["head.W"]), rel=1e-3)
