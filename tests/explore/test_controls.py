"""The controls of explorers, whatever a page sends; and the quick PNG files that it gets."""

import io
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from traitlets import TraitError

from dlcourse.explore._controls import Board, Choice, Pad, Slider, Typed, Wheel
from dlcourse.explore._encoding import quick_png
from dlcourse.explore._explorer import Explorer

LINE = [(0.25, 0.5), (0.75, 0.5)]
NONSENSE = [
    *(None, True, False, "", "0", "text", b"0", {}, {"0": 0}, [], [0], [[0]], [[[0]]], [None], [[None]], [[[None, 0]]]),
    *(-1, 10**400, -(10**400), 1e308, 0.5, math.nan, math.inf, -math.inf, "\ud800", "\0", object()),
    *([[[0, math.nan]]], [[["0", "1"]]], [[[0, 1, 2]]], [["xy"]], "ab", ["ab"], [[[True, False]]], [[[0, 10**400]]]),
    *([[[0.5, 0.5]] * 5001], [[[0.5, 0.5]]] * 5001, [[]] * 5001),
]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=15,
)


def controls():
    """One of each kind."""
    return {
        "whole": Slider("neurons", 3, 1, 5, 1),
        "fraction": Slider("weight", 0.1, -0.3, 0.3, 0.1),
        "menu": Choice("curve", ["ramp", ("a wave", math.sin), "hill"], "ramp"),
        "line": Typed("text", "abc", ["abc", "def"]),
        "sheet": Pad("drawing", [LINE]),
        "board": Board("a board", 2, 2, position, [1]),
        "wheel": Wheel("wheel", [1, 0]),
    }


def position(moves):
    """Squares can be taken once; the other never answers."""
    if len(set(moves)) < len(moves):
        raise TraitError(f"a board can't be {moves}: a square is taken twice")
    return ["X" if square in moves else "" for square in range(4)], len(moves) == 4


class Bare(Explorer):
    """An explorer with all of them, that draws nothing."""

    def __init__(self):
        super().__init__("all controls", controls(), size=(1, 1))

    def build(self):
        return []

    def draw(self, **values):
        return repr(values)


def same_or_fitting(control, before):
    """A control is as it was, or has a value that it can have, and tells a page of it in plain data."""
    value = control.value
    assert value == before or control.fitting(value) == value
    assert json.loads(json.dumps(control.sent).encode("utf-8").decode()) == control.sent


@pytest.mark.parametrize("kind", controls())
@pytest.mark.parametrize("sent", NONSENSE, ids=lambda sent: f"{type(sent).__name__} {repr(sent)[:20]}")
def test_nonsense_from_a_page_is_ignored(kind, sent):
    control = controls()[kind]
    before = control.value
    control.take(sent)
    same_or_fitting(control, before)
    if not isinstance(sent, str | list) and sent not in (0, None):
        assert control.value == before or (kind == "sheet" and sent == [])


@given(anything)
def test_anything_from_a_page_leaves_a_value_that_can_be(sent):
    for control in controls().values():
        before = control.value
        control.take(sent)
        same_or_fitting(control, before)


def test_what_a_page_sends_is_taken():
    made = controls()
    sent = {"whole": 4, "fraction": 0, "menu": 1.0, "line": "new", "sheet": [[[0, 1]], [], [[0.12345, 2]]]}
    sent |= {"board": {"moves": [3]}, "wheel": [-1.0, 0, 1]}
    for name, value in sent.items():
        made[name].take(value)
    assert [control.value for control in made.values()] == [
        *(5, -0.3, math.sin, "new"),
        [[(0.0, 1.0)], [(0.1235, 1.0)]],
        *((3,), (-1, 0, 1)),
    ]
    for name, control in made.items():
        before = control.value
        control.take(json.loads(json.dumps(control.sent)))  # there and back again
        assert control.value == before, name


def test_values_are_said_as_printed():
    made = controls()
    assert made["whole"].texts == ["1", "2", "3", "4", "5"]
    assert made["fraction"].texts == ["−0.3", "−0.2", "−0.1", "0.0", "0.1", "0.2", "0.3"]
    assert made["fraction"].options == [-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3]
    assert made["menu"].texts == ["ramp", "a wave", "hill"]
    assert made["menu"].described("menu") == {
        **{"name": "menu", "kind": "menu", "label": "curve"},
        "texts": ["ramp", "a wave", "hill"],
    }


def test_numbers_between_stops_and_beyond_the_ends():
    slider = controls()["fraction"]
    for value, stop in ((0.14, 0.1), (0.16, 0.2), (99, 0.3), (-1e8, -0.3), (np.float32(0.2), 0.2)):
        slider.value = value
        assert slider.value == stop


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("whole", math.nan, "neurons can't be nan: want a number from 1 to 5"),
        ("whole", math.inf, "neurons can't be inf"),
        ("whole", 10**400, "want a number from 1 to 5"),
        ("fraction", "0.1", "weight can't be '0.1': want a number from -0.3 to 0.3"),
        ("fraction", None, "weight can't be None"),
        ("menu", "valley", "curve can't be 'valley': want one of ramp, a wave, hill"),
        ("sheet", "x", "drawing can't be 'x': want a list of lines, each a list of points"),
        ("sheet", [[(0, 1, 2)]], r"drawing can't have the point \(0, 1, 2\): want two numbers from 0 to 1"),
        ("sheet", [[(math.nan, 1)]], r"drawing can't have the point \(nan, 1\)"),
        ("sheet", [LINE * 2501], "drawing can't hold more than 5000 points: draw fewer lines"),
    ],
)
def test_wrong_values_are_named_where_a_learner_sets_them(kind, value, words):
    control = controls()[kind]
    before = control.value
    with pytest.raises(TraitError, match=words):
        control.value = value
    assert control.value == before


def test_long_and_broken_texts():
    line = controls()["line"]
    line.take("x" * 2000)
    assert line.value == "x" * 1000
    line.take("a\ud83db")
    assert line.value == "ab"


def test_arrays_can_be_drawings():
    sheet = controls()["sheet"]
    sheet.value = [np.array(LINE), np.empty((0, 2))]
    assert sheet.value == [LINE]


@pytest.mark.parametrize("sent", NONSENSE, ids=lambda sent: f"{type(sent).__name__} {repr(sent)[:20]}")
def test_an_explorer_keeps_its_state_and_tells_the_page(sent):
    explorer = Bare()
    before = explorer.values
    explorer.widget.values = {**explorer.widget.values, "whole": sent, "menu": sent, "nobody": sent}
    assert explorer.values == before
    assert explorer.widget.values == {name: control.sent for name, control in explorer.controls.items()}


@pytest.mark.slow
@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.sampled_from([*controls(), "nobody"]), anything))
def test_an_explorer_takes_anything(sent):
    explorer = Bare()
    explorer.widget.values = sent
    for control in explorer.controls.values():
        same_or_fitting(control, control.value)
    assert explorer.widget.values == {name: control.sent for name, control in explorer.controls.items()}
    explorer.widget.values = {"whole": 0}  # and goes on
    assert explorer.values["whole"] == 1
    assert explorer.words() == repr(explorer.values)


def test_one_good_value_among_bad_ones_counts():
    explorer = Bare()
    explorer.widget.values = {"whole": 4, "fraction": "x", "sheet": None}
    assert explorer.values == {**Bare().values, "whole": 5}


@pytest.mark.parametrize(
    "message",
    [
        *(
            {"values": [1]},
            {"values": None},
            {"values": {"whole": 4}, "ratio": "x"},
            {"ratio": None},
            {"nobody": 3},
            {},
        ),
        *({"picture": b"", "words": "", "name": "", "controls": []}, {"picture": 3}, {"values": {"whole": None}}),
    ],
)
def test_messages_that_are_none_change_nothing(message):
    explorer = Bare()
    before = explorer.widget.get_state()
    explorer.widget.set_state(message)
    assert explorer.widget.get_state() == before
    explorer.widget.set_state({"values": {"whole": 4}, "ratio": 2.0})
    assert (explorer.values["whole"], explorer.widget.values["whole"], explorer.widget.ratio) == (5, 4, 2.0)


@pytest.mark.parametrize("ratio", [math.nan, math.inf, -math.inf, -3.0, 0.0, 1e300])
def test_screens_of_no_sharpness_that_is(ratio):
    explorer = Bare()
    explorer.widget.ratio = ratio
    with Image.open(io.BytesIO(explorer.picture())) as image:
        assert image.size in ((100, 100), (300, 300))


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (3, 5), (64, 64), (101, 257)])
@pytest.mark.parametrize("channels", [3, 4])
def test_a_quick_png_holds_the_pixels(shape, channels):
    pixels = np.random.default_rng(0).integers(0, 256, (*shape, channels), np.uint8)
    with Image.open(io.BytesIO(quick_png(pixels))) as image:
        image.verify()  # the sums of its chunks
    with Image.open(io.BytesIO(quick_png(pixels))) as image:
        assert image.format == "PNG"
        assert image.mode == {3: "RGB", 4: "RGBA"}[channels]
        assert (np.asarray(image) == pixels).all()


def test_a_quick_png_of_what_lies_in_memory_in_another_order():
    pixels = np.random.default_rng(0).integers(0, 256, (9, 11, 4), np.uint8)
    for view in (pixels[::-1], pixels[:, ::2], pixels.swapaxes(0, 1), np.asfortranarray(pixels)):
        with Image.open(io.BytesIO(quick_png(view))) as image:
            assert (np.asarray(image) == view).all()


@pytest.mark.parametrize("moves", [[0, 0], [4], [-1], [0.5], [True], ["0"], [None], [0, 1, 2, 3, 0], 3, None, {}, "01"])
def test_what_is_no_row_of_moves_changes_no_board(moves):
    control = controls()["board"]
    control.take({"moves": moves})
    assert control.value == (1,)
    with pytest.raises(TraitError, match="a board"):
        control.value = moves


def test_a_board_tells_the_page_of_marks_and_of_the_end():
    control = controls()["board"]
    assert control.described("squares") == {
        "name": "squares", "kind": "board", "label": "a board", "texts": [], "rows": 2, "columns": 2,
    }  # fmt: skip
    control.take({"moves": [1, 2.0], "marks": "whatever"})
    assert control.sent == {"moves": [1, 2], "marks": ["", "X", "X", ""], "over": False}
    control.take({"moves": [3, 2, 0, 1]})
    assert control.sent == {"moves": [3, 2, 0, 1], "marks": ["X"] * 4, "over": True}
    control.take({"moves": []})
    assert control.sent == {"moves": [], "marks": [""] * 4, "over": False}


@pytest.mark.parametrize("turns", [[2], [-2], [0.5], [True], ["1"], [None], [math.nan], [0] * 401, 3, None, {}, "01"])
def test_what_is_no_row_of_turns_moves_no_wheel(turns):
    control = controls()["wheel"]
    control.take(turns)
    assert control.value == (1, 0)
    with pytest.raises(TraitError, match="wheel can't be"):
        control.value = turns


def test_a_wheel_tells_the_page_how_often_it_can_be_turned():
    described = controls()["wheel"].described("turns")
    assert described == {"name": "turns", "kind": "wheel", "label": "wheel", "texts": [], "most": 400}


class Sounding(Bare):
    """An explorer that is heard."""

    def hear(self, **values):
        return b"RIFF" + bytes([values["whole"]])


def test_a_sound_goes_with_its_picture_and_a_silent_explorer_sends_none():
    assert Bare().widget.sound == b""
    sounding = Sounding()
    assert sounding.widget.sound == b"RIFF\x03"
    assert sounding.set(whole=5).widget.sound == b"RIFF\x05"
