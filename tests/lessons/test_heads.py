"""Heads, normalisation and blocks of lesson 14 against slow loops, central differences, invariances and PyTorch."""

import importlib.util

import numpy as np
import pytest
from differences import central_differences

from dlcourse.exercises.attention.multi_head_attention import exercise as heads_exercise
from dlcourse.lessons.attention import causal_mask, layer_norm, multi_head_attention, transformer_block
from dlcourse.nn.attention import LayerNorm, MultiHeadAttention, Residual, block, layer_norm_backward

HAVE_TORCH = importlib.util.find_spec("torch") is not None
TABLES = ("W_q", "W_k", "W_v", "W_o")


def drawn(N=2, T=5, D=6, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, T, D)), {name: rng.normal(size=(D, D)) / np.sqrt(D) for name in TABLES}


def block_parameters(D=6, M=7, seed=1):
    rng = np.random.default_rng(seed)
    shapes = {"gamma1": (D,), "beta1": (D,), **dict.fromkeys(TABLES, (D, D)), "gamma2": (D,), "beta2": (D,)}
    shapes |= {"W1": (D, M), "b1": (M,), "W2": (M, D), "b2": (D,)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def test_heads_number_by_number():
    X, tables = drawn()
    mask = causal_mask(5)
    out, (kept, C, (Q, K, V, A)) = multi_head_attention(X, **tables, heads=3, mask=mask)
    for n, t, j in np.ndindex(2, 5, 3):
        own = slice(2 * j, 2 * j + 2)
        query, keys, values = (X[n] @ tables[name][:, own] for name in ("W_q", "W_k", "W_v"))
        weights = np.array([np.exp(query[t] @ keys[s] / np.sqrt(2)) if s <= t else 0.0 for s in range(5)])
        weights /= weights.sum()
        np.testing.assert_allclose(A[n, j, t], weights)
        np.testing.assert_allclose(C[n, t, own], weights @ values)
        for part, rows in zip((Q, K, V), (query, keys, values)):
            np.testing.assert_allclose(part[n, j], rows)
    np.testing.assert_allclose(out, C @ tables["W_o"])
    assert kept is X


def test_heads_are_as_good_in_any_order():
    """Heads change places, with their columns in all tables and their rows in W_o: nothing else changes."""
    X, tables = drawn(D=8)
    order = np.r_[4:8, 0:4]
    moved = {name: tables[name][:, order] for name in ("W_q", "W_k", "W_v")} | {"W_o": tables["W_o"][order]}
    results = [multi_head_attention(X, **each, heads=2)[0] for each in (tables, moved)]
    np.testing.assert_allclose(*results)


@pytest.mark.parametrize("function", [multi_head_attention, heads_exercise.fault.function])
def test_what_is_still_to_come_changes_nothing_but_where_the_colleague_calculates(function):
    X, tables = drawn()
    other = X.copy()
    other[:, 4] += 1
    before, after = (function(each, **tables, heads=2, mask=causal_mask(5))[0][:, :4] for each in (X, other))
    assert np.allclose(before, after) is (function is multi_head_attention)


def test_gradients_of_the_layer_by_central_differences():
    X, tables = drawn(T=4)
    layer = MultiHeadAttention(6, 3, np.random.default_rng(0))
    layer.parameters |= tables
    d_out = np.random.default_rng(2).normal(size=X.shape)
    dX, gradients = layer.backward(d_out, layer.forward(X)[1])

    def value(X=X, **changed):
        return np.sum(d_out * multi_head_attention(X, **tables | changed, heads=3, mask=causal_mask(4))[0])

    np.testing.assert_allclose(dX, central_differences(lambda X: value(X), X), rtol=1e-6, atol=1e-8)
    for name, table in tables.items():
        slopes = central_differences(lambda array, name=name: value(**{name: array}), table)
        np.testing.assert_allclose(gradients[name], slopes, rtol=1e-6, atol=1e-8)


def test_the_gradient_of_the_last_table_needs_what_it_was_multiplied_with():
    X, tables = drawn(T=4)
    d_out = np.random.default_rng(2).normal(size=X.shape)
    _, (_, C, _) = multi_head_attention(X, **tables, heads=2)
    slopes = central_differences(
        lambda W_o: np.sum(d_out * multi_head_attention(X, **tables | {"W_o": W_o}, heads=2)[0]), tables["W_o"]
    )
    np.testing.assert_allclose(C.reshape(-1, 6).T @ d_out.reshape(-1, 6), slopes, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("shape", [(5,), (3, 5), (2, 3, 5), (2, 2, 3, 5)])
def test_layer_norm_centres_and_scales_each_row_by_itself(shape):
    rng = np.random.default_rng(0)
    X, gamma, beta = rng.normal(3, 2, size=shape), rng.uniform(1, 2, size=5), rng.normal(size=5)
    out, (X_hat, kept, std) = layer_norm(X, gamma=gamma, beta=beta, epsilon=0.0)
    np.testing.assert_allclose(X_hat.mean(axis=-1), 0, atol=1e-12)
    np.testing.assert_allclose((X_hat**2).mean(axis=-1), 1)
    assert std.shape == (*shape[:-1], 1)
    assert kept is gamma
    moved, _ = layer_norm(7 * X - 100, gamma=gamma, beta=beta, epsilon=0.0)
    np.testing.assert_allclose(moved, out)


def test_gradients_of_layer_norm_by_central_differences():
    rng = np.random.default_rng(0)
    X, gamma, beta = rng.normal(size=(2, 3, 4)), rng.uniform(1, 2, size=4), rng.normal(size=4)
    d_out = rng.normal(size=X.shape)
    found = layer_norm_backward(d_out, layer_norm(X, gamma=gamma, beta=beta)[1])
    arguments = {"X": X, "gamma": gamma, "beta": beta}

    def value(X, gamma, beta):
        return np.sum(d_out * layer_norm(X, gamma=gamma, beta=beta)[0])

    for name, gradient in zip(arguments, found, strict=True):
        slopes = central_differences(lambda array, name=name: value(**arguments | {name: array}), arguments[name])
        np.testing.assert_allclose(gradient, slopes, rtol=1e-5, atol=1e-8)


def layers_with(p, heads=2, causal=True):
    """The layers of a block with these parameters."""
    look, think = block(6, heads, np.random.default_rng(0), hidden=7, causal=causal)
    values = {"0.gamma": "gamma1", "0.beta": "beta1", **{f"1.{name}": name for name in TABLES}}
    for residual, names in ((look, values), (think, {"0.gamma": "gamma2", "0.beta": "beta2", "1.W": "W1", "1.b": "b1",
                                                      "3.W": "W2", "3.b": "b2"})):  # fmt: skip
        for name, key in names.items():
            residual.parameters[name][...] = p[key]
    return look, think


def test_a_block_is_its_layers_one_after_the_other():
    X, p = drawn()[0], block_parameters()
    look, think = layers_with(p)
    expected = think.forward(look.forward(X)[0])[0]
    np.testing.assert_allclose(transformer_block(X, parameters=p, heads=2, mask=causal_mask(5)), expected)


def test_gradients_of_a_block_by_central_differences():
    X, p = drawn(T=3)[0], block_parameters()
    look, think = layers_with(p)
    d_out = np.random.default_rng(2).normal(size=X.shape)
    Y, first = look.forward(X)
    dY, _ = think.backward(d_out, think.forward(Y)[1])
    dX, found = look.backward(dY, first)

    def value(X=X, **changed):
        return np.sum(d_out * transformer_block(X, parameters=p | changed, heads=2, mask=causal_mask(3)))

    np.testing.assert_allclose(dX, central_differences(lambda X: value(X), X), rtol=1e-5, atol=1e-7)
    for name in TABLES:
        slopes = central_differences(lambda array, name=name: value(**{name: array}), p[name])
        np.testing.assert_allclose(found[f"1.{name}"], slopes, rtol=1e-5, atol=1e-7)


def test_without_a_mask_a_block_knows_no_order():
    X, p = drawn()[0], block_parameters()
    order = np.random.default_rng(3).permutation(5)
    out = transformer_block(X, parameters=p, heads=3)
    np.testing.assert_allclose(transformer_block(X[:, order], parameters=p, heads=3), out[:, order])


def test_a_block_that_adds_nothing_leaves_the_stream_as_it_is():
    X, p = drawn()[0], block_parameters()
    p |= {name: 0 * p[name] for name in ("W_o", "W2", "b2")}
    np.testing.assert_array_equal(transformer_block(X, parameters=p, heads=2), X)


def test_layers_keep_what_they_were_given():
    layer = Residual([LayerNorm(6)])
    X = drawn()[0]
    np.testing.assert_allclose(layer.forward(X)[0], X + layer_norm(X, gamma=np.ones(6), beta=np.zeros(6))[0])


if HAVE_TORCH:

    def test_pytorch_has_the_same_heads():
        import torch

        X, tables = drawn()
        layer = torch.nn.MultiheadAttention(6, 3, bias=False, batch_first=True, dtype=torch.float64)
        with torch.no_grad():
            layer.in_proj_weight.copy_(torch.tensor(np.concatenate([tables[name].T for name in TABLES[:3]])))
            layer.out_proj.weight.copy_(torch.tensor(tables["W_o"].T))
        asked = torch.tensor(X)
        out, weights = layer(asked, asked, asked, attn_mask=torch.tensor(~causal_mask(5)), average_attn_weights=False)
        found, (_, _, (_, _, _, A)) = multi_head_attention(X, **tables, heads=3, mask=causal_mask(5))
        np.testing.assert_allclose(found, out.detach().numpy())
        np.testing.assert_allclose(A, weights.detach().numpy())

    def test_pytorch_normalises_alike():
        import torch

        X, gamma, beta = drawn()[0], np.linspace(1, 2, 6), np.linspace(-1, 1, 6)
        out = torch.nn.functional.layer_norm(torch.tensor(X), (6,), torch.tensor(gamma), torch.tensor(beta), 0.1)
        np.testing.assert_allclose(layer_norm(X, gamma=gamma, beta=beta, epsilon=0.1)[0], out.numpy())
