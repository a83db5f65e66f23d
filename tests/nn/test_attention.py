"""The layers of lesson 14 and their fast forms against the lesson's functions, central differences and PyTorch."""

import importlib.util

import numpy as np
import pytest
from differences import central_differences
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.lessons import attention
from dlcourse.nn import attention as nn
from dlcourse.nn import rnn, training
from dlcourse.nn.attention import fast, layers

HAVE_TORCH = importlib.util.find_spec("torch") is not None
TABLES = ("W_q", "W_k", "W_v", "W_o")


def near(dtype):
    return {"rtol": 1e-9, "atol": 1e-11} if dtype is float else {"rtol": 2e-3, "atol": 2e-5}


def read_only(*arrays):
    for array in arrays:
        array.flags.writeable = False
    return arrays


def looks(seed, *, dtype=float, scale=1.0, front=(3, 2), T=5, S=4, D=3, E=2):
    """Queries, keys, values and a mask in which each query may see something, and one of them nothing."""
    rng = np.random.default_rng(seed)
    Q, K, V = (rng.normal(0, scale, (*front, *size)).astype(dtype) for size in ((T, D), (S, D), (S, E)))
    mask = rng.random((T, S)) < 0.7
    mask[0] = False
    return *read_only(Q, K, V), mask


@pytest.mark.parametrize("numbers", [1, 20, 10**6])  # one of the first axis at a time, some, all
@pytest.mark.parametrize("scale", [1.0, 300.0])  # scores that can be taken as they are, and others
@pytest.mark.parametrize("dtype", [float, np.float32])
def test_fast_attention_is_that_of_the_lesson(monkeypatch, numbers, scale, dtype):
    monkeypatch.setattr(fast, "NUMBERS", numbers)
    for front in ((3,), (4, 2), (1, 3)):
        Q, K, V, mask = looks(0, dtype=dtype, scale=scale, front=front)
        each = np.random.default_rng(1).random((*front, 5, 4)) < 0.6
        for shown in (None, mask, each, each[:1]):
            out, cache = attention.scaled_dot_product_attention(Q, K=K, V=V, mask=shown)
            found, kept = fast.attention_fast(Q, K=K, V=V, mask=shown)
            assert found.dtype == kept[3].dtype == dtype
            np.testing.assert_allclose(found, out, **near(dtype))
            np.testing.assert_allclose(kept[3], cache[3], **near(dtype))
            d_out = np.random.default_rng(2).normal(size=out.shape).astype(dtype)
            wanted, gradients = attention.attention_backward(d_out, cache), fast.attention_backward_fast(d_out, cache)
            for one, other in zip(gradients, wanted, strict=True):
                assert one.dtype == dtype
                np.testing.assert_allclose(one, other, rtol=near(dtype)["rtol"], atol=near(dtype)["atol"] * scale)


@pytest.mark.parametrize("front", [(), (2,)])
def test_what_the_fast_form_cannot_take_goes_to_the_lessons(front):
    Q, K, V, mask = looks(0, front=front)
    K, V = (K[0], V[0]) if front else (K, V)  # keys that all examples share
    out, _ = attention.scaled_dot_product_attention(Q, K=K, V=V, mask=mask)
    np.testing.assert_array_equal(fast.attention_fast(Q, K=K, V=V, mask=mask)[0], out)
    whole = np.arange(12).reshape(2, 3, 2)
    assert fast.attention_fast(whole, K=whole, V=whole)[0].dtype == float


def test_attention_of_nothing():
    empty = np.zeros((0, 3, 2))
    assert fast.attention_fast(empty, K=empty, V=empty)[0].shape == (0, 3, 2)
    layer = layers.MultiHeadAttention(4, 2, np.random.default_rng(0))
    out, cache = layer.forward(np.zeros((0, 3, 4)))
    assert out.shape == layer.backward(out, cache)[0].shape == (0, 3, 4)


def test_not_a_number_stays_one():
    Q, K, V, _ = looks(0)
    Q = np.where(np.arange(5)[:, None] == 2, np.nan, Q)
    with np.errstate(invalid="ignore"):
        found, _ = fast.attention_fast(Q, K=K, V=V)
    assert np.isnan(found[..., 2, :]).all()
    assert np.isfinite(found[..., :2, :]).all()


def sequences():
    """N, T, heads, numbers of a head, and a seed."""
    return st.tuples(*(st.integers(1, 6) for _ in range(4)), st.integers(0, 1000))


@pytest.mark.slow
@given(sequences(), st.sampled_from([float, np.float32]), st.booleans(), st.sampled_from([1, 40, 10**6]))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_heads_are_those_of_the_lesson(chosen, dtype, causal, numbers):
    N, T, heads, d, seed = chosen
    rng = np.random.default_rng(seed)
    X, d_out = read_only(*rng.normal(size=(2, N, T, heads * d)).astype(dtype))
    tables = dict(zip(TABLES, read_only(*rng.normal(size=(4, heads * d, heads * d)).astype(dtype))))
    mask = attention.causal_mask(T) if causal else None
    out, cache = attention.multi_head_attention(X, **tables, heads=heads, mask=mask)
    before, fast.NUMBERS = fast.NUMBERS, numbers
    try:
        found, kept = fast.multi_head_fast(X, **tables, heads=heads, mask=mask)
        gradients = [
            fast.multi_head_backward(d_out, one, **tables, **how)
            for one in (cache, kept)
            for how in ({}, {"backward": attention.attention_backward})
        ]
    finally:
        fast.NUMBERS = before
    assert found.dtype == dtype
    loose = {"rtol": 1e-8, "atol": 1e-8} if dtype is float else {"rtol": 1e-2, "atol": 1e-2}
    np.testing.assert_allclose(found, out, **loose)
    for one, other in zip([kept[1], *kept[2]], [cache[1], *cache[2]], strict=True):
        np.testing.assert_allclose(one, other, **loose)
    for dX, dW in gradients:
        assert dX.dtype == dtype
        np.testing.assert_allclose(dX, gradients[1][0], **loose)
        for name in TABLES:
            np.testing.assert_allclose(dW[name], gradients[1][1][name], **loose)


@pytest.mark.parametrize("shape", [(7,), (5, 7), (2, 3, 4)])
@pytest.mark.parametrize("dtype", [float, np.float32])
def test_layer_norm_is_that_of_the_lesson(shape, dtype):
    rng = np.random.default_rng(0)
    X, gamma, beta = (rng.normal(2, 3, size=size).astype(dtype) for size in (shape, shape[-1], shape[-1]))
    (out, cache), (found, kept) = (f(X, gamma=gamma, beta=beta) for f in (attention.layer_norm, fast.layer_norm_fast))
    assert found.dtype == dtype
    for one, other in zip([found, *kept], [out, *cache], strict=True):
        assert one.shape == other.shape
        np.testing.assert_allclose(one, other, **near(dtype))


def made(kind, **how):
    """A layer for sequences of 6 numbers at most 4 steps long, and whether its first parameters are to be moved."""
    rng = np.random.default_rng(3)
    if kind == "heads":
        return layers.MultiHeadAttention(6, 3, rng, **how)
    if kind == "all see all":
        return layers.MultiHeadAttention(6, 2, rng, causal=False, **how)
    if kind == "normalisation":
        return layers.LayerNorm(6)
    if kind == "positions":
        return layers.Positions(rng.normal(size=(4, 6)), learned=True)
    return dict(zip(("look", "think"), nn.block(6, 2, rng, hidden=5)))[kind]


@pytest.mark.parametrize("numbers", [1, 10**6])
@pytest.mark.parametrize("kind", ["heads", "all see all", "normalisation", "positions", "look", "think"])
def test_layers_by_central_differences(monkeypatch, kind, numbers):
    for module in (fast, layers):
        monkeypatch.setattr(module, "NUMBERS", numbers)
    rng, layer = np.random.default_rng(0), made(kind)
    for array in layer.parameters.values():
        array += rng.normal(0, 0.3, array.shape)
    X, weight = rng.normal(size=(2, 2, 3, 6))
    _, cache = layer.forward(X, True)
    dX, gradients = layer.backward(weight, cache)
    assert list(gradients) == list(layer.parameters)
    np.testing.assert_allclose(
        dX, central_differences(lambda x: np.sum(weight * layer.forward(x)[0]), X), rtol=1e-5, atol=1e-7
    )
    for name, array in layer.parameters.items():
        first = array.copy()

        def total(moved, array=array):
            array[...] = moved
            return np.sum(weight * layer.forward(X)[0])

        slopes = central_differences(total, first)
        array[...] = first
        np.testing.assert_allclose(gradients[name], slopes, rtol=1e-5, atol=1e-7)


def test_a_learners_functions_are_used():
    calls = []

    def look(X, **named):
        calls.append("forward")
        return attention.multi_head_attention(X, **named)

    def back(d_out, cache):
        calls.append("backward")
        return attention.attention_backward(d_out, cache)

    def mask(length):
        calls.append("mask")
        return np.ones((length, length), bool)

    rng, how = np.random.default_rng(0), {"forward": look, "backward": back, "make_mask": mask}
    X, d_out = rng.normal(size=(2, 4, 5, 6))
    own, other = made("heads", **how), made("heads", make_mask=mask)
    results = []
    for layer in (own, other):
        out, cache = layer.forward(X)
        results.append([out, layer.weights(cache), layer.backward(d_out, cache)[0]])
    for one, wanted in zip(*results):
        np.testing.assert_allclose(one, wanted, atol=1e-12)
    assert calls == ["mask", "forward", "backward", "mask"]
    assert results[0][1].shape == (4, 3, 5, 5)


def test_a_block_is_the_lessons():
    rng = np.random.default_rng(0)
    look, think = nn.block(6, 2, rng)
    for array in (*look.parameters.values(), *think.parameters.values()):
        array += rng.normal(0, 0.2, array.shape)
    names = {"0.gamma": "gamma1", "0.beta": "beta1"} | {f"1.{name}": name for name in TABLES}
    found = {names[name]: array for name, array in look.parameters.items()}
    names = {"0.gamma": "gamma2", "0.beta": "beta2", "1.W": "W1", "1.b": "b1", "3.W": "W2", "3.b": "b2"}
    found |= {names[name]: array for name, array in think.parameters.items()}
    X = rng.normal(size=(3, 4, 6))
    wanted = attention.transformer_block(X, parameters=found, heads=2, mask=attention.causal_mask(4))
    np.testing.assert_allclose(training.Network([look, think]).outputs(X), wanted, atol=1e-12)


def test_a_transformer_learns_and_does_not_look_ahead():
    network = nn.transformer(5, 8, 2, 1, np.random.default_rng(0), length=6)
    ids = np.random.default_rng(1).integers(0, 5, (4, 6))
    changed = np.where(np.arange(6) == 4, (ids + 1) % 5, ids)
    same = np.isclose(network.outputs(ids), network.outputs(changed)).all(axis=2)
    assert same[:, :4].all()
    assert not same[:, 4:].any()
    optimizer, losses = training.Adam(0.01), []
    for _ in range(60):
        loss, gradients, _ = network.sequence_gradients(ids, ids)
        optimizer.step(network, gradients)
        losses.append(loss)
    assert losses[-1] < 0.1 < losses[0]


def test_the_number_of_threads_changes_no_bit():
    from threadpoolctl import threadpool_limits

    network = nn.transformer(30, 32, 2, 1, np.random.default_rng(0), length=64)
    ids, y = np.random.default_rng(1).integers(0, 30, (2, 64, 64))
    found = []
    for threads in (1, 2):
        with threadpool_limits(threads, user_api="blas"):
            loss, gradients, _ = network.sequence_gradients(ids, y)
        found.append([loss, *(array for layer in gradients for array in layer.values())])
    for one, other in zip(*found):
        np.testing.assert_array_equal(one, other)


def test_positions_are_added_and_have_an_end():
    table = np.arange(6.0).reshape(3, 2)
    layer = layers.Positions(table)
    out, cache = layer.forward(np.ones((4, 2, 2)))
    np.testing.assert_array_equal(out, 1 + np.broadcast_to(table[:2], (4, 2, 2)))
    d_out, gradients = layer.backward(out, cache)
    assert d_out is out
    assert gradients == {}
    with pytest.raises(ValueError, match="sequences have 4 steps: the table of positions has 3 rows"):
        layer.forward(np.ones((1, 4, 2)))


def test_residual_adds_what_came_in():
    layer = layers.Residual([training.ReLU()])
    X = np.array([[-1.0, 2.0]])
    out, cache = layer.forward(X)
    np.testing.assert_array_equal(out, [[-1, 4]])
    np.testing.assert_array_equal(layer.backward(np.ones((1, 2)), cache)[0], [[1, 2]])


def test_a_network_of_sequences_divides_batches_from_its_beginning_to_its_end(monkeypatch):
    network = nn.transformer(5, 4, 2, 1, np.random.default_rng(0), length=3)
    assert network._products is training.Network([layers.MultiHeadAttention(4, 2, np.random.default_rng(0))])._products
    assert rnn.character_model(5, 4, 4, np.random.default_rng(0))._products is not network._products


if HAVE_TORCH:

    @pytest.mark.parametrize("causal", [False, True])
    def test_pytorch_finds_the_same(causal):
        import torch

        rng = np.random.default_rng(0)
        layer = layers.MultiHeadAttention(6, 3, rng, causal=causal)
        X, d_out = rng.normal(size=(2, 2, 5, 6))
        out, cache = layer.forward(X)
        dX, gradients = layer.backward(d_out, cache)
        other = torch.nn.MultiheadAttention(6, 3, bias=False, batch_first=True, dtype=torch.float64)
        with torch.no_grad():
            joined = np.concatenate([layer.parameters[name] for name in TABLES[:3]], axis=1)
            other.in_proj_weight.copy_(torch.from_numpy(joined.T.copy()))
            other.out_proj.weight.copy_(torch.from_numpy(layer.parameters["W_o"].T.copy()))
        x = torch.tensor(X, requires_grad=True)
        hidden = torch.from_numpy(~attention.causal_mask(5)) if causal else None
        wanted, weights = other(x, x, x, attn_mask=hidden, average_attn_weights=False)
        wanted.backward(torch.from_numpy(d_out))
        np.testing.assert_allclose(out, wanted.detach(), atol=1e-12)
        np.testing.assert_allclose(layer.weights(cache), weights.detach(), atol=1e-12)
        np.testing.assert_allclose(dX, x.grad, atol=1e-12)
        np.testing.assert_allclose(gradients["W_o"], other.out_proj.weight.grad.T, atol=1e-12)
        joined = np.concatenate([gradients[name] for name in TABLES[:3]], axis=1)
        np.testing.assert_allclose(joined, other.in_proj_weight.grad.T, atol=1e-12)
