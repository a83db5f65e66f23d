"""Bars and stripes, machines that learn them, and machines that dream digits."""

import numpy as np
import pytest

from dlcourse.data import networks
from dlcourse.experiments.autoencoder import bars, bars_measured, boltzmann, dreams
from dlcourse.lessons.autoencoder import contrastive_divergence, gibbs_step, rbm_free_energy
from dlcourse.lessons.neuron import sigmoid

FUNCTIONS = contrastive_divergence, rbm_free_energy


def test_there_are_30_bars_and_stripes_each_once():
    V = bars.patterns()
    assert V.shape == (2 * 2**4 - 2, 16) == (len(np.unique(V, axis=0)), 16)
    for picture in V.reshape(-1, 4, 4):
        assert np.all(picture == picture[:1]) or np.all(picture == picture[:, :1])
    by_force = [
        picture
        for picture in bars.states(9).reshape(-1, 3, 3)
        if np.all(picture == picture[:1]) or np.all(picture == picture[:, :1])
    ]
    assert len(bars.patterns(3)) == len(by_force) == 14


def test_all_states():
    np.testing.assert_array_equal(bars.states(2), [[0, 0], [1, 0], [0, 1], [1, 1]])


def test_the_partition_function_is_the_same_over_either_side():
    rng = np.random.default_rng(0)
    machine = {"W": rng.normal(size=(5, 3)), "b": rng.normal(size=3), "c": rng.normal(size=5)}
    energy = [
        machine["c"] @ v + machine["b"] @ h + v @ machine["W"] @ h for v in bars.states(5) for h in bars.states(3)
    ]
    for over in ("visible", "hidden"):
        found = bars.log_partition(rbm_free_energy, machine, over=over)
        assert found == pytest.approx(np.log(np.sum(np.exp(energy))))
    with pytest.raises(ValueError, match="want hidden or visible"):
        bars.log_partition(rbm_free_energy, machine, over="both")


def test_the_divergence_of_no_knowledge():
    machine = {"W": np.zeros((16, 12)), "b": np.zeros(12), "c": np.zeros(16)}
    assert bars.divergence(rbm_free_energy, bars.patterns(), machine) == pytest.approx(np.log(2**16 / 30))


def test_both_parts_of_the_divergence():
    V, machine = bars.patterns(), boltzmann.first_machine(3)
    machine["W"] = 4 * machine["W"]
    lies = bars.spread(rbm_free_energy, V, machine)
    assert lies["elsewhere"] + lies["uneven"] == pytest.approx(bars.divergence(rbm_free_energy, V, machine))
    chances = np.exp(bars.log_chances(rbm_free_energy, V, machine))
    shares = chances / chances.sum()
    assert lies["uneven"] == pytest.approx(np.mean(np.log(1 / 30 / shares)))
    assert lies["kept"] == np.sum(chances > 1 / 90)


def test_the_exact_gradient_by_differences():
    """Seen minus dreamt, with the machine's own distribution in the place of chains, is the slope of the divergence."""
    rng, V = np.random.default_rng(1), bars.patterns(2)
    machine = {"W": rng.normal(size=(4, 3)), "b": rng.normal(size=3), "c": rng.normal(size=4)}
    states = bars.states(4)
    chances = np.exp(bars.log_chances(rbm_free_energy, states, machine))
    assert chances.sum() == pytest.approx(1)
    dreamt = states.T @ (chances[:, None] * sigmoid(states @ machine["W"] + machine["b"]))
    exact = dreamt - V.T @ sigmoid(V @ machine["W"] + machine["b"]) / len(V)
    found = np.zeros_like(exact)
    for place in np.ndindex(exact.shape):
        ends = []
        for way in (1e-5, -1e-5):
            W = machine["W"].copy()
            W[place] += way
            ends.append(bars.divergence(rbm_free_energy, V, machine | {"W": W}))
        found[place] = (ends[0] - ends[1]) / 2e-5
    np.testing.assert_allclose(found, exact, atol=1e-8)
    chain = (rng.random((40_000, 4)) < 0.5).astype(float)
    many = contrastive_divergence(V, **machine, rng=rng, steps=15, chain=chain)[0]
    np.testing.assert_allclose(many, exact, atol=0.012)


def test_machines_learn_and_look_at_themselves():
    seen, machine = boltzmann.learn(*FUNCTIONS, 0, rate=0.2, updates=1000, looks=4)
    assert seen["update"] == [0, 250, 500, 750, 1000]
    assert seen["divergence"][0] > 7 > 4 > seen["divergence"][-1]
    assert seen["divergence"][-1] == pytest.approx(bars.divergence(rbm_free_energy, bars.patterns(), machine))
    again, _ = boltzmann.learn(*FUNCTIONS, 0, rate=0.2, updates=1000, looks=4)
    assert again == seen
    other, _ = boltzmann.learn(*FUNCTIONS, 0, rate=0.2, updates=1000, looks=4, goes_on=True, falling=True)
    assert other["divergence"][0] == seen["divergence"][0]
    assert other["divergence"][-1] != seen["divergence"][-1]


def test_where_error_and_divergence_part():
    """What the answer to the lesson's explanation says: chances gather on the patterns, and are divided unevenly."""
    V, found = bars.patterns(), []
    for updates in (3000, 10_000):
        _, machine = boltzmann.learn(*FUNCTIONS, 0, rate=0.1, updates=updates, looks=1)
        lies, rows = bars.spread(rbm_free_energy, V, machine), np.repeat(V, 200, axis=0)
        after, _ = gibbs_step(rows, **machine, rng=np.random.default_rng(0))
        found.append((lies["elsewhere"], lies["uneven"], np.mean(np.all(after == rows, axis=1))))
    np.testing.assert_allclose(found, [(0.47, 1.11, 0.69), (0.09, 2.11, 0.91)], atol=0.02)


def test_reconstruction_by_hand():
    machine = {"W": np.array([[np.log(3.0)]]), "b": np.zeros(1), "c": np.zeros(1)}
    hidden = 3 / 4  # the sigmoid of log 3
    pixel = 1 / (1 + 3**-hidden)
    assert boltzmann.reconstruction_error(np.ones((2, 1)), machine) == pytest.approx((1 - pixel) ** 2)


def test_what_is_stored_is_what_is_measured():
    table = bars_measured.stored()
    way = table["ways"]["CD-10, a tenth of the updates"]
    rate, schedule = way["best"].split()
    how = {"rate": float(rate), "falling": schedule == "falling", "steps": 10, "updates": way["updates"], "looks": 12}
    seen, _ = boltzmann.learn(*FUNCTIONS, table["seeds"][0], **how)
    np.testing.assert_allclose(seen["divergence"], way["divergence"][0], atol=1e-3)
    assert not set(table["tuning"]) & set(table["seeds"])
    assert len(table["seeds"]) >= 5


def test_held_pixels_stay():
    machine, rng = networks.digits_machine(), np.random.default_rng(0)
    V, held = dreams.noise(3, rng), np.arange(64) < 20
    found = dreams.dreamt(gibbs_step, machine, V, (0, 1, 5), rng, held=held)
    np.testing.assert_array_equal(found[0], V)
    for after in (1, 5):
        np.testing.assert_array_equal(found[after][:, held], V[:, held])
        assert np.any(found[after][:, ~held] != V[:, ~held])


def test_nearest_is_counted_pixel_by_pixel():
    rng = np.random.default_rng(0)
    V, others = dreams.noise(4, rng), dreams.noise(6, rng)
    by_force = [min(int(np.sum(v != other)) for other in others) for v in V]
    np.testing.assert_array_equal(dreams.nearest(V, others), by_force)


def test_training_digits_are_copies_and_noise_is_far():
    seen, _ = dreams.digit_patterns()
    assert dreams.judged(seen[:50])["copies"] == 100
    assert dreams.judged(dreams.noise(50, np.random.default_rng(0)))["nearest"] > 15


def test_a_machine_learns_digits():
    machine = dreams.learn_digits(contrastive_divergence, np.random.default_rng(0), epochs=10)
    assert {name: array.shape for name, array in machine.items()} == networks.DIGITS_MACHINE_SHAPES
    rng = np.random.default_rng(1)
    dreamt = dreams.dreamt(gibbs_step, machine, dreams.noise(100, rng), (20,), rng)[20]
    assert dreams.judged(dreamt)["nearest"] < 9
