"""The explorers of lesson 21: a car that is driven, and one to drive."""

import numpy as np
import pytest
from traitlets import TraitError

from dlcourse import explore
from dlcourse.nn import driving as world


def straight_on(pictures):
    """A driver who holds the wheel."""
    return np.zeros(len(pictures))


@pytest.fixture
def wheel():
    return explore.driving.take_the_wheel()


def test_the_expert_drives_first():
    seen = explore.driving.drive()
    assert seen.words().startswith("Step 40, in calm weather: ")
    assert "the expert would" not in seen.words()
    seen.set(weather="gusts", step=500)
    assert seen.words().startswith("Step 500, in gusts: ")


def test_a_driver_of_ones_own_is_seen_to_leave_the_road():
    seen = explore.driving.drive(straight_on)
    assert "It steers straight on; the expert would steer" in seen.set(step=10).words()
    seen.set(step=500)
    words = seen.words()
    assert words.startswith("It has left the road at step ")
    step = int(words.split("step ")[1].split(",")[0])
    assert 0 < step < 100
    assert seen.set(step=step // 5 * 5).words().startswith(f"Step {step // 5 * 5}, ")


def test_a_driver_who_fails_says_so():
    seen = explore.driving.drive(lambda pictures: 1 / 0)
    assert seen.words() == "The driver does not answer: ZeroDivisionError: division by zero."


def test_who_learned_from_calm_driving_stays_in_calm_weather_only():
    seen = explore.driving.drive().set(driver="learned from calm driving", step=500)
    assert seen.words().startswith("Step 500, in calm weather: ")
    assert seen.set(weather="gusts").words().startswith("It has left the road at step ")


def test_each_turn_drives_two_metres_and_is_kept(wheel):
    assert wheel.words().startswith("0 m driven in calm weather: in the middle of its lane, straight along it.")
    assert (wheel.pictures.shape, wheel.steering.shape) == ((0, world.ROWS, world.COLUMNS), (0,))
    wheel.set(wheel=[1, 0, -1, -1])
    assert wheel.words().startswith("8 m driven in calm weather: ")
    assert wheel.steering == pytest.approx([0.02, 0.02, 0.0, -0.02])
    assert "Kept, with what you did: 4 pictures of at least 50." in wheel.words()
    first = world.camera(wheel.road, np.array([0]), np.zeros((1, 2)))[0]
    assert (wheel.pictures[0] == first).all()


def test_what_was_driven_before_does_not_count(wheel):
    once = wheel.set(wheel=[0, 1, 0]).pictures
    wheel.set(wheel=[0, -1, -1, 0, 0])
    wheel.set(wheel=[0, 1, 0])
    assert (wheel.pictures == once).all()
    wheel.set(weather="gusts")
    assert wheel.pictures.shape == once.shape
    wheel.set(weather="calm", wheel=[0, 1])
    assert (wheel.pictures == once[:2]).all()
    wheel.set(wheel=[])
    assert wheel.words().startswith("0 m driven")


def test_off_the_road_the_wheel_does_nothing(wheel):
    wheel.set(wheel=[1] * 30)
    words = wheel.words()
    assert words.startswith("You have left the road after ")
    assert len(wheel.pictures) == len(wheel.steering) < 30
    assert wheel.set(wheel=[1] * 40).words() == words
    assert np.abs(wheel.steering).max() <= world.TIGHTEST


def test_a_journey_of_many_turns_ends(wheel):
    most = wheel.controls["wheel"].MOST
    wheel.set(wheel=[0] * most)
    with pytest.raises(TraitError, match=f"want a list of at most {most} turns"):
        wheel.set(wheel=[0] * (most + 1))
