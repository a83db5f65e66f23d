"""What nbval compares of an output with a picture: its words, and not its pixels; and of everything else, all."""

import base64
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from dlcourse.figures.sound import sound_html, wav

ROOT = Path(__file__).parents[2]
COPIED = ("conftest.py", "pyproject.toml", "tests/nbval.cfg")  # as the copies of other tests have them


def address(colour, kind="png"):
    """A picture of one colour as a data address."""
    stream = io.BytesIO()
    Image.new("RGB", (4, 3), colour).save(stream, kind)
    return f"data:image/{kind};base64,{base64.b64encode(stream.getvalue()).decode()}"


RED, BLUE = address("red"), address("blue")
PICTURE = f'<img src="{RED}" alt="A red square.">'
REPORT = '<div class="dlcourse-report" data-status="wrong"><div><strong>✗ a.b</strong> — not right yet</div></div>'
HEARD = f"<figure>{sound_html(wav(np.arange(9.0), 8000), 'A tone.')}</figure>"
OTHER = f"<figure>{sound_html(wav(np.arange(8.0), 8000), 'A tone.')}</figure>"
SHOWN = {"text/html": PICTURE, "text/plain": "Figure: A red square."}
REPORTED = {"text/html": REPORT, "text/plain": "✗ a.b — not right yet"}
# What a cell shows, what is stored of it, and whether nbval takes it for the same.
CELLS = {
    "nothing changed": (SHOWN, SHOWN, True),
    "pixels": (SHOWN, {**SHOWN, "text/html": PICTURE.replace(RED, BLUE)}, True),
    "one of two pictures": (
        {**SHOWN, "text/html": PICTURE * 2},
        {**SHOWN, "text/html": PICTURE + PICTURE.replace(RED, BLUE)},
        True,
    ),
    "the alt text": (SHOWN, {**SHOWN, "text/html": PICTURE.replace("A red", "A blue")}, False),
    "the pixels and the alt text": (SHOWN, {**SHOWN, "text/html": f'<img src="{BLUE}" alt="A blue square.">'}, False),
    "no alt text": (SHOWN, {**SHOWN, "text/html": f'<img src="{RED}">'}, False),
    "the plain twin": (SHOWN, {**SHOWN, "text/plain": "Figure: A blue square."}, False),
    "a picture less": ({**SHOWN, "text/html": PICTURE * 2}, SHOWN, False),
    "an address of a file": (SHOWN, {**SHOWN, "text/html": PICTURE.replace(RED, "red.png")}, False),
    "another kind of picture": (SHOWN, {**SHOWN, "text/html": PICTURE.replace(RED, address("red", "jpeg"))}, False),
    "data that are no PNG file": (
        SHOWN,
        {**SHOWN, "text/html": PICTURE.replace(RED, "data:image/png;base64,AAAA")},
        False,
    ),
    "an address that is text": (
        {"text/plain": f"see {RED} here"},
        {"text/plain": f"see {BLUE} here"},
        False,
    ),
    "the samples of a sound": ({"text/html": HEARD}, {"text/html": OTHER}, True),
    "the words of a sound": ({"text/html": HEARD}, {"text/html": OTHER.replace("tone", "bell")}, False),
    "data that are no sound": ({"text/html": HEARD}, {"text/html": re.sub("UklGR", "AAAAA", HEARD)}, False),
    "a report": (REPORTED, REPORTED, True),
    "the words of a report": (REPORTED, {**REPORTED, "text/html": REPORT.replace("not right", "right")}, False),
    "the status of a report": (REPORTED, {**REPORTED, "text/html": REPORT.replace('"wrong"', '"correct"')}, False),
}


def notebook():
    """A notebook with a cell for each of them."""
    cells = []
    for name, (shows, stored, _) in CELLS.items():
        source = f"# {name}\nfrom IPython.display import publish_display_data\npublish_display_data({shows!r})"
        cells.append(new_code_cell(source, outputs=[new_output("display_data", data=stored)], execution_count=1))
    return new_notebook(cells=cells)


def compared(path, *, settings, cwd):
    """Run nbval on a notebook; gives, for each cell, whether it passed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = ["-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env", *settings, path]
    ran = subprocess.run([sys.executable, *command], capture_output=True, text=True, cwd=cwd, env=environment)
    found = re.findall(r"(PASSED|FAILED)\S* \S*Cell (\d+)", re.sub(r"\x1b\[[\d;]*m", "", ran.stdout))
    assert found, ran.stdout[-3000:] + ran.stderr[-1000:]
    return {int(number): word == "PASSED" for word, number in found}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of what settles how notebooks are compared, and a notebook in it."""
    folder = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "notebooks").mkdir()
    nbformat.write(notebook(), folder / "notebooks" / "01_pictures.ipynb")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("place", ["from its root", "from another folder"])
def test_pixels_may_change_and_nothing_else(copy, tmp_path, place):
    path = copy / "notebooks" / "01_pictures.ipynb"
    here = place == "from its root"
    found = compared(
        path.relative_to(copy) if here else path,
        settings=["-n0"],
        cwd=copy if here else tmp_path,
    )
    assert {name: found[number] for number, name in enumerate(CELLS)} == {
        name: same for name, (*_, same) in CELLS.items()
    }


def test_the_pattern_is_that_of_the_pictures_that_are_shown():
    """Else every picture would be compared with its pixels, and fail on the next machine."""
    from dlcourse.figures.display import picture_html

    pattern = re.search(r"^regex: (.*)$", (ROOT / "tests/nbval.cfg").read_text("utf-8"), re.M)[1]
    data = base64.b64decode(RED.partition(",")[2])
    assert re.sub(pattern, "PIXELS", picture_html(data, "red")) == '<img src="PIXELS" alt="red">'
