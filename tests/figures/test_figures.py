"""Every figure draws without a warning, says in words what it shows, and leaves the user's settings alone."""

import html
import io
import threading

import matplotlib
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from figures.samples import FIGURES
from matplotlib.figure import Figure
from nbclient import NotebookClient
from PIL import Image

from dlcourse import figures
from dlcourse.figures.forward import principal_plane
from dlcourse.lessons import forward

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("error")]

RNG = np.random.default_rng(0)
POINTS = np.vstack([RNG.normal(-1, 0.5, (20, 2)), RNG.normal(1, 0.5, (20, 2))])
SIDES = np.repeat([0, 1], 20)
X_LINE = np.linspace(0, 1, 50)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_drawn_small_titled_and_described(name):
    draw, piece = FIGURES[name]
    ax = draw(None)
    assert ax.get_title(loc="left") == "T"
    alt = figures.alt_text(ax.figure)
    assert alt.startswith("T. ")
    assert piece in alt
    picture = figures.png(ax.figure)
    assert len(picture) < 40_000
    with Image.open(io.BytesIO(picture)) as image:
        assert image.width <= 700
        corners = [image.convert("RGB").getpixel((x, 0)) for x in (0, image.width - 1)]
    assert corners == [(255, 255, 255)] * 2  # a white card in any theme


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_draws_where_it_is_told_and_leaves_the_settings_alone(name):
    before = dict(matplotlib.rcParams)
    figure, (left, right) = figures.subplots(1, 2)
    assert FIGURES[name][0](right) is right
    assert dict(matplotlib.rcParams) == before
    assert figures.alt_text(left) == ""
    assert figures.alt_text(figure) == figures.alt_text(right)
    assert plt.get_fignums() == [figure.number]


def test_every_drawing_function_is_tested():
    homes = {name: getattr(figures, name).__module__.rpartition(".")[2] for name in dir(figures)}
    assert {name.split()[-1] for name in FIGURES} == {name for name, home in homes.items() if home not in figures.TOOLS}


def test_use_style_takes_the_style_for_good():
    with matplotlib.rc_context():
        figures.use_style()
        assert matplotlib.rcParams["axes.titlelocation"] == "left"
    assert matplotlib.rcParams["axes.titlelocation"] == "center"


def test_describe_stands_above_the_axes_and_rejects_what_is_no_figure():
    ax = figures.staircase(X_LINE, X_LINE, X_LINE)
    figures.describe(ax.figure, "both\n  together")
    assert figures.alt_text(ax.figure) == "both together"
    with pytest.raises(ValueError, match="target is of type list: give a matplotlib Axes or Figure"):
        figures.describe([], "text")


@pytest.mark.parametrize(
    ("value", "text"),
    [(-1.5, "−1.50"), (-0.001, "0.00"), (0, "0.00"), (np.nan, "NaN"), (-np.inf, "−∞"), (12.345, "12.35")],
)
def test_numbers_have_a_real_minus_and_no_negative_zero(value, text):
    assert figures.number(value) == text


@pytest.mark.parametrize(
    ("p", "text"), [(0, "0 %"), (0.001, "< 1 %"), (0.5, "50 %"), (0.999, "> 99 %"), (1.0, "100 %")]
)
def test_percent_is_never_surer_than_the_number(p, text):
    assert figures.percent(p) == text


def test_constant_scores_draw_no_line():
    alt = figures.alt_text(figures.xor_plane(lambda X: np.zeros(len(X)) - 1))
    assert "2 of 4" in alt


@pytest.mark.parametrize("w", [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0], [0.01, 0.01]])
def test_vertical_flat_missing_and_far_lines_are_drawn(w):
    figures.png(figures.points_and_boundary(POINTS, SIDES, w, 9.0 if w[0] == 0.01 else 0.0).figure)


def test_nan_in_a_drawing_is_shown_and_not_fatal():
    ax = figures.network_diagram([[np.nan, 1.0], [np.nan]])
    figures.png(ax.figure)
    assert "NaN" in figures.alt_text(ax)


def test_shapes_that_do_not_fit_are_named():
    with pytest.raises(ValueError, match="values has layers of"):
        figures.network_diagram([[1.0], [1.0]], forward.xor_network())


def test_the_plane_of_largest_spread_has_the_same_signs_for_the_same_cloud():
    H = RNG.normal(size=(40, 6)) * [5, 3, 1, 1, 1, 1]
    points, share = principal_plane(H)
    assert np.allclose(points, principal_plane(H[::-1])[0][::-1])
    assert share[0] > share[1] > 0
    assert share.sum() == pytest.approx(1)


CELLS = [
    "import sys\nfrom dlcourse import figures\nfigures.register(get_ipython())\nassert 'matplotlib' not in sys.modules",
    "figures.staircase([0, 1], [0, 1], [0, 1], 'Close')",
    "figure, (left, right) = figures.subplots()\n"
    "figures.staircase([0, 1], [0, 1], [0, 1], ax=left)\n"
    "figures.staircase([0, 1], [0, 1], [1, 2], ax=right)\nfigure",
    "import matplotlib.pyplot as plt\nplt.plot([0, 1]);",
]


def test_a_kernel_shows_a_figure_once_with_its_alt_text():
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    NotebookClient(book, timeout=120, kernel_name="python3").execute()
    _, one, two, plain = [cell.outputs for cell in book.cells]
    assert len(one) == len(two) == len(plain) == 1
    alt = "Close. A curve and a network's staircase: largest gap 0.00, mean 0.00."
    assert one[0].data["text/plain"] == f"Figure: {alt}"
    assert set(one[0].data) == {"text/plain", "text/html"}
    assert one[0].data["text/html"].startswith('<img src="data:image/png;base64,')
    assert f'alt="{html.escape(alt)}"' in one[0].data["text/html"]
    assert two[0].data["text/plain"].count("staircase") == 2
    assert plain[0].data["text/plain"].startswith("<Figure size")


def test_one_thread_draws_at_a_time_and_the_settings_are_given_back():
    before, entered = dict(matplotlib.rcParams), threading.Event()

    def draw():
        with figures.style.in_style():
            entered.set()

    other = threading.Thread(target=draw)
    with figures.style.in_style():
        other.start()
        assert not entered.wait(0.1)
    other.join(30)
    assert entered.is_set()
    assert dict(matplotlib.rcParams) == before


def test_register_without_a_shell_does_nothing():
    figures.register(None)
    assert isinstance(Figure(), Figure)
