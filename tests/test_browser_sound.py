"""Sounds in JupyterLab and Notebook 7: they decode, play when asked and not before, and their keys are their own."""

from pathlib import Path

import pytest
from browser import DIALOGS, FRONTS, Notebook, end_kernels, missing, written

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

CELLS = {
    "first": "import numpy as np\n\nfrom dlcourse import explore, figures\n\nx = np.arange(5000)",
    "tones": 'figures.play({"a low tone": np.sin(x / 20), "a high tone": np.sin(x / 4)}, rate=10000)',
    "vowel": "explore.speech.vowel()",
    "last": "print('the end')",
}
# What a browser knows of a sound once it has read it.
DECODED = """async audio => {
    while (audio.readyState < 1 && !audio.error) await new Promise(done => setTimeout(done, 20));
    return [audio.error?.message ?? "", audio.duration, audio.paused, audio.currentTime];
}"""
ENDED = "audio => audio.ended"
CELLS_NOW = """() => [...document.querySelectorAll(".jp-Notebook .jp-Cell")].map(cell => [
    cell.classList.contains("jp-CodeCell"), cell.classList.contains("jp-mod-selected"),
    cell.querySelector(".jp-InputPrompt").innerText, cell.querySelector(".cm-content").innerText])"""
ACTIVE = "audio => document.activeElement === audio"


@pytest.fixture(scope="module", params=FRONTS)
def notebook(chrome, request):
    """A notebook with two tones and a vowel, all its cells run."""
    server, context = chrome
    page = context.new_page()
    path = written(server.folder / f"sounds_{request.param}.ipynb", CELLS)
    notebook = Notebook.open(page, server, path, request.param)
    notebook.front = request.param
    notebook.run_all()
    yield notebook
    assert page.locator(DIALOGS).all_inner_texts() == []
    page.close()


def players(notebook, cell):
    found = notebook.cell(cell).locator("audio")
    found.first.wait_for()
    return found.all()


def test_each_sound_decodes_and_waits(notebook):
    for cell, seconds in (("tones", [0.5, 0.5]), ("vowel", [0.4])):
        known = [player.evaluate(DECODED) for player in players(notebook, cell)]
        assert known == [["", each, True, 0] for each in seconds]
    words = notebook.cell("tones").locator("figcaption")
    assert words.all_inner_texts() == ["a low tone", "a high tone"]


def test_it_plays_to_its_end_by_keys_that_are_not_the_notebooks(notebook):
    for cell in ("tones", "vowel"):
        player = players(notebook, cell)[0]
        player.focus()
        before = notebook.page.evaluate(CELLS_NOW)
        notebook.page.keyboard.press(" ")
        notebook.page.wait_for_function(ENDED, arg=player.element_handle())
        assert player.evaluate(ACTIVE)
    notebook.page.keyboard.type("bxm")  # at a vowel's player: a new cell, cut, another kind of cell
    assert notebook.page.evaluate(CELLS_NOW) == before


def test_a_vowel_that_is_moved_sounds_otherwise_and_stops(notebook):
    (player,) = players(notebook, "vowel")
    address = player.get_attribute("src")
    notebook.cell("vowel").locator("input[type=range]").nth(1).press("End")
    notebook.page.wait_for_function("([audio, before]) => audio.src !== before", arg=[player.element_handle(), address])
    assert player.evaluate(DECODED) == ["", 0.4, True, 0]
    notebook.cell("vowel").locator("select").press("Home")  # to a voice: its own frequencies, though old ones are sent
    notebook.cell("vowel").get_by_text("The mean of a man's").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_rules_of_axe(notebook, theme):
    notebook.theme(theme)
    found = notebook.axe()
    assert found["violations"] == []
    assert found["incomplete"] == []


def test_a_saved_notebook_has_its_sounds_without_a_kernel(notebook, chrome):
    server, context = chrome
    notebook.save()
    end_kernels(server)
    path = Path(notebook.path)
    page = context.new_page()
    again = Notebook.open(page, server, path, notebook.front)
    tones = players(again, "tones")
    assert [player.evaluate(DECODED) for player in tones] == [["", 0.5, True, 0]] * 2
    again.area_with_explorer("vowel")
    (vowel,) = players(again, "vowel")
    assert vowel.evaluate(DECODED) == ["", 0.4, True, 0]
    page.close()
