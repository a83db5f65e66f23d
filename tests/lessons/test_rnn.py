"""Lesson 11 against independent oracles: central differences, slow obvious versions, PyTorch."""

import importlib.util

import numpy as np
import pytest
from differences import central_differences
from hypothesis import given, settings
from hypothesis import strategies as st
from sequences import check_gradients, drawn, sizes

from dlcourse.lessons.rnn import (
    embedding_backward,
    embedding_forward,
    rnn_backward,
    rnn_forward,
    rnn_step,
    rnn_step_backward,
    sample_next,
    sequence_cross_entropy,
    truncated_sequences,
)

HAVE_TORCH = importlib.util.find_spec("torch") is not None


# ---- embeddings ----


@pytest.mark.parametrize("shape", [(5,), (3, 4), (2, 3, 2)])
def test_embedding_is_a_product_with_ones_and_zeros(shape):
    rng = np.random.default_rng(0)
    ids, E = rng.integers(0, 6, shape), rng.normal(size=(6, 3))
    one_hot = np.eye(6)[ids]
    out, cache = embedding_forward(ids, E)
    np.testing.assert_allclose(out, one_hot @ E)
    d_out = rng.normal(size=out.shape)
    wanted = one_hot.reshape(-1, 6).T @ d_out.reshape(-1, 3)
    np.testing.assert_allclose(embedding_backward(d_out, cache), wanted, atol=1e-12)


# ---- one step, and the sequence ----


@given(sizes())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_step_backward_by_central_differences(chosen):
    X, h0, *weights = drawn(chosen).values()
    arguments = {"x": X[:, 0], "h": h0} | dict(zip(("W_x", "W_h", "b"), weights))
    check_gradients(rnn_step, rnn_step_backward, arguments, rtol=1e-5, atol=1e-7)


@pytest.mark.slow
@given(sizes())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_backpropagation_through_time_by_central_differences(chosen):
    check_gradients(rnn_forward, rnn_backward, drawn(chosen), rtol=1e-5, atol=1e-7)


# ---- the loss ----


def test_masked_loss_is_the_loss_of_the_steps_that_count():
    rng = np.random.default_rng(0)
    Z, y, mask = rng.normal(size=(4, 6, 5)), rng.integers(0, 5, (4, 6)), rng.random((4, 6)) < 0.6
    loss, dZ = sequence_cross_entropy(Z, y, mask)
    P = np.exp(Z) / np.exp(Z).sum(axis=2, keepdims=True)
    assert loss == pytest.approx(np.mean([-np.log(P[n, t, y[n, t]]) for n, t in zip(*np.nonzero(mask))]))
    slopes = central_differences(lambda Z: sequence_cross_entropy(Z, y, mask)[0], Z)
    np.testing.assert_allclose(dZ, slopes, atol=1e-8)
    others = np.where(mask, y, (y + 1) % 5)  # what stands at a step that does not count is of no matter
    assert sequence_cross_entropy(Z, others, mask)[0] == loss


# ---- texts in pieces ----


@given(st.integers(1, 5), st.integers(1, 6), st.integers(0, 60))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_pieces_put_together_are_the_text(batch_size, length, more):
    ids = np.arange(batch_size * length + 1 + more)
    batches = truncated_sequences(ids, batch_size, length)
    assert len(ids) - 1 - batch_size * length < len(batches) * batch_size * length <= len(ids) - 1
    rows = [np.concatenate([inputs[i] for inputs, _ in batches]) for i in range(batch_size)]
    np.testing.assert_array_equal(np.concatenate(rows), ids[: len(batches) * batch_size * length])
    for inputs, targets in batches:
        assert inputs.shape == targets.shape == (batch_size, length)
        np.testing.assert_array_equal(targets, inputs + 1)


# ---- sampling ----


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_drawn_signs_are_as_frequent_as_their_probabilities(temperature):
    rng, z = np.random.default_rng(0), np.array([1.0, -0.5, 0.3, 2.0])
    P = np.exp(z / temperature) / np.exp(z / temperature).sum()
    found = [sample_next(z, temperature, rng) for _ in range(4000)]
    assert {type(sign) for sign in found} == {int}
    np.testing.assert_allclose(np.bincount(found, minlength=4) / 4000, P, atol=4 * 0.5 / 4000**0.5)


def step_of_ones(*shapes):
    return rnn_step(**{name: np.ones(shape) for name, shape in zip(("x", "h", "W_x", "W_h", "b"), shapes)})


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: step_of_ones((2, 3), (2, 4), (2, 4), (4, 4), 4), "x has 3 columns"),
        (lambda: step_of_ones((2, 3), (2, 5), (3, 4), (4, 4), 4), "h has 5 columns"),
        (lambda: sequence_cross_entropy(np.ones((1, 1, 2)), np.zeros((1, 1), int), np.array([[False]])), "no step"),
        (lambda: truncated_sequences(np.arange(6), 2, 3), "6 ids are too few for 2 rows of 3 steps"),
        (lambda: sample_next(np.ones(3), 0.0, np.random.default_rng(0)), r"temperature is 0\.0"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


if HAVE_TORCH:

    def test_embedding_and_loss_are_those_of_pytorch():
        import torch

        rng = np.random.default_rng(0)
        ids, E = rng.integers(0, 6, (3, 4)), rng.normal(size=(6, 5))
        mask = np.arange(4) < np.array([[4], [1], [3]])
        table = torch.from_numpy(E).requires_grad_()
        Z = torch.nn.functional.embedding(torch.from_numpy(ids), table)
        y = np.where(mask, rng.integers(0, 5, (3, 4)), -100)
        wanted = torch.nn.functional.cross_entropy(Z.reshape(-1, 5), torch.from_numpy(y).reshape(-1), ignore_index=-100)
        wanted.backward()
        out, cache = embedding_forward(ids, E)
        loss, dZ = sequence_cross_entropy(out, np.where(mask, y, 0), mask)
        assert loss == pytest.approx(wanted.item())
        np.testing.assert_allclose(embedding_backward(dZ, cache), table.grad.numpy(), atol=1e-12)
