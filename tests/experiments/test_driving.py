"""Experiments of lesson 21, driving: the world, networks that learn to steer, who stays on the road."""

from dataclasses import replace

import numpy as np
import pytest

from dlcourse.experiments import driving as trial
from dlcourse.experiments.driving import learning
from dlcourse.lessons import driving as lesson
from dlcourse.nn import driving as world
from dlcourse.nn.driving import roads, seeing


@pytest.fixture(scope="module")
def road():
    return world.road(3, length=400)


# ---- the world ----


def test_a_road_and_a_car_turn_alike():
    """A car that steers as the road bends keeps its place on it, seen from outside too."""
    road = world.road(0, length=200)
    heading, across, ahead = 0.0, 0.0, 0.0
    way = road.from_above(0, 0.0, ahead=150)
    for place in range(149):
        heading += road.curvature[place]
        across, ahead = across + np.sin(heading), ahead + np.cos(heading)
        assert way[place + 1] == pytest.approx([across, ahead], abs=1e-9)
    assert np.abs(road.curvature).max() <= roads.SHARPEST
    assert (road.light.min() >= 0.5, road.light.max() <= 1.1) == (True, True)


def test_lines_beside_the_middle_keep_their_distance(road):
    middle, edge = (road.from_above(100, offset) for offset in (0.0, 2.0))
    assert np.hypot(*(edge - middle).T) == pytest.approx(np.full(50, 2.0))
    assert middle[10] == pytest.approx([0, 0])
    assert edge[10] == pytest.approx([2, 0])
    assert road.from_above(3, 0.0).shape == (43, 2)  # the road begins there


def test_other_cars_come_nearer_by_two_metres_a_step(road):
    nearer = -np.diff(road.other_car)
    assert (np.isclose(nearer, 2) | (nearer < 0)).all()
    assert road.other_car.min() >= 0


def test_an_arc_ahead_has_the_curvature_of_the_road():
    bend = 0.01
    heading = bend * np.arange(100)
    road = world.Road(np.full(100, bend), np.ones(100), np.ones(100), heading, np.cumsum(heading))
    # Of a sum of metre-long pieces, each of which turns before it goes on.
    assert road.ahead(np.array([0, 50])) == pytest.approx([bend * (1 + 1 / roads.LOOK)] * 2)


def test_the_middle_line_is_seen_where_geometry_says():
    """A point of the ground, projected by hand, is where the camera is brightest in its row."""
    still = np.zeros(200)
    straight = world.Road(still, still + 1, still + np.inf, still, still)
    for offset, heading in ((0.0, 0.0), (1.0, 0.0), (-0.5, 0.1)):
        picture = world.camera(straight, np.array([0]), np.array([[offset, heading]]))[0]
        for row in (4, 6, 8):
            depth = seeing.FOCAL * seeing.HEIGHT / (row + 0.5 - seeing.HORIZON)
            edge = world.HALF_WIDTH - offset - heading * depth  # metres right of the way the camera looks
            column = seeing.FOCAL * edge / depth + world.COLUMNS / 2
            if 1 < column < world.COLUMNS - 1:
                right = picture[row, world.COLUMNS // 2 :]
                assert abs(world.COLUMNS // 2 + right.argmax() + 0.5 - column) <= 1


def test_pictures_know_light_and_the_other_car(road):
    places, positions = np.array([50, 60]), np.zeros((2, 2))

    def seen(light, other_car):
        still = np.ones(len(road.light))
        return world.camera(replace(road, light=light * still, other_car=other_car * still), places, positions)

    day, dusk = seen(1.0, np.inf), seen(0.5, np.inf)
    assert day.shape == (2, world.ROWS, world.COLUMNS)
    assert (day.min() >= 0, day.max() <= 1) == (True, True)
    assert np.allclose(dusk, 0.5 * day)
    assert np.allclose(world.alike(dusk), world.alike(day))
    met = seen(1.0, 12.0)
    assert 5 < (met != day)[0].sum() < 150
    assert (seen(1.0, 100.0) == day).all()


def test_cars_are_seen_alike_alone_and_together(road):
    places, positions = np.array([10, 120, 300]), np.array([[0.0, 0.0], [1.0, 0.1], [-1.0, -0.2]])
    together = world.camera(road, places, positions)
    for k in range(3):
        assert (world.camera(road, places[k : k + 1], positions[k : k + 1])[0] == together[k]).all()


# ---- cars that are driven ----


def test_the_expert_stays_on_the_road_in_gusts():
    _, places, positions = world.journeys(trial.by_expert, lesson.drive_step, seed=1, cars=10)
    assert positions.shape == (10, world.STEPS, 2)
    assert (np.diff(places) == 1).all()
    assert lesson.off_road_rate(positions[:, :, 0], half_width=trial.HALF_WIDTH) == (0.0, 500.0)
    assert np.abs(positions[:, :, 0]).max() < 1.9


def test_who_steers_nowhere_leaves_the_road_and_stays_where_it_left():
    offsets = trial.drive(lambda pictures: np.full(len(pictures), 0.1), lesson.drive_step, seed=0, cars=3)
    for row in offsets:
        first = int((np.abs(row) > trial.HALF_WIDTH).argmax())
        assert 0 < first < 40
        assert (row[first:] == row[first]).all()


def test_gusts_are_all_that_tells_a_calm_journey_from_another():
    def steer(road, places, positions):
        return np.zeros(len(places))

    seen = []

    def step(positions, steering, *, curvature, speed, gusts):
        seen.append(gusts)
        return positions

    for gusts in (True, False):
        world.journeys(steer, step, seed=0, cars=50, steps=40, gusts=gusts)
    rough, gusty = np.array(seen[40:]), np.array(seen[:40]) - np.array(seen[40:])
    assert rough.std() == pytest.approx(0.02, rel=0.1)
    assert (gusty != 0).mean() == pytest.approx(0.1, abs=0.02)
    assert np.abs(gusty).max() <= 0.2


def test_how_far_a_wheel_is_turned():
    calls = []

    def to_and_fro(pictures):
        calls.append(len(pictures))
        return np.full(len(pictures), 0.01 * (len(calls) % 2))

    assert trial.wheel_turned(to_and_fro, lesson.drive_step, seed=0) == pytest.approx(0.01)
    assert calls == [8] * 100


# ---- what is learned ----


@pytest.fixture(scope="module")
def calm():
    return trial.record(lesson.drive_step, seed=0, pictures=2000, gusts=False)


@pytest.fixture(scope="module")
def copied(calm):
    return trial.learn(*calm, lesson.steering_loss, seed=0)


def test_a_record_is_what_the_expert_saw_and_did(calm):
    pictures, steering = calm
    assert (pictures.shape, steering.shape) == ((2000, world.ROWS, world.COLUMNS), (2000,))
    assert np.abs(steering).max() < 0.1
    again = trial.record(lesson.drive_step, seed=0, pictures=2000, gusts=False)
    assert (again[0] == pictures).all()


def test_calm_driving_is_copied_well_and_fails_in_gusts(copied):
    pictures, steering = trial.record(lesson.drive_step, seed=30, pictures=500, gusts=False)
    error = np.sqrt(np.mean((copied(pictures) - steering) ** 2))
    assert error < 0.2 * steering.std()
    rates = {
        gusts: lesson.off_road_rate(
            trial.drive(copied, lesson.drive_step, seed=10_000, cars=20, gusts=gusts), half_width=trial.HALF_WIDTH
        )
        for gusts in (False, True)
    }
    assert rates[False][0] <= 0.1
    assert rates[True][0] > 0.6


def test_who_learned_in_gusts_stays():
    examples = trial.record(lesson.drive_step, seed=0, pictures=2000, gusts=True)
    driver = trial.learn(*examples, lesson.steering_loss, seed=0)
    offsets = trial.drive(driver, lesson.drive_step, seed=10_000, cars=20)
    assert lesson.off_road_rate(offsets, half_width=trial.HALF_WIDTH)[0] <= 0.1


def test_rounds_of_dagger_ask_where_the_network_came():
    asked = []

    def mine(pictures, steering, visited, positions, *, expert):
        asked.append(positions)
        return lesson.dagger_round(pictures, steering, visited, positions, expert=expert)

    drivers = trial.dagger(lesson.drive_step, lesson.steering_loss, mine, seed=0, pictures=400, each=100, rounds=2)
    assert len(drivers) == 3
    assert [len(positions) for positions in asked] == [100, 100]
    assert all(np.abs(positions[:, 0]).max() <= trial.HALF_WIDTH for positions in asked)


def test_a_weighted_sum_is_the_least_squares_one(calm):
    pictures, steering = calm
    driver = trial.fit_linear(pictures, steering, strength=1e-4)
    X = learning.inputs(pictures)
    design = np.column_stack([X, np.ones(len(X))])
    fine = 1e-4 * len(X) * np.diag([1.0] * X.shape[1] + [0.0])
    solved = np.linalg.solve(design.T @ design + fine, design.T @ steering)
    assert np.allclose(driver(pictures), design @ solved, atol=1e-8)


def test_brightness_steers_towards_the_road():
    still = np.zeros(200)
    straight = world.Road(still, still + 1, still + np.inf, still, still)
    places, positions = np.zeros(3, dtype=int), np.array([[0.0, 0.0], [0.0, 0.1], [0.0, -0.1]])
    steering = trial.Brightness(2, 0.02)(world.camera(straight, places, positions))
    assert steering[0] == pytest.approx(0, abs=1e-12)
    assert steering[1] < 0 < steering[2]


# ---- how mistakes add up ----


def test_steps_off_the_road_add_up():
    offsets = np.array([[0.0, 1.0, 3.0, 3.0], [0.0, 0.0, -1.0, 0.0]])
    assert trial.off_and_away(offsets, [2, 4]) == {"off": [0.0, 1.0], "away": [0.5, 3.0]}
    assert np.isnan(trial.power([1, 2], [0.0, 1.0], first=1, last=2))


# ---- what was measured once ----


def test_ways_say_how_they_were_tuned():
    stored = trial.measured("ways")
    assert len({len(side["tried"]) for side in stored["sides"].values()}) == 1
    for side in stored["sides"].values():
        assert len(side["steps"]) == len(side["numbers"]) >= 5
        assert all(best in side["range"][name] for name, best in side["best"].items())


def test_distances_are_stored_for_each_seed():
    stored = trial.measured("distance")
    for rows in stored["lines"].values():
        assert len(rows) >= 5
        assert all(len(row[name]) == len(stored["steps"]) for row in rows for name in ("off", "away"))
