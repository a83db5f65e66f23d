"""`library`: whose each function is, all gradients in one run, and the speed of it all."""

import importlib.util
import inspect

import numpy as np
import pytest

from dlcourse.coursework.building import ownership
from dlcourse.exercises import all_exercises, find, known
from dlcourse.experiments.capstone import gradients, speed
from dlcourse.lessons import backprop, cnn

HAVE_TORCH = importlib.util.find_spec("torch") is not None
IMPORTS = "import numpy as np\nfrom dlcourse import exercise, library"
RELU = '@exercise("neuron.relu")\ndef relu(z):\n    return np.maximum(z, 0)'
STEP = '@exercise("neuron.step")\ndef step(z):\n    return np.where(np.asarray(z) >= 0, 1.0, 0.0)'
BACKWARD = '@exercise("backprop.relu_backward")\ndef relu_backward(dH, cache):\n    return np.where(cache > 0, dH, 0)'
PARITY = '@exercise("forward.parity_network")\ndef parity_network(n):\n    raise NotImplementedError'


def shown_by(cells, *sources):
    results, shown = cells(IMPORTS, *sources)
    assert all(result.success for result in results)
    return shown


# ---- the table ----


def test_a_blank_library_is_all_the_courses(cells):
    shown = shown_by(cells, "library.table()")
    asked = sum(not item.bonus for items in ownership.functions().values() for item in items)
    assert f"0 of {asked} functions are your own. Those of the course stand for the rest." in shown
    assert "0 of 8 own\n" in shown
    assert "by hand" not in shown


def test_what_has_passed_is_counted_and_the_rest_is_named(cells):
    shown = shown_by(cells, RELU, "library.table()")
    row = next(line for line in shown.splitlines() if line.strip().startswith("neuron "))
    assert "1 of 8 own; the reference's: weighted_sum, step," in row
    assert "relu" not in row.partition("own")[2]


def test_what_was_changed_by_hand_is_said(cells, tmp_path):
    shown_by(cells, RELU, STEP)
    path = tmp_path / "my_dlcourse" / "neuron.py"
    path.write_text(path.read_text() + "\n\ndef sigmoid(z):\n    return z\n")
    cells.ipython.reset()
    from dlcourse.notebook.session import session

    session.begin_anew()
    shown = shown_by(cells, "library.table()")
    row = next(line for line in shown.splitlines() if line.strip().startswith("neuron "))
    assert "0 of 8 own; changed by hand, not checked: step, sigmoid, relu" in row


def test_a_file_that_is_no_python_is_nobodys(cells, tmp_path):
    (tmp_path / "my_dlcourse").mkdir()
    (tmp_path / "my_dlcourse" / "neuron.py").write_text("def relu(:")
    (tmp_path / "my_dlcourse" / "forward.py").write_bytes(b"\xff\xfe")
    assert "0 of 8 own\n" in shown_by(cells, "library.table()")


def test_the_stored_tables_depend_on_nothing(cells, monkeypatch):
    shown_by(cells, RELU, BACKWARD)
    monkeypatch.setenv("DLCOURSE_MODE", "reference")
    shown = shown_by(cells, "library.table()", "library.gradients()")
    assert "as everybody begins" in shown
    assert "the reference's; yours are tried when you run the cell" in shown
    assert "own" not in shown.replace("shown", "")
    assert "ℹ All gradients" in shown


# ---- the gradients ----


def test_every_backward_of_the_course_is_tried():
    tried = {uses[0] for uses in gradients.CHECKS}
    backwards = {item.id for item in all_exercises() if item.name.endswith(("_backward", "_gradient"))}
    others = {"losses.numerical_gradient", "language.center_gradient", "rnn.step_gradient", "rnn.faded_gradient"}
    others |= {"attention.score_gradient"}  # questions, and the measure itself
    others |= {"compression.fake_quantize_backward"}  # on purpose no slope of its forward, which is a staircase
    assert backwards - others <= tried
    assert all(known(key) for uses in gradients.CHECKS for key in uses)


def test_all_are_right_and_said_to_be(cells):
    shown = shown_by(cells, BACKWARD, "library.gradients()")
    assert "The worst relative error is < 1e-6." in shown
    assert f"✓ All gradients in one run — 1 of {len(gradients.CHECKS)} functions are your own" in shown
    assert "relu_backward ✓" in shown
    assert "✗" not in shown


def test_no_tick_where_nothing_is_ones_own(cells):
    assert "ℹ All gradients in one run — 0 of" in shown_by(cells, "library.gradients()")


@pytest.mark.parametrize("key", [uses[0] for uses in gradients.CHECKS])
def test_a_gradient_that_is_wrong_is_found(key):
    def function_of(name):
        right = find(name).reference
        return (lambda *given, **named: spoilt(right(*given, **named))) if name == key else right

    [wrong] = [one for one in gradients.check_all(function_of) if not one.is_right]
    assert wrong.id == key
    assert wrong.error > 0.001


def spoilt(value):
    """An answer whose last part is a hundredth too large; of a list, all of its pairs."""
    if isinstance(value, list):
        return [tuple(np.asarray(array) * 1.01 for array in pair) for pair in value]
    return (*value[:-1], spoilt(value[-1])) if isinstance(value, tuple) else np.asarray(value) * 1.01


def test_one_that_fails_is_named(cells, monkeypatch):
    right = gradients.check_all

    def check_all(function_of, watch):
        spoil = {"backprop.relu_backward": lambda dH, cache: 2 * backprop.relu_backward(dH, cache)}
        return right(lambda key: spoil.get(key, function_of(key)), watch)

    monkeypatch.setattr(gradients, "check_all", check_all)
    shown = shown_by(cells, "library.gradients()")
    assert "`backprop.relu_backward` is off by a relative error of up to 0.5." in shown
    assert "relu_backward ✗" in shown
    assert "The worst" not in shown


# ---- the speed ----


@pytest.fixture
def slow(monkeypatch):
    """Times that no clock has taken, and what they were asked for."""
    asked = {}

    def ratios(function_of):
        asked.update({key: function_of(key) for _, ids, _ in speed.PARTS.values() for key in ids})
        return {part: {"clear": 4.0} for part in speed.PARTS}

    monkeypatch.setattr(speed, "ratios", ratios)
    return asked


def test_speed_tells_whose_it_timed(cells, slow):
    ids = "regularization.batchnorm_forward", "regularization.batchnorm_backward"
    shown = shown_by(cells, *map(as_cell, ids), "library.speed()")
    assert f"Speed — 1 of {len(speed.PARTS)} parts are your own" in shown
    rows = {line.strip().split("  ")[0]: line for line in shown.splitlines()}
    assert rows["batch normalisation"].endswith("yours 4")
    assert rows["LSTM"].endswith("the course's clear form 4")
    assert "PyTorch is not installed here." in shown
    assert all(slow[key] is cells.ipython.user_ns[key.partition(".")[2]] for key in ids)
    assert slow["cnn.conv2d"] is cnn.conv2d


def as_cell(key):
    return f'@exercise("{key}")\n{inspect.getsource(find(key).reference)}'


def test_stored_speed_is_what_was_measured(cells, slow, monkeypatch):
    monkeypatch.setenv("DLCOURSE_MODE", "reference")
    shown = shown_by(cells, "library.speed()")
    assert "measured once, on the course's own functions" in shown
    assert not slow
    stored = speed.measured()
    assert list(stored) == list(speed.PARTS)
    for part, sides in stored.items():
        assert list(sides) == ["clear", "PyTorch"]
        assert f"{part}" in shown
        assert f"PyTorch {sides['PyTorch']:.2g}" in shown


def test_every_part_is_timed(monkeypatch):
    monkeypatch.setenv("DLCOURSE_BUDGET", "small")
    found = speed.ratios(lambda key: find(key).reference)
    assert list(found) == list(speed.PARTS)
    assert all(0.01 < time < 1000 for sides in found.values() for time in sides.values())


@pytest.mark.parametrize("part", speed.PARTS)
def test_both_forms_of_a_part_give_the_same(part, monkeypatch):
    """What is timed side by side is the same work."""
    make, ids, fast = speed.PARTS[part]
    found = []

    def watched(forward, backward):
        def noted(d_out, cache):
            found.append((d_out.shape, backward(d_out, cache)))

        return forward, noted

    for functions in ([find(key).reference for key in ids], fast):
        make(*watched(*functions), np.random.default_rng(0))()
    (shape, clear), (other, quick) = found
    assert shape == other
    parts = zip(*(one if isinstance(one, tuple) else (one,) for one in (clear, quick)), strict=True)
    for one, two in parts:
        np.testing.assert_allclose(one, two, rtol=1e-7, atol=1e-10)


if HAVE_TORCH:

    def test_pytorch_does_the_same_work():
        import torch

        shapes = {part: call.args[0]().shape for part, call in speed.torch_parts(torch).items()}
        assert list(shapes) == list(speed.PARTS)
        assert shapes["LSTM"] == shapes["RNN"] == (speed.N, speed.T, speed.H)
        assert shapes["attention"] == (8, 48, 32)
