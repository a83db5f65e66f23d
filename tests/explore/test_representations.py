"""The explorers of lesson 09: what their words say is true, and what is drawn is read."""

import numpy as np
import pytest

from dlcourse import explore
from dlcourse.experiments import representations as world
from dlcourse.experiments.representations.world import object_lines
from dlcourse.explore.representations import sheet, unit

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", world.OBJECTS)
def test_the_objects_are_read_as_drawn_with_a_pen(name):
    pad = explore.representations.pad(sheet.strokes(object_lines(world.OBJECTS[name])))
    assert f"It reads {name} (> 99 %)" in pad.words()
    assert pad.array().shape == (28, 28)


def test_lines_are_as_thick_and_as_large_as_those_of_the_world():
    ours = sheet.as_sheet(sheet.strokes(object_lines(world.OBJECTS["toy horse"])))
    theirs = world.drawings(200, np.random.default_rng(0), noise=0.0)
    amounts = (theirs.X > 0.05).sum(axis=(1, 2, 3))
    assert amounts.min() < np.sum(ours > 0.05) < amounts.max()
    rows, columns = np.nonzero(ours)
    assert max(np.ptp(rows), np.ptp(columns)) <= sheet.LONGEST + 3


def test_an_empty_sheet_and_a_dot():
    pad = explore.representations.pad([])
    assert "Nothing is drawn yet" in pad.words()
    assert not pad.array().any()
    assert 1 <= np.sum(explore.representations.pad([[(0.2, 0.7)]]).array() > 0) <= 12


def test_moving_moves_the_sheet():
    pad = explore.representations.pad()
    before = pad.array()
    np.testing.assert_allclose(pad.set(down=2, across=-3).array(), np.roll(before, (2, -3), axis=(0, 1)), atol=1e-12)
    assert "moved by 2 down and −3 to the right" in pad.words()


def test_a_map_that_fails_is_said():
    def broken(pictures, forward, backward, *, labels):
        raise ZeroDivisionError("oh")

    assert (
        "Your map of the saliency fails: ZeroDivisionError: oh." in explore.representations.pad(saliency=broken).words()
    )


def test_a_unit_says_what_it_answers():
    explorer = explore.representations.units().set(layer="conv3", unit=5, drawing=2)
    drawn = unit.catalogue()[1]
    X = drawn.X[unit.some_of_each(drawn.y, unit.SHOWN)[2]]
    said = world.activations(world.drawing_network(), X[None])["conv3"][0, :, :, 5].max()
    assert f"it says {said:.2f}" in explorer.words()
    assert "beyond its last" in explorer.set(layer="conv1", unit=20).words()


def test_ones_own_sheet_comes_first():
    explorer = explore.representations.units(np.eye(28))
    assert explorer.values["drawing"] == unit.SHOWN
    assert "(your drawing)" in explorer.words()
    with pytest.raises(ValueError, match=r"own has the shape \(8, 8\)"):
        explore.representations.units(np.eye(8))
