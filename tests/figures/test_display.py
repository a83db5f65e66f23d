"""Legends and ends of axes that all figures share."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from dlcourse import figures
from dlcourse.figures.display import end_axis, legend_below
from dlcourse.figures.optimizers import OWN, looks_of


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def lines(ax, *names):
    return [ax.plot([0, 1], [0, 1], label=name)[0] for name in names]


def test_panels_that_need_the_same_legend_share_one():
    figure, (left, right) = figures.subplots()
    for ax in (left, right):
        legend_below(ax, lines(ax, "a", "b"))
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["a", "b"]
    legend_below(right, lines(right, "c"))
    assert len(figure.legends) == 2


def test_a_legend_below_covers_no_axes():
    figure, ax = figures.subplots(1, 1)
    lines(ax, "a")
    legend_below(ax)
    with figures.style.in_style():
        figure.canvas.draw()
    box = figure.legends[0].get_window_extent()
    assert box.y1 < ax.get_tightbbox().y0
    assert box.y0 >= 0


@pytest.mark.parametrize("which", ["x", "y"])
def test_an_axis_ends_where_its_numbers_do(which):
    _, ax = figures.subplots(1, 1)
    ax.set(xlim=(-0.2, 1.3), ylim=(-0.2, 1.3))
    end_axis(ax, which, 0, 1)
    axis, side = (ax.xaxis, "bottom") if which == "x" else (ax.yaxis, "left")
    assert ax.spines[side].get_bounds() == (0, 1)
    ticks = axis.get_ticklocs()
    assert len(ticks) > 2
    assert ticks.min() >= 0
    assert ticks.max() <= 1


def test_each_optimizer_looks_the_same_in_every_company():
    for name in OWN:
        alone = looks_of([name])[name]
        assert looks_of(["mine", *reversed(OWN), "yours"])[name] == alone
    everyone = looks_of([*OWN])
    assert len({(look["color"], look["marker"]) for look in everyone.values()}) == len(OWN)


def test_who_has_no_look_of_its_own_takes_none_of_another():
    looks = looks_of(["mine", "SGD", "yours", "Adam"])
    assert len({look["color"] for look in looks.values()}) == 4
    assert len(looks_of([f"number {i}" for i in range(9)])) == 9


@pytest.mark.parametrize("bends", [1, 4])
def test_no_path_runs_over_a_height(bends):
    path = np.column_stack([np.linspace(-4, 4, 60), 3 * np.sin(bends * np.linspace(0, 3, 60))])
    ax = figures.loss_landscape(lambda w: w @ w, {"walk": path})
    ax.figure.canvas.draw()
    texts = [text for text in ax.texts if text.get_text()]
    assert len(texts) >= 7
    on_paper = ax.transData.transform(path)
    for text in texts:
        middle = ax.transData.transform(text.get_position())
        assert np.hypot(*(on_paper - middle).T).min() > 15, f"the walk runs over {text.get_text()}"


def test_a_long_step_is_no_gap_for_a_height():
    ax = figures.loss_landscape(lambda w: w @ w, {"walk": [[-4.4, -4.4], [4.4, 4.4]]})
    ax.figure.canvas.draw()
    for text in ax.texts:
        x, y = text.get_position()
        assert abs(x - y) > 0.4
