"""Lesson 14, the look-up, against independent oracles: a slow version, central differences, PyTorch, identities."""

import importlib.util
import math

import numpy as np
import pytest
from differences import central_differences

from dlcourse.lessons.attention import (
    attention_backward,
    causal_mask,
    positional_encoding,
    scaled_dot_product_attention,
)

HAVE_TORCH = importlib.util.find_spec("torch") is not None


def drawn(T=3, S=5, D=4, E=2, *, before=(), seed=0):
    rng = np.random.default_rng(seed)
    shapes = {"Q": (*before, T, D), "K": (*before, S, D), "V": (*before, S, E)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def slowly(Q, K, V, mask):
    """One query after the other, with Python's own exp."""
    out = np.zeros((len(Q), V.shape[1]))
    for t, q in enumerate(Q):
        fits = {
            s: math.exp(sum(a * b for a, b in zip(q, K[s])) / math.sqrt(len(q))) for s in range(len(K)) if mask[t, s]
        }
        for s, fit in fits.items():
            out[t] += fit / sum(fits.values()) * V[s]
    return out


@pytest.mark.parametrize("before", [(), (2,), (2, 3)])
def test_a_look_up_number_by_number(before):
    given = drawn(before=before)
    mask = np.random.default_rng(1).random((*before, 3, 5)) < 0.6
    mask[..., 1, :] = False
    out, (*_, A) = scaled_dot_product_attention(**given, mask=mask)
    for place in np.ndindex(before):
        expected = slowly(*(array[place] for array in given.values()), mask[place])
        np.testing.assert_allclose(out[place], expected, rtol=1e-12, atol=1e-14)
    assert (A[~mask] == 0).all()
    np.testing.assert_allclose(A.sum(axis=-1), mask.any(axis=-1))


def test_huge_scores_and_what_is_hidden():
    K = np.array([[1e5], [-1e5], [3e5]])
    out, (*_, A) = scaled_dot_product_attention(np.ones((1, 1)), K=K, V=np.eye(3), mask=np.array([True, True, False]))
    assert out.tolist() == A.tolist() == [[1.0, 0.0, 0.0]]


def test_a_number_added_to_all_scores_changes_nothing():
    given = drawn()
    _, (*_, before) = scaled_dot_product_attention(**given)
    shift = np.random.default_rng(2).normal(size=4)  # the same for every key: q times it is added to every score
    _, (*_, after) = scaled_dot_product_attention(given["Q"], K=given["K"] + shift, V=given["V"])
    np.testing.assert_allclose(after, before)


def test_without_positions_order_is_not_seen():
    X, order = drawn()["K"], np.array([3, 0, 4, 1, 2])
    out, _ = scaled_dot_product_attention(X, K=X, V=X)
    again, _ = scaled_dot_product_attention(X[order], K=X[order], V=X[order])
    np.testing.assert_allclose(again, out[order], atol=1e-14)


def test_float32_stays():
    given = {name: array.astype(np.float32) for name, array in drawn().items()}
    out, cache = scaled_dot_product_attention(**given, mask=causal_mask(3, past=2))
    assert {out.dtype, *(array.dtype for array in cache)} == {np.dtype("float32")}
    assert {array.dtype for array in attention_backward(out, cache)} == {np.dtype("float32")}


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("before", [(), (2, 2)])
def test_the_way_back_by_central_differences(before, masked):
    given = drawn(before=before)
    mask = causal_mask(3, past=2) if masked else None
    d_out = np.random.default_rng(3).normal(size=(*before, 3, 2))
    gradients = attention_backward(d_out, scaled_dot_product_attention(**given, mask=mask)[1])
    for name, gradient in zip("QKV", gradients):

        def loss(x, name=name):
            return np.sum(d_out * scaled_dot_product_attention(**given | {name: x}, mask=mask)[0])

        np.testing.assert_allclose(gradient, central_differences(loss, given[name]), rtol=1e-6, atol=1e-8)


def test_who_sees_nothing_hands_nothing_back():
    given, mask = drawn(), np.ones((3, 5), bool)
    mask[1] = False
    dQ, _, _ = attention_backward(np.ones((3, 2)), scaled_dot_product_attention(**given, mask=mask)[1])
    assert (dQ[1] == 0).all()
    assert np.isfinite(dQ).all()


if HAVE_TORCH:

    @pytest.mark.parametrize("masked", [False, True])
    def test_the_same_as_pytorch(masked):
        import torch

        given = drawn(before=(2, 3))
        mask = causal_mask(3, past=2) if masked else None
        theirs = [torch.tensor(array, requires_grad=True) for array in given.values()]
        attend = torch.nn.functional.scaled_dot_product_attention
        expected = attend(*theirs, attn_mask=None if mask is None else torch.tensor(mask))
        out, cache = scaled_dot_product_attention(**given, mask=mask)
        np.testing.assert_allclose(out, expected.detach().numpy(), rtol=1e-10)
        d_out = np.random.default_rng(4).normal(size=out.shape)
        expected.backward(torch.tensor(d_out))
        for ours, their in zip(attention_backward(d_out, cache), theirs):
            np.testing.assert_allclose(ours, their.grad.numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("length", "past"), [(1, 0), (4, 0), (1, 3), (3, 2)])
def test_a_mask_is_the_end_of_a_larger_one(length, past):
    whole = causal_mask(past + length)
    assert (whole == np.tril(np.ones(whole.shape, bool))).all()
    assert (causal_mask(length, past=past) == whole[past:]).all()


def test_steps_ahead_do_not_matter():
    X = drawn(T=4)["Q"]
    before = scaled_dot_product_attention(X, K=X, V=X, mask=causal_mask(4))[0]
    X = X.copy()
    X[2:] += 1
    after = scaled_dot_product_attention(X, K=X, V=X, mask=causal_mask(4))[0]
    np.testing.assert_array_equal(before[:2], after[:2])


def test_positions_are_the_hands_of_clocks():
    """One angle more for each step: a step ahead is a turn, the same at every place; every hand has the length 1."""
    P = positional_encoding(60, width=10)
    hands = P[:, 1::2] + 1j * P[:, ::2]
    np.testing.assert_allclose(np.abs(hands), 1)
    for pair in range(5):
        np.testing.assert_allclose(
            hands[7:, pair], hands[:-7, pair] * np.exp(7j / 10000 ** (2 * pair / 10)), atol=1e-12
        )
    np.testing.assert_allclose(P[0], [0, 1] * 5)
    apart = np.abs(P[:, None] - P[None]).max(axis=-1) + np.eye(60)
    assert apart.min() > 0.1  # no two places are alike
