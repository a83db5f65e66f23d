"""The drawing pad: what was drawn becomes pixels like those of the course's digits, and networks read them."""

import io
import warnings

import numpy as np
import pytest
from explore.drawn_digits import CHOOSING, COUNTING, drawing
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

from dlcourse.data import datasets
from dlcourse.explore import pad, start_here
from dlcourse.explore._strokes import LOOKS, MOST_SIDE, pixels
from dlcourse.lessons.forward import mlp_forward, softmax
from dlcourse.nn.training import Adam, fit, mlp

pytestmark = pytest.mark.slow

BAR = [[(0.5, 0.1), (0.5, 0.9)]]
SLANTED = [[(0.7, 0.1), (0.4, 0.9)]]
LEVEL = [[(0.1, 0.5), (0.9, 0.52)]]
RING = [[(0.5 + 0.3 * np.cos(t), 0.5 + 0.4 * np.sin(t)) for t in np.linspace(0, 2 * np.pi, 40)]]
MANY = 8  # drawings of each hand
LIKES = list(LOOKS)


def moved(strokes, across=0.0, down=0.0, times=1.0):
    return [[(across + times * x, down + times * y) for x, y in line] for line in strokes]


def box(picture):
    """First and last row, first and last column that have ink."""
    rows, columns = np.flatnonzero(picture.any(axis=1)), np.flatnonzero(picture.any(axis=0))
    return rows[0], rows[-1], columns[0], columns[-1]


def extents(P):
    """Of pictures (N, 8, 8), how many rows and columns have ink: two arrays (N,)."""
    boxes = np.array([box(picture) for picture in P])
    return boxes[:, 1] - boxes[:, 0] + 1, boxes[:, 3] - boxes[:, 2] + 1


@pytest.fixture(scope="module")
def real():
    return datasets.digits()


@pytest.fixture(scope="module")
def drawn():
    """Drawings of all ten digits, and which they are: those that nothing was chosen by."""
    rng = np.random.default_rng(1)
    order = [(digit, hand) for digit in range(10) for hand in COUNTING for _ in range(MANY)]
    strokes = [drawing(digit, hand, rng) for digit, hand in order]
    return strokes, np.array([digit for digit, _ in order])


@pytest.fixture(scope="module")
def pictures(drawn):
    return np.array([pixels(strokes) for strokes in drawn[0]])


# ---- what a picture is ----


@pytest.mark.parametrize("like", LIKES)
@pytest.mark.parametrize("size", [*range(1, 33), 64, 101, MOST_SIDE, np.int64(8)])
def test_pictures_of_every_size(size, like):
    picture = pixels(RING, size, like=like)
    assert picture.shape == (size, size)
    assert picture.dtype == np.float64
    if size >= 8:
        assert (picture * 16 == np.round(picture * 16)).all()
    assert picture.min() >= 0
    assert 0 < picture.max() <= 1


@pytest.mark.parametrize("size", [0, -1, 257, 8.0, "8", None, True, np.nan, 10**400])
def test_sizes_that_do_not_serve(size):
    with pytest.raises(ValueError, match="want a whole number from 1 to 256"):
        pixels(RING, size)


@pytest.mark.parametrize("like", ["Digits", None, 3, ["digits"]])
def test_looks_that_there_are_not(like):
    with pytest.raises(ValueError, match="want one of digits, mnist"):
        pixels(RING, like=like)


@pytest.mark.parametrize("like", LIKES)
@pytest.mark.parametrize("nothing", [[], [[]], [[], []]])
def test_an_empty_sheet_is_paper(nothing, like):
    assert (pixels(nothing, 8, like=like) == np.zeros((8, 8))).all()


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=6), max_size=4),
    st.integers(1, 30),
    st.sampled_from(LIKES),
)
@example([[(0.0, 1.0), (0.0, 0.0), (0.0, 5e-324)]], 8, "digits")
@example([[(0.1, 0.2), (0.9, 0.2), (0.9, 0.2 + 1e-12)], [(0.4, 0.9)]], 8, "digits")
def test_any_drawing_gives_ink_inside_of_the_picture(strokes, size, like):
    picture = pixels(strokes, size, like=like)
    assert picture.shape == (size, size)
    assert np.isfinite(picture).all()
    assert ((picture >= 0) & (picture <= 1)).all()
    assert picture.any() == any(strokes)


@pytest.mark.parametrize("like", LIKES)
@pytest.mark.parametrize("strokes", [RING, BAR, SLANTED, LEVEL], ids=["ring", "bar", "slanted", "level"])
def test_place_and_size_on_the_sheet_do_not_matter(strokes, like):
    whole = pixels(strokes, 28, like=like)
    for across, down, times in ((0, 0, 0.1), (0.6, 0.6, 0.4), (0.0, 0.7, 0.3), (-0.1, -0.1, 1.1)):
        other = pixels(moved(strokes, across, down, times), 28, like=like)
        assert np.abs(other - whole).max() <= 3 / 16  # points at the edge of a line may fall on its other side
        assert np.abs(other - whole).mean() < 0.005


@pytest.mark.parametrize("like", LIKES)
def test_how_densely_a_line_was_recorded_does_not_matter(like):
    dense = [[(0.5 + 0.3 * np.cos(t), 0.5 + 0.4 * np.sin(t)) for t in np.linspace(0, 2 * np.pi, 4000)]]
    assert np.abs(pixels(dense, 16, like=like) - pixels(RING, 16, like=like)).max() <= 2 / 16
    twice = [[point for point in line for _ in range(2)] for line in RING]  # the pen stands still
    assert (pixels(twice, 16, like=like) == pixels(RING, 16, like=like)).all()


def test_order_and_direction_of_lines_do_not_matter():
    strokes = [[(0.1, 0.2), (0.5, 0.9)], [(0.5, 0.1), (0.9, 0.3), (0.2, 0.6)]]
    back = [line[::-1] for line in strokes[::-1]]
    assert (pixels(strokes) == pixels(back)).all()


# ---- dots, bars, and other drawings of few points ----


@pytest.mark.parametrize("like", LIKES)
@pytest.mark.parametrize("point", [(0.5, 0.5), (0.0, 0.0), (1.0, 1.0), (0.02, 0.97)])
def test_a_dot_is_a_dot_in_the_middle(point, like):
    for dot in ([[point]], [[point, point]], [[point], [(point[0] + 0.005, point[1])]]):
        picture = pixels(dot, 28, like=like)
        top, bottom, left, right = box(picture)
        assert bottom - top == right - left <= 8
        assert abs(top + bottom - 27) <= 1
        assert abs(left + right - 27) <= 1


@pytest.mark.parametrize("strokes", [BAR, SLANTED], ids=["bar", "slanted"])
def test_a_one_is_upright_and_not_stretched_to_a_block(strokes):
    top, bottom, left, right = box(pixels(strokes, 8))
    assert (top, bottom) == (0, 7)
    assert right - left + 1 <= 4  # the course's own ones, without a flag: 3 to 5
    rows, columns = extents(pixels(moved(strokes, 0.3, 0.3, 0.3), 8)[None])
    assert (rows[0], columns[0] <= 4) == (8, True)


def test_a_slanted_one_leans_in_mnist_as_it_was_written():
    picture = pixels(SLANTED, 28, like="mnist")
    top, bottom, left, right = box(picture)
    assert bottom - top + 1 == 20
    assert 9 <= right - left + 1 <= 12  # 0.3 to 0.8, as drawn, and the width of the pen
    assert picture[top].argmax() > picture[bottom].argmax()


@pytest.mark.parametrize("like", LIKES)
def test_a_level_line_stays_one(like):
    top, bottom, left, right = box(pixels(LEVEL, 28, like=like))
    assert bottom - top + 1 <= 8
    assert right - left + 1 >= 16


# ---- like the course's digits ----


def test_the_courses_digits_are_upright_as_the_pad_makes_them(real):
    """The leftmost ink of the top row stands above that of the bottom row, whichever digit it is."""
    P, y = real[0].reshape(-1, 8, 8), real[1]
    apart = (P[:, 7] > 0).argmax(axis=1) - (P[:, 0] > 0).argmax(axis=1)
    for digit in range(10):
        assert abs(apart[y == digit].mean()) < 0.2
        assert apart[y == digit].std() < 0.6
    middle = P @ np.arange(8) / P.sum(axis=2).clip(1e-9)
    assert np.mean([abs((middle[y == d, 7] - middle[y == d, 0]).mean()) for d in range(10)]) > 0.4  # not their middles


def test_drawings_have_the_ink_and_the_box_of_the_courses_digits(real, pictures):
    R = real[0].reshape(-1, 8, 8)
    ink, known = pictures.sum(axis=(1, 2)), R.sum(axis=(1, 2))
    assert abs(ink.mean() - known.mean()) < 1  # 19.2 and 19.5
    assert abs(ink.std() - known.std()) < 0.6  # 2.3 and 2.2
    rows, columns = extents(pictures)
    known_rows, known_columns = extents(R)
    assert (rows == 8).all()
    assert (known_rows == 8).all()
    assert abs(columns.mean() - known_columns.mean()) < 0.4  # 5.8 and 5.9
    assert columns.max() <= 6


def test_drawings_have_the_grey_levels_of_the_courses_digits(real, pictures):
    X = real[0]
    assert abs((pictures > 0).mean() - (X > 0).mean()) < 0.03  # 0.52 and 0.51
    assert abs((pictures == 1).mean() - (X == 1).mean()) < 0.03  # 0.07 and 0.09
    levels, known = (
        np.histogram(each[each > 0], [0, 0.25, 0.5, 0.75, 1.01])[0] / (each > 0).sum() for each in (pictures, X)
    )
    assert np.abs(levels - known).max() < 0.1
    assert len(np.unique(pictures)) == 17  # 0 to 16 of 16
    assert np.abs(pictures.mean(axis=(0, 1)) - X.reshape(-1, 8, 8).mean(axis=(0, 1))).max() < 0.1  # column by column
    assert np.abs(pictures.mean(axis=(0, 2)) - X.reshape(-1, 8, 8).mean(axis=(0, 2))).max() < 0.1  # row by row


# ---- read by networks ----


def share_right(scores, truth):
    return (scores.argmax(axis=1) == truth).mean()


def test_the_courses_network_reads_what_is_drawn(pictures, drawn):
    """What the learner meets first. Of these 240 drawings it reads 234; of its own test digits 488 of 500."""
    scores = mlp_forward(pictures.reshape(-1, 64), datasets.digits_network())
    truth = drawn[1]
    assert share_right(scores, truth) >= 0.95
    for digit in range(10):
        assert share_right(scores[truth == digit], digit) >= 0.75, digit


def test_other_readers_that_learned_the_courses_digits_read_them_too(real, pictures, drawn):
    """Measured: nearest neighbours 0.98, a support vector machine 1.00, networks of the course's own 0.94 to 0.97."""
    X, y, _, _ = real
    new, truth = pictures.reshape(-1, 64), drawn[1]
    assert (KNeighborsClassifier(3).fit(X, y).predict(new) == truth).mean() >= 0.93
    assert (SVC(gamma=0.1, C=5).fit(X, y).predict(new) == truth).mean() >= 0.95
    network = mlp([64, 32, 10], np.random.default_rng(0))
    fit(network, X, y, optimizer=Adam(0.01), batch_size=32, epochs=10, rng=np.random.default_rng(0))
    assert share_right(network.outputs(new), truth) >= 0.9


def test_setting_them_upright_and_the_box_are_worth_it(monkeypatch, pictures, drawn):
    """Without either, a network reads less: the measure that both were chosen by, on drawings that nothing chose."""
    network, (strokes, truth) = datasets.digits_network(), drawn

    def right(**change):
        monkeypatch.setitem(LOOKS, "digits", LOOKS["digits"]._replace(**change))
        found = np.array([pixels(each).ravel() for each in strokes])
        monkeypatch.undo()
        return share_right(mlp_forward(found, network), truth)

    as_made = share_right(mlp_forward(pictures.reshape(-1, 64), network), truth)
    assert right(lean=0.0) < as_made - 0.04  # 0.90
    assert right(pens=(0.05,)) < as_made - 0.05  # 0.83
    assert right(width=0.75) < as_made - 0.02  # 0.92


def test_hands_for_choosing_and_for_counting_are_others():
    assert not set(CHOOSING) & set(COUNTING)


# ---- like MNIST ----


def test_drawings_like_mnist_keep_to_its_box_and_have_their_mass_in_the_middle(drawn):
    """Its files are not here. Their description: 20 × 20 pixels, proportions kept, the centre of mass in the middle."""
    P = np.array([pixels(strokes, 28, like="mnist") for strokes in drawn[0]])
    rows, columns = extents(P)
    assert (np.maximum(rows, columns) <= 20).all()
    assert np.maximum(rows, columns).min() >= 19
    places = np.arange(28)
    ink = P.sum(axis=(1, 2))
    for axis in (1, 2):
        assert (np.abs(P.sum(axis=axis) @ places / ink - 13.5) <= 0.51).all()
    assert 0.11 < P.mean() < 0.16  # 0.14; MNIST: 0.13


def test_mass_that_lies_far_from_the_middle_pushes_no_ink_out():
    blob = [(0.02 * k % 0.2, 0.1 * (k % 3)) for k in range(60)]
    strokes = [blob, [(1.0, 1.0)]]
    for size in (8, 28):
        picture = pixels(strokes, size, like="mnist")
        assert picture[-size // 2 :, -size // 2 :].any()  # the dot is where it was, at the other end
        assert not picture[: size // 3, -(size // 3) :].any()


# ---- the explorer ----


def test_a_pad_gives_what_was_drawn():
    sheet = pad.draw()
    assert (sheet.array() == np.zeros((8, 8))).all()
    sheet.set(drawing=RING)
    assert (sheet.array() == pixels(RING)).all()
    assert (sheet.array(28, like="mnist") == pixels(np.round(RING, 4), 28, like="mnist")).all()
    with pytest.raises(ValueError, match="size is 0"):
        sheet.array(0)
    with pytest.raises(ValueError, match="like is 'x'"):
        sheet.array(like="x")


def test_a_pad_reads_along_while_one_draws():
    parameters = datasets.digits_network()
    sheet = pad.draw(lambda x: softmax(mlp_forward(x[None], parameters))[0])
    assert "draw a digit" in sheet.words()
    empty = sheet.picture()
    sheet.widget.values = {"drawing": [[list(point) for point in line] for line in RING]}  # as a page sends it
    assert "It reads 0 (" in sheet.words()
    assert sheet.picture() != empty
    kept = sheet.picture()
    for nonsense in (None, "x", [[["a", "b"]]], [[[0.5, 0.5]] * 5001], {"x": 1}):
        sheet.widget.values = {"drawing": nonsense}
        assert (sheet.picture(), sheet.values["drawing"]) == (kept, sheet.controls["drawing"].value)
        assert sheet.array().any()
    sheet.widget.values = {"drawing": []}
    assert sheet.picture() == empty


@pytest.mark.parametrize(
    ("read", "complaint"),
    [
        (lambda x: 1 / 0, "ZeroDivisionError"),
        (lambda x: np.ones(3), "it gives 3 numbers: want 10"),
        (lambda x: None, "Your network does not answer"),
        (lambda x: np.full(10, np.nan), "it gives numbers that are not finite: want probabilities"),
    ],
)
def test_a_reader_that_fails_is_said(read, complaint):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert complaint in pad.draw(read).set(drawing=RING).words()


def test_the_pad_of_lesson_00_begins_with_a_digit_that_is_read():
    assert "It reads 5 (" in start_here.reader().words()


def test_the_picture_of_a_pad_is_one():
    with Image.open(io.BytesIO(pad.draw().set(drawing=BAR).picture())) as image:
        assert image.size == (460, 260)
