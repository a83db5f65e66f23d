"""Every explorer answers every control with another picture and other words, and never with a warning."""

import ast
import html
import io
import json
from pathlib import Path

import nbformat
import numpy as np
import pytest
from explore.samples import EXPLORERS
from nbclient import NotebookClient
from PIL import Image

from dlcourse import explore
from dlcourse.explore._controls import Board, Pad, Slider, Wheel
from dlcourse.explore._explorer import WIDGET, Explorer

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("error")]

RNG = np.random.default_rng(0)
PHOTOGRAPH = RNG.uniform(size=(40, 50, 3))
CLOUD = np.vstack([RNG.normal(-1, 0.3, (20, 2)), RNG.normal(1, 0.3, (20, 2))])


def extremes(control):
    """The values of a control that a learner can push it to."""
    if isinstance(control, Pad):
        return [[], [[(0, 0), (1, 1)]], [[(0.5, 0.2), (0.5, 0.8)], [(0.3, 0.5)]]]
    if isinstance(control, Board):
        return [(), (1,), (5,)]
    if isinstance(control, Wheel):
        return [(), (1,), (0, -1, -1)]
    return [control.min, control.max] if isinstance(control, Slider) else list(control.options)


@pytest.fixture(params=EXPLORERS, scope="module")
def explorer_as_made(request):
    """Each explorer, and the values it starts with."""
    explorer = EXPLORERS[request.param]()
    return explorer, explorer.values


@pytest.fixture
def explorer(explorer_as_made):
    """Each explorer as it starts; to make one takes most of the time."""
    explorer, start = explorer_as_made
    return explorer.set(**start)


def test_every_control_changes_picture_and_words(explorer, capsys):
    start = explorer.values
    for key, control in explorer.controls.items():
        explorer.set(**start)
        pictures, words = set(), set()
        for value in extremes(control):
            explorer.set(**{key: value})
            pictures.add(explorer.picture())
            words.add(explorer.words())
        assert len(pictures) == len(extremes(control)), f"{key}: the picture stays the same"
        assert len(words) == len(extremes(control)), f"{key}: the words stay the same"
    assert capsys.readouterr().out == ""


def test_moving_back_gives_the_same_picture_and_words(explorer):
    start, picture, words = explorer.values, explorer.picture(), explorer.words()
    for key, control in explorer.controls.items():
        for value in extremes(control):
            explorer.set(**{key: value})
    explorer.set(**start)
    assert explorer.picture() == picture
    assert explorer.words() == words


def test_all_controls_at_once_at_their_ends(explorer):
    for end in (0, -1):
        explorer.set(**{key: extremes(control)[end] for key, control in explorer.controls.items()})
        with Image.open(io.BytesIO(explorer.picture())) as image:
            assert image.width == explorer.widget.size[0]
            assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
        assert "nan" not in explorer.words().lower()


def test_what_is_displayed_is_a_widget_a_still_picture_and_its_words(explorer):
    data, metadata = explorer._repr_mimebundle_()
    assert set(data) == {"text/plain", "text/html", WIDGET}
    assert data["text/plain"] == repr(explorer) == f"Explorer: {explorer.name}. {explorer.words()}"
    assert data["text/html"].endswith(f' alt="{html.escape(data["text/plain"])}">')
    assert data[WIDGET]["model_id"] == explorer.widget.model_id
    assert metadata == {}
    assert len(data["text/html"]) < 75_000


def test_the_page_hears_names_printed_values_and_words(explorer):
    view = explorer.widget
    assert view.name == explorer.name
    assert view.words == explorer.words()
    for described in view.controls:
        assert described["label"].strip()
        assert described["kind"] == "text" or all(text.strip() for text in described["texts"])
        assert not [text for text in described["texts"] if "0000000" in text]
    json.dumps([view.controls, view.values, view.on_paper, view.size])  # plain data


def test_the_still_picture_shows_what_the_moving_one_shows():
    explorer = explore.forward.steps().set(neurons=9)
    from dlcourse.figures import png

    def pixels(data):
        with Image.open(io.BytesIO(data)) as image:
            return np.asarray(image.convert("RGB"), dtype=float)

    assert np.abs(pixels(explorer.picture()) - pixels(png(explorer.figure))).mean() < 1
    explorer.set(neurons=2)  # and drawing the still one has not disturbed the moving one
    other = explore.forward.steps().set(neurons=2)
    assert explorer.picture() == other.picture()


def test_moving_a_widget_redraws_and_the_same_value_does_not(monkeypatch):
    explorer = explore.forward.steps()
    drawn = []
    monkeypatch.setattr(explorer, "_render", lambda: drawn.append(1) or b"")
    explorer.controls["neurons"].value = 6
    explorer.controls["neurons"].value = 6
    explorer.set(neurons=6)
    assert len(drawn) == 1
    explorer.set(neurons=7, curve="ramp")
    assert len(drawn) == 2


def test_unknown_controls_are_named():
    with pytest.raises(ValueError, match="no control 'w9': want one of w1, w2, b"):
        explore.neuron.boundary().set(w9=1.0)


def test_words_are_escaped():
    explorer = explore.forward.temperature(names=["<b>cat", "dog"], scores=[1.0, 0.0])
    assert "<b>" in explorer.words()
    assert "<b>" not in explorer._repr_mimebundle_()[0]["text/html"]


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda X, w, b: 1 / 0, "ZeroDivisionError"),
        (lambda X, w, b: None, "want a number"),
        (lambda X, w, b: np.zeros(3), "answers one example with 3 numbers: want 1"),
        (lambda X, w: 0.5, "TypeError"),
    ],
)
def test_a_broken_neuron_of_the_learner_is_said_and_does_not_raise(broken, words):
    assert words in explore.neuron.weights(broken).words()


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda *arguments: 1 / 0, "does not answer: ZeroDivisionError"),
        (lambda *arguments: None, "Your function gives"),
        (lambda *arguments: np.zeros(3), "gives the shape (3,): want"),
        (lambda: 0.5, "TypeError"),
    ],
)
def test_broken_losses_of_the_learner_are_said_and_do_not_raise(broken, words):
    sides = np.repeat([0, 1], 20)
    assert words in explore.losses.landscape(CLOUD, sides, {"mine": broken}).words()
    assert words in explore.losses.landscape(CLOUD, sides, gradient=broken).words()
    assert words in explore.losses.calibration({"all": (np.eye(3), np.arange(3))}, broken).words()


@pytest.mark.parametrize("broken", [lambda *_: 1 / 0, lambda: 0.5, lambda *_: None, lambda *_: np.zeros(3)])
def test_broken_functions_of_lesson_02_are_said_and_do_not_raise(broken):
    assert "Your function does not answer: " in explore.forward.temperature(softmax=broken).words()
    assert "Your function does not answer: " in explore.forward.steps(broken).words()


def test_only_one_place_catches_what_a_learner_function_raises():
    found = []
    for path in sorted(Path(explore.__file__).parent.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [path.stem for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    assert found == ["_explorer"], "ask with `asked`: it says what was raised in the same words everywhere"


def test_reinforcing_inhibiting_and_silenced_inputs_are_named():
    words = explore.neuron.weights().set(w1=1.0, w2=-1.0, w3=0.0, b=0.0).words()
    assert words.startswith("Reinforcing: sunshine; inhibiting: friends come; silenced: homework. z = ")
    assert "= 0.00. Output 0.50" in words


def test_numbers_in_words_are_right():
    words = explore.neuron.boundary().set(w1=0.0, w2=1.0).words()
    assert "z = 0.00 and the output sigmoid(z) = 0.50: it is on the line itself" in words
    assert "slope 0.25" in explore.neuron.activations().set(z=0.0).words()
    assert "40 of 40 points" in explore.neuron.boundary(CLOUD, np.repeat([0, 1], 20)).set(b=0.0).words()
    even = explore.forward.temperature(names=["a", "b"], scores=[1.0, 1.0]).words()
    assert even.startswith("a 50 %, b 50 %. Equally probable: a, b.")
    assert "1 hidden neuron, 4 weights and biases" in explore.forward.steps().set(neurons=1).words()
    assert "probability 50 %. Cross-entropy 0.69 with slope −0.500" in explore.losses.surprise().set(z=0.0).words()
    words = explore.losses.landscape(CLOUD, np.repeat([0, 1], 20)).set(w1=0.0, w2=0.0).words()
    assert "squared error 0.250. 20 of 40 are on the wrong side." in words


def test_the_words_of_backprop_name_the_local_slopes():
    graph = explore.backprop.graph()
    assert "w gets 4.00 · 3.00 = 12.00; x gets 4.00 · 2.00 = 8.00" in graph.set(step=11).words()
    assert "b gets 4.00 · 1.00 = 4.00" in graph.set(step=10).words()
    closed = graph.set(step=9, w=-1.0).words()
    assert closed.endswith("z gets −6.00 · 0.00 = 0.00. (Nearly) nothing gets through.")
    shared = graph.set(step=11, example="shared weight", w=2.0).words()
    assert "w gets 2.00 · 3.00 = 6.00 (with the −2.00 from before: 4.00)" in shared
    chain = explore.backprop.chain()
    assert "slope for the input 0.250" in chain.set(depth=1, x=0.0).words()
    assert "slope for the input 0. A silent neuron" in chain.set(activation="relu", x=-1.0).words()


def test_arguments_that_cannot_be_explored_are_refused():
    with pytest.raises(ValueError, match="3 inputs: want 2"):
        explore.forward.network([(np.ones((3, 2)), np.zeros(2))])
    with pytest.raises(ValueError, match="want points between −3 and 3"):
        explore.neuron.boundary(CLOUD * 10, np.repeat([0, 1], 20))


def test_other_networks_and_features_can_be_explored():
    deep = [(np.ones((2, 2)), np.zeros(2)), (np.ones((2, 9)), np.zeros(9)), (np.ones((9, 1)), np.zeros(1))]
    assert "hidden layer 2" in explore.forward.network(deep).words()
    linear = [(np.ones((1, 2)), np.array([0.0, 5.0]))]
    dot = explore.forward.photograph(
        PHOTOGRAPH[:, :, 0],
        linear,
        ["a", "b"],
        lambda image, r, c: image[r, c].reshape(1, 1),
        size=4,
        start=(0, 0),
    )
    assert "the network sees: b, with 99 %" in dot.words()


def test_only_lessons_with_explorers_are_found():
    with pytest.raises(AttributeError, match="no explorers for a lesson 'nowhere'"):
        _ = explore.nowhere
    with pytest.raises(NotImplementedError):
        Explorer("nothing", {})


def test_a_kernel_shows_an_explorer_and_prints_nothing():
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("from dlcourse import explore\nexplore.neuron.boundary()")]
    )
    NotebookClient(book, timeout=120, kernel_name="python3").execute()
    (output,) = book.cells[0].outputs
    assert set(output.data) == {"text/plain", "text/html", WIDGET}
    assert output.data["text/plain"].startswith("Explorer: a neuron with two inputs")


@pytest.mark.parametrize(
    "broken", [lambda *_: None, lambda *_: 1 / 0, lambda *_: np.zeros((2, 3, 5)), lambda *_: "text"]
)
def test_broken_functions_of_lesson_06_are_said_and_do_not_raise(broken):
    assert "he_init does not give weights" in explore.training.signal(broken).set(start="He").words()
    assert "early_stopping gives no epoch" in explore.training.patience([2, 1, 0], [2, 1, 2], broken).words()
    assert "random_search gives no settings" in explore.training.search(broken).words()


def test_words_on_patience_are_true():
    explorer = explore.training.patience([5, 4, 3, 2, 1, 0], [3.0, 2.0, 2.5, 2.2, 1.0, 1.5]).set(patience=2)
    assert "the network of epoch 2 is kept" in explorer.words()
    assert "stops after epoch 4 (dashed line): 2 epochs are saved" in explorer.words()
    assert "A smaller one, 1.00, would have come at epoch 5" in explorer.words()
    with pytest.raises(ValueError, match="not all finite"):
        explore.training.patience([1, np.nan], [1, 2])


def test_a_grid_is_blind_between_its_columns():
    explorer = explore.training.search().set(way="grid", trials=4, best=-1.5)
    assert "2 different values" in explorer.words()
    assert "the score 0.3" in explorer.words() or "the score 0.2" in explorer.words()
