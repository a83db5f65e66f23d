"""What moves in an explorer leaves readable what stands beside it."""

import numpy as np
import pytest

from dlcourse import explore
from dlcourse.figures.style import in_style
from dlcourse.lessons import losses

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(0)
SIDES = np.repeat([0, 1], 20)
CLOUD = RNG.normal(0.8 * (2 * SIDES - 1)[:, None], 1.0, (40, 2))


@pytest.fixture(scope="module")
def graph():
    return explore.backprop.graph()


@pytest.mark.parametrize("example", ["neuron", "sigmoid neuron", "shared weight"])
def test_no_slope_is_written_over_a_box(graph, example):
    last = graph.controls["step"].max
    for step in range(last // 2 + 1, last + 1):
        graph.set(step=step, example=example, w=-2.7, y=-3.0)
        diagram = graph.diagrams[example][1]
        boxes = {name: box.get_window_extent() for name, box in diagram.boxes.items()}
        for label in diagram.labels.values():
            if label.get_visible():
                over = [name for name, box in boxes.items() if box.overlaps(label.get_window_extent())]
                assert not over, f"step {step}: {label.get_text()} lies over {over}"


@pytest.mark.parametrize(("w1", "w2"), [(-4.0, -4.0), (-3.0, -2.0), (0.0, 0.0), (1.0, 1.0), (4.0, -4.0)])
def test_heights_under_the_arrow_give_way_and_the_arrow_stays_inside(w1, w2):
    cross_entropy = {"cross-entropy": losses.binary_cross_entropy_with_logits}
    explorer = explore.losses.landscape(CLOUD, SIDES, cross_entropy, losses.numerical_gradient).set(w1=w1, w2=w2)
    (start, tip), numbers = explorer.shaft.get_xydata(), explorer.numbers["cross-entropy"]
    assert np.abs(tip).max() <= 4.5
    way = np.linspace(start, tip, 50)
    shown = [text for text in numbers if text.get_visible()]
    assert len(shown) >= len(numbers) - 3
    for text in shown:
        assert np.hypot(*(way - text.get_position()).T).min() > 0.5


@pytest.mark.parametrize("steps", [1, 11, 40, 41, 120])
def test_the_losses_fill_most_of_their_panel(steps):
    explorer = explore.optimizers.race().set(steps=steps)
    (left, right), (bottom, top) = explorer.curve.get_xlim(), explorer.curve.get_ylim()
    assert (left, bottom > 0) == (0, True)
    assert steps <= right <= max(2.1 * steps, 10)
    known = np.concatenate([line.get_ydata() for line in explorer.losses])
    assert bottom <= known.min() <= known.max() <= top
    assert np.log10(known.min() / bottom) < 1 or np.isclose(top / bottom, 100)


@pytest.mark.parametrize(("depth", "weight"), [(1, 1.0), (8, 1.0), (20, 4.0), (20, 0.1), (5, 0.0)])
def test_the_chain_is_drawn_whole_and_its_number_stays_inside(depth, weight):
    for activation in ("relu", "sigmoid"):
        explorer = explore.backprop.chain().set(depth=depth, weight=weight, activation=activation)
        (far, near), (bottom, top) = explorer.ax.get_xlim(), explorer.ax.get_ylim()
        x, y = explorer.line.get_data()
        assert near < x.min() <= x.max() < far
        assert bottom <= y.min() <= y.max() < top
        with in_style():
            box, frame = explorer.text.get_window_extent(), explorer.ax.get_window_extent()
        assert box.x0 >= frame.x0 - 1, "the number runs over the axis"


def test_a_sum_beyond_the_picture_is_said():
    explorer = explore.neuron.boundary().set(w1=3.0, w2=3.0, b=3.0, x1=3.0, x2=3.0)
    assert (explorer.beyond.get_visible(), explorer.beyond.get_text()) == (True, "z = 21.0 →")
    explorer.set(x1=-3.0, x2=-3.0)
    assert explorer.beyond.get_text() == "← z = −15.0"
    assert not explorer.set(x1=0.0, x2=0.0).beyond.get_visible()
