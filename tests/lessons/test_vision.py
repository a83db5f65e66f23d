"""Lesson 17, vision, against pixels that are counted, scikit-learn, a convolution, and what must not matter."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from dlcourse.lessons import vision
from dlcourse.lessons.cnn import conv2d

RNG = np.random.default_rng(0)


def some_boxes(count, side=20):
    corners = RNG.integers(0, side - 6, size=(count, 2))
    return np.concatenate([corners, corners + RNG.integers(1, 7, size=(count, 2))], axis=1)


def painted(box, side=20):
    sheet = np.zeros((side, side), dtype=bool)
    left, top, right, bottom = box
    sheet[top:bottom, left:right] = True
    return sheet


def test_iou_is_what_one_counts_on_paper():
    A, B = some_boxes(12), some_boxes(9)
    counted = [[(painted(a) & painted(b)).sum() / (painted(a) | painted(b)).sum() for b in B] for a in A]
    np.testing.assert_allclose(vision.iou(A, B), counted)


def test_iou_does_not_mind_size_place_or_order():
    A, B = some_boxes(8), some_boxes(5)
    shared = vision.iou(A, B)
    np.testing.assert_allclose(vision.iou(3 * A + 7, 3 * B + 7), shared)
    np.testing.assert_allclose(vision.iou(B, A), shared.T)
    np.testing.assert_allclose(np.diag(vision.iou(A, A)), 1)


def test_what_is_kept_does_not_crowd_and_what_is_dropped_crowds_with_something_better():
    boxes, scores = some_boxes(60), RNG.permutation(60) / 60
    kept = vision.non_max_suppression(boxes, scores, threshold=0.3)
    overlap = vision.iou(boxes, boxes)
    assert np.all(overlap[np.ix_(kept, kept)] - np.eye(len(kept)) <= 0.3)
    assert np.all(np.diff(scores[kept]) < 0)
    for place in np.setdiff1d(np.arange(60), kept):
        assert np.any((overlap[place, kept] > 0.3) & (scores[kept] > scores[place]))


def test_a_convolution_reads_the_windows():
    """The weighted sums of all windows are what `conv2d` gives, at the same places."""
    image, kernel = RNG.normal(size=(9, 12)), RNG.normal(size=(3, 3))
    boxes, windows = vision.sliding_windows(image, size=3, stride=2)
    Z, _ = conv2d(image[None, :, :, None], kernel[:, :, None, None], np.zeros(1), 2)
    np.testing.assert_allclose((windows * kernel).sum(axis=(1, 2)), Z.ravel())
    assert all(np.array_equal(image[y:b, x:r], window) for (x, y, r, b), window in zip(boxes, windows))
    with pytest.raises(ValueError, match="size is 10"):
        vision.sliding_windows(image, size=10, stride=1)


def test_hits_are_a_matching_and_no_box_left_over_could_still_hit():
    boxes, scores, truths = some_boxes(80), RNG.random(80), some_boxes(10)
    hits = vision.match_detections(boxes, scores, truths, threshold=0.4)
    assert hits.sum() <= len(truths)
    assert hits.sum() == np.sum(vision.iou(boxes, truths).max(axis=0) >= 0.4)  # here each truth that can be found is
    np.testing.assert_array_equal(vision.match_detections(truths, np.ones(10), truths, threshold=1.0), True)


def test_average_precision_is_that_of_scikit_learn_where_nothing_dips():
    """Scikit-learn does not raise precisions: all is equal where the hits come first, and it gives less elsewhere."""
    scores = RNG.permutation(40) / 40
    sure, mixed = scores > 0.6, RNG.random(40) < 0.5
    assert vision.average_precision(scores, sure, total=int(sure.sum())) == pytest.approx(
        average_precision_score(sure, scores)
    )
    ours = vision.average_precision(scores, mixed, total=int(mixed.sum()))
    assert average_precision_score(mixed, scores) < ours < 1
    order = np.argsort(-scores)
    precision = mixed[order].cumsum() / np.arange(1, 41)
    recall = mixed[order].cumsum() / mixed.sum()
    levels = np.arange(1, mixed.sum() + 1) / mixed.sum()
    assert ours == pytest.approx(np.mean([precision[recall >= level - 1e-9].max() for level in levels]))
    assert vision.average_precision(scores, mixed, total=2 * int(mixed.sum())) == pytest.approx(ours / 2)


def test_a_step_makes_a_loss_grow_most_within_its_budget():
    """Of a linear loss no other change of the same size makes more; at the edges pixels stay between 0 and 1."""
    X, w = RNG.uniform(0.3, 0.7, size=(4, 6)), RNG.normal(size=(4, 6))
    best = np.sum(w * vision.adversarial_step(X, w, budget=0.2))
    others = [np.sum(w * (X + RNG.uniform(-0.2, 0.2, X.shape))) for _ in range(200)]
    assert best > max(others)
    assert best == pytest.approx(np.sum(w * X) + 0.2 * np.abs(w).sum())
    far = vision.adversarial_step(X, w, budget=3.0)
    np.testing.assert_array_equal(far, w > 0)


def test_ink_moves_with_its_box():
    image, box = np.zeros((12, 15)), np.array([[4, 3, 9, 7]])
    image[3:7, 4:9] = 1
    for shift in [(0, 0), (5, 2), (-3, -1), (0, 4)]:
        moved, boxes = vision.augment_scene(image, box, shift=shift)
        (left, top, right, bottom), rows, columns = boxes[0], *np.nonzero(moved)
        assert (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1) == (left, top, right, bottom)
        back, _ = vision.augment_scene(moved, boxes, shift=(-shift[0], -shift[1]))
        np.testing.assert_array_equal(back, image)
    assert len(vision.augment_scene(image, box, shift=(9, 0))[1]) == 0  # 2 of 5 columns are left
    assert vision.augment_scene(image, box, shift=(9, 0), keep=0.4)[1].tolist() == [[13, 3, 15, 7]]
    assert vision.augment_scene(image, box.astype(np.float32), shift=(1, 0))[1].dtype == np.float32
