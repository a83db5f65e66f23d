"""Lesson 16, compression, against central differences, counting by hand, lessons 02, 07 and 08, and PyTorch."""

import importlib.util

import numpy as np
import pytest
from differences import agree
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dlcourse.lessons import cnn
from dlcourse.lessons.compression import (
    count_operations,
    dequantize,
    distillation_loss,
    fake_quantize_backward,
    fold_batchnorm,
    memory_of,
    prune_smallest,
    quantize,
    quantized_dense,
    scale_and_zero_point,
    total_speedup,
)
from dlcourse.lessons.forward import dense
from dlcourse.lessons.losses import cross_entropy, cross_entropy_gradient
from dlcourse.lessons.regularization import batchnorm_forward

HAVE_TORCH = importlib.util.find_spec("torch") is not None
BITS = st.integers(1, 8)
SEEDS = st.integers(0, 10**6)


def drawn(seed, *shape):
    """Numbers of a size and with a middle that the seed decides, too."""
    rng = np.random.default_rng(seed)
    return rng.normal(rng.normal(), 10.0 ** rng.integers(-3, 3), size=shape)


# ---- fewer bits ----


@given(seed=SEEDS, bits=BITS, axis=st.sampled_from([None, 0, 1, 2, -1]))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_no_weight_moves_by_more_than_half_a_step_and_what_zero_costs(seed, bits, axis):
    """The ends move by up to half a step themselves, as the zero point is a whole number: one step in all."""
    W = drawn(seed, 3, 4, 5)
    scale, zero_point = scale_and_zero_point(W, bits=bits, axis=axis)
    q = quantize(W, scale=scale, zero_point=zero_point, bits=bits)
    back = dequantize(q, scale=scale, zero_point=zero_point)
    inside = (q > 0) & (q < 2**bits - 1)
    errors = np.abs(back - W) / scale
    assert q.max() <= 2**bits - 1
    assert np.all(errors[inside] <= 0.5 + 1e-9)
    assert np.all(errors <= 1 + 1e-9)


@given(seed=SEEDS, bits=BITS)
@settings(max_examples=50, deadline=None, derandomize=True)
def test_zero_stays_zero_and_steps_stay_where_they_are(seed, bits):
    W = drawn(seed, 20) * np.random.default_rng(seed).integers(0, 2, 20)
    scale, zero_point = scale_and_zero_point(W, bits=bits)
    kept = {"scale": scale, "zero_point": zero_point}
    back = dequantize(quantize(W, **kept, bits=bits), **kept)
    assert 0 <= zero_point <= 2**bits - 1
    assert np.all(back[W == 0] == 0)
    np.testing.assert_array_equal(quantize(back, **kept, bits=bits), quantize(W, **kept, bits=bits))
    every = np.arange(2**bits, dtype=np.uint8)
    np.testing.assert_array_equal(quantize(dequantize(every, **kept), **kept, bits=bits), every)


@given(seed=SEEDS, bits=BITS, axis=st.sampled_from([0, 1, 2]))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_a_channel_is_treated_as_if_it_were_alone(seed, bits, axis):
    W = drawn(seed, 3, 4, 5)
    np.moveaxis(W, axis, 0)[1] = 0
    scales, zeros = scale_and_zero_point(W, bits=bits, axis=axis)
    for channel in range(W.shape[axis]):
        alone = scale_and_zero_point(np.take(W, channel, axis=axis), bits=bits)
        assert (np.take(scales, channel, axis).item(), np.take(zeros, channel, axis).item()) == alone


def test_a_channel_of_zeros_beside_others():
    W = np.array([[0.0, 1.0, -3.0], [0.0, 3.0, -6.0]])
    scale, zero_point = scale_and_zero_point(W, bits=2, axis=1)
    np.testing.assert_allclose(scale, [[1, 1, 2]])
    np.testing.assert_array_equal(zero_point, [[0, 0, 3]])


@given(seed=SEEDS, by_column=st.booleans())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_the_layer_of_whole_numbers_is_that_of_what_they_mean(seed, by_column):
    rng = np.random.default_rng(seed)
    N, D, M = rng.integers(1, 9, 3)
    D = 30 * D
    qx, qw = rng.integers(0, 256, (N, D)).astype(np.uint8), rng.integers(0, 256, (D, M)).astype(np.uint8)
    shape = (1, M) if by_column else ()
    X, W, b = (qx, 0.02, 77), (qw, rng.uniform(0.01, 1, shape), rng.integers(0, 256, shape)), rng.normal(size=M)
    meant = [dequantize(q, scale=scale, zero_point=zero) for q, scale, zero in (X, W)]
    np.testing.assert_allclose(quantized_dense(X, W, b), dense(*meant, b), rtol=1e-9, atol=1e-9)


def test_the_gradient_passes_where_the_rounded_weight_follows_on_average():
    """Averaged over a whole step, stairs rise as their slope does; beyond the ends they don't rise at all."""
    steps = {"scale": 0.5, "zero_point": 3}
    W = np.array([-0.9, -0.3, 0.0, 1.2, -5.0, 9.0])
    low, high = (dequantize(quantize(W + way, **steps, bits=3), **steps) for way in (-0.5, 0.5))
    np.testing.assert_allclose(high - low, [1, 1, 1, 1, 0, 0])
    np.testing.assert_allclose(fake_quantize_backward(np.ones(6), W, **steps, bits=3), high - low)


@given(seed=SEEDS, bits=BITS)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_the_gradient_stops_exactly_where_clipping_changes_something(seed, bits):
    W, d_out = drawn(seed, 4, 6), drawn(seed + 1, 4, 6)
    scale, zero_point = scale_and_zero_point(W / 2, bits=bits, axis=1)
    whole = np.rint(W / scale) + zero_point
    clipped = quantize(W, scale=scale, zero_point=zero_point, bits=bits) != whole
    got = fake_quantize_backward(d_out, W, scale=scale, zero_point=zero_point, bits=bits)
    np.testing.assert_array_equal(got, np.where(clipped, 0, d_out))


# ---- fewer weights ----


@given(seed=SEEDS, fraction=st.floats(0, 1))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_exactly_so_many_go_and_none_is_larger_than_one_that_stays(seed, fraction):
    rng = np.random.default_rng(seed)
    weights = {"W": rng.integers(-4, 5, (4, 5)) / 2, "b": rng.integers(-4, 5, 7) / 2, "V": rng.normal(size=(2, 3, 2))}
    masks = prune_smallest(weights, fraction=fraction)
    stays = np.concatenate([masks[name].ravel() for name in weights])
    sizes = np.concatenate([np.abs(W).ravel() for W in weights.values()])
    assert list(masks) == list(weights)
    assert int((~stays).sum()) == int(fraction * len(sizes))
    assert sizes[~stays].max(initial=0) <= sizes[stays].min(initial=np.inf)
    equal = sizes == sizes[~stays].max(initial=-1)
    assert np.all(np.diff(stays[equal].astype(int)) >= 0)  # of equals, the first go


def test_pruning_more_takes_more():
    weights = {"W": drawn(3, 9, 9), "b": drawn(4, 9)}
    found = [prune_smallest(weights, fraction=fraction) for fraction in (0.2, 0.5, 0.9)]
    for name in weights:
        assert np.all(found[0][name] >= found[1][name])
        assert np.all(found[1][name] >= found[2][name])


@given(seed=SEEDS, bits=st.integers(1, 32))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_memory_is_that_of_bits_written_one_after_another(seed, bits):
    rng = np.random.default_rng(seed)
    weights = {"W": np.zeros((3, int(rng.integers(1, 9)))), "b": np.zeros(int(rng.integers(1, 20)))}
    masks = {name: rng.random(W.shape) < 0.4 for name, W in weights.items()}
    full = sum(len(np.packbits(np.ones(W.size * bits, bool))) for W in weights.values())
    rows = [np.concatenate([mask.ravel(), np.ones(mask.sum() * bits, bool)]) for mask in masks.values()]
    assert memory_of(weights, bits=bits) == full
    assert memory_of(weights, bits=bits, masks=masks) == sum(len(np.packbits(row)) for row in rows)


# ---- a small one from the start ----


@pytest.mark.parametrize(("temperature", "share"), [(1.0, 0.5), (4.0, 1.0), (2.5, 0.0), (0.5, 0.3)])
def test_distillation_has_the_gradient_of_its_loss(temperature, share):
    Z, teacher, y = drawn(1, 4, 3) / 5, drawn(2, 4, 3), np.array([0, 2, 1, 1])
    Z, teacher = Z / np.abs(Z).max(), 3 * teacher / np.abs(teacher).max()

    def loss(Z):
        return distillation_loss(Z, teacher=teacher, y=y, temperature=temperature, share=share)[0]

    _, dZ = distillation_loss(Z, teacher=teacher, y=y, temperature=temperature, share=share)
    agree(dZ, loss, Z)


@given(seed=SEEDS, temperature=st.floats(0.5, 10))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_without_the_teacher_it_is_cross_entropy_and_an_equal_answer_costs_nothing(seed, temperature):
    rng = np.random.default_rng(seed)
    Z, y = 3 * rng.normal(size=(5, 4)), rng.integers(4, size=5)
    loss, dZ = distillation_loss(Z, teacher=-Z, y=y, temperature=temperature, share=0)
    np.testing.assert_allclose(loss, cross_entropy(Z, y))
    np.testing.assert_allclose(dZ, cross_entropy_gradient(Z, y), atol=1e-15)
    loss, dZ = distillation_loss(Z, teacher=Z + rng.normal(size=(5, 1)), y=y, temperature=temperature, share=1)
    np.testing.assert_allclose(loss, 0, atol=1e-12)
    np.testing.assert_allclose(dZ, 0, atol=1e-12)
    assert distillation_loss(Z, teacher=2 * Z, y=y, temperature=temperature, share=1)[0] > 0


def test_at_a_high_temperature_scores_are_matched():
    """Hinton, Vinyals and Dean (2015), 2.1: then the gradient is the difference of the centred scores, over C."""
    Z, teacher = (S - S.mean(axis=1, keepdims=True) for S in np.random.default_rng(0).normal(size=(2, 3, 5)))
    _, dZ = distillation_loss(Z, teacher=teacher, y=np.zeros(3, int), temperature=1e4, share=1)
    np.testing.assert_allclose(dZ, (Z - teacher) / 5 / 3, atol=1e-4)


def test_float32_stays_float32():
    Z = np.random.default_rng(0).normal(size=(2, 4, 3)).astype(np.float32)
    loss, dZ = distillation_loss(Z[0], teacher=Z[1], y=np.zeros(4, int), temperature=2.0, share=0.5)
    assert (loss.dtype, dZ.dtype) == (np.float32, np.float32)


# ---- what costs time ----


def normalised(M, seed):
    """What a normalisation of M channels has, its running statistics among it."""
    rng = np.random.default_rng(seed)
    gamma, beta, mean = rng.normal(size=(3, M))
    return {"gamma": gamma, "beta": beta}, (mean, rng.uniform(0.1, 5, M)), 10.0 ** rng.integers(-5, 1)


def folded(W, b, norm, running, epsilon):
    return fold_batchnorm(W, b, **norm, mean=running[0], variance=running[1], epsilon=epsilon)


@given(seed=SEEDS)
@settings(max_examples=30, deadline=None, derandomize=True)
def test_one_layer_gives_what_both_gave(seed):
    X, W, b = drawn(seed, 6, 4), drawn(seed + 1, 4, 3), drawn(seed + 2, 3)
    norm, running, epsilon = normalised(3, seed)
    both, _, _ = batchnorm_forward(dense(X, W, b), **norm, running=running, training=False, epsilon=epsilon)
    one = dense(X, *folded(W, b, norm, running, epsilon))
    np.testing.assert_allclose(one, both, rtol=1e-9, atol=1e-9 * np.abs(both).max())


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1)])
def test_one_convolution_gives_what_both_gave(stride, padding):
    rng = np.random.default_rng(stride)
    X, W, b = rng.normal(size=(2, 7, 6, 3)), rng.normal(size=(3, 3, 3, 5)), rng.normal(size=5)
    norm, running, epsilon = normalised(5, 4)
    Z, _ = cnn.conv2d(X, W, b, stride, padding)
    both, _, _ = cnn.spatial_batchnorm(Z, **norm, running=running, training=False, epsilon=epsilon)
    one, _ = cnn.conv2d(X, *folded(W, b, norm, running, epsilon), stride, padding)
    np.testing.assert_allclose(one, both, rtol=1e-10, atol=1e-12)


def test_operations_are_those_of_networks_that_run():
    """Shapes are those of lesson 08's layers; each number that comes out took as many products as its kernel has."""
    X, counts = np.random.default_rng(0).normal(size=(1, 13, 10, 2)), []
    layers = [
        {"kind": "conv", "filters": 3, "size": 3, "stride": 2, "padding": 1},
        {"kind": "relu"},
        {"kind": "conv", "filters": 4, "size": 2, "stride": 1, "padding": 0},
        {"kind": "pool", "size": 2},
        {"kind": "flatten"},
        {"kind": "dense", "units": 6},
        {"kind": "dense", "units": 3},
    ]
    shape = X.shape[1:]
    for layer in layers:
        made = 0
        if layer["kind"] == "conv":
            W = np.ones((layer["size"], layer["size"], X.shape[3], layer["filters"]))
            X, _ = cnn.conv2d(X, W, np.zeros(layer["filters"]), layer["stride"], layer["padding"])
            made = X.size * W[..., 0].size
        elif layer["kind"] == "pool":
            X, _ = cnn.maxpool2d(X, layer["size"], layer["size"])
        elif layer["kind"] == "flatten":
            X = X.reshape(1, -1)
        elif layer["kind"] == "dense":
            W = np.ones((X.shape[1], layer["units"]))
            X, made = X @ W, W.size
        counts.append(made)
    assert count_operations(layers, shape=shape) == counts


def test_operations_of_a_known_network():
    """LeNet's first layers: 28 28 6 numbers of 25 products; 10 10 16 of 25 6; then 400 120 and 120 84."""
    conv = {"kind": "conv", "size": 5, "stride": 1, "padding": 0}
    layers = [conv | {"filters": 6}, {"kind": "pool", "size": 2}, conv | {"filters": 16}, {"kind": "pool", "size": 2}]
    layers += [{"kind": "flatten"}, {"kind": "dense", "units": 120}, {"kind": "dense", "units": 84}]
    assert count_operations(layers, shape=(32, 32, 1)) == [117600, 0, 240000, 0, 0, 48000, 10080]


@given(seed=SEEDS)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_the_whole_is_timed_part_by_part(seed):
    rng = np.random.default_rng(seed)
    seconds, rest, factors = rng.uniform(0, 5, 4), rng.uniform(0, 5), rng.uniform(0.2, 20, 4)
    old, new = seconds.sum() + rest, (seconds / factors).sum() + rest
    assume(old > 0)
    got = total_speedup(seconds / old, factors=factors)
    np.testing.assert_allclose(got, old / new)
    assert factors.min(initial=1) - 1e-9 <= got <= factors.max(initial=1) + 1e-9


def test_no_factor_beats_the_rest():
    np.testing.assert_allclose(total_speedup(np.array([0.95]), factors=np.array([1e12])), 20)
    assert total_speedup(np.zeros(0), factors=np.zeros(0)) == 1


if HAVE_TORCH:
    import torch
    from torch.nn.utils import fusion, prune

    @pytest.mark.parametrize("bits", [8, 4, 2])
    def test_rounding_and_its_gradient_are_those_of_pytorch(bits):
        W = np.random.default_rng(bits).normal(size=(5, 6))
        scale, zero_point = scale_and_zero_point(W / 2, bits=bits)
        kept = {"scale": scale, "zero_point": zero_point}
        clear = np.abs(np.abs(W / scale) % 1 - 0.5) > 1e-3  # PyTorch rounds in 32 bits
        theirs = torch.tensor(np.where(clear, W, 0), requires_grad=True)
        out = torch.fake_quantize_per_tensor_affine(theirs.float(), scale, zero_point, 0, 2**bits - 1)
        d_out = np.random.default_rng(9).normal(size=W.shape)
        out.backward(torch.tensor(d_out, dtype=torch.float32))
        W = theirs.detach().numpy()
        mine = dequantize(quantize(W, **kept, bits=bits), **kept)
        np.testing.assert_allclose(mine, out.detach().numpy(), rtol=1e-5, atol=1e-6)
        gradient = fake_quantize_backward(d_out, W, **kept, bits=bits)
        np.testing.assert_allclose(gradient, theirs.grad.numpy(), rtol=1e-6)

    def test_rounding_by_channel_is_that_of_pytorch():
        W = np.random.default_rng(0).normal(size=(40, 5)) * np.array([0.1, 1, 3, 10, 0.5])
        scale, zero_point = scale_and_zero_point(W, bits=5, axis=1)
        there = [torch.tensor(part, dtype=torch.float32) for part in (W, scale[0])]
        theirs = torch.fake_quantize_per_channel_affine(
            *there, torch.tensor(zero_point[0], dtype=torch.int32), 1, 0, 31
        )
        kept = {"scale": scale, "zero_point": zero_point}
        mine = dequantize(quantize(W, **kept, bits=5), **kept)
        clear = np.abs(np.abs(W / scale) % 1 - 0.5) > 1e-3  # PyTorch rounds in 32 bits
        np.testing.assert_allclose(mine[clear], theirs.numpy()[clear], rtol=1e-5, atol=1e-6)

    def test_distillation_is_that_of_pytorch():
        rng = np.random.default_rng(0)
        Z, teacher, y, T, share = (
            2 * rng.normal(size=(6, 4)),
            3 * rng.normal(size=(6, 4)),
            rng.integers(4, size=6),
            3,
            0.7,
        )
        scores = torch.tensor(Z, requires_grad=True)
        log_q, log_p = (torch.log_softmax(S / T, dim=1) for S in (scores, torch.tensor(teacher)))
        soft = torch.nn.functional.kl_div(log_q, log_p, reduction="batchmean", log_target=True) * T**2
        loss = share * soft + (1 - share) * torch.nn.functional.cross_entropy(scores, torch.tensor(y))
        loss.backward()
        mine, dZ = distillation_loss(Z, teacher=teacher, y=y, temperature=float(T), share=share)
        np.testing.assert_allclose(mine, loss.item(), rtol=1e-12)
        np.testing.assert_allclose(dZ, scores.grad.numpy(), rtol=1e-9, atol=1e-12)

    def test_folding_is_that_of_pytorch():
        rng = np.random.default_rng(0)
        W, b = rng.normal(size=(3, 3, 2, 4)), rng.normal(size=4)
        norm, (mean, variance), epsilon = normalised(4, 1)
        there = [torch.tensor(part) for part in (W.transpose(3, 2, 0, 1), b, mean, variance)]
        theirs = fusion.fuse_conv_bn_weights(*there, epsilon, *(torch.tensor(norm[name]) for name in ("gamma", "beta")))
        mine = folded(W, b, norm, (mean, variance), epsilon)
        np.testing.assert_allclose(mine[0].transpose(3, 2, 0, 1), theirs[0].detach().numpy())
        np.testing.assert_allclose(mine[1], theirs[1].detach().numpy())

    def test_the_smallest_of_all_are_those_of_pytorch():
        layers = [torch.nn.Linear(5, 4).double(), torch.nn.Linear(4, 3).double()]
        with torch.random.fork_rng():
            torch.manual_seed(0)
            for layer in layers:
                layer.reset_parameters()
        weights = {f"layer{k}": layer.weight.detach().numpy().copy() for k, layer in enumerate(layers)}
        chosen = [(layer, "weight") for layer in layers]
        prune.global_unstructured(chosen, pruning_method=prune.L1Unstructured, amount=12)
        masks = prune_smallest(weights, fraction=12 / 32)
        for k, layer in enumerate(layers):
            np.testing.assert_array_equal(masks[f"layer{k}"], layer.weight_mask.numpy() > 0)
