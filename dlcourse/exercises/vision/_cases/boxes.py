"""Cases of boxes alone: how much two are the same place, which of a crowd stay, which are hits, and one number."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes

SIDE = 24  # of the picture in which boxes are drawn


def some_boxes(rng, count, *, whole=False, least=3, most=12):
    """Boxes with sides that differ, somewhere in a picture and a little beyond it: array (count, 4)."""
    corners = rng.uniform(-4, SIDE - least, size=(count, 2))
    boxes = np.concatenate([corners, corners + rng.uniform(least, most, size=(count, 2))], axis=1)
    return np.round(boxes).astype(int) if whole else boxes


def crowds(rng, places, each, *, spread=1.2):
    """`each` boxes around each of some places, in no order: array (places * each, 4)."""
    middles = some_boxes(rng, places, least=6)
    boxes = np.repeat(middles, each, axis=0)
    boxes = boxes + rng.normal(scale=spread, size=boxes.shape)
    return boxes[rng.permutation(len(boxes))]


def overlap_cases(rng):
    """By hand; one inside of another, apart in one direction or in both, touching; whole, drawn, none, float32."""
    N, M, K, L = drawn_sizes(rng, 4, least=2, most=7)
    one = np.array([[2, 3, 8, 7]])
    others = np.array(
        [[2, 3, 8, 7], [4, 4, 6, 6], [0, 0, 20, 10], [8, 3, 12, 7], [9, 8, 14, 12], [2, 9, 8, 12], [10, 3, 13, 7]]
    )
    empty = np.array([[1.0, 1.0, 1.0, 5.0], [2.0, 2.0, 2.0, 2.0]])
    tiny = np.array([[0.0, 0.0, 0.5, 0.5], [0.25, 0.0, 0.75, 0.5]])
    apart = np.array([[0.0, 0.0, 3.0, 5.0], [7.5, 9.0, 10.0, 9.5]])
    return [
        Case(np.array([[0, 0, 4, 2]]), np.array([[2, 0, 6, 2]])),
        Case(np.array([[0, 0, 4, 2]]), np.array([[0, 0, 4, 2], [2, 0, 6, 2], [4, 0, 5, 2]])),
        Case(one, others),
        Case(apart, apart[::-1] + np.array([20.0, 30.0, 20.0, 30.0])),
        Case(some_boxes(rng, N), some_boxes(rng, M)),
        Case(some_boxes(rng, K, whole=True), some_boxes(rng, L, whole=True)),
        Case(some_boxes(rng, 8 + N), some_boxes(rng, 1)),
        Case(100 * some_boxes(rng, 1), 100 * some_boxes(rng, 5 + M)),
        Case(empty, np.array([[0.0, 0.0, 4.0, 4.0], [2.0, 2.0, 2.0, 2.0], [0.0, 3.0, 7.0, 3.0]])),
        Case(tiny, tiny + 0.125),
        Case(some_boxes(rng, L), np.zeros((0, 4))),
        Case(some_boxes(rng, M).astype(np.float32), some_boxes(rng, K).astype(np.float32)),
    ]


def crowd_cases(rng):
    """By hand; a chain, equal scores, an IoU at the threshold, thresholds of 0 and 1, one box, none, some flat ones."""
    three = np.array([[0, 0, 4, 4], [1, 0, 5, 4], [9, 9, 12, 12]])
    flat = np.array([[1.0, 1.0, 1.0, 5.0], [2.0, 2.0, 2.0, 2.0], [0.0, 0.0, 4.0, 4.0]])  # two of them without area
    chain = np.array([[0, 0, 6, 4], [2, 0, 8, 4], [4, 0, 10, 4], [6, 0, 12, 4]])  # neighbours: IoU 1/2; else 1/5, 0
    halves = np.array([[0, 0, 4, 2], [0, 0, 4, 1], [0, 0, 2, 2], [20, 0, 24, 2]])  # IoU exactly 1/2
    same = np.array([[3, 3, 7, 9], [3, 3, 7, 9], [5, 3, 9, 9], [7, 3, 11, 9]])
    a, b, c = drawn_sizes(rng, 3, least=3, most=7)

    def drawn(boxes, threshold, kind=float):
        boxes = boxes[int(rng.integers(0, 8)) :]
        return Case(boxes.astype(kind), rng.uniform(0.05, 1, len(boxes)).astype(kind), threshold=threshold)

    tied = crowds(rng, 12, 4)
    return [
        Case(three, np.array([0.6, 0.9, 0.7]), threshold=0.5),
        Case(chain, np.array([0.9, 0.8, 0.7, 0.6]), threshold=0.4),
        Case(chain, np.array([0.5, 0.9, 0.7, 0.8]), threshold=0.4),
        Case(halves, np.array([0.9, 0.8, 0.7, 0.95]), threshold=0.5),
        Case(same, np.array([0.4, 0.4, 0.6, 0.4]), threshold=0.3),
        Case(same, np.array([0.4, 0.3, 0.6, 0.2]), threshold=0.0),
        Case(same, np.array([0.2, 0.3, 0.6, 0.4]), threshold=1.0),
        Case(np.array([[2.0, 2.0, 5.0, 7.0]]), np.array([0.01]), threshold=0.5),
        drawn(crowds(rng, a, 5), 0.45),
        drawn(crowds(rng, b, 4), 0.3),
        drawn(crowds(rng, 2, 4 + c), 0.65),
        Case(tied, rng.integers(1, 3, len(tied)) / 4, threshold=0.35),  # so many that another sort mixes equal ones
        drawn(crowds(rng, c, 3), 0.5, np.float32),
        Case(flat, np.array([0.5, 0.6, 0.4]), threshold=0.5),
        Case(np.zeros((0, 4)), np.zeros(0), threshold=0.5),
    ]


def hit_cases(rng):
    """By hand; doubles, the second best truth, exactly the threshold, ties, nothing found, nothing there, float32."""
    one = np.array([[0, 0, 4, 4]])
    three = np.array([[0, 0, 4, 4], [0, 0, 4, 5], [20, 20, 24, 24]])
    near = np.array([[0, 0, 6, 6], [0, 0, 6, 8]])  # both truths overlap well with both boxes
    halves = np.array([[0, 0, 4, 4], [10, 0, 12, 4], [0, 10, 4, 13], [10, 10, 13, 17]])
    wholes = np.array([[0, 0, 4, 8], [10, 0, 14, 4], [0, 10, 4, 14], [10, 10, 14, 17]])  # IoU 1/2, 1/2, 3/4, 3/4
    a, b, c = drawn_sizes(rng, 3, least=3, most=7)

    def drawn(places, each, missing, threshold, kind=float):
        boxes = crowds(rng, places, each + int(rng.integers(0, 5)), spread=1.0)
        truths = np.concatenate([boxes[:places] + rng.normal(scale=0.7, size=(places, 4)), some_boxes(rng, missing)])
        scores = rng.uniform(0.05, 1, len(boxes))
        return Case(boxes.astype(kind), scores.astype(kind), truths.astype(kind), threshold=threshold)

    between = np.array([[2, 0, 6, 4], [0, 0, 4, 4]])  # the first is as near to one truth as to the other
    two = np.array([[0, 0, 4, 4], [4, 0, 8, 4]])
    tied, more = crowds(rng, 3, 20), crowds(rng, 2, 30)  # so many that another sort mixes equal ones
    return [
        Case(three, np.array([0.9, 0.8, 0.7]), one, threshold=0.5),
        Case(three[:2], np.array([0.6, 0.9]), one, threshold=0.5),
        Case(near, np.array([0.7, 0.9]), np.array([[0, 0, 6, 7], [0, 0, 6, 9]]), threshold=0.7),
        Case(near, np.array([0.9, 0.7]), np.array([[0, 0, 6, 7], [0, 0, 6, 6]]), threshold=0.7),
        Case(halves, np.array([0.5, 0.6, 0.4, 0.3]), wholes, threshold=0.5),
        Case(halves, np.array([0.5, 0.6, 0.4, 0.3]), wholes[::-1], threshold=0.75),
        Case(between, np.array([0.9, 0.8]), two, threshold=0.3),
        Case(between, np.array([0.9, 0.8]), two[::-1], threshold=0.3),
        Case(three[[0, 0, 2]], np.array([0.5, 0.5, 0.5]), one, threshold=0.5),
        drawn(a, 4, 2, 0.5),
        drawn(b, 3, 1, 0.4),
        drawn(c, 5, 0, 0.6),
        Case(tied, rng.integers(1, 3, len(tied)) / 4, tied[:5] + 0.25, threshold=0.5),
        Case(one, np.array([0.2]), wholes[[1, 0]], threshold=0.5),
        Case(more, rng.integers(1, 4, len(more)) / 4, more[10:14] - 0.25, threshold=0.4),
        Case(some_boxes(rng, 2), np.array([0.4, 0.9]), np.zeros((0, 4)), threshold=0.5),
        Case(np.zeros((0, 4)), np.zeros(0), some_boxes(rng, 3), threshold=0.5),
        drawn(2, 4, 1, 0.5, np.float32),
    ]


def precision_cases(rng):
    """By hand; all hits, none, no boxes, a dip that is filled, equal scores, more objects than boxes; then refused."""
    yes, no = True, False
    a, b, c = drawn_sizes(rng, 3, least=9, most=24)

    def drawn(count, share, more, kind=float):
        scores, hits = rng.uniform(0.05, 1, count).astype(kind), rng.random(count) < share
        return Case(scores, hits, total=int(hits.sum()) + more)

    return [
        Case(np.array([0.9, 0.8, 0.7]), np.array([yes, no, yes]), total=4),
        Case(np.array([0.9, 0.6, 0.3]), np.array([no, yes, yes]), total=2),
        Case(np.array([0.3, 0.9, 0.6, 0.1]), np.array([yes, no, yes, no]), total=3),
        Case(np.array([0.9, 0.4]), np.array([yes, yes]), total=2),
        Case(np.array([0.2, 0.4, 0.3]), np.array([no, no, no]), total=5),
        Case(np.array([0.7]), np.array([yes]), total=1),
        Case(np.array([0.5, 0.5, 0.5, 0.5]), np.array([no, yes, no, yes]), total=2),
        drawn(a, 0.5, 3),
        drawn(b, 0.3, 1),
        drawn(c, 0.8, 6),
        drawn(20 + a, 0.6, 0),
        Case(rng.integers(1, 4, 40) / 4, rng.random(40) < 0.5, total=40),
        drawn(b, 0.5, 2, np.float32),
        Case(np.zeros(0), np.zeros(0, dtype=bool), total=3),
        Case(np.array([0.9, 0.4]), np.array([yes, yes]), total=1),
        Case(np.array([0.9, 0.4]), np.array([no, no]), total=0),
    ]
