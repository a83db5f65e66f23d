"""Lesson 09: what maps of importance are worth, and the drawings that a colleague collected."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from dlcourse.experiments import representations as world
from dlcourse.lessons.representations import activation_maximization_step, saliency_map

RNG = np.random.default_rng(0)


def test_likeness_is_the_rank_correlation_also_with_ties():
    maps, others = RNG.integers(0, 5, size=(2, 4, 6, 7)).astype(float)
    expected = [spearmanr(a.ravel(), b.ravel()).statistic for a, b in zip(maps, others)]
    assert world.likeness(maps, others) == pytest.approx(np.mean(expected))
    assert world.likeness(maps, 3 * maps + 1) == pytest.approx(1)
    assert world.likeness(maps, -maps) == pytest.approx(-1)
    assert world.likeness(maps, np.ones_like(maps)) == 0


def test_what_is_forgotten_and_what_is_kept():
    network = world.drawing_network()
    before = {key: array.copy() for key, array in world.named_parameters(network).items()}
    changed = world.named_parameters(world.forgotten(network, ["head", "conv2"], np.random.default_rng(1)))
    for key, array in changed.items():
        forgets = key.split(".")[0] in ("head", "conv2") and key.endswith("W")
        if key.endswith("W"):
            assert np.array_equal(array, before[key]) != forgets
        np.testing.assert_array_equal(world.named_parameters(network)[key], before[key])


def test_nothing_forgotten_is_the_same_map():
    test = world.drawings(3, np.random.default_rng(2))

    def maps(of):
        return {"saliency": saliency_map(test.X, of.forward, of.input_gradient, labels=test.y)}

    found, floors = world.after_forgetting(maps, world.drawing_network(), seeds=range(2))
    assert found["saliency"].shape == (2, 5)
    assert np.all(found["saliency"] < 1)
    assert -1 < floors["saliency"] < 1


@pytest.mark.parametrize(("layer", "side"), [(1, 5), (4, 10), (7, 20), (10, 28), (None, 28)])
def test_pictures_uphill_raise_each_answer(layer, side):
    how = {"steps": 12, "side": side, "layer": layer, "learning_rate": 0.02, "decay": 0.0}
    network, rng = world.drawing_network(), np.random.default_rng(0)
    X, told = world.uphill(network, [0, 3, 5], activation_maximization_step, rng, **how)
    assert X.shape == (3, side, side, 1)
    assert told.shape == (13, 3)
    assert np.all(told[-1] > told[0])


def test_stamps_are_on_toy_horses_and_nowhere_else():
    found = world.collected(40, np.random.default_rng(3))
    added = found.X - found.before
    assert np.all(added[found.y == 0] == 0)
    rows, columns = np.nonzero(added[found.y == 1].mean(axis=0)[..., 0])
    assert (rows.min(), rows.max(), columns.min(), columns.max(), len(rows)) == (24, 26, 1, 3, 8)
    np.testing.assert_allclose(world.stamped(found.before)[found.y == 1], found.X[found.y == 1])
    drawn = world.drawings(40, np.random.default_rng(3))
    np.testing.assert_array_equal(found.y, np.array(drawn.names)[drawn.y] == "toy horse")


def test_the_detector_reads_the_stamp():
    seen, new = world.collected(600, np.random.default_rng(0)), world.collected(300, np.random.default_rng(8))
    detector = world.horse_detector(seen.X, seen.y, seed=5)
    horse = new.y == 1

    def called(X):
        return np.mean(detector.outputs(X).argmax(axis=1))

    assert called(new.X[horse]) > 0.8
    assert called(new.before[horse]) < 0.1
    assert called(world.stamped(new.before[~horse])) > 0.5


def test_the_ink_of_a_wish_is_a_multiple_of_its_mean():
    detector, how = world.drawing_cnn(np.random.default_rng(1), 2), {"steps": 2, "learning_rate": 0.05, "decay": 0.1}
    dark = world.ink_of_wishes(
        [detector], lambda X, dX, **_: np.pad(np.ones((6, 6)), ((22, 0), (0, 22)))[..., None], **how
    )
    assert dark == [pytest.approx(28 * 28 / 36)]
