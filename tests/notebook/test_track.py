"""The progress bar of notebooks: it shows what is slow, and never gets into stored outputs."""

import nbformat
import pytest

from dlcourse import track
from dlcourse.coursework.execute import execute


def test_nothing_is_shown_of_what_is_quick(capsys):
    assert list(track(range(3), "quick")) == [0, 1, 2]
    assert capsys.readouterr() == ("", "")


def test_a_slow_loop_shows_its_bar(capsys):
    assert list(track(range(3), "slow", delay=0, mininterval=0)) == [0, 1, 2]
    assert "slow" in capsys.readouterr().err


def test_stored_outputs_hold_no_bar(capsys, monkeypatch):
    monkeypatch.setenv("DLCOURSE_MODE", "reference")
    assert list(track(iter("ab"), "slow", delay=0, mininterval=0)) == ["a", "b"]
    assert capsys.readouterr() == ("", "")


@pytest.mark.slow
def test_in_a_notebook_the_bar_is_a_widget_that_goes_away(tmp_path):
    source = "from dlcourse import track\nfor _ in track(range(3), 'slow', delay=0, mininterval=0): pass"
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    ran = execute(book, tmp_path, {"DLCOURSE_MODE": None})
    assert not [output for output in ran.cells[0].outputs if output.get("name") == "stderr"]


@pytest.mark.slow
def test_a_loop_that_was_left_shows_nothing_in_a_later_cell(tmp_path):
    sources = [
        "import gc\nfrom dlcourse import track\nloop = track(range(3), 'left')\nassert next(loop) == 0",
        "del loop\ngc.collect()\nprint('later')",
    ]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    ran = execute(book, tmp_path, {"DLCOURSE_MODE": None})
    assert [[output.get("text") for output in cell.outputs] for cell in ran.cells] == [[], ["later\n"]]
