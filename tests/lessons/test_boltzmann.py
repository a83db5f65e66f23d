"""Restricted Boltzmann machines against what is slow and sure: sums over all states, and central differences."""

import itertools

import numpy as np
import pytest

from dlcourse.lessons.autoencoder import contrastive_divergence, gibbs_step, rbm_free_energy


@pytest.fixture
def machine():
    rng = np.random.default_rng(4)
    return {"W": rng.normal(size=(4, 3)), "b": rng.normal(size=3), "c": rng.normal(size=4)}


def every(units):
    """All states of so many units, as rows."""
    return np.array(list(itertools.product([0.0, 1.0], repeat=units)))


def joint(machine):
    """The chance of each state of visible and hidden units together, from the energy: array (2^D, 2^M)."""
    W, b, c = machine.values()
    V, H = every(len(c)), every(len(b))
    weights = np.exp([[c @ v + b @ h + v @ W @ h for h in H] for v in V])
    return weights / weights.sum()


def test_free_energy_sums_over_all_hidden_states(machine):
    V, chances = every(4), joint(machine).sum(axis=1)
    weights = np.exp(-rbm_free_energy(V, **machine))
    np.testing.assert_allclose(weights / weights.sum(), chances)


def test_free_energy_is_symmetric_between_both_sides(machine):
    W, b, c = machine.values()
    weights = np.exp(-rbm_free_energy(every(3), W=W.T, b=c, c=b))
    np.testing.assert_allclose(weights / weights.sum(), joint(machine).sum(axis=0))


def test_a_step_leaves_the_distribution_as_it_is(machine):
    rng, states, chances = np.random.default_rng(0), every(4), joint(machine).sum(axis=1)
    V, _ = gibbs_step(states[rng.choice(len(states), p=chances, size=50_000)], **machine, rng=rng)
    found = np.bincount((V @ 2 ** np.arange(3, -1, -1)).astype(int), minlength=16) / len(V)
    np.testing.assert_allclose(found, chances, atol=0.008)


def test_a_long_chain_comes_to_the_distribution_from_anywhere(machine):
    rng, V = np.random.default_rng(1), np.zeros((40_000, 4))
    for _ in range(15):
        V, H = gibbs_step(V, **machine, rng=rng)
    np.testing.assert_allclose(V.mean(axis=0), joint(machine).sum(axis=1) @ every(4), atol=0.012)
    np.testing.assert_allclose(H.mean(axis=0), joint(machine).sum(axis=0) @ every(3), atol=0.012)


def surprise(V, machine):
    """The mean of -log of the chance of each example, exactly."""
    chances = dict(zip(map(tuple, every(V.shape[1])), joint(machine).sum(axis=1)))
    return -np.mean([np.log(chances[tuple(v)]) for v in V])


def slopes(V, machine, name, step=1e-5):
    """The gradient of the surprise by one of the arrays, by central differences."""
    found = np.zeros_like(machine[name])
    for place in np.ndindex(found.shape):
        ends = []
        for way in (step, -step):
            array = machine[name].copy()
            array[place] += way
            ends.append(surprise(V, machine | {name: array}))
        found[place] = (ends[0] - ends[1]) / (2 * step)
    return found


def test_many_long_chains_give_the_gradient_of_the_likelihood(machine):
    rng, V = np.random.default_rng(2), np.array([[1.0, 0, 0, 1], [0, 1, 0, 1], [1, 1, 0, 0]])
    chain = (rng.random((40_000, 4)) < 0.5).astype(float)
    directions = contrastive_divergence(V, **machine, rng=rng, steps=15, chain=chain)[:3]
    for name, found in zip(machine, directions):
        np.testing.assert_allclose(found, slopes(V, machine, name), atol=0.012)


def test_a_short_chain_from_the_examples_does_not(machine):
    rng, V = np.random.default_rng(3), np.array([[1.0, 0, 0, 1], [0, 1, 0, 1], [1, 1, 0, 0]])
    rows = np.tile(V, (15_000, 1))
    dW = contrastive_divergence(rows, **machine, rng=rng)[0]
    assert np.abs(dW - slopes(V, machine, "W")).max() > 0.03


def test_no_step_from_the_examples_is_no_direction(machine):
    V = every(4)
    *ways, end = contrastive_divergence(V, **machine, rng=np.random.default_rng(0), steps=0)
    assert all(not np.any(way) for way in ways)
    np.testing.assert_array_equal(end, V)


def test_chains_go_on_where_they_were(machine):
    V, chain = every(4), every(4)[::-1]
    whole = contrastive_divergence(V, **machine, rng=np.random.default_rng(5), steps=3, chain=chain)[3]
    rng = np.random.default_rng(5)
    for _ in range(3):
        chain = contrastive_divergence(V, **machine, rng=rng, chain=chain)[3]
    np.testing.assert_array_equal(chain, whole)


def test_float32_stays_float32(machine):
    narrow = {name: array.astype(np.float32) for name, array in machine.items()}
    rng = np.random.default_rng(0)
    results = [
        rbm_free_energy(every(4).astype(np.float32), **narrow),
        *gibbs_step(every(4).astype(np.float32), **narrow, rng=rng),
        *contrastive_divergence(every(4).astype(np.float32), **narrow, rng=rng),
    ]
    assert {array.dtype for array in results} == {np.dtype(np.float32)}
