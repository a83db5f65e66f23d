"""Codes to walk in: gradients against central differences, judges against slow ones, and what the lesson says."""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

from dlcourse import explore
from dlcourse.data import datasets
from dlcourse.experiments.autoencoder import holes, variational


@pytest.mark.parametrize("plain", [False, True])
def test_all_gradients_are_those_of_central_differences(plain):
    rng = np.random.default_rng(0)
    model = variational.Variational(rng, code=3, plain=plain)
    X, noise = rng.random((4, 64)), rng.normal(size=(4, 3))
    for network in (model.encoder, model.decoder):  # away from the first biases, which are 0
        for layer in network.layers:
            for array in layer.parameters.values():
                array += 0.05 * rng.normal(size=array.shape)

    def loss():
        error, kl, *_ = model.terms(X, noise, weight=0.7)
        return error + 0.7 * kl

    *_, encoder, decoder = model.terms(X, noise, weight=0.7)
    for network, found in ((model.encoder, encoder), (model.decoder, decoder)):
        for layer, gradients in zip(network.layers, found):
            for name, array in layer.parameters.items():
                flat, gradient = array.reshape(-1), gradients[name].reshape(-1)
                for place in rng.integers(flat.size, size=6):
                    before, ends = flat[place], []
                    for h in (1e-6, -1e-6):
                        flat[place] = before + h
                        ends.append(loss())
                    flat[place] = before
                    assert gradient[place] == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=2e-4, abs=2e-5)


def test_training_lowers_the_error_and_is_the_same_twice():
    found = [variational.trained(3, weight=3.0, epochs=5) for _ in range(2)]
    (model, history), (_, again) = found
    np.testing.assert_array_equal(history, again)
    assert history.shape == (5, 2)
    assert history[-1, 0] < 0.5 * history[0, 0]
    assert model.decode([[0, 0]]).shape == (1, 64)


def test_training_calculates_with_the_functions_it_is_given():
    calls = []

    def draw(mean, *, log_variance, noise):
        calls.append(noise)
        return mean, np.zeros_like(mean)

    def price(mean, *, log_variance):
        return 7.0, np.zeros_like(mean), np.zeros_like(mean)

    _, history = variational.trained(0, functions=(draw, price), epochs=1)
    assert len(calls) == len(datasets.digits()[0]) // variational.BATCH
    assert history[0, 1] == 7


def test_the_stored_network_says_what_a_new_training_says():
    model = variational.stored_network()
    found, live = holes.judged(model), holes.stored(2, variational.STORED_WEIGHT)
    assert found["error"] == pytest.approx(live["error"][0], rel=0.02)
    assert found["near"] > 95


def test_the_nearest_test_picture_is_that_of_scikit_learn():
    _, _, tests, _ = datasets.digits()
    P = np.random.default_rng(0).normal(0.4, 0.4, size=(50, 64))
    far, nearest = NearestNeighbors(n_neighbors=1).fit(tests).kneighbors(np.clip(P, 0, 1))
    distances, places = holes.distances(P)
    np.testing.assert_allclose(distances, far[:, 0], atol=1e-6)
    np.testing.assert_array_equal(places, nearest[:, 0])


def test_the_judges_are_as_the_lesson_says():
    X, _, X_test, _ = datasets.digits()
    assert round(holes.bar(), 2) == 1.54
    assert holes.near(X) == pytest.approx(90, abs=0.1)
    assert holes.near(X_test) == 100
    assert holes.sure(X) > 90
    assert round(holes.distances(X.mean(axis=0)[None])[0][0], 2) == 1.58  # grey mush is nearly near
    assert holes.near(np.random.default_rng(0).random((100, 64))) == 0


def test_codes_are_drawn_as_agreed_or_as_they_lie():
    model, rng = variational.stored_network(), np.random.default_rng(0)
    agreed = holes.drawn_codes(model, "agreed", rng, count=20_000)
    np.testing.assert_allclose(np.cov(agreed.T), np.eye(2), atol=0.05)
    fitted, means = holes.drawn_codes(model, "fitted", rng, count=20_000), model.bells(datasets.digits()[0])[0]
    np.testing.assert_allclose(fitted.mean(axis=0), means.mean(axis=0), atol=0.03)
    np.testing.assert_allclose(np.cov(fitted.T), np.cov(means.T), atol=0.05)
    assert holes.halfway(model, rng, count=50).shape == (50, 2)


def test_the_ways_to_a_slope_agree_on_average():
    found = variational.four_slopes(step=1e-4, times=20_000)
    through, held, anew, chances = found.values()
    assert np.median(np.abs(through - held)) < 1e-6
    margin = 4 * (through.std() + chances.std()) / np.sqrt(20_000)
    assert chances.mean() == pytest.approx(through.mean(), abs=margin)
    assert anew.std() > 1000 * held.std()


def test_a_linear_code_is_given_up_where_pca_says():
    variance = PCA().fit(datasets.digits()[0]).explained_variance_[0]
    assert holes.collapse_weight() == pytest.approx(variance / 0.04)
    assert 15 < holes.collapse_weight() < 20
    assert np.median(holes.stored(2, 10.0)["kl"]) > 0.5
    assert max(holes.stored(2, 20.0)["kl"]) < 0.02


@pytest.mark.parametrize(("rate", "best"), [(0.003, 10), (variational.RATE, 3)])
def test_too_little_and_too_much_of_the_price_draw_badly(rate, best):
    near = {weight: np.median(holes.stored(2, weight, rate)["near"]) for weight in holes.WEIGHTS}
    assert max(near, key=near.get) == best
    assert near[0.0] < near[1.0] < near[3.0]
    assert near[20.0] < near[15.0] < near[10.0]


def test_words_of_the_plane_are_true():
    plane = explore.autoencoder.plane().set(across=3.0, up=-3.0)
    assert "No code of a real digit lies within 0.4." in plane.words()
    words = plane.set(across=0.0, up=0.0).words()
    means, _ = variational.stored_network().bells(datasets.digits()[2])
    assert f"The codes of {np.sum(np.linalg.norm(means, axis=1) <= 0.4)} real digits" in words
    with pytest.raises(ValueError, match="has 3 numbers: a plane wants 2"):
        explore.autoencoder.plane(variational.Variational(np.random.default_rng(0), code=3))
