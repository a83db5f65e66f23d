"""Lesson 25, capstone, against loops, the definition of an interval, scikit-learn's counts and PyTorch."""

import importlib.util

import numpy as np
import pytest
from sklearn.metrics import accuracy_score

from dlcourse.experiments.capstone import trained_weights
from dlcourse.lessons.capstone import eight_bits, forward, right_by_kind, score_interval

HAVE_TORCH = importlib.util.find_spec("torch") is not None


def test_right_by_kind_is_the_accuracy_on_each_kind():
    rng = np.random.default_rng(0)
    y, kinds = rng.integers(0, 10, 200), rng.random((200, 3)) < 0.4
    y_hat = np.where(rng.random(200) < 0.6, y, 0)
    right, count = right_by_kind(y_hat, y, kinds)
    for k in range(3):
        has = kinds[:, k]
        assert count[k] == has.sum()
        assert right[k] / count[k] == pytest.approx(accuracy_score(y[has], y_hat[has]))


@pytest.mark.parametrize(("right", "count"), [(0, 7), (3, 7), (7, 7), (812, 1000)])
@pytest.mark.parametrize("z", [0.5, 1.96])
def test_the_ends_of_the_interval_are_z_standard_errors_of_their_own_away(right, count, z):
    """What Wilson's interval is: all accuracies of which `right` of `count` is at most z standard errors away."""
    for end in score_interval(right, count, z=z):
        assert abs(right / count - end) == pytest.approx(z * np.sqrt(end * (1 - end) / count), abs=1e-7)


@pytest.mark.parametrize("p", [0.5, 0.8, 0.97])
def test_so_many_of_the_intervals_hold_the_true_accuracy(p):
    drawn = np.random.default_rng(1).binomial(100, p, size=4000)
    ends = np.array([score_interval(int(right), 100, z=1.96) for right in drawn])
    assert np.mean((ends[:, 0] <= p) & (p <= ends[:, 1])) == pytest.approx(0.95, abs=0.025)


def test_no_picture_has_no_interval():
    with pytest.raises(ValueError, match="count is 0"):
        score_interval(0, 0, z=1.96)


@pytest.mark.parametrize("shape", [(5,), (4, 3), (3, 3, 2, 6)])
def test_eight_bits_are_at_most_half_a_step_off(shape):
    W = np.random.default_rng(2).normal(size=shape) * np.arange(1, shape[-1] + 1)
    codes, scale = eight_bits(W)
    assert codes.dtype == np.int8
    assert np.all(np.abs(codes * scale - W) <= 0.5 * scale + 1e-12)
    assert np.all(np.abs(codes.reshape(-1, shape[-1]).astype(int)).max(axis=0) == 127)


def test_forward_scores_each_picture_by_itself():
    X = np.random.default_rng(3).random((4, 12, 12))
    weights = trained_weights()
    alone = np.concatenate([forward(weights, picture[None]) for picture in X])
    np.testing.assert_allclose(forward(weights, X), alone, atol=1e-9)


if HAVE_TORCH:
    import torch
    from torch.nn.functional import conv2d, max_pool2d, relu

    def test_forward_is_pytorchs():
        weights = trained_weights()
        tensors = {name: torch.tensor(np.asarray(array, dtype=float)) for name, array in weights.items()}
        X = np.random.default_rng(4).random((5, 12, 12))
        H = torch.tensor(X)[:, None]
        for name in ("conv1", "conv2"):
            kernels = (tensors[f"{name}.codes"] * tensors[f"{name}.scale"]).permute(3, 2, 0, 1)
            H = max_pool2d(relu(conv2d(H, kernels, tensors[f"{name}.b"], padding=1)), 2)
        H = H.permute(0, 2, 3, 1).reshape(len(X), -1)
        H = relu(H @ (tensors["hidden.codes"] * tensors["hidden.scale"]) + tensors["hidden.b"])
        scores = H @ (tensors["out.codes"] * tensors["out.scale"]) + tensors["out.b"]
        np.testing.assert_allclose(forward(weights, X), scores.numpy(), atol=1e-9)
