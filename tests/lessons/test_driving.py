"""Lesson 21, driving: differences and PyTorch, a car in the plane, SciPy's shifts, and ways walked step by step."""

import importlib.util

import numpy as np
from scipy import ndimage

from dlcourse.lessons.driving import dagger_round, drive_step, off_road_rate, recover_augment, steering_loss
from tests.lessons.differences import agree

HAVE_TORCH = importlib.util.find_spec("torch") is not None


def two_drivers():
    rng = np.random.default_rng(0)
    return rng.normal(size=7), rng.normal(size=7)


def test_steering_loss_against_differences():
    predicted, wanted = two_drivers()
    agree(steering_loss(predicted, wanted)[1], lambda p: steering_loss(p, wanted)[0], predicted)


if HAVE_TORCH:  # a skipped test is a failure in CI

    def test_steering_loss_against_pytorch():
        import torch

        predicted, wanted = two_drivers()
        leaf = torch.tensor(predicted, requires_grad=True)
        loss = torch.nn.functional.mse_loss(leaf, torch.tensor(wanted))
        loss.backward()
        ours = steering_loss(predicted, wanted)
        np.testing.assert_allclose(ours[0], loss.item())
        np.testing.assert_allclose(ours[1], leaf.grad.numpy())


def in_the_plane(steering, speed, steps):
    """Where a car ends that starts in the origin, to the right of it along a straight road: as complex numbers."""
    place, direction = 0j, 1 + 0j
    for _ in range(steps):
        direction *= np.exp(1j * speed * steering)
        place += speed * direction
    return place, np.angle(direction)


def test_drive_step_on_a_straight_road_is_a_walk_in_the_plane():
    positions, still = np.zeros((1, 2)), np.zeros(1)
    for _ in range(20):
        positions = drive_step(positions, np.array([0.03]), curvature=still, speed=2.0, gusts=still)
    place, direction = in_the_plane(0.03, 2.0, 20)
    np.testing.assert_allclose(positions, [[place.imag, direction]])
    circle = (1 - np.cos(0.03 * 2.0 * 20)) / 0.03  # the offset on a circle, which small steps come near to
    assert abs(positions[0, 0] - circle) < 1.1 * 2.0


def test_a_wheel_held_as_the_road_bends_keeps_the_lane():
    bends = np.linspace(-0.05, 0.05, 5)
    positions = np.column_stack([np.linspace(-1, 1, 5), np.zeros(5)])
    after = drive_step(positions, bends, curvature=bends, speed=3.0, gusts=np.zeros(5))
    np.testing.assert_allclose(after, positions)


def test_drive_step_mirrored():
    rng = np.random.default_rng(0)
    positions, steering, curvature, gusts = rng.normal(size=(6, 2)), *rng.normal(size=(3, 6))
    after = drive_step(positions, steering, curvature=curvature, speed=1.5, gusts=gusts)
    np.testing.assert_allclose(drive_step(-positions, -steering, curvature=-curvature, speed=1.5, gusts=-gusts), -after)


def test_recover_augment_against_scipy():
    rng = np.random.default_rng(0)
    pictures, columns = rng.random((9, 4, 7)), np.arange(-4, 5)
    shifted, steering = recover_augment(pictures, np.full(9, 0.25), columns, correction=0.5)
    wanted = [ndimage.shift(image, (0, by), order=0, mode="nearest") for image, by in zip(pictures, columns)]
    np.testing.assert_array_equal(shifted, wanted)
    np.testing.assert_allclose(steering, [-1.75, -1.25, -0.75, -0.25, 0.25, 0.75, 1.25, 1.75, 2.25])


def test_shifted_there_and_back_is_the_same_but_for_the_edges():
    rng = np.random.default_rng(0)
    pictures, columns = rng.random((5, 3, 9)), np.array([2, -1, 0, 1, -2])
    there = recover_augment(pictures, np.zeros(5), columns, correction=0.1)
    back, steering = recover_augment(*there, -columns, correction=0.1)
    np.testing.assert_array_equal(back[:, :, 2:-2], pictures[:, :, 2:-2])
    np.testing.assert_allclose(steering, 0)


def test_dagger_round_keeps_pictures_beside_their_steering():
    """Each picture holds its own steering: also after two rounds."""
    steering, expert = np.array([0.5, -0.25]), np.negative
    pictures = np.broadcast_to(steering[:, None, None], (2, 3, 4))
    for offsets in ([1.0, 2.0, 3.0], [-4.0]):
        visited = np.broadcast_to(-np.array(offsets)[:, None, None], (len(offsets), 3, 4))
        positions = np.column_stack([offsets, np.zeros(len(offsets))])
        pictures, steering = dagger_round(
            pictures, steering, visited, positions, expert=lambda places: expert(places[:, 0])
        )
    np.testing.assert_array_equal(steering, [0.5, -0.25, -1, -2, -3, 4])
    np.testing.assert_array_equal(pictures[:, 2, 3], steering)


def test_off_road_rate_step_by_step():
    offsets = np.random.default_rng(0).normal(size=(40, 30)).cumsum(axis=1) / 3
    first = [next((k for k, x in enumerate(way) if not -1.5 <= x <= 1.5), 30) for way in offsets.tolist()]
    share, steps = off_road_rate(offsets, half_width=1.5)
    assert 0 < share < 1
    np.testing.assert_allclose((share, steps), (sum(k < 30 for k in first) / 40, sum(first) / 40))
