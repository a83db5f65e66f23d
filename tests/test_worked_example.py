"""The worked example of docs/authors.md, carried out as it stands there: its commands and files, in order."""

import csv
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from classroom import needs_sandbox

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "authors.md").read_text("utf-8")
[EXAMPLE] = re.findall(r"^## A small lesson in twenty minutes\n(.*?)^## Add a lesson\n", GUIDE, re.M | re.S)
# A file is a path in bold above a block; commands are a block of bash.
BLOCK = re.compile(
    r"(?:^\*\*(?P<path>[\w/.]+)\*\*\n\n)?^(?P<fence>`{3,})(?P<kind>\w+)\n(?P<text>.*?)^(?P=fence)\n", re.M | re.S
)
STEPS = [(found["path"], found["kind"], found["text"]) for found in BLOCK.finditer(EXAMPLE)]
FILES = [path for path, _, _ in STEPS if path]
[NOTEBOOK] = [path for path in FILES if path.endswith(".ipynb")]
BY_HAND = "dlcourse lab "  # a server and a browser: tests/test_browser.py has them
KEPT, COPIED = 4, 20  # words and signs in a row that are left as they stand, and that are copied from another file
# The commands run with the Python of the tests, on the copy.
PROGRAMS = {"python": "", "dlcourse": "-m dlcourse", "pytest": "-m pytest"}
FUNCTIONS = "\n".join(f'{name}() {{ "$THIS_PYTHON" {rest} "$@"; }}' for name, rest in PROGRAMS.items())


def run(folder, commands):
    """Run commands of the guide in a copy of the checkout; gives what they print."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "THIS_PYTHON": sys.executable}
    environment |= {"PYTEST_ADDOPTS": "-v -p no:cacheprovider"}
    for name in ("CI", "PYTEST_XDIST_WORKER", "DLCOURSE_MODE", "DLCOURSE_VARIANTS"):
        environment.pop(name, None)
    command = ["bash", "-euc", f"{FUNCTIONS}\n{commands}"]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-8000:] + ran.stderr[-2000:]
    return ran.stdout


def copy_of_the_checkout(folder):
    """What the repository holds, without the pictures of the README, which no part of this looks at."""
    ran = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    names = ran.stdout.splitlines() or [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]
    for name in names:
        if (ROOT / name).is_file() and not name.startswith(("docs/images/", ".venv/", ".git/")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)


def write(path, text):
    """Write a file of the guide; of a notebook, the sources of the cells that it names by their numbers."""
    assert path.exists(), "`dlcourse new` makes every file that is written"
    if path.suffix != ".ipynb":
        path.write_text(text, "utf-8")
        return
    notebook = json.loads(path.read_text("utf-8"))
    for number, source in re.findall(r"^=== cell (\d+)\n(.*?)(?=^=== cell |\Z)", text, re.MULTILINE | re.DOTALL):
        notebook["cells"][int(number) - 1]["source"] = source.strip("\n")
    path.write_text(json.dumps(notebook), "utf-8")


def text_of(path):
    """The text of a file, one space for any white space; of a notebook, that of its cells."""
    text = path.read_text("utf-8")
    if path.suffix == ".ipynb":
        text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return " ".join(text.split())


def keystrokes(before, after, others):
    """How many characters of `after` are typed: they do not stand in `before` already, nor in another file.

    Lines are indented by the editor. What is the same for a few signs only is typed again with what is around it; what
    is the same as in another file is copied if it is long.
    """
    old, new = (re.findall(r"\w+|\W", text) for text in (before, after))
    kept = set()
    for block in difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        kept |= set(range(block.b, block.b + block.size)) if block.size >= KEPT else set()
    count, place = 0, 0
    while place < len(new):
        end = place
        while end < len(new) and end not in kept and "".join(new[place : end + 1]) in others:
            end += 1
        copied = end - place >= COPIED
        count += 0 if copied or place in kept else len(new[place])
        place = end if copied else place + 1
    return count


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The folder in which all steps were carried out, what the commands printed, and how many keystrokes it took."""
    folder = tmp_path_factory.mktemp("example") / "dlcourse"
    copy_of_the_checkout(folder)
    printed, count, written = {}, 0, ""
    for path, kind, text in STEPS:
        if path:
            before = text_of(folder / path)
            write(folder / path, text)
            count += keystrokes(before, text_of(folder / path), written)
            written += text_of(folder / path)
        elif kind == "bash" and not text.startswith(BY_HAND):
            printed[text.split("\n")[0]] = run(folder, text)
    return folder, printed, count


def said(printed, beginning):
    """What the commands printed whose block begins so."""
    [text] = [text for command, text in printed.items() if command.startswith(beginning)]
    return text


pytestmark = [pytest.mark.slow, needs_sandbox]  # two hand-ins are graded


def test_the_authors_command_has_nothing_to_remark(done):
    assert re.fullmatch(r"26_smoothing.ipynb: written\n    cells that change: [\d, ]+\n", said(done[1], "python -m"))


def test_the_tests_that_the_guide_names_pass(done):
    text = said(done[1], "pytest")
    assert int(re.search(r"(\d+) passed", text)[1]) >= 100
    assert "skipped" not in text
    for name in ("test_blank[blank-26_smoothing]", "test_solved[solved-26_smoothing]", "26_smoothing::ipynb::Cell 10"):
        assert f"::{name} PASSED" in text.replace("notebooks/", "::"), name


def test_the_files_are_those_that_the_command_makes_and_ruff_is_content(done):
    folder, printed, _ = done
    made = re.findall(r"^(\S+/\S+\.\w+)(?::.*)?$", said(printed, "dlcourse new"), re.MULTILINE)
    assert {*FILES, "dlcourse/exercises/smoothing/__init__.py"} == set(made)
    assert "Nine files" in EXAMPLE
    assert len(made) == 9
    sources = [path for path in made if path.endswith((".py", ".ipynb"))]
    run(folder, f"python -m ruff check {' '.join(sources)}; python -m ruff format --check {' '.join(sources)}")


def test_the_course_has_the_lesson(done):
    listed = json.loads(run(done[0], "dlcourse list --json"))["lessons"][-1]
    assert (listed["name"], listed["notebook"]) == ("smoothing", Path(NOTEBOOK).name)
    assert f"=== cell 1\n# {listed['title']}\n" in EXAMPLE
    assert [exercise["form"] for exercise in listed["exercises"]] == ["fault", "explain", "challenge"]
    assert f"about {listed['minutes']} minutes" in text_of(done[0] / NOTEBOOK)


def test_a_wrong_hand_in_gets_its_name_and_a_right_one_its_points(done):
    with open(done[0] / "build/grades/exercises.csv", newline="", encoding="utf-8-sig") as stream:
        rows = {(row["student"], row["exercise"]): row for row in csv.DictReader(stream)}
    told = re.search(r"for the other `(.*?)`", " ".join(EXAMPLE.split()))[1]
    assert rows["wrong", "smoothing.smooth"]["diagnosis"] == told
    assert rows["wrong", "smoothing.smooth"]["status"] == "wrong"
    assert all(row["status"] == "correct" for (student, _), row in rows.items() if student == "right")


def test_twenty_minutes_are_no_lie(done):
    """What is to be typed, at the speed that the guide names, leaves a minute for its commands."""
    told, speed = re.search(r"about ([\d,]+) keystrokes.* at (\d+) a second", EXAMPLE, re.DOTALL).groups()
    assert abs(done[2] - int(told.replace(",", ""))) < 50, done[2]
    assert done[2] / int(speed) <= 19 * 60
