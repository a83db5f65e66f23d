"""Experiments of lesson 13's first sitting, with scikit-learn and SciPy as oracles."""

import numpy as np
import pytest
from scipy.linalg import subspace_angles
from sklearn.decomposition import PCA
from sklearn.metrics import roc_auc_score, roc_curve
from sklearn.neighbors import KNeighborsClassifier

from dlcourse.experiments.autoencoder import anomaly, deeper, learned_features, reconstruction
from dlcourse.lessons import autoencoder

PASSES = autoencoder.autoencoder_forward, autoencoder.autoencoder_backward


def test_the_plane_is_that_of_scikit_learn():
    X, seen = reconstruction.digit_parts()["learn"][0], reconstruction.digit_parts()["test"][0]
    pca = PCA(8, svd_solver="full").fit(X)
    rebuilt = pca.inverse_transform(pca.transform(seen))
    np.testing.assert_allclose(reconstruction.through_plane(seen, X, 8), rebuilt, atol=1e-10)
    assert reconstruction.largest_angle(reconstruction.principal_directions(X, 8), pca.components_.T) < 1e-6
    turned = deeper.plane_encoder()(seen) / pca.transform(seen)[:, :2]  # up to the signs of the axes
    np.testing.assert_allclose(np.abs(turned), 1, atol=1e-6)


def test_angles_between_planes():
    rng = np.random.default_rng(0)
    A, B = rng.normal(size=(9, 3)), rng.normal(size=(9, 3))
    assert reconstruction.largest_angle(A, B) == pytest.approx(np.degrees(subspace_angles(A, B).max()))
    assert reconstruction.largest_angle(A, A @ rng.normal(size=(3, 3))) < 1e-10
    assert reconstruction.largest_angle(np.eye(4)[:, :2], np.eye(4)[:, [0, 3]]) == pytest.approx(90)
    small = np.array([[1.0], [1e-9]])  # of its cosine nothing would be left
    assert reconstruction.largest_angle(np.eye(2)[:, :1], small) == pytest.approx(np.degrees(1e-9))


def test_a_linear_autoencoder_comes_to_that_plane_and_a_sigmoid_does_not_beat_it():
    X, _ = reconstruction.centred_digits()
    flat = reconstruction.error(reconstruction.through_plane(X, X, 2), X)
    network, _ = reconstruction.follow(PASSES, X, linear=True)
    [angle], [error] = reconstruction.towards_plane(PASSES, linear=True, seeds=[3])[300]
    assert angle < 0.01
    assert error == pytest.approx(flat, rel=1e-6)
    W = network.parameters[0]["W"]
    np.testing.assert_allclose(W.T @ W, np.eye(2), atol=1e-4)  # at right angles, of length 1: any turn of PCA's axes
    [angle], [error] = reconstruction.towards_plane(PASSES, linear=False, seeds=[3])[300]
    assert angle > 1
    assert error > flat


def test_layers_without_bends_leave_what_pca_leaves():
    found = deeper.stored()
    for code in map(str, deeper.CODES):
        seen, X = reconstruction.digit_parts()["test"][0], reconstruction.digit_parts()["learn"][0]
        flat = reconstruction.error(reconstruction.through_plane(seen, X, int(code)), seen)
        assert found[code]["PCA"]["test"] == pytest.approx([flat] * 5, abs=1e-3)
        assert np.median(found[code]["deep, without ReLU"]["test"]) == pytest.approx(flat, rel=0.01)
        assert max(found[code]["deep"]["test"]) < 0.75 * flat


def test_the_deep_network_is_what_it_says():
    network = deeper.deep_network(np.random.default_rng(0), 2)
    assert network.size == 64 * 64 + 64 + 64 * 2 + 2 + 2 * 64 + 64 + 64 * 64 + 64
    for bend in (True, False):
        network = deeper.deep_network(np.random.default_rng(0), 3, bend=bend)
        assert deeper.encoder(network).outputs(np.zeros((5, 64))).shape == (5, 3)


def test_naming_by_the_nearest_code():
    (X, y), (seen, labels) = reconstruction.digit_parts()["learn"], reconstruction.digit_parts()["test"]
    codes, new = X[:, [20, 43]], seen[:, [20, 43]]
    rng = np.random.default_rng(0)
    codes, new = (table + rng.normal(0, 1e-6, table.shape) for table in (codes, new))  # no ties
    judge = KNeighborsClassifier(1, algorithm="brute").fit(codes, y)
    expected = pytest.approx(100 * judge.score(new, labels))
    assert deeper.named_by_neighbour(codes, y, new, labels) == expected


def test_curves_and_areas_are_those_of_scikit_learn():
    rng = np.random.default_rng(0)
    strange = rng.random(200) < 0.3
    for scores in (rng.normal(size=200) + strange, rng.integers(0, 5, size=200) + 1.0 * strange):  # with ties, too
        false, hits = anomaly.roc(scores, strange)
        expected = roc_curve(strange, scores, drop_intermediate=False)
        np.testing.assert_allclose(false, expected[0])
        np.testing.assert_allclose(hits, expected[1])
        assert anomaly.area(scores, strange) == pytest.approx(roc_auc_score(strange, scores))


def test_the_stored_areas_are_what_is_measured():
    found = anomaly.stored()
    for name in anomaly.ALARMS[1:]:
        np.testing.assert_allclose(anomaly.areas(name, width=found[name]["width"]), found[name]["areas"], atol=1e-3)
    X, pictures, strange = anomaly.split(4)
    area = anomaly.area(anomaly.alarms("deep", X, pictures), strange)
    assert area == pytest.approx(found["deep"]["areas"][4], abs=0.03)


def test_a_digit_that_is_left_out_is_nowhere_learned():
    (_, y), (X, pictures, strange) = reconstruction.digit_parts()["learn"], anomaly.split(7)
    assert len(X) == np.sum(y != 7)
    assert len(pictures) == 500
    assert strange.sum() == 50
    nearest = anomaly.alarms("nearest seen picture", X, pictures[:20])
    slow = [min(np.sum((picture - x) ** 2) for x in X) for picture in pictures[:20]]
    np.testing.assert_allclose(nearest, slow, atol=1e-10)


def test_how_much_of_a_feature_is_in_one_place():
    even, single = np.ones((64, 1)), np.eye(64)[:, [9]]
    corner = np.zeros((8, 8))
    corner[5:, 5:] = -2.0
    corner[0, 0] = 6.0
    shares = learned_features.local_share(np.hstack([even, single, corner.reshape(-1, 1)]))
    np.testing.assert_allclose(shares, [9 / 64, 1, 0.5])


def test_holes_filled_by_their_neighbours():
    picture = np.arange(64.0).reshape(1, 64)
    gone = np.zeros((1, 64), bool)
    gone[0, [0, 27, 28]] = True
    filled = learned_features.neighbours_mean(np.where(gone, 0, picture), gone)
    assert filled[0, 0] == pytest.approx((1 + 8 + 9) / 3)
    assert filled[0, 27] == pytest.approx((18 + 19 + 20 + 26 + 34 + 35 + 36) / 7)


def test_who_learned_with_holes_fills_them():
    test = learned_features.erased_test(autoencoder.corrupt)
    holed, whole, gone = test
    assert np.all(gone.sum(axis=1) == learned_features.COUNT)
    assert np.all(holed[~gone] == whole[~gone])
    ways = {}, {"corrupt": autoencoder.corrupt}, {"penalty": autoencoder.sparsity_penalty}
    layers = [learned_features.learn_features(*PASSES, **how) for how in ways]
    plain, mends, sparse = (learned_features.looks(layer, test) for layer in layers)
    others = learned_features.other_fillings(test)
    assert mends["holes"] < others["best linear map"] < others["mean of the neighbours"] < plain["holes"]
    assert sparse["active"] < 0.3 * plain["active"]
    assert plain["error"] < sparse["error"] < mends["error"]
