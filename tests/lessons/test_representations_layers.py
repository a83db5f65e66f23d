"""Lesson 09's second sitting, against scikit-learn, invariances and slow obvious versions."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.feature_selection import f_classif

from dlcourse.lessons.representations import (
    centered_kernel_alignment,
    invariance_score,
    k_means_step,
    top_patches,
)

rng = np.random.default_rng(7)


# ---- the strongest patches ----


def test_patches_are_the_strongest_of_each_picture_one_by_one():
    pictures, maps = rng.normal(size=(9, 11, 14)), rng.integers(0, 6, size=(9, 4, 5)).astype(float)
    found = []
    for n, one in enumerate(maps):
        most = max((one[r, s], -r, -s) for r in range(4) for s in range(5))
        r, s = -most[1], -most[2]
        found.append((-most[0], n, pictures[n, 2 * r : 2 * r + 5, 2 * s : 2 * s + 5]))
    wanted = [patch for _, _, patch in sorted(found, key=lambda item: item[:2])[:6]]
    np.testing.assert_array_equal(top_patches(pictures, maps, count=6, size=5, stride=2), wanted)


def test_of_more_patches_than_pictures_it_is_told():
    with pytest.raises(ValueError, match="count is 3, there are 2 pictures"):
        top_patches(np.zeros((2, 3, 3)), np.zeros((2, 2, 2)), count=3, size=2, stride=1)


# ---- the invariance score ----


def test_the_score_is_the_correlation_ratio_of_an_analysis_of_variance():
    H = rng.normal(size=(5, 1, 7)) + rng.normal(size=(5, 8, 7))
    F, _ = f_classif(H.reshape(40, 7), np.repeat(np.arange(5), 8))
    np.testing.assert_allclose(invariance_score(H), 4 * F / (4 * F + 35), rtol=1e-10)


def test_the_score_knows_no_scale_no_shift_and_no_order():
    H = rng.normal(size=(4, 1, 3)) + rng.normal(size=(4, 6, 3))
    np.testing.assert_allclose(invariance_score(-3 * H[::-1, ::-1] + 5), invariance_score(H))


def test_numbers_that_know_nothing_of_the_thing_score_as_many_groups_do_by_chance():
    score = invariance_score(rng.normal(size=(6, 20, 4000))).mean()
    assert score == pytest.approx(5 / 119, abs=0.002)


# ---- k-means ----


def test_repeated_steps_end_where_scikit_learn_does():
    X = np.concatenate([rng.normal(size=(30, 3)) + middle for middle in (0, 4, [5, -5, 0])])
    begin = X[rng.choice(90, size=4, replace=False)]
    theirs = KMeans(4, init=begin, n_init=1, tol=0, algorithm="lloyd").fit(X)
    centers = begin
    for _ in range(100):
        labels, centers = k_means_step(X, centers)
    np.testing.assert_array_equal(labels, theirs.labels_)
    np.testing.assert_allclose(centers, theirs.cluster_centers_)


def test_no_step_raises_the_cost():
    X, centers = rng.normal(size=(40, 2)), rng.normal(size=(6, 2))
    costs = []
    for _ in range(12):
        labels, moved = k_means_step(X, centers)
        costs += [((X - where[labels]) ** 2).sum() for where in (centers, moved)]
        centers = moved
    assert (np.diff(costs) < 1e-12).all()


# ---- the alignment ----


def test_the_alignment_knows_no_rotation_no_scale_and_no_shift_but_knows_a_stretch():
    X, Y = rng.normal(size=(30, 5)) * [1, 2, 3, 4, 5], rng.normal(size=(30, 3))
    turn = np.linalg.qr(rng.normal(size=(5, 5)))[0]
    assert centered_kernel_alignment(X @ turn, Y) == pytest.approx(centered_kernel_alignment(X, Y))
    assert centered_kernel_alignment(-4 * X @ turn + rng.normal(size=5), X) == pytest.approx(1)
    assert centered_kernel_alignment(X / [1, 2, 3, 4, 5], X) < 0.95


def test_the_alignment_is_that_of_the_kernels_between_examples():
    X, Y = rng.normal(size=(12, 4)) + 3, rng.normal(size=(12, 6)) - 1
    H = np.eye(12) - 1 / 12
    K, L = H @ X @ X.T @ H, H @ Y @ Y.T @ H
    wanted = np.trace(K @ L) / np.sqrt(np.trace(K @ K) * np.trace(L @ L))
    assert centered_kernel_alignment(X, Y) == pytest.approx(wanted)
    assert centered_kernel_alignment(Y, X) == pytest.approx(wanted)
