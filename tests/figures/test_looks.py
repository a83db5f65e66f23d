"""What can be measured of a picture's looks: over all figures, and over all explorers at the ends of their controls."""

import json
import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from explore.samples import EXPLORERS
from explore.test_explore import extremes
from figures.samples import FIGURES
from matplotlib.text import Annotation, Text

from dlcourse.figures.style import in_style

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("error")]

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
SMALLEST = 7  # points, at 100 dots per inch
PIXEL = 1.5  # what may be lost to rounding: texts have a little air around them


def states(explorer):
    """The start, all controls at one end, at the other, and at these by turns."""
    low, high = ({key: extremes(control)[end] for key, control in explorer.controls.items()} for end in (0, -1))
    by_turns = {key: (low if i % 2 else high)[key] for i, key in enumerate(low)}
    return [explorer.values, low, high, by_turns]


@pytest.fixture(params=[*FIGURES, *EXPLORERS], scope="module")
def looks(request):
    """All pictures of one figure or explorer, each measured once."""
    if request.param in EXPLORERS:
        explorer = EXPLORERS[request.param]()
        return [Look(explorer.set(**values).figure) for values in states(explorer)]
    figure = FIGURES[request.param][0](None).figure
    with in_style():
        figure.canvas.draw()
    look = Look(figure)
    plt.close(figure)
    return [look]


class Look:
    """What the tests want to know of a picture: titles, texts with their boxes, shares at the ends of axes, legends."""

    def __init__(self, figure):
        axes = [ax for ax in figure.axes if ax.get_visible()]
        self.size = figure.bbox.size
        self.titles = [part for ax in axes for part in (ax._left_title, ax.title, ax._right_title) if part.get_text()]
        self.title_looks = [
            (part.get_text(), part.get_weight(), part.get_ha(), part.get_size()) for part in self.titles
        ]
        self.texts = [(words(text), text.get_size(), text.get_rotation(), box) for text, box in texts_of(figure)]
        self.shares = [shares_of(axis) for ax in axes if ax.axison for axis in (ax.xaxis, ax.yaxis)]
        self.covered = [covered_points(ax) for ax in axes if ax.get_legend() is not None]


def inside(tick, axis):
    """Whether a tick is drawn at all: it is not where the axis ends before it."""
    low, high = sorted(axis.get_view_interval())
    return low - 1e-9 <= tick.get_loc() <= high + 1e-9


def texts_of(figure):
    """The texts that can be read: (text, box in pixels)."""
    hidden = set()
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
            hidden |= {
                label
                for tick in ticks
                for label in (tick.label1, tick.label2)
                if not (ax.axison and ax.get_visible() and axis.get_visible() and inside(tick, axis))
            }
            if not (ax.axison and ax.get_visible()):
                hidden |= {axis.label, axis.offsetText}
        if not ax.get_visible():
            hidden |= set(ax.findobj(Text))
    found = []
    for text in figure.findobj(Text):
        if text in hidden or not text.get_visible() or not text.get_text().strip() or text.get_alpha() == 0:
            continue
        box = Text.get_window_extent(text) if isinstance(text, Annotation) else text.get_window_extent()
        cut = text.axes is not None and text.get_clip_on() and not box.overlaps(text.axes.bbox)
        if not cut:
            found.append((text, box))
    return found


def words(text):
    return text.get_text().replace("\n", " ")


def covered_points(ax):
    """How many points of lines and scatters lie under the legend."""
    box = ax.get_legend().get_window_extent()
    lines = [line for line in ax.lines if line.get_visible() and line.get_transform() == ax.transData]
    points = [line.get_xydata() for line in lines]
    points += [part.get_offsets() for part in ax.collections if part.get_visible() and len(part.get_offsets())]
    places = [ax.transData.transform(part) for part in points if len(part)]
    return sum(box.contains(x, y) for part in places for x, y in part if np.isfinite(x + y))


def shares_of(axis):
    """Of an axis in percent: the shares at its ends, by the numbers that stand beside its ticks."""
    ticks = [tick for tick in axis.get_major_ticks() if inside(tick, axis)]
    marks = [(tick.get_loc(), tick.label1.get_text()) for tick in ticks]
    known = [(at, float(text[:-1].replace("−", "-"))) for at, text in marks if re.fullmatch(r"−?[\d.]+ ?%", text)]
    if len(known) < 2:
        return None
    (a, first), (b, last) = known[0], known[-1]
    spine = axis.axes.spines["bottom" if axis.axis_name == "x" else "left"]
    ends = spine.get_bounds() or axis.get_view_interval()
    return sorted(first + (end - a) * (last - first) / (b - a) for end in ends)


def test_titles_are_of_one_style(looks):
    for look in looks:
        assert look.title_looks, "no axes have a title"
        for title, weight, place, _ in look.title_looks:
            assert not title[0].islower(), f"{title!r} begins small"
            assert not title.endswith("."), f"{title!r} ends with a full stop"
            assert weight == "bold", f"{title!r} is not as bold as the others"
            assert place == "left", f"{title!r} does not stand at the left"
        assert len({size for *_, size in look.title_looks}) == 1, "titles of several sizes"


def test_no_axis_shows_a_share_that_cannot_be(looks):
    for ends in [ends for look in looks for ends in look.shares if ends is not None]:
        assert ends[0] > -1e-6, f"an axis begins at {ends[0]:.1f} %"
        assert ends[1] < 100 + 1e-6, f"an axis ends at {ends[1]:.1f} %"


def test_shares_are_written_with_a_space(looks):
    for text in {text for look in looks for text, *_ in look.texts}:
        assert not re.search(r"\d%", text), f"{text!r}: write a space before the sign"


def test_texts_are_inside_of_the_picture_and_large_enough(looks):
    for look in looks:
        for text, size, _, box in look.texts:
            assert size >= SMALLEST, f"{text!r} has a size of {size:g}: want at least {SMALLEST}"
            outside = max(-box.x0, -box.y0, box.x1 - look.size[0], box.y1 - look.size[1])
            assert outside <= PIXEL, f"{text!r} is cut off: {outside:.0f} pixels are outside"


def overlapping(boxes):
    """Pairs of boxes (N, 4: left, bottom, right, top) that share more than their rims."""
    low, high = boxes[:, :2] + PIXEL, boxes[:, 2:] - PIXEL
    shared = (low[:, None] < high[None]).all(axis=2)
    return np.argwhere(np.triu(shared & shared.T, 1))


def test_no_text_is_written_over_another(looks):
    for look in looks:
        upright = [(text, box.extents) for text, _, turned, box in look.texts if turned % 90 == 0]
        boxes = np.array([box for _, box in upright]).reshape(-1, 4)
        pairs = [(upright[i][0], upright[j][0]) for i, j in overlapping(boxes)]
        assert not pairs, f"one over the other: {pairs}"


def test_no_legend_lies_over_what_was_measured(looks):
    assert not [count for look in looks for count in look.covered if count], "points lie under a legend"


@pytest.mark.parametrize("name", EXPLORERS)
def test_what_stands_still_is_not_painted_over(name):
    """A quick redraw gives the picture that a whole one gives: no line runs over a legend that lies above it."""
    explorer = EXPLORERS[name]()
    for values in states(explorer):
        quick = drawn(explorer.set(**values), whole=False)
        whole = drawn(explorer, whole=True)
        apart = (np.abs(quick - whole).max(axis=2) > 60).sum()
        assert apart <= 12, f"{values}: {apart} pixels differ"


def drawn(explorer, *, whole):
    """The pixels of the picture: as it was redrawn, or drawn as if nothing in it moved."""
    explorer.redraw_all()
    with in_style():
        explorer._render()
        if whole:
            left_out = explorer.figure.findobj(lambda artist: artist.get_animated())
            for artist in left_out:
                artist.set_animated(False)
            explorer.figure.canvas.draw()
            for artist in left_out:
                artist.set_animated(True)
        pixels = np.asarray(explorer.figure.canvas.buffer_rgba())[:, :, :3].astype(int)
    explorer.redraw_all()
    return pixels


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_stored_titles_and_shares_are_of_one_style(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ()) if "text/html" in output.get("data", {})]
    told = ["".join(output["data"].get("text/plain", "")) for output in outputs]
    figures = [text.removeprefix("Figure: ") for text in told if text.startswith("Figure: ")]
    assert not [text for text in figures if text[0].islower()]
    assert not [text for text in figures if ".." in text], "a title ends with a full stop"
    printed = [output["text"] for cell in cells for output in cell.get("outputs", ()) if "text" in output]
    shares = [text for text in [*told, *map("".join, printed)] if re.search(r"\d%", text)]
    assert not shares, "write a space before the sign"
