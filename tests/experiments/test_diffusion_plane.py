"""The plane of lesson 15: measures against slow ones, walks against formulas, and what the lesson says."""

import numpy as np
import pytest

from dlcourse.experiments import diffusion as trial
from dlcourse.lessons import attention, diffusion

SCHEDULE = diffusion.noise_schedule(100)
RNG = np.random.default_rng(0)


def curves(places=2001):
    """Many places on both half circles."""
    angles = np.linspace(0, np.pi, places)
    circle = 2 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return np.concatenate([circle + np.array([-1, -0.5]), [1, 0.5] - circle])


@pytest.fixture(scope="module")
def copier():
    believe = trial.walks.by_data(diffusion.ideal_denoiser, data=trial.plane.shown(), alpha_bar=SCHEDULE)
    return trial.walks.back(diffusion.sample_step, believe, alpha_bar=SCHEDULE)


@pytest.fixture(scope="module")
def network():
    return trial.points.learn(diffusion.denoising_loss, alpha_bar=SCHEDULE)


def believed(model, alpha_bar=SCHEDULE):
    return trial.walks.by_network(model, alpha_bar=alpha_bar, clean_from_noise=diffusion.clean_from_noise)


def test_distances_to_the_curves_are_those_to_their_nearest_places():
    points = RNG.uniform(-4, 4, size=(300, 2))
    slow, _ = diffusion.nearest_distance(points, data=curves())
    np.testing.assert_allclose(trial.plane.off_curves(points), slow, atol=2e-3)
    assert trial.plane.near(points) == pytest.approx(100 * np.mean(slow <= 0.3), abs=0.4)


def test_what_is_reached():
    assert trial.plane.reached(curves(101)) == 100
    assert trial.plane.reached(np.full((3, 2), 9.0)) == 0
    assert trial.plane.reached(curves(101)[:101]) == pytest.approx(50, abs=3)  # one of the two moons


def test_moons_lie_around_their_curves_and_are_drawn_by_their_seed():
    points = trial.plane.moons(4000, seed=3)
    np.testing.assert_array_equal(points, trial.plane.moons(4000, seed=3))
    assert trial.plane.near(points) > 99
    assert trial.plane.off_curves(points).mean() == pytest.approx(0.1 * np.sqrt(2 / np.pi), rel=0.05)
    upper = diffusion.nearest_distance(points, data=curves())[1] < 2001
    assert upper.mean() == pytest.approx(0.5, abs=0.03)


def test_points_that_are_shown_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        trial.plane.shown()[0] = 0


def test_the_normal_distribution_has_the_mean_and_the_covariance_of_the_data():
    drawn = trial.plane.gaussian(trial.plane.shown(), 200_000, seed=0)
    np.testing.assert_allclose(drawn.mean(axis=0), trial.plane.shown().mean(axis=0), atol=0.02)
    np.testing.assert_allclose(np.cov(drawn.T), np.cov(trial.plane.shown().T), atol=0.03)


def test_the_table_says_what_was_compared():
    data = np.array([[0.0, 1.5], [5.0, 5.0]])
    rows = {"copies": data, "one beside": np.array([[0.0, 1.5], [5.0, 4.0]])}
    found = trial.plane.compared(rows, nearest_distance=diffusion.nearest_distance, data=data)
    assert found["copies"]["copies"] == 100
    assert found["one beside"] | {"reached": 0} == {"near": 50, "reached": 0, "copies": 50, "distance": 0.5}
    lines = trial.plane.told(found).split("\n")
    assert lines[3].split() == ["one", "beside", "50", f"{found['one beside']['reached']:.0f}", "50", "0.50"]
    assert max(map(len, lines)) <= 88


def test_the_grid_is_a_square():
    places = trial.plane.grid(side=3, width=2.0)
    assert {tuple(place) for place in places} == {(x, y) for x in (-2, 0, 2) for y in (-2, 0, 2)}


def test_the_way_there_takes_one_drop_of_noise_for_all_steps():
    path = trial.walks.there(diffusion.add_noise, trial.plane.shown(), alpha_bar=SCHEDULE, seed=5)
    noise = np.random.default_rng(5).normal(size=(100, 2))
    np.testing.assert_array_equal(path[0], trial.plane.shown())
    np.testing.assert_allclose(
        path[30], np.sqrt(SCHEDULE[30]) * path[0] + np.sqrt(1 - SCHEDULE[30]) * noise, rtol=1e-12
    )
    np.testing.assert_allclose(path[-1], noise, atol=0.01)


def test_walks_begin_with_the_same_noise_and_end_where_one_believes():
    def believe(x, t):
        return np.full(x.shape, 9.0)

    path = trial.walks.back(diffusion.sample_step, believe, alpha_bar=SCHEDULE, count=7, seed=2)
    leaps = trial.walks.leap(diffusion.ddim_step, believe, alpha_bar=SCHEDULE, steps=3, count=7, seed=2)
    assert path.shape == (101, 7, 2)
    assert leaps.shape == (4, 7, 2)
    np.testing.assert_array_equal(path[-1], leaps[-1])
    for samples in (path[0], leaps[0]):
        np.testing.assert_allclose(samples, 4.0)  # as far out as anything is believed


def test_leaps_call_at_steps_of_equal_distance():
    asked = []

    def believe(x, t):
        asked.append(int(t))
        return 0 * x

    trial.walks.leap(diffusion.ddim_step, believe, alpha_bar=SCHEDULE, steps=4, count=2)
    assert asked == [100, 75, 50, 25]


def test_who_believes_a_network_is_told_the_step_of_each_point():
    def says(x, t):
        return x * t[:, None]

    plain = trial.walks.by_network(says, alpha_bar=SCHEDULE)
    np.testing.assert_array_equal(plain(np.ones((3, 2)), 5), np.full((3, 2), 5))
    mended = believed(says)(np.ones((3, 2)), 5)
    np.testing.assert_allclose(mended, (1 - np.sqrt(1 - SCHEDULE[5]) * 5) / np.sqrt(SCHEDULE[5]))


def test_a_detour():
    corner = np.array([[[0.0, 0.0]], [[3.0, 0.0]], [[3.0, 4.0]]])
    assert trial.walks.detour(corner) == pytest.approx(7 / 5)
    assert trial.walks.detour(corner[::2]) == 1


@pytest.mark.parametrize("t", [1, 40, 99])
def test_the_ideal_denoiser_is_attention_to_the_data(t):
    """A key has one number more than its point: but for what all share, -|x - k|^2 / 2 is x k - |k|^2 / 2."""
    x, data, kept = RNG.normal(size=(20, 2)), trial.plane.shown(), SCHEDULE[t]
    keys = np.sqrt(kept) * data
    K = np.concatenate([keys, -np.sum(keys**2, axis=1, keepdims=True) / 2], axis=1)
    Q = np.sqrt(3) * np.concatenate([x, np.ones((20, 1))], axis=1) / (1 - kept)
    out, _ = attention.scaled_dot_product_attention(Q, K=K, V=data)
    ideal = diffusion.ideal_denoiser(x, data=data, alpha_bar=kept)
    np.testing.assert_allclose(out, ideal, rtol=1e-9, atol=1e-9)


def test_training_is_that_of_central_differences():
    """The first update of plain Adam goes, for each weight, against the sign of the slope of the loss."""
    seen = {}

    def gradient(x0, noise, network):
        said = network(x0 + noise, np.full(len(x0), 1.0))
        seen.update(x=x0 + noise, said=said.copy())
        return float(np.mean(said**2)), 2 * said / said.size

    rng = np.random.default_rng(4)
    model = trial.points.PointNetwork(rng, 2.0)
    before = model.layers.snapshot()
    trial.points.trained(model, gradient, rng, updates=1, rate=1e-3)
    after = model.layers.snapshot()
    model.layers.restore(before)

    def loss():
        return np.mean(model(seen["x"], np.full(len(seen["x"]), 1.0)) ** 2)

    np.testing.assert_allclose(model(seen["x"], np.full(len(seen["x"]), 1.0)), seen["said"])
    for layer, old, new in zip(model.layers.layers, before, after, strict=True):
        for name, array in layer.parameters.items():
            flat, moved = array.reshape(-1), (new[name] - old[name]).reshape(-1)
            for place in RNG.integers(flat.size, size=3):
                kept, ends = flat[place], []
                for h in (1e-6, -1e-6):
                    flat[place] = kept + h
                    ends.append(loss())
                flat[place] = kept
                slope = (ends[0] - ends[1]) / 2e-6
                if abs(slope) > 1e-5:
                    assert moved[place] == pytest.approx(-1e-3 * np.sign(slope), rel=0.02)


def test_training_asks_the_loss_it_is_given_and_is_the_same_twice():
    asked = []

    def loss(x0, noise, *, t, network, alpha_bar, target):
        asked.append((target, len(x0), t.min(), t.max()))
        return diffusion.denoising_loss(x0, noise, t=t, network=network, alpha_bar=alpha_bar, target=target)

    found = [trial.points.learn(loss, alpha_bar=SCHEDULE, target="clean", updates=30) for _ in range(2)]
    (model, losses), (_, again) = found
    np.testing.assert_array_equal(losses, again)
    assert len(asked) == 60
    assert {row[:2] for row in asked} == {("clean", 128)}
    assert min(row[2] for row in asked) >= 1
    assert max(row[3] for row in asked) == 100
    assert model.size == 13_314


def test_the_ideal_denoiser_copies(copier):
    found = trial.plane.compared({"ideal": copier[0]}, nearest_distance=diffusion.nearest_distance)["ideal"]
    assert 70 < found["copies"] < 90
    assert found["near"] > 98
    assert found["distance"] < 0.01


def test_the_network_fills_in(network, copier):
    model, losses = network
    assert losses[-500:].mean() < 0.8 * losses[:100].mean()
    samples = trial.walks.back(diffusion.sample_step, believed(model), alpha_bar=SCHEDULE)[0]
    rows = {"network": samples, "new": trial.plane.moons(1000, seed=1)}
    rows["normal"] = trial.plane.gaussian(trial.plane.shown(), 1000, seed=1)
    found = trial.plane.compared(rows, nearest_distance=diffusion.nearest_distance)
    assert found["network"]["near"] > 95
    assert found["network"]["reached"] > 98
    assert found["network"]["copies"] < 3
    assert found["new"]["copies"] < 3
    assert 25 < found["normal"]["near"] < 40
    assert found["network"]["distance"] > 0.5 * found["new"]["distance"]


def test_noise_taken_for_points_ruins_all_and_a_schedule_off_by_one_hides(network):
    model, _ = network
    mixed = trial.walks.by_network(model, alpha_bar=SCHEDULE)
    assert trial.plane.near(trial.walks.back(diffusion.sample_step, mixed, alpha_bar=SCHEDULE)[0]) < 50
    late = believed(model, SCHEDULE[1:])
    assert trial.plane.near(trial.walks.back(diffusion.sample_step, late, alpha_bar=SCHEDULE[1:])[0]) > 90


def test_a_flow_of_one_speed_arrives_with_any_number_of_steps():
    def speed(x, t):
        return np.full(x.shape, 2.0)

    for steps in (1, 7):
        path = trial.straight.follow(speed, steps=steps, count=5, seed=1)
        assert path.shape == (steps + 1, 5, 2)
        np.testing.assert_allclose(path[0], path[-1] + 2)
        assert trial.walks.detour(path) == pytest.approx(1)


def test_a_flow_is_told_the_time():
    times = []

    def speed(x, t):
        times.append(set(t))
        return 0 * x

    trial.straight.follow(speed, steps=4, count=5)
    assert times == [{0.0}, {0.25}, {0.5}, {0.75}]


def test_the_flow_learns_the_moons():
    model, losses = trial.straight.learn_flow(diffusion.flow_target)
    assert losses[-500:].mean() < losses[:100].mean()
    found = {steps: trial.plane.near(trial.straight.follow(model, steps=steps)[0]) for steps in (1, 5, 50)}
    assert found[1] < 20 < found[5] < found[50]
    assert found[50] > 92


def test_the_stored_comparison_is_tuned_alike_and_on_other_seeds():
    table = trial.straight.stored()
    assert list(table["sides"]) == list(trial.straight.SIDES)
    assert len(table["seeds"]) >= 5
    assert not set(table["seeds"]) & set(table["tuning"])
    for side in table["sides"].values():
        assert side["rates"] == table["sides"]["flow"]["rates"]
        assert side["tried"][side["rates"].index(side["rate"])] == max(side["tried"])  # two of them are level
        assert side["rate"] not in (side["rates"][0], side["rates"][-1])
        assert np.shape(side["near"]) == np.shape(side["reached"]) == (len(table["seeds"]), len(table["steps"]))


@pytest.mark.parametrize("name", trial.straight.SIDES)
def test_what_is_stored_is_what_is_measured(name):
    table = trial.straight.stored()
    side = table["sides"][name]
    live = trial.straight.side(name, table["seeds"][3], side["rate"])
    for key in ("near", "reached"):
        assert live[key] == pytest.approx(side[key][3], abs=1.0)  # a few of 1,000: another processor
    assert live["detour"] == pytest.approx(side["detour"][3], abs=0.01)


def test_what_the_lesson_says_of_straight_ways():
    sides = {
        name: {steps: np.median(values) for steps, values in row.items()}
        for name, row in trial.straight.stored_by_steps().items()
    }
    flow, noise, points = (sides[name] for name in trial.straight.SIDES)
    assert all(noise[steps] > flow[steps] for steps in (2, 3, 5))  # flow is not quicker here
    assert noise[2] > 2 * flow[2]
    assert all(abs(noise[steps] - flow[steps]) < 2.5 for steps in (10, 20, 50))
    assert all(row[1] < 2 for row in (flow, noise, points))  # nobody is there in one step
    ways = {name: np.median(side["detour"]) for name, side in trial.straight.stored()["sides"].items()}
    assert ways["flow"] > 1.3  # nor are its ways straight


def test_the_stored_table_is_told():
    lines = trial.straight.stored_told().split("\n")
    assert max(map(len, lines)) <= 88
    assert lines[1].split()[:3] == ["flow", "0", "27"]
    assert lines[2].split()[-2:] == ["1.38", "0.016"]
    assert lines[-3] == "From 5 steps on, the samples of all sides reach 100 % of the curves."
    assert lines[-1] == "rate: best of 6 from 0.001 to 0.032, tuned at 10 steps on 3 other seeds."


def test_told_losses_are_those_of_the_noise(network):
    """Whoever believes in the middle of all, always, is off by what is left of the points."""
    data = trial.plane.shown()
    believers = {"middle": lambda x, t: np.zeros_like(x), "ideal": trial.walks.by_data(
        diffusion.ideal_denoiser, data=data, alpha_bar=SCHEDULE)}  # fmt: skip
    believers["network"] = believed(network[0])
    lines = trial.points.losses_told(diffusion.denoising_loss, believers, alpha_bar=SCHEDULE).split("\n")
    told = {line.split()[0]: [float(word) for word in line.split()[-2:]] for line in lines[1:]}
    left = SCHEDULE[1:]
    assert told["middle"][0] == pytest.approx(np.mean(left / (1 - left)) * np.mean(data**2), rel=1e-3)
    assert told["ideal"][0] < told["network"][0]
    assert told["ideal"][1] > 1.2 * told["network"][1]
