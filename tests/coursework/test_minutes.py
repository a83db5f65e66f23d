"""Minutes: what counts as a word, what a part takes, and that a run on a slower machine stores the same."""

import copy
from types import SimpleNamespace

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dlcourse.coursework.announced import announce
from dlcourse.coursework.minutes import asked_line, kept_seconds, minutes_of, rounded, words
from dlcourse.coursework.quiet import AuthoringError
from dlcourse.coursework.sittings import ids_in, sittings
from dlcourse.exercises import UnknownExercise, find

RELU = '@exercise("neuron.relu")\ndef relu(z):\n    raise NotImplementedError'
WHY = 'question("neuron.silent_weight", answer=...)'


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("One two, *three* — don't 0.5!", 5),
        (r"$$\frac{1}{1 + e^{-z}}$$", 4),
        (r"$\mathbf{w}^\top x$", 2),
        ("```python\nnp.exp(-z)  # small\n```", 3),
        ("A [link of words](https://example.org/long/path) and ![a picture](x.png).", 5),
        ('<details><summary class="x">Facts</summary>two words</details><!-- not\nread -->', 3),
        ("### Exercise\n\n*2 points · about 5 minutes · medium*\n\nNow.", 2),
    ],
)
def test_words_are_counted_as_people_read_them(text, count):
    assert words(text) == count


def test_a_part_takes_its_words_its_cells_its_exercises_and_its_run_time():
    text, run = new_markdown_cell("word " * 280), new_code_cell("1 + 1")
    assert minutes_of([text]) == 2
    assert minutes_of([text, run]) == pytest.approx(3.3)
    assert minutes_of([text, run, new_code_cell(RELU)], seconds=30) == pytest.approx(3.8 + find("neuron.relu").minutes)
    assert minutes_of([new_markdown_cell(WHY)]) == pytest.approx(words(WHY) / 140)  # no code: nothing is asked
    with pytest.raises(UnknownExercise, match=r"neuron\.rulu"):
        minutes_of([new_code_cell(RELU.replace("relu", "rulu"))])


def test_ids_are_those_that_code_asks():
    cells = [new_code_cell(RELU), new_code_cell("question(\n    'a.b', answer=...)"), new_markdown_cell(RELU)]
    assert ids_in([*cells, new_code_cell('hint("a.c")\nmine("a.d")')]) == ["neuron.relu", "a.b"]


@pytest.mark.parametrize(("minutes", "said"), [(0, 5), (7.4, 5), (7.5, 10), (32.4, 30), (32.5, 35), (102.6, 105)])
def test_what_is_said_is_a_multiple_of_five(minutes, said):
    assert rounded(minutes) == said


@pytest.mark.parametrize(
    ("measured", "stored", "kept"),
    [
        *((14, None, 0), (15, None, 30), (80, None, 90)),
        *((60, 0, 0), (61, 0, 60), (0, 30, 30), (90, 30, 30), (120, 30, 30), (121, 30, 120)),
        *((1200, 300, 300), (1201, 300, 1200), (75, 300, 300), (74, 300, 60)),
    ],
)
def test_the_stored_run_time_stands_as_long_as_a_run_is_not_far_from_it(measured, stored, kept):
    assert kept_seconds(measured, stored) == kept
    assert kept_seconds(measured, kept) == kept


def asked(points=2, bonus=False, minutes=4.6, difficulty=2):
    return SimpleNamespace(points=points, bonus=bonus, minutes=minutes, difficulty=difficulty)


@pytest.mark.parametrize(
    ("exercises", "line"),
    [
        ([asked()], "*2 points · about 5 minutes · medium*"),
        ([asked(3, True, 6.9, 3)], "*3 bonus points · about 7 minutes · hard*"),
        ([asked(1, minutes=0.6, difficulty=1)], "*1 point · about 1 minute · easy*"),
        ([asked(1, minutes=2.3, difficulty=1), asked(2)], "*3 points · about 7 minutes · medium*"),
        ([asked(1), asked(1, True)], "*1 point and 1 bonus point · about 9 minutes · medium*"),
    ],
)
def test_the_line_under_a_heading(exercises, line):
    assert asked_line(exercises) == line
    assert words(line) == 0


# ---- what is written into a notebook ----


def lesson(**changes):
    """A notebook of three parts, with a heading that has text below it and one that has none."""
    sources = {
        "title": "# Do it\n\n*Lesson 01 · about 1 minutes*\n\n1. **First** · 1 minutes\n2. **Second (b)** · 2 minutes\n"
        "\n**On your own** · 3 minutes",
        "first": "## Sitting 1: First\n\n### Exercise: a relu\n\nSome words.",
        "second": "## Sitting 2: Second (b)\n\n### Question",
        "own": "## On your own\n\n" + "word " * 1400,
    } | changes
    cells = [
        *(new_markdown_cell(sources["title"]), new_code_cell("import numpy as np")),
        *(new_markdown_cell(sources["first"]), new_code_cell(RELU)),
        *(new_markdown_cell(sources["second"]), new_code_cell(WHY), new_markdown_cell("word " * 2800)),
        new_markdown_cell(sources["own"]),
    ]
    for place, name, core in ((2, "First", True), (4, "Second (b)", True), (7, "On your own", False)):
        cells[place].metadata["dlcourse"] = {"sitting": name, "minutes": 1} | ({} if core else {"core": False})
    return new_notebook(cells=cells, metadata={"dlcourse": {"edition": 2}})


def test_minutes_and_points_are_written_where_they_are_said():
    notebook = lesson()
    announce(notebook, {1: 1.0})
    cells = [cell.source for cell in notebook.cells]
    assert notebook.metadata["dlcourse"] == {"edition": 2, "minutes": 25}  # of the core
    assert [(part.name, part.minutes, part.core) for part in sittings(notebook)] == [
        *(("First", 5, True), ("Second (b)", 20, True), ("On your own", 10, False)),
    ]
    assert "about 25 minutes*\n\n1. **First** · 5 minutes\n2. **Second (b)** · 20 minutes\n" in cells[0]
    assert cells[0].endswith("**On your own** · 10 minutes")
    relu = "*1 point · about 4 minutes · medium*"
    assert cells[2] == f"## Sitting 1: First\n\n### Exercise: a relu\n\n{relu}\n\nSome words."
    assert cells[4].endswith("### Question\n\n*1 point · about 2 minutes · easy*")


def test_a_second_time_gives_the_same_on_a_slower_machine_too():
    notebook = lesson()
    announce(notebook, {1: 2.0, 3: 40.0})
    once = copy.deepcopy(notebook)
    assert notebook.cells[2].metadata["dlcourse"]["seconds"] == 30
    for seconds in ({}, {1: 4.0, 3: 110.0}, {1: 0.1, 3: 1.0}):
        announce(notebook, seconds)
        assert notebook == once
    announce(notebook, {1: 10.0, 3: 600.0})
    assert notebook.cells[2].metadata["dlcourse"]["seconds"] == 600


def test_a_line_that_is_no_longer_true_goes():
    notebook = lesson(first="## Sitting 1: First\n\n*9 points · about 1 minute · hard*\n\n### Old\n\n### New\n\nText.")
    announce(notebook)
    assert notebook.cells[2].source == (
        "## Sitting 1: First\n\n### Old\n\n### New\n\n*1 point · about 4 minutes · medium*\n\nText."
    )


def test_a_heading_inside_of_code_is_none():
    notebook = lesson(first="## Sitting 1: First\n\n### Real\n\n```\n### a comment\n```")
    announce(notebook)
    assert "### Real\n\n*1 point" in notebook.cells[2].source


def test_without_sittings_nothing_is_inserted():
    notebook = new_notebook(cells=[new_markdown_cell("# T\n\nabout 3 minutes"), new_code_cell(RELU)])
    announce(notebook, {1: 70.0})
    assert notebook.metadata["dlcourse"] == {"minutes": 5, "seconds": 60}
    assert [cell.source for cell in notebook.cells] == ["# T\n\nabout 5 minutes", RELU]


def test_a_sitting_is_called_what_its_heading_says():
    notebook = lesson(first="## Sitting 1: Begin\n\n### Exercise", own="## Alone")
    notebook.cells[0].source = notebook.cells[0].source.replace("First", "Begin").replace("On your own", "Alone")
    announce(notebook)
    assert [part.name for part in sittings(notebook)] == ["Begin", "Second (b)", "Alone"]


def test_what_is_missing_is_named():
    with pytest.raises(AuthoringError, match=r"does not list a sitting: write `\*\*First\*\* · 5 minutes`"):
        announce(lesson(title="# Do it"))
    with pytest.raises(AuthoringError, match=r"cell 4 asks neuron\.relu, and no heading"):
        announce(lesson(first="## Sitting 1: First"))
