"""Experiments of lesson 16 on fewer weights, small networks and time."""

import numpy as np
import pytest

from dlcourse.data.stored import measurements
from dlcourse.experiments import compression as trial
from dlcourse.experiments.autoencoder.own_answers import halves
from dlcourse.experiments.compression import distilling, networks, profiles, pruning, tickets
from dlcourse.lessons import compression
from dlcourse.lessons.losses import numerical_gradient
from dlcourse.nn.training.loss import softmax_cross_entropy


@pytest.fixture(scope="module")
def masks():
    return compression.prune_smallest(tickets.weights_of(tickets.untrained(0)), fraction=0.95)


# ---- pruning ----


def test_what_is_pruned_stays_pruned_while_it_learns_on():
    network = networks.trained("digits")
    masks = compression.prune_smallest(networks.weights_of(network), fraction=0.8)
    before = networks.right("digits", pruning.pruned(network, masks))
    pruning.trained_on("digits", network, masks, 0, rate=0.01, steps=40)
    for name, W in networks.weights_of(network).items():
        assert not W[~masks[name]].any()
        assert W[masks[name]].all()
    assert networks.right("digits", network) > before + 20


def test_masks_of_0_and_1_serve_as_well():
    networks_in = networks.trained("digits"), networks.trained("digits")
    masks = compression.prune_smallest(networks.weights_of(networks_in[0]), fraction=0.5)
    for network, given in zip(networks_in, (masks, {name: mask.astype(float) for name, mask in masks.items()})):
        pruning.pruned(network, given)
    for one, other in zip(*(networks.weights_of(network).values() for network in networks_in)):
        assert (one == other).all()


def test_by_chance_as_many_go_in_each_array(masks):
    drawn = pruning.as_many_at_random(masks, np.random.default_rng(0))
    assert [mask.sum() for mask in drawn.values()] == [mask.sum() for mask in masks.values()]
    assert any((drawn[name] != masks[name]).any() for name in masks)


def test_the_smallest_are_missed_less_than_any():
    found = pruning.curves(compression.prune_smallest)
    for ways in found.values():
        assert ways[pruning.SMALLEST][0.0] == ways[pruning.RANDOM][0.0]
        for fraction in (0.1, 0.2, 0.3):
            assert ways[pruning.SMALLEST][fraction][0] > ways[pruning.RANDOM][fraction][0] + 5
    assert pruning.can_go(found) == 30
    assert max(map(len, pruning.told(found).splitlines())) <= 88


def test_a_map_pays_from_one_part_in_as_many_as_a_weight_has_bits():
    found = pruning.bytes_by_fraction(compression.memory_of, compression.prune_smallest, (8, 1))
    assert [share < 100 for share in list(found[8].values())[1:4]] == [False, False, True]  # 5, 10, 15 %
    assert min(found[1].values()) == 100
    assert pruning.bytes_told(compression.memory_of, 8).endswith("less than all from 15 % on")
    assert pruning.bytes_told(compression.memory_of, 1).endswith("never")


def test_zeros_save_no_time_in_a_product():
    assert pruning.zeros_save_time(compression.prune_smallest) is False
    assert pruning.zeros_told().endswith("no")


def test_what_was_stored_of_pruning_is_whole():
    assert list(pruning.measured()) == list(networks.TASKS)
    for task, ways in pruning.measured().items():
        assert set(measurements(pruning.TABLE)[task]["rates"].values()) <= set(pruning.RATES[1:-1])
        assert all(list(curve) == list(pruning.ON_AT) for curve in ways.values())
        assert {len(numbers) for curve in ways.values() for numbers in curve.values()} == {len(pruning.SEEDS)}
        after = ways[pruning.SMALLEST + pruning.ON]
        assert all(np.median(after[f]) > np.median(ways[pruning.SMALLEST][f]) for f in (0.5, 0.7))


# ---- tickets ----


def test_a_ticket_is_found_by_halving():
    (X, y), _ = halves("tuning")
    found = tickets.pruned_in_rounds(compression.prune_smallest, 0, (X[:200], y[:200]), rounds=3)
    assert [sum(int(mask.sum()) for mask in masks.values()) for masks in found] == [
        tickets.weights_left(rounds) for rounds in (1, 2, 3)
    ]
    for before, after in zip(found, found[1:], strict=False):
        assert all((before[name] | ~after[name]).all() for name in before)  # what has gone does not come back


def test_who_stands_in_the_places_has_as_many_weights(masks):
    left = sum(int(mask.sum()) for mask in masks.values())
    first = tickets.weights_of(tickets.untrained(0))
    for name, way in tickets.WAYS.items():
        network, own = way(0, masks)
        if own is None:
            assert left + 160 <= network.size < left + 160 + 75
        else:
            assert [mask.sum() for mask in own.values()] == [mask.sum() for mask in masks.values()], name
    network, _ = tickets.shuffled_weights(0, masks)
    for (name, W), mask in zip(tickets.weights_of(network).items(), masks.values(), strict=True):
        np.testing.assert_array_equal(np.sort(W[mask]), np.sort(first[name][mask]))
        assert (W[mask] != first[name][mask]).any()


def test_masked_weights_do_not_learn(masks):
    (X, y), test = halves("result")
    network = tickets.train_masked(tickets.untrained(0), masks, (X[:300], y[:300]), seed=0, epochs=2)
    for W, mask in zip(tickets.weights_of(network).values(), masks.values(), strict=True):
        assert not W[~mask].any()
    assert 10 < tickets.percent_right(network, test) < 100


def test_a_verdict_says_who_is_ahead_by_more_than_a_point():
    assert [tickets.verdict([90.0, 95.0, 91.0], [other]) for other in (89.0, 90.0, 92.0, 92.5)] == ["a", "b", "b", "c"]


def test_what_was_stored_of_tickets_was_tuned_alike():
    for rounds, by in tickets.measured().items():
        assert set(by) == (set(tickets.WAYS) if rounds else {tickets.WHOLE})
        for found in by.values():
            assert len(found["numbers"]) == len(tickets.SEEDS)
            assert found["range"] == {key: list(values) for key, values in tickets.RANGES.items()}
            for key, values in found["range"].items():
                assert found["best"][key] in values[1:-1]
    assert max(map(len, tickets.told().splitlines())) <= 88
    assert tickets.letter() == "a"


# ---- a teacher ----


def test_losses_of_labels_and_teachers_are_those_they_are_called():
    rng = np.random.default_rng(0)
    y, Z, rows = rng.integers(0, 10, size=8), rng.normal(size=(3, 10)), np.array([5, 0, 2])
    loss, dZ = distilling.by_labels(y)(Z, rows)
    expected, d_expected = softmax_cross_entropy(Z, y[rows])
    assert loss == pytest.approx(expected)
    np.testing.assert_allclose(dZ, d_expected, atol=1e-12)
    smooth = distilling.by_labels(y, 0.3)
    np.testing.assert_allclose(
        smooth(Z, rows)[1], numerical_gradient(lambda scores: smooth(scores, rows)[0], Z.copy()), atol=1e-6
    )
    teacher = distilling.by_teacher(compression.distillation_loss, rng.normal(size=(8, 10)), 2.0)
    np.testing.assert_allclose(
        teacher(Z, rows)[1], numerical_gradient(lambda scores: teacher(scores, rows)[0], Z.copy()), atol=1e-6
    )


def test_the_small_one_is_small():
    loss = distilling.by_labels(np.arange(4))
    made = [
        distilling.taught(sizes, np.zeros((4, 64)), loss, 0, learning_rate=0.1, steps=1)
        for sizes in (distilling.LARGE, distilling.SMALL, distilling.ONE_LAYER)
    ]
    assert [network.size for network in made] == [12060, 610, 650]


def test_a_teacher_never_sees_a_label_that_its_student_does_not_have():
    here = distilling.given(0, 2)
    assert len(here.y) == 20
    assert len(here.U) == 1277
    assert distilling.right_of_teacher(0, 2) < 85


def test_what_was_stored_of_teachers_was_tuned_alike():
    assert list(distilling.measured()) == list(distilling.LABELS)
    for by in distilling.measured().values():
        assert set(by) == {*distilling.WAYS, distilling.TEACHER}
        for way in distilling.WAYS:
            assert len(by[way]["numbers"]) == len(distilling.SEEDS)
            assert by[way]["range"] == {key: list(values) for key, values in distilling.RANGES[way].items()}
            for key, values in by[way]["range"].items():
                assert by[way]["best"][key] in [*values[1:-1], *distilling.NATURAL.get(key, {})]
    assert max(map(len, distilling.told().splitlines())) <= 88


# ---- time ----


def test_folding_changes_no_score():
    network = profiles.normalised()
    plain = profiles.folded(network, compression.fold_batchnorm)
    assert len(plain.layers) == len(network.layers) - 2
    assert profiles.largest_difference(network, plain) < 1e-9


def test_shares_are_of_all_layers():
    network = profiles.fewer_kernels()
    shares = profiles.shares_of_time(network, 1)
    assert list(shares) == profiles.names_of(network)
    assert sum(shares.values()) == pytest.approx(1)


def test_multiplications_are_counted_by_layer():
    counts = profiles.multiplications(profiles.normalised(), compression.count_operations)
    assert list(counts) == profiles.names_of(profiles.normalised())
    assert {name: number for name, number in counts.items() if number} == {
        "convolution 1": 144 * 8 * 9,
        "convolution 2": 36 * 16 * 72,
        "dense 1": 1440,
    }


def test_promises_are_those_of_amdahl():
    shares = {"convolution 1": 0.5, "normalisation 1": 0.3, "normalisation 2": 0.2}
    assert profiles.promise_of_folding(compression.total_speedup, shares) == pytest.approx(2)
    assert profiles.half_told(compression.count_operations).startswith(
        "half of the kernels: 53,280 and 16,272 multiplications, 3.3 times fewer"
    )
    words = profiles.promise(compression.total_speedup, compression.fold_batchnorm)
    assert words.startswith("the scores are the same up to rounding: yes")
    assert profiles.together_told().endswith("yes")
    assert max(map(len, profiles.told(compression.count_operations).splitlines())) <= 88


def test_the_room_has_its_modules():
    assert {"distilling", "profiles", "pruning", "tickets"} <= set(trial.__all__)
