"""Experiments of lesson 10: few labels on two other roads, layers that are frozen, and what is lost."""

import numpy as np
import pytest

from dlcourse.data import datasets
from dlcourse.exercises.transfer import best_of_few
from dlcourse.experiments.representations import drawing_network, drawings
from dlcourse.experiments.transfer import forgetting, freezing, objects, patches, tables, tuning
from dlcourse.lessons.transfer import few_shot_split, fine_tune_step, freeze_mask
from dlcourse.nn.training import Dense, Network, ReLU, named_parameters, set_parameters

NAMES = ("body", "head")


def small_network(seed=0):
    rng = np.random.default_rng(seed)
    return Network([Dense(4, 5, rng), ReLU(), Dense(5, 3, rng)])


def batches(count=3):
    rng = np.random.default_rng(1)
    return [(rng.normal(size=(6, 4)), rng.integers(3, size=6)) for _ in range(count)]


def test_one_step_follows_the_slope_of_the_loss():
    """Beside central differences."""
    (X, y), network, h = batches()[0], small_network(), 1e-6
    before = {name: array.copy() for name, array in named_parameters(network, NAMES).items()}
    tuning.learn(network, NAMES, [(X, y)], step=fine_tune_step, learning_rate=0.5, body_factor=0.1)
    for name, rate in (("body.W", 0.05), ("body.b", 0.05), ("head.W", 0.5), ("head.b", 0.5)):
        losses = []
        for sign in (1, -1):
            there = {key: array.copy() for key, array in before.items()}
            there[name].flat[1] += sign * h
            losses.append(set_parameters(small_network(), NAMES, there).loss_and_gradients(X, y)[0])
        slope = (losses[0] - losses[1]) / (2 * h)
        moved = named_parameters(network, NAMES)[name].flat[1] - before[name].flat[1]
        assert moved == pytest.approx(-rate * slope, abs=1e-7)


def test_what_is_frozen_stays():
    network, mask = small_network(), {"body.W": False, "body.b": False, "head.W": True, "head.b": True}
    before = network.snapshot()
    tuning.learn(network, NAMES, batches(), step=fine_tune_step, learning_rate=0.5, mask=mask)
    np.testing.assert_array_equal(network.layers[0].parameters["W"], before[0]["W"])
    assert np.abs(network.layers[2].parameters["W"] - before[2]["W"]).max() > 0.01


def test_watched_before_each_step_and_at_the_end():
    seen = []
    how = {"step": fine_tune_step, "learning_rate": 0.1, "watch": lambda number, network: seen.append(number)}
    tuning.learn(small_network(), NAMES, batches(3), **how)
    assert seen == [0, 1, 2, 3]


@pytest.mark.parametrize(("kind", "count"), [(freezing.KINDS[0], 3), (freezing.KINDS[2], 2)])
def test_examples_that_go_only_once_through_frozen_layers_teach_the_same(kind, count, monkeypatch):
    how = {"freeze_mask": freeze_mask, "step": fine_tune_step}
    monkeypatch.setattr(freezing, "STEPS", 5)
    short = freezing.layers_share(kind, count, 0, 0.01, **how)
    monkeypatch.setattr(freezing, "cut", lambda network, mask: (Network([]), network, freezing.NAMES))
    assert freezing.layers_share(kind, count, 0, 0.01, **how) == short


def test_cut_networks_give_what_the_whole_gives():
    network, X = drawing_network(), drawings(3, np.random.default_rng(0)).X
    for layers in range(6):
        mask = freeze_mask(named_parameters(network, freezing.NAMES), layers=layers)
        below, above, names = freezing.cut(network, mask)
        np.testing.assert_array_equal(above.outputs(below.outputs(X)), network.outputs(X))
        assert names == freezing.NAMES[min(layers, 4) :]


def test_the_first_layers_are_old():
    old = {"a.W": np.zeros(2), "a.b": np.zeros(1), "b.W": np.zeros(3)}
    fresh = {name: array + 1 for name, array in old.items()}
    taken = freezing.first_layers(old, fresh, 1)
    assert [array.max() for array in taken.values()] == [0, 0, 1]


def test_places_are_where_the_ink_is():
    found = drawings(60, np.random.default_rng(5), noise=0.0)
    for picture, place in zip(found.X[..., 0], objects.places(found)):
        rows, columns = np.nonzero(picture > 0.1)
        middle = np.array([rows.min() + rows.max(), columns.min() + columns.max()]) / 2
        if np.abs(middle[:, None] - objects.MIDDLE).min() > 1.5:  # else it hangs on a pixel, or on the body's own edge
            assert place == 3 * sum(middle[1] > np.array(objects.MIDDLE)) + sum(middle[0] > np.array(objects.MIDDLE))


def test_turned_windows_turn_back():
    X = np.random.default_rng(0).random((20, 8, 8, 3))
    out, turns = patches.turned(X, np.random.default_rng(1))
    for before, after, count in zip(X, out, turns):
        np.testing.assert_array_equal(np.rot90(after, -count), before)
    assert set(turns) == {0, 1, 2, 3}


def test_windows_to_tune_on_share_no_pixel_with_those_to_learn_from():
    rows = datasets.windows("portrait", "seen")[2][:, 0]
    covered = [{row + k for row in rows[chosen] for k in range(8)} for chosen in patches.bands(rows)]
    assert not covered[0] & covered[1]
    X, y, X_test, y_test = patches.to_person().parts["tuning"]
    assert (len(X), len(X_test)) == (len(y), len(y_test)) == tuple(chosen.sum() for chosen in patches.bands(rows))


def test_ten_outputs_begin_with_the_old_six():
    X = drawings(5, np.random.default_rng(0)).X
    scores = forgetting.with_ten_outputs(np.random.default_rng(1)).outputs(X)
    np.testing.assert_allclose(scores[:, :6], drawing_network().outputs(X))
    assert scores.shape == (5, 10)


def test_batches_hold_as_many_kept_drawings_as_new_ones():
    new, old = (np.zeros((9, 2)), np.full(9, 6)), (np.ones((3, 2)), np.arange(3))
    none = np.ones((0, 2)), np.zeros(0, dtype=int)
    for kept, size in ((old, 8), (none, 4)):
        made = list(forgetting.rehearsal_batches(new, kept, np.random.default_rng(0), steps=3, size=4))
        assert [len(y) for _, y in made] == [size] * 3
        assert all((X[y < 6] == 1).all() and (X[y == 6] == 0).all() for X, y in made)


def test_percents_by_hand():
    scores = np.zeros((4, 10))
    scores[[0, 1, 2, 3], [0, 7, 8, 9]] = 1
    scores[1, 1] = 0.5
    y = np.array([0, 1, 8, 2])
    assert forgetting.percent_right(scores, y, range(6)) == pytest.approx(100 / 3)
    assert forgetting.percent_right(scores, y, range(6), range(6)) == pytest.approx(200 / 3)
    assert forgetting.percent_right(scores, y, (8, 9)) == 100


@pytest.mark.parametrize("name", ["objects", "patches", "forgetting", "layers"])
def test_stored_tables_were_tuned_fairly(name):
    table = tables.measured(name)
    for part in table.values() if name == "layers" else [table]:
        assert {len(values) for values in part["ranges"].values()} == {5}
        for side, values in part["ranges"].items():
            assert min(values) < part["rates"][side] < max(values)
            assert len(part["numbers"][side]) == len(part["seeds"]) == 5
        assert not set(part["tuning"]) & set(part["seeds"])


def test_a_stored_number_comes_out_again():
    table, place = tables.measured("objects"), tuning.LABELS.index(5)
    side = "frozen features"
    right = tuning.share_right(objects.to_new_objects(), side, 5, 0, table["rates"][side], step=fine_tune_step)
    assert 100 * right == pytest.approx(table["percent"][side][0][place], abs=0.5)


def test_prototypes_that_move_to_the_crowds_want_the_scale_of_the_old_task():
    """What the page says of one label a class: 79 % with that scale, and harm without it."""
    old, new = objects.old_and_new_features()
    shares = []
    for seed in range(20):
        few, rest = few_shot_split(new.y, per_class=1, rng=np.random.default_rng(seed))
        scaled = best_of_few.whitened(best_of_few.around_their_means(*old), [new.H[few], new.H[rest]])
        plain = new.H[few], new.H[rest]
        right = [best_of_few.moved_prototypes(few, new.y[rows], rest) == new.y[others]
                 for (few, rest), rows, others in [(scaled, few, rest), (plain, few, rest)]]  # fmt: skip
        right.append(best_of_few.nearest_prototype(plain[0], new.y[few], plain[1]) == new.y[rest])
        shares.append([named.mean() for named in right])
    moved, moved_plain, prototypes = np.median(shares, axis=0)
    assert moved == pytest.approx(0.79, abs=0.01)
    assert moved_plain < prototypes == pytest.approx(0.58, abs=0.01)


def test_ways_that_are_the_same_stand_in_both_lines():
    found = tables.by_layers("which object")
    assert [list(counts) for counts in found.values()] == [list(range(5))] * 3
    assert found[freezing.KINDS[2]][4] == found[freezing.KINDS[0]][4]


def test_medians_as_text():
    assert tables.medians({"a": {1: [1, 5, 3], 20: [9, 9, 9]}}) == "      1    20\na     3     9"
