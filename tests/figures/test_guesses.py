"""The guess in a figure: where it is drawn, what it says, and that nothing else moves."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from dlcourse import figures


@pytest.fixture
def ax():
    drawn = figures.staircase(np.linspace(0, 1, 50), np.linspace(0, 1, 50), np.linspace(0, 1, 50), "T")
    drawn.set(xlim=(0, 10), ylim=(0, 1))
    yield drawn
    plt.close("all")


def words(ax):
    return [text.get_text() for text in ax.texts]


def test_without_a_guess_nothing_is_drawn(ax):
    before = (len(ax.lines), words(ax), figures.alt_text(ax))
    assert figures.guess_line(ax, None) is ax
    assert (len(ax.lines), words(ax), figures.alt_text(ax)) == before


@pytest.mark.parametrize(("axis", "value"), [("x", 4.0), ("y", 0.25)])
def test_a_guess_is_a_dotted_line_with_its_name_and_number(ax, axis, value):
    alt, before = figures.alt_text(ax), len(ax.lines)
    assert figures.guess_line(ax, value, axis) is ax
    line = ax.lines[-1]
    assert len(ax.lines) == before + 1
    assert set(line.get_xdata() if axis == "x" else line.get_ydata()) == {value}
    assert line.get_linestyle() != "-"  # told from the curves without colour
    assert words(ax)[-1] == f"your guess: {value:g}"
    assert figures.alt_text(ax) == f"{alt} Your guess: {value:g}."


@pytest.mark.parametrize(
    ("axis", "value", "text"),
    [
        ("x", 50.0, "your guess: 50 →"),
        ("x", -2.5, "← your guess: −2.50"),
        ("y", 3.0, "your guess: 3 ↑"),
        ("y", -1.0, "↓ your guess: −1"),
    ],
)
def test_a_guess_far_away_is_an_arrow_and_moves_no_limits(ax, axis, value, text):
    before = (ax.get_xlim(), ax.get_ylim(), len(ax.lines))
    figures.guess_line(ax, value, axis)
    assert (ax.get_xlim(), ax.get_ylim(), len(ax.lines)) == before
    assert words(ax)[-1].replace("0", "") == text.replace("0", "")


def test_an_axis_that_runs_down_has_its_arrow_on_the_other_side(ax):
    ax.set_xlim(10, 0)
    figures.guess_line(ax, 50.0)
    assert words(ax)[-1] == "← your guess: 50"


@pytest.mark.parametrize("axis", ["x", "y"])
@pytest.mark.parametrize("value", [0.0, 0.02, 0.5, 0.98, 1.0, 7.0, -7.0, 1e-9, 1e12])
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_the_words_stay_inside_of_the_axes(ax, axis, value, scale):
    ax.set(xlim=(1e-3, 1), ylim=(1e-3, 1), xscale=scale, yscale=scale)
    figures.guess_line(ax, value, axis)
    ax.figure.canvas.draw()
    box, frame = ax.texts[-1].get_window_extent(), ax.get_window_extent()
    assert frame.x0 <= box.x0
    assert box.x1 <= frame.x1
    assert frame.y0 <= box.y0
    assert box.y1 <= frame.y1


@pytest.mark.parametrize("value", [1234567.0, 12345.678, 0.123456, 2.5, 3e-7, -0.5])
def test_numbers_are_short(ax, value):
    figures.guess_line(ax, value)
    text = words(ax)[-1]
    assert len(text) < 30
    shown = text.strip("←→ ").removeprefix("your guess: ").replace(",", "").replace("−", "-")
    assert float(shown) == pytest.approx(value, rel=1e-3)


@pytest.mark.parametrize(("value", "axis"), [("b", "x"), (float("nan"), "x"), (float("inf"), "y"), (3.0, "z")])
def test_what_is_no_number_and_no_axis_is_named(ax, value, axis):
    with pytest.raises(ValueError, match=r"value is|axis is"):
        figures.guess_line(ax, value, axis)


def test_the_label_can_be_another(ax):
    figures.guess_line(ax, 4, label="your first guess")
    assert words(ax)[-1] == "your first guess: 4"
    assert figures.alt_text(ax).endswith("Your first guess: 4.")
