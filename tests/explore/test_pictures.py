"""What is drawn in the explorers of lessons 02 to 12, at values of the controls where something could go wrong."""

import numpy as np
import pytest

from dlcourse import explore
from dlcourse.figures.style import NEGATIVE, POSITIVE

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("error")]


def test_of_a_silenced_neuron_only_the_cross_is_seen():
    explorer = explore.regularization.dropout().set(rate=0.5, step=1)
    texts = [node.text for node in explorer.diagram.nodes[1]]
    crossed = {tuple(place) for place in np.column_stack(explorer.crosses.get_data())}
    assert 0 < len(crossed) < 6
    assert [text.get_position() in crossed for text in texts] == [not text.get_visible() for text in texts]
    explorer.set(use="in use")
    assert all(text.get_visible() for text in texts)


@pytest.mark.parametrize(
    "controls", [{}, {"size": 9, "padding": 2, "kernel": 1, "stride": 1}, {"size": 5, "padding": 0}]
)
def test_picture_and_feature_map_have_one_scale_and_fit(controls):
    explorer = explore.cnn.sizes().set(**controls)
    left, right = explorer.axes
    assert np.ptp(left.get_xlim()) == pytest.approx(np.ptp(right.get_xlim()))
    assert np.ptp(left.get_ylim()) == pytest.approx(np.ptp(right.get_ylim()))
    for ax, squares in ((left, explorer.pixels), (left, explorer.zeros), (right, explorer.cells)):
        for corner in np.concatenate([path.vertices for path in squares.get_paths()] or [np.zeros((0, 2))]):
            assert min(ax.get_xlim()) <= corner[0] <= max(ax.get_xlim())
            assert min(ax.get_ylim()) <= corner[1] <= max(ax.get_ylim())


@pytest.mark.parametrize("sign", [1, -1])
def test_the_largest_state_of_a_cell_is_inside_and_has_the_colour_of_its_sign(sign):
    explorer = explore.lstm.cell().set(c=2.0 * sign, i=1.0, f=1.0, g=1.0 * sign)
    ax = explorer.state.axes
    assert max(abs(explorer.state.get_ydata())) == 3 < ax.get_ylim()[1]
    colours = {bar.get_facecolor() for bar in explorer.bars[1:3]}
    explorer.set(c=-2.0 * sign)
    assert explorer.bars[1].get_facecolor() not in colours
    from matplotlib.colors import to_rgba

    assert colours == {to_rgba(POSITIVE if sign > 0 else NEGATIVE)}


def test_a_bar_that_is_cut_says_its_height_and_the_axes_stay():
    explorer = explore.regularization.batchnorm()
    limits = [ax.get_ylim() for ax in explorer.axes]
    assert [cut.get_text() for cut in explorer.cuts] == ["", ""]
    explorer.set(gamma=0.0, spread=0.2)
    assert explorer.cuts[1].get_text() == "↑ 400"
    assert explorer.cuts[0].get_text() == f"↑ {max(bar.get_height() for bar in explorer.bars[0])}"
    assert [ax.get_ylim() for ax in explorer.axes] == limits


@pytest.mark.parametrize(("mean", "gamma", "beta"), [(5.0, 3.0, 4.0), (-5.0, -2.0, -4.0)])
def test_no_sum_lies_beyond_the_axis(mean, gamma, beta):
    explorer = explore.regularization.batchnorm().set(mean=mean, spread=3.0, gamma=gamma, beta=beta)
    for bars in explorer.bars:
        assert sum(bar.get_height() for bar in bars) == 400
        assert bars[0].get_height() == bars[-1].get_height() == 0


@pytest.mark.parametrize("trials", [4, 25])
def test_a_trial_at_the_end_of_the_range_is_seen_whole(trials):
    explorer = explore.training.search().set(way="grid", trials=trials)
    x, y = explorer.points.get_data()
    ax = explorer.points.axes
    for places, (low, high) in ((x, ax.get_xlim()), (y, ax.get_ylim())):
        assert low + 0.1 < min(places) <= max(places) < high - 0.1
