"""Damaged digits: which damage comes to which picture, and from which digits."""

import numpy as np
import pytest

from dlcourse.data import corrupted, datasets

TRAINING, _, TEST, _ = datasets.digits()
DIGIT = TRAINING[:6].reshape(-1, 8, 8)
NONE = np.zeros((6, 4), bool)


def only(kind):
    return np.array([[name == kind for name in corrupted.KINDS]] * len(DIGIT))


def damaged(kind="", seed=0):
    return corrupted.damaged(DIGIT, only(kind), np.random.default_rng(seed))


def test_shapes_ranges_and_kinds():
    X, y, kinds = datasets.corrupted_digits(500, seed=3)
    assert (X.shape, y.shape, kinds.shape) == ((500, 12, 12), (500,), (500, 4))
    assert X.min() == 0
    assert X.max() == 1
    assert set(y) == set(range(10))
    assert (np.abs(kinds.mean(axis=0) - 0.5) < 0.1).all()
    assert kinds.dtype == bool
    assert datasets.corrupted_digits(0, seed=3)[0].shape == (0, 12, 12)


def test_the_seed_tells_all():
    first, again, other = (datasets.corrupted_digits(20, seed=seed) for seed in (1, 1, 2))
    assert all(np.array_equal(*pair) for pair in zip(first, again, strict=True))
    assert not np.array_equal(first[0], other[0])
    assert datasets.corrupted_digits(4, seed=[5, 6])[0].shape == (4, 12, 12)


@pytest.mark.parametrize(("part", "own", "others"), [("training", TRAINING, TEST), ("test", TEST, TRAINING)])
def test_each_part_has_its_own_digits(part, own, others):
    X, _, kinds = datasets.corrupted_digits(400, seed=0, part=part)
    clean = X[~kinds.any(axis=1)][:, 2:10, 2:10].reshape(-1, 64)
    assert len(clean) > 10
    nearest = [np.abs(digits[None] - clean[:, None]).max(axis=2).min(axis=1) for digits in (own, others)]
    assert nearest[0].max() < 1e-3
    assert (nearest[1] > 1e-3).all()


def test_another_part_is_refused():
    with pytest.raises(ValueError, match="no part 'all' of the digits: want training or test"):
        datasets.corrupted_digits(2, seed=0, part="all")


def test_without_damage_the_digit_stands_in_the_middle():
    X = damaged()
    assert np.allclose(X[:, 2:10, 2:10], DIGIT, atol=1e-3)
    X[:, 2:10, 2:10] = 0
    assert not X.any()  # and nothing but paper is around it


def test_turned_is_about_the_middle():
    X = damaged("turned")
    assert not np.allclose(X, damaged(), atol=0.1)
    place = np.arange(12) - 5.5
    for picture, plain in zip(X, damaged(), strict=True):
        assert np.hypot((picture.sum(0) @ place) / picture.sum(), (picture.sum(1) @ place) / picture.sum()) < 1.5
        assert picture.sum() == pytest.approx(plain.sum(), rel=0.1)


def test_a_quarter_turn_would_be_exact():
    turned = corrupted.moved(DIGIT, np.full(6, np.pi / 2), np.zeros((6, 2)))
    assert np.allclose(turned[:, 2:10, 2:10], np.rot90(DIGIT, -1, axes=(1, 2)), atol=1e-9)


def test_a_shift_by_whole_pixels_is_exact():
    shifted = corrupted.moved(DIGIT, np.zeros(6), np.array([[2, -1]] * 6))
    assert np.allclose(shifted[:, 4:12, 1:9], DIGIT)
    assert shifted.sum() == pytest.approx(DIGIT.sum())


def test_shifted_keeps_the_ink():
    assert damaged("shifted").sum() == pytest.approx(DIGIT.sum(), rel=1e-2)


def test_noise_is_everywhere_and_stays_in_range():
    X = damaged("noisy")
    assert 0.1 < np.abs(X - damaged()).mean() < 0.3
    assert (X >= 0).all()
    assert (X <= 1).all()


def test_what_is_covered_is_a_block():
    X, plain = damaged("covered"), damaged()
    missing = (plain != X) & (plain > 0)
    for item in missing[missing.any(axis=(1, 2))]:
        rows, columns = np.where(item)
        assert rows.max() - rows.min() < 5
        assert columns.max() - columns.min() < 5
    assert np.array_equal(X[~missing], plain[~missing])
    blocks = corrupted._blocks(np.array([[1, 2], [3, 4]]), np.array([[3, 5], [4, 3]]))
    assert blocks.sum(axis=(1, 2)).tolist() == [15, 12]
    assert blocks[0, 1:4, 2:7].all()
