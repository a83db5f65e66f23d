"""Lesson 13, pseudo_label, against a slow obvious version, and what must hold of it."""

import numpy as np

from dlcourse.lessons.autoencoder import pseudo_label


def slowly(P, threshold, most):
    """Row by row: who is sure, and whether fewer than `most` with the same answer are surer."""
    rows = []
    for n, row in enumerate(P.tolist()):
        label, sure = row.index(max(row)), max(row)
        before = 0
        for other, numbers in enumerate(P.tolist()):
            if numbers.index(max(numbers)) == label and (max(numbers), -other) > (sure, -n):
                before += 1
        if sure >= threshold and (most is None or before < most):
            rows.append(n)
    return rows, [P[n].tolist().index(max(P[n].tolist())) for n in rows]


def test_the_same_as_row_by_row():
    rng = np.random.default_rng(0)
    for _ in range(60):
        N, C = rng.integers(0, 40), rng.integers(1, 6)
        P = rng.integers(0, 5, size=(N, C)) / 8  # with many ties
        threshold, most = rng.choice([0.0, 0.25, 0.375, 0.5, 0.9]), rng.choice([None, 0, 1, 2, 7])
        rows, labels = pseudo_label(P, threshold=threshold, most=most)
        assert (rows.tolist(), labels.tolist()) == slowly(P, threshold, most)
        assert rows.dtype.kind == labels.dtype.kind == "i"


def test_a_higher_threshold_and_a_smaller_limit_take_fewer_of_the_same():
    P = np.random.default_rng(1).dirichlet(np.ones(4), size=200)
    before = set(range(200))
    for threshold, most in ((0.0, None), (0.4, None), (0.4, 20), (0.6, 20), (0.6, 3), (0.6, 0)):
        rows = set(pseudo_label(P, threshold=threshold, most=most)[0].tolist())
        assert rows <= before
        before = rows
    assert before == set()


def test_other_names_of_the_classes_take_the_same_rows():
    rng = np.random.default_rng(2)
    P, order = rng.dirichlet(np.ones(5), size=80), rng.permutation(5)
    rows, labels = pseudo_label(P, threshold=0.4, most=6)
    renamed, others = pseudo_label(P[:, order], threshold=0.4, most=6)
    np.testing.assert_array_equal(rows, renamed)
    np.testing.assert_array_equal(labels, order[others])
