"""Digits out of noise: gradients against differences, walks against their formulas, and what the lesson says."""

import functools

import numpy as np
import pytest
from scipy import linalg

from dlcourse.data import datasets, denoiser
from dlcourse.data.stored import FOLDER, measurements
from dlcourse.experiments.diffusion import beside, digits, judged, sampled, sceptic
from dlcourse.lessons import diffusion

ALPHA_BAR = diffusion.noise_schedule(digits.STEPS)
MEASURES = {"frechet_distance": diffusion.frechet_distance, "nearest_distance": diffusion.nearest_distance}


@pytest.fixture(scope="module")
def made():
    """300 digits in turn, of the stored network."""
    labels = sceptic.in_turn(300)
    return sampled.walk(diffusion.sample_step, digits.stored_network(), labels, alpha_bar=ALPHA_BAR), labels


def test_pictures_and_ink_are_each_others_inverse():
    pictures = np.random.default_rng(0).random((3, 64))
    np.testing.assert_allclose(digits.as_pictures(digits.as_ink(pictures)), pictures)
    np.testing.assert_array_equal(digits.as_pictures([-3.0, 0.0, 5.0]), [0, 0.5, 1])


def test_the_network_is_told_time_and_digit():
    inputs = digits.Denoiser.inputs(np.zeros((2, 64)), np.array([0.0, 0.5]), np.array([3, 10]))
    assert inputs.shape == (2, denoiser.INPUTS)
    np.testing.assert_allclose(inputs[0, 64:76], [0] * 6 + [1] * 6)
    np.testing.assert_allclose(inputs[1, 64:76], [1, 0, 0, 0, 0, 0, 0, -1, 1, 1, 1, 1], atol=1e-9)
    assert inputs[:, 76:].argmax(axis=1).tolist() == [3, 10]


def test_a_step_goes_against_the_gradient_of_the_loss():
    model, rng = digits.Denoiser(np.random.default_rng(0)), np.random.default_rng(1)
    x0, noise, labels, t = rng.normal(size=(4, 64)), rng.normal(size=(4, 64)), np.array([0, 3, 9, 10]), np.arange(4) * 9
    caches = []

    def network(x, t):
        out, cache = model.network.forward(model.inputs(x, t / 50, labels), training=True)
        caches.append(cache)
        return out

    def loss():
        return diffusion.denoising_loss(x0, noise, t=t, network=network, alpha_bar=ALPHA_BAR, target="clean")

    _, d_said = loss()
    gradients = model.network.backward(d_said, caches[-1])
    W = model.network.layers[0].parameters["W"]
    for place in ((0, 0), (70, 2), (79, 4)):
        before, ends = W[place], []
        for h in (1e-6, -1e-6):
            W[place] = before + h
            ends.append(loss()[0])
        W[place] = before
        assert gradients[0]["W"][place] == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-4, abs=1e-8)


@pytest.mark.parametrize(
    "learn",
    [
        functools.partial(digits.learn, diffusion.denoising_loss, alpha_bar=ALPHA_BAR),
        functools.partial(digits.learn_flow, diffusion.flow_target),
    ],
    ids=["diffusion", "flow"],
)
def test_training_lowers_the_loss_and_is_the_same_twice(learn):
    (model, losses), (_, again) = (learn(seed=3, steps=120) for _ in range(2))
    assert losses == again
    assert len(losses) == 120
    assert np.mean(losses[-20:]) < 0.6 * np.mean(losses[:5])
    assert model.network.size == 66304


def test_training_asks_for_the_clean_picture_and_hides_the_digit_of_a_tenth():
    asked, hidden = [], []

    def loss(x0, noise, *, t, network, alpha_bar, target):
        asked.append(target)
        assert t.min() >= 1
        assert t.max() <= 50
        assert np.abs(x0).max() <= 1
        hidden.append(network.__closure__)
        return diffusion.denoising_loss(x0, noise, t=t, network=network, alpha_bar=alpha_bar, target=target)

    digits.learn(loss, alpha_bar=ALPHA_BAR, steps=3)
    assert asked == ["clean"] * 3
    labels = [cell.cell_contents for cells in hidden for cell in cells]
    labels = [array for array in labels if getattr(array, "shape", None) == (digits.BATCH,)]
    assert 0.03 < np.mean(np.concatenate(labels) == digits.ANY) < 0.2


def test_the_mean_of_weights_comes_from_all_steps():
    model = digits.Denoiser(np.random.default_rng(0))
    mean, bias = digits._MeanOfWeights(model.network), model.network.layers[0].parameters["b"]
    wanted = 0.0
    for step in range(30):
        bias[...] = step
        mean.follow()
        keeps = min(0.998, (1 + step) / (10 + step))
        wanted = keeps * wanted + (1 - keeps) * step
    mean.take()
    np.testing.assert_allclose(bias, wanted)


def test_the_stored_networks_are_small_and_come_from_the_script():
    assert (FOLDER / "digit_denoiser.npz").stat().st_size <= 60_000
    assert (FOLDER / "digit_judge.npz").stat().st_size <= 10_000
    weights = denoiser.digit_denoiser()
    assert sum(array.size for array in weights.values()) == digits.stored_network().network.size
    steps = np.unique(np.round(weights["out.W"][:, 0] / np.abs(weights["out.W"][:, 0]).max() * 80, 6))
    np.testing.assert_allclose(steps, np.round(steps), atol=1e-5)


def test_the_judge_reads_the_test():
    _, _, X, y = datasets.digits()
    P = judged.reading(X)
    np.testing.assert_allclose(P.sum(axis=1), 1)
    assert np.mean(P.argmax(axis=1) == y) > 0.98
    assert judged.features(X).shape == (500, 32)
    assert judged.features(X).min() == 0


def test_the_distance_of_features_is_that_of_scipy():
    X, X_test = judged.features(datasets.digits()[0]), judged.features(datasets.digits()[2])
    C, C_test = np.cov(X.T), np.cov(X_test.T)
    roots = np.sqrt(np.maximum(linalg.eigvals(C @ C_test).real, 0))
    wanted = np.sum((X.mean(axis=0) - X_test.mean(axis=0)) ** 2) + np.trace(C + C_test) - 2 * roots.sum()
    assert diffusion.frechet_distance(X, X_test) == pytest.approx(wanted, rel=1e-4)


def test_spread_is_the_distance_between_two_of_a_digit():
    rng = np.random.default_rng(0)
    pictures, labels = rng.random((9, 64)), np.array([0] * 5 + [1] * 4)
    groups = [pictures[:5], pictures[5:]]
    squares = [[np.sum((a - b) ** 2) for i, a in enumerate(g) for b in g[i + 1 :]] for g in groups]
    assert judged.spread(pictures, labels) == pytest.approx(np.mean([np.sqrt(np.mean(s)) for s in squares]))


# ---- what the lesson says ----


def test_the_networks_digits_are_digits_and_no_copies(made):
    row = judged.judged(*made, **MEASURES)
    assert row["asked"] > 98
    assert row["copies"] == 0
    assert row["frechet"] < 6
    assert row["nearest"] < judged.judged(*sceptic.test_pictures(), **MEASURES)["nearest"]  # nearer than new ones
    assert row["spread"] < judged.judged(*sceptic.test_pictures(), **MEASURES)["spread"]


def test_a_sure_judge_proves_nothing():
    row = judged.judged(*sceptic.uniform_noise(500), **MEASURES)
    assert row["sure"] > 60
    assert row["asked"] < 20
    assert row["frechet"] > 40


def test_the_ideal_guess_copies_and_the_distance_does_not_see_it():
    heap = sceptic.walk_of_ideal(diffusion.ideal_denoiser, diffusion.sample_step, alpha_bar=ALPHA_BAR, count=300)
    row = judged.judged(*heap, **MEASURES)
    assert row["copies"] == 100
    assert row["frechet"] < 2
    assert row["asked"] > 97


def test_gaussians_have_mean_and_covariance_of_their_digit():
    X, y = sceptic.training_part()
    drawn = sceptic.gaussian(X[y == 3], 4000, cut=False)
    np.testing.assert_allclose(drawn.mean(axis=0), X[y == 3].mean(axis=0), atol=0.03)
    np.testing.assert_allclose(np.cov(drawn.T), np.cov(X[y == 3].T), atol=0.02)
    uncut, labels = sceptic.gaussians(500, cut=False)
    assert np.mean((uncut < 0) | (uncut > 1)) > 0.25
    rows = judged.table({"cut": (uncut.clip(0, 1), labels), "uncut": (uncut, labels)}, **MEASURES)
    assert rows["uncut"]["frechet"] < 2.5 < rows["cut"]["frechet"]


def test_heaps_are_as_large_as_asked_for():
    for heap in (sceptic.uniform_noise, sceptic.gaussians):
        pictures, labels = heap(23)
        assert pictures.shape == (23, 64)
        assert labels.shape == (23,)
    assert sceptic.gaussians(5)[0].shape == (5, 64)


def test_the_table_fits_the_page(made):
    text = judged.told(judged.table({"network": made, "uniform noise": sceptic.uniform_noise(30)}, **MEASURES))
    assert max(map(len, text.splitlines())) <= 88
    assert len(text.splitlines()) == 3


# ---- ways of sampling ----


def test_a_walk_is_its_steps(made):
    labels = np.array([4, 7])
    looks = sampled.walk(diffusion.sample_step, digits.stored_network(), labels, alpha_bar=ALPHA_BAR, seen=(50, 1))
    assert list(looks) == [50, 1, 0]
    np.testing.assert_allclose(looks[1][1], looks[0][0])  # the last step arrives where it believes to
    model, rng = digits.stored_network(), np.random.default_rng(0)
    x = rng.normal(size=(2, 64))
    for t in range(50, 0, -1):
        clean = model.asked(labels, steps=50)(x, np.full(2, t)).clip(-1, 1)
        x = diffusion.sample_step(x, clean, rng.normal(size=x.shape), t=t, alpha_bar=ALPHA_BAR)
    np.testing.assert_allclose(looks[0][0], digits.as_pictures(x))


def test_a_short_walk_of_all_steps_is_the_walk():
    labels, model = np.array([1, 2, 3]), digits.stored_network()
    whole = sampled.walk(diffusion.sample_step, model, labels, alpha_bar=ALPHA_BAR)
    short = sampled.short_walk(diffusion.sample_step, model, labels, alpha_bar=ALPHA_BAR, steps=50)
    np.testing.assert_allclose(short, whole)
    assert sampled.stops(1, 50) == [50, 0]
    assert sampled.stops(50, 50) == list(range(50, -1, -1))


def test_guidance_of_1_changes_nothing_and_louder_makes_it_typical():
    labels, model = sceptic.in_turn(200), digits.stored_network()
    how = {"alpha_bar": ALPHA_BAR, "guidance": diffusion.guidance}
    plain = sampled.walk(diffusion.sample_step, model, labels, alpha_bar=ALPHA_BAR)
    np.testing.assert_allclose(sampled.walk(diffusion.sample_step, model, labels, scale=1.0, **how), plain, atol=1e-9)
    rows = {s: (sampled.walk(diffusion.sample_step, model, labels, scale=s, **how), labels) for s in (0, 4)}
    found = judged.table(rows, **MEASURES)
    assert found[0]["asked"] < 25
    assert found[4]["frechet"] > 1.5 * judged.judged(plain, labels, **MEASURES)["frechet"]


def test_ten_leaps_are_nearly_as_good_as_fifty_and_one_is_not():
    labels, model = sceptic.in_turn(500), digits.stored_network()
    far = {
        count: beside.off(sampled.leap(diffusion.ddim_step, model, labels, alpha_bar=ALPHA_BAR, steps=count),
                          datasets.digits()[2])
        for count in (1, 10, 50)
    }  # fmt: skip
    assert far[10] < 1.5 * far[50]
    assert far[1] > 3 * far[50]


def test_a_flow_goes_straight_on():
    class Still:
        def says(self, x, time, labels):
            return np.full_like(x, 2.0) - 3 * (labels == 1)[:, None]

    labels = np.array([0, 1])
    start = np.random.default_rng(5).normal(size=(2, 64))
    for steps in (1, 7):
        ends = sampled.flow(Still(), labels, steps=steps, seed=5)
        np.testing.assert_allclose(ends, digits.as_pictures(start + np.array([[2.0], [-1.0]])))


def test_a_flow_that_says_the_picture_ends_there():
    class Sure:
        def says(self, x, time, labels):
            return np.full_like(x, 0.5) - 3 * (labels == 1)[:, None]

    for steps in (1, 7):
        ends = sampled.flow(Sure(), np.array([0, 1]), steps=steps, seed=5, says="clean")
        np.testing.assert_allclose(ends, [[0.75] * 64, [0.0] * 64], atol=1e-12)  # -2.5 is whiter than paper


def test_a_flow_is_trained_on_what_it_is_asked_for():
    """The same first batch: the velocity has the noise in it, of variance 1, the picture has not."""
    first = {target: digits.learn_flow(diffusion.flow_target, steps=1, target=target)[1][0]
             for target in ("velocity", "clean")}  # fmt: skip
    assert first["velocity"] - first["clean"] == pytest.approx(1, abs=0.1)


def test_the_farther_out_the_less_is_left():
    X, _ = sceptic.test_pictures()
    found = sampled.half_way(
        diffusion.add_noise, diffusion.sample_step, digits.stored_network(), X[0], 10, alpha_bar=ALPHA_BAR,
        steps=(1, 20, 45), count=6,
    )  # fmt: skip
    far = [np.mean(np.linalg.norm(ends - X[0], axis=1)) for _, ends in found.values()]
    assert far[0] < far[1] < far[2]
    noisy, _ = found[20]
    rng = np.random.default_rng(0)
    wanted = diffusion.add_noise(digits.as_ink(X[[0] * 6]), rng.normal(size=(6, 64)), alpha_bar=ALPHA_BAR[20])
    np.testing.assert_allclose(noisy, digits.as_pictures(wanted))


# ---- beside other generators ----


def test_both_generators_are_as_large():
    size = digits.Denoiser(np.random.default_rng(0)).network.size
    for code in (1, 2, 4):
        hidden = beside.hidden_of(size, code)
        model = beside.ToldVariational(np.random.default_rng(0), code=code, hidden=hidden)
        assert model.encoder.size + model.decoder.size == pytest.approx(size, rel=0.005)


def test_gradients_of_the_told_autoencoder_are_those_of_differences():
    rng = np.random.default_rng(0)
    model = beside.ToldVariational(rng, code=3, hidden=5)
    X, noise, model.digit.labels = rng.random((4, 64)), rng.normal(size=(4, 3)), np.array([0, 9, 4, 4])
    *_, encoder, decoder = model.terms(X, noise, weight=0.7)

    def loss():
        error, kl, *_ = model.terms(X, noise, weight=0.7)
        return error + 0.7 * kl

    for network, found, place in ((model.encoder, encoder, (73, 2)), (model.decoder, decoder, (1, 3))):
        W, before, ends = network.layers[1].parameters["W"], network.layers[1].parameters["W"][place], []
        for h in (1e-6, -1e-6):
            W[place] = before + h
            ends.append(loss())
        W[place] = before
        assert found[1]["W"][place] == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-3, abs=1e-5)


def test_codes_are_learned_and_drawn():
    model, labels = beside.learn_codes(steps=200), sceptic.in_turn(100)
    drawn = beside.decoded(model, labels)
    assert drawn.shape == (100, 64)
    assert 0 <= drawn.min() <= drawn.max() <= 1
    assert np.mean(judged.reading(drawn).argmax(axis=1) == labels) > 0.35  # mostly the digits that were asked for


def test_tuning_never_sees_the_test():
    (X, _), real = beside.parts(beside.TUNING[0])
    assert len(X) + len(real) == 1297
    (X, _), real = beside.parts(0)
    np.testing.assert_array_equal(real, datasets.digits()[2])
    assert len(X) == 1297
    assert not set(beside.TUNING) & set(beside.SEEDS)


# ---- what was measured ----


def test_ten_steps_are_nearly_as_good_as_fifty_on_all_seeds():
    found = beside.stored_by_steps()
    assert set(found) == {beside.WALK, beside.LEAP, *beside.FLOWS}
    for by in found.values():
        assert tuple(by) == beside.COUNTS
        assert {len(distances) for distances in by.values()} == {len(beside.SEEDS)}
        assert np.median(by[1]) > np.median(by[10])


def test_measured_sides_were_tuned_alike():
    for table in (beside.BY_STEPS, beside.GENERATORS):
        sides = measurements(table)["sides"]
        trials = {len(side["tried"]) for name, side in sides.items() if name != beside.GAUSSIANS}
        assert len(trials) == 1
        for side in sides.values():
            assert len(side["numbers"]) == len(beside.SEEDS)
            for key, values in side["range"].items():
                assert values[0] < side["best"][key] < values[-1]
    assert set(beside.stored_generators()) == {"diffusion", beside.CODED, beside.GAUSSIANS}


def test_a_piece_of_the_measurement_comes_out_again():
    drawn = [beside.off(sceptic.gaussians(beside.SAMPLES, seed)[0], datasets.digits()[2]) for seed in beside.SEEDS]
    np.testing.assert_allclose(drawn, beside.stored_generators()[beside.GAUSSIANS], atol=2e-3)


def test_what_was_measured_fits_the_page():
    for text, lines in ((beside.told_by_steps(), 8), (beside.told_generators(), 6)):
        assert len(text.splitlines()) == lines
        assert max(map(len, text.splitlines())) <= 88


def test_what_the_page_says_of_flow_matching():
    middle = {way: {count: np.median(distances) for count, distances in by.items()}
              for way, by in beside.stored_by_steps().items()}  # fmt: skip
    velocity, picture, leap = middle[beside.FLOW], middle[beside.FLOW_CLEAN], middle[beside.LEAP]
    assert velocity[1] < leap[1]
    assert all(velocity[count] > leap[count] for count in beside.COUNTS[1:])
    assert all(abs(picture[count] - leap[count]) < 0.25 for count in beside.COUNTS[:-1])
    assert picture[50] < leap[50]


def test_what_the_page_says_of_other_generators():
    found = beside.stored_generators()
    for name in (beside.CODED, beside.GAUSSIANS):
        assert all(own < other for own, other in zip(found[name], found["diffusion"], strict=True))
    assert np.median(found[beside.GAUSSIANS]) < np.median(found[beside.CODED])
