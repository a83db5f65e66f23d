"""Experiments of lesson 16, compression: the two networks, weights of few bits, files, and what is stored of them."""

import numpy as np
import pytest

from dlcourse.data.networks import small_network
from dlcourse.experiments import compression as trial
from dlcourse.lessons import compression

FUNCTIONS = trial.files.FUNCTIONS
each_task = pytest.mark.parametrize("task", trial.networks.TASKS)


def kept(task, smallest):
    return {name: np.abs(W) > smallest for name, W in trial.networks.weights_of(trial.networks.trained(task)).items()}


@each_task
def test_what_is_stored_are_numbers_of_32_bits(task):
    arrays, network = small_network(task), trial.networks.trained(task)
    assert all(np.array_equal(array, np.float32(array)) for array in arrays.values())
    assert sum(array.size for array in arrays.values()) == network.size
    assert list(arrays) == list(trial.networks.arrays_of(network))
    assert all(np.shares_memory(W, trial.networks.arrays_of(network)[name])
               for name, W in trial.networks.weights_of(network).items())  # fmt: skip


def test_how_much_they_get_right():
    assert trial.networks.right("digits", trial.networks.trained("digits")) == pytest.approx(96.2, abs=0.1)
    assert trial.networks.right("rows", trial.networks.trained("rows")) == pytest.approx(99.0, abs=0.1)
    assert trial.networks.right("digits", trial.networks.untrained("digits", 0), "tuning") < 40


@each_task
def test_what_is_masked_stays_out(task):
    masks, network = kept(task, 0.1), trial.networks.trained(task)

    def through(name, W):
        return W * masks[name], lambda d_out: d_out * masks[name]

    trial.networks.learn(task, network, 1, steps=3, rate=0.01, through=through)
    for name, W in trial.networks.weights_of(network).items():
        assert np.array_equal(W != 0, masks[name])
    assert trial.networks.right(task, network) > 80


@each_task
def test_without_a_way_through_it_learns_as_with_one_that_changes_nothing(task):
    one, other = (trial.networks.untrained(task, 2) for _ in range(2))
    trial.networks.learn(task, one, 1, steps=4)
    trial.networks.learn(task, other, 1, steps=4, through=lambda name, W: (W.copy(), lambda d_out: d_out))
    for a, b in zip(trial.networks.arrays_of(one).values(), trial.networks.arrays_of(other).values(), strict=True):
        assert np.array_equal(a, b)


def test_a_training_tells_of_its_steps_and_ends_with_a_rate_of_0():
    steps = []
    network = trial.networks.learn(
        "digits", trial.networks.untrained("digits", 0), 0, steps=3, watch=lambda step, _: steps.append(step)
    )
    assert steps == [0, 1, 2]
    before = trial.networks.weights_of(network)["conv1.W"].copy()
    trial.networks.learn("digits", network, 0, steps=2, rate=0.0)
    assert np.array_equal(before, trial.networks.weights_of(network)["conv1.W"])


@pytest.mark.parametrize("bits", [8, 3, 1])
@pytest.mark.parametrize("axis", [None, -1])
def test_rounding_errs_by_half_a_step_at_most(bits, axis):
    W = np.random.default_rng(bits).normal(size=(5, 3, 4))
    span = np.ptp(W) if axis is None else np.ptp(W, axis=(0, 1))  # both signs are there
    assert np.all(np.abs(trial.bits.rounded(W, bits, axis=axis) - W) <= span / (2**bits - 1) * (0.5 + 0.5 + 1e-9))
    assert len(np.unique(trial.bits.rounded(W, bits, axis=axis))) <= 2**bits * (1 if axis is None else 4)


def test_ever_fewer_bits():
    found, stored = trial.bits.curve(), trial.bits.stored_curves()
    assert trial.bits.needed(found) == {
        "digits": {"whole array": 4, "per channel": 4},
        "rows": {"whole array": 4, "per channel": 3},
    }
    for task, ways in found.items():
        for way, right in ways.items():
            assert right == pytest.approx(stored[task][way][0], abs=1.0)  # seed 0, which comes with the course
            assert len(stored[task][way]) == 5
            assert min(right[:3]) > right[0] - 1 > 5 * right[-1]
    assert "4" in trial.bits.told(found).splitlines()[1].split()[-1]


def test_channels_are_rounded_finer_on_their_own_steps():
    found = trial.bits.channels()
    W = trial.networks.weights_of(trial.networks.trained("digits"))["conv2.W"].reshape(72, 16)
    assert np.ptp(found["narrowest"]["weights"]) == np.ptp(W, axis=0).min()
    for channel in found.values():
        for way in trial.bits.WAYS:
            grid, apart = channel[way]
            nearest = np.abs(channel["weights"][:, None] - grid).min(axis=1)
            assert apart == pytest.approx(nearest.mean())
    assert "0.103 on the steps of the array, 0.027 on its own" in trial.bits.channels_told(found)


def test_ladders_for_channels_may_cost_more_than_a_bit():
    whole, each = (int(line.split()[-2].replace(",", "")) for line in trial.bits.ladders_told().splitlines())
    assert whole < each


def test_a_layer_of_whole_numbers():
    found = trial.bits.whole_numbers(compression.quantized_dense)
    assert found["apart"] < 1e-9
    assert found["same"] > 490
    assert found["largest"] > 2**15

    def in_sixteen_bits(X, W, b):
        (qx, x_scale, x_zero), (qw, w_scale, w_zero) = X, W
        sums = (qx.astype(np.int16) - np.int16(x_zero)) @ (qw.astype(np.int16) - w_zero.astype(np.int16))
        return x_scale * w_scale * sums + b

    assert trial.bits.whole_numbers(in_sixteen_bits)["apart"] > 1
    assert "500 of 500" in trial.bits.whole_numbers_told(compression.quantized_dense)


@each_task
@pytest.mark.parametrize("axis", [None, -1])
@pytest.mark.parametrize("bits", [8, 5, 1])
@pytest.mark.parametrize("smallest", [None, 0.1])
def test_what_is_packed_comes_back(task, axis, bits, smallest):
    network, masks = trial.networks.trained(task), None if smallest is None else kept(task, smallest)
    for name, W in trial.networks.weights_of(network).items():
        W *= 1 if masks is None else masks[name]
    weights = trial.networks.weights_of(network)
    packed = trial.files.pack(trial.networks.arrays_of(network), bits=bits, axis=axis, masks=masks)
    channels = sum(W.shape[-1] if axis else 1 for W in weights.values())
    biases = network.size - sum(W.size for W in weights.values())
    memory = compression.memory_of(weights, bits=bits, masks=masks)
    assert memory <= len(packed) - 3 - 5 * channels - 4 * biases <= memory + len(weights)  # halves of bytes, twice
    back = trial.files.unpack(packed, trial.networks.untrained(task, 9))
    for name, W in trial.networks.arrays_of(back).items():
        expected = trial.networks.arrays_of(network)[name]
        expected = trial.bits.rounded(expected, bits, axis=axis) if name in weights else expected
        assert np.allclose(W, expected, atol=1e-5)


def test_files_are_as_large_as_on_a_disk(tmp_path):
    network = trial.networks.trained("digits")
    arrays = trial.networks.arrays_of(network)
    np.savez(tmp_path / "a.npz", **{name: array.astype(np.float32) for name, array in arrays.items()})
    assert (tmp_path / "a.npz").stat().st_size == trial.files.size_of(arrays)
    np.save(tmp_path / "b.npy", trial.files.pack(arrays, bits=4))
    assert (tmp_path / "b.npy").stat().st_size == trial.files.packed_size(network, bits=4)
    assert "12,294" in trial.files.told()


def test_weights_beyond_the_steps_get_no_gradient():
    network = trial.networks.trained("digits")
    grid = trial.rounding.Steps(network, 2, reach=0.5)
    W = trial.networks.weights_of(network)["dense1.W"]
    used, back = grid.through("dense1.W", W)
    low, high = used.min(axis=0), used.max(axis=0)
    beyond = (2 * low > W) | (2 * high < W)
    assert len(np.unique(used[:, 0])) <= 4
    assert beyond.any()
    assert not back(np.ones(W.shape))[beyond].any()
    assert back(np.ones(W.shape)).mean() > 0.5


def test_learning_on_with_rounded_weights_gives_much_back():
    assert trial.rounding.live().splitlines() == [
        "as trained                  96 % right",
        "rounded at once             62 % right",
        "rounded while it learned on at least 25 points more: yes",
    ]

    def nothing(d_out, W, **how):
        return np.zeros_like(d_out)

    assert trial.rounding.live(backward=nothing).endswith("no")


def test_what_is_stored_of_rounding():
    for found in trial.rounding.measured().values():
        rounded = [side["numbers"] for side in found["sides"].values()]
        assert max(np.median(found["rounded"]), np.median(rounded[0])) < np.median(rounded[1])
        assert not set(found["seeds"]) & set(found["tuning"])
        assert all(side["best"]["rate"] in found["rates"] for side in found["sides"].values())
        assert all(side["best"]["reach"] in found["reaches"][1:-1] for side in found["sides"].values())
    assert len(trial.rounding.told().splitlines()) == 2 + len(trial.rounding.measured())


@each_task
def test_smaller_versions_are_as_large_as_the_table_says(task):
    stored = trial.ending.measured()[task]
    network, version = trial.networks.trained(task), trial.ending.VERSIONS[task]["4 bits"]
    assert trial.ending.made(task, network, version, 0) == stored["4 bits"]["bytes"]
    assert trial.networks.right(task, network) == pytest.approx(stored["4 bits"]["right"][0], abs=0.5)
    assert list(stored) == [trial.ending.TRAINED, *trial.ending.VERSIONS[task]]
    for name, (size, right) in trial.ending.rows(task).items():
        assert size == stored[name]["bytes"]
        assert right == pytest.approx(np.median(stored[name]["right"]))


def test_what_is_out_stays_out_of_the_file():
    network = trial.networks.trained("digits")
    version = trial.ending.VERSIONS["digits"]["half out, 4 bits, learned on"]
    size = trial.ending.made("digits", network, version, 0, rate=0.01)
    zeros = sum(int((W == 0).sum()) for W in trial.networks.weights_of(network).values())
    assert zeros >= 2656 // 2
    assert size < 1500


def test_times_are_told_of_all():
    networks = {"one": trial.networks.trained("digits"), "half": trial.ending.half_as_wide("digits", 0)}
    found = trial.ending.times("digits", networks)
    assert {name: len(numbers) for name, numbers in found.items()} == {"one": 2, "half": 2}
    assert all(one < many for one, many in found.values())


def test_the_table_in_words():
    lines = trial.ending.told().splitlines()
    assert len(lines) == 2 + 2 * 7
    assert max(map(len, lines)) <= 88
    assert "4 bits: 1,769 bytes, 6.9 times smaller" in trial.ending.live()
