"""What the figures of lessons 02 to 12 promise: axes that end at 100 %, panels of one scale, one legend for all."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from dlcourse import figures
from dlcourse.figures.forward import Bars
from dlcourse.figures.images import weights_as_image
from dlcourse.figures.lstm import _apart
from dlcourse.lessons import forward

pytestmark = pytest.mark.filterwarnings("error")

WIDE, NARROW = np.array([[0.9, 0.7]] * 3), np.array([[0.99, 0.95]] * 3)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def test_an_axis_of_probabilities_ends_at_certainty():
    ax = figures.subplots(1, 1)[1]
    Bars(ax, ["person", "dog"]).show([1.0, 0.0])
    assert ax.spines["bottom"].get_bounds() == (0, 1)
    assert max(ax.get_xticks()) == 1


def test_every_longest_bar_is_framed():
    bars = Bars(figures.subplots(1, 1)[1], "abc")
    bars.show([0.4, 0.2, 0.4])
    assert [bar.get_linewidth() > 0 for bar in bars.bars] == [True, False, True]
    assert [text.get_text() for text in bars.texts] == ["40 %", "20 %", "40 %"]
    assert [text.get_weight() for text in bars.texts] == ["bold", "normal", "bold"]


@pytest.mark.parametrize("order", [(WIDE, NARROW), (NARROW, WIDE)])
def test_recipes_side_by_side_have_one_scale_that_shows_all(order):
    _, axes = figures.subplots(sharex=True)
    for ax, found in zip(axes, order, strict=True):
        figures.accuracy_gaps({"nothing": found}, "T", ax)
    assert axes[0].get_xlim() == axes[1].get_xlim() == pytest.approx((0.68, 1.0))


def test_regions_of_several_panels_have_one_legend():
    figure, axes = figures.subplots()
    for ax in axes:
        figures.xor_plane(lambda X: forward.mlp_forward(X, forward.xor_network()), ax, "T")
    assert len(figure.legends) == 1


def test_a_dot_lies_on_the_curve_where_an_accuracy_was_first_reached():
    ax = figures.accuracy_by_cost([1, 2, 3], [0.6, 0.93, 0.95], (0.9,))
    curve, dot = ax.lines[0], [line for line in ax.lines if line.get_marker() == "o"]
    assert [(*line.get_xdata(), *line.get_ydata()) for line in dot] == [(2, 0.93)]
    assert (2, 0.93) in set(zip(*curve.get_data(), strict=True))
    assert ax.get_ylim()[0] == pytest.approx(0.87)
    assert figures.accuracy_by_cost([1, 2, 3], [0.6, 0.93, 0.95], (0.9,), low=0).get_ylim()[0] == 0


def test_pictures_say_their_ranges_and_can_have_one_scale():
    ax = figures.picture_row({"half": np.array([[0.0, 0.5]]), "one": np.array([[-1.0, 1.0]])})
    assert [text.get_text() for text in ax.texts] == ["half\nfrom 0.00 to 0.50", "one\nfrom −1.00 to 1.00"]
    weights = {"weak": np.full((2, 2), 0.1), "strong": np.full((2, 2), -2.0)}
    assert [image.get_clim() for image in weights_as_image(weights).images] == [(-0.1, 0.1), (-2, 2)]
    ax = weights_as_image(weights, alike=True)
    assert [image.get_clim() for image in ax.images] == [(-2, 2), (-2, 2)]
    assert "weak\nfrom 0.10 to 0.10" in [text.get_text() for text in ax.texts]


def test_five_pictures_are_no_thumbnails():
    ax = figures.picture_row({str(k): np.eye(8) for k in range(5)}, "T")
    ax.figure.canvas.draw()
    left, right = ax.transData.transform([(0, 0), (1, 0)])[:, 0]
    assert right - left > 200


@pytest.mark.parametrize(
    ("heights", "moved"),
    [
        ([0.0, 5.0], [0.0, 5.0]),
        ([5.0, 0.0], [5.0, 0.0]),
        ([1.0, 1.0], [0.5, 1.5]),
        ([2.0, 1.9, 2.1], [2.0, 1.0, 3.0]),
        ([0.0, 0.9, 1.8, 9.0], [-0.1, 0.9, 1.9, 9.0]),
    ],
)
def test_names_of_lines_are_moved_apart_around_their_middle(heights, moved):
    assert _apart(np.array(heights), 1.0) == pytest.approx(np.array(moved))


def test_shares_in_alt_texts_are_percents():
    alt = figures.alt_text(figures.curves_by_epoch({"test": [0.5, 0.875]}, ylabel="accuracy", keep=1))
    assert "test from 50 % to 88 %" in alt
    assert figures.alt_text(figures.clusters(np.eye(9)[:, :4], np.arange(9), most=5)).startswith("5 of 9 examples")
