"""The rules of the second edition themselves: a small notebook that keeps them all, and one change that breaks each."""

import copy

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from second_edition import book, breaches

from dlcourse.checking.guesses import Guess
from dlcourse.checking.question import choice, explain, number
from dlcourse.checking.specification import Exercise

HINTS = ["What happens to 2 and to 3?", "Each number counts twice.", "`word + word` joins a word to itself."]
SHOWN = {"hints": HINTS, "solved": "it is double."}


def double(x):
    """Twice x."""
    return x + x + 0 * x


def halve(x):
    """Half of x."""
    half = x / 2
    return half


def _with_the_bug():
    def halve(x):
        """Half of x."""
        half = x / 3  # the bug
        return half

    return halve


def _exercise(reference, **others):
    return Exercise(points=2, reference=reference, cases=lambda rng: [], **SHOWN, **others)


def specifications():
    """The exercises of a small lesson, in order."""
    fault = _exercise(halve, form="fault")
    planted = fault.mistake("a third")(_with_the_bug())
    fault.plants("a third", symptom="it is too small")(planted)
    claims, wrong = {"a": "yes", "b": "no"}, {"b": ("no", "It does."), "2": ("why", "It is not.")}
    found = {
        "shape": number(2, wrong=[], **SHOWN),
        "double": _exercise(double, form="derive", first="small.shape"),
        "halve": fault,
        "why": explain(claims, {"1": "so", "2": "not"}, right="a1", wrong=wrong, **SHOWN),
        "anything": _exercise(double, form="challenge", observe=lambda arguments, value: value),
    }
    for name, item in found.items():
        item.id = f"small.{name}"
    return list(found.values())


GUESSES = {f"small.{name}": Guess(asks="how many") for name in ("first", "second")}
TITLE = "# Do it\n\n1. **One** · 20 minutes\n2. **Two** · 40 minutes\n\n**On your own** · 10 minutes"
BLANK = "    raise NotImplementedError"


def notebook():
    """A notebook that asks for them."""
    sources = [
        *("#" + TITLE[1:], "import numpy as np"),
        *("## Sitting 1: One", 'question("small.shape", answer=...)'),
        f'@exercise("small.double")\ndef double(x):\n    """Twice x."""\n{BLANK}',
        'my_guess = guess("small.first", answer=...)\nguess("small.first", outcome=double(2))',
        "## Sitting 2: Two",
        '@exercise("small.halve")\ndef halve(x):\n    """Half."""\n    half = x / 3\n    return half',
        'guess("small.second", answer=...)',
        'total = mine("small.double")(2)\nguess("small.second", outcome=total)',
        'question("small.why", answer=...)',
        "## On your own",
        f'@exercise("small.anything")\ndef anything(x):\n{BLANK}',
        "own = anything(3)",
    ]
    cells = [(new_markdown_cell if source.startswith("#") else new_code_cell)(source) for source in sources]
    marks = {2: ("One", 20, {}), 6: ("Two", 40, {}), 11: ("On your own", 10, {"core": False})}
    for place, (name, minutes, others) in marks.items():
        cells[place].metadata["dlcourse"] = {"sitting": name, "minutes": minutes, **others}
    return new_notebook(cells=cells, metadata={"dlcourse": {"edition": 2, "minutes": 60}})


def said(change=lambda content, exercises, guesses: None, number=3):
    content, exercises, guesses = notebook(), specifications(), copy.copy(GUESSES)
    change(content, exercises, guesses)
    return breaches(book(content, exercises, guesses, number))


def test_a_notebook_that_keeps_the_rules():
    assert said() == []


def source(place, before, after):
    """A change of the source of a cell."""

    def change(content, *_):
        assert before in content.cells[place].source
        content.cells[place].source = content.cells[place].source.replace(before, after, 1)

    return change


def mark(place, **changes):
    return lambda content, *_: content.cells[place].metadata["dlcourse"].update(changes)


def hint(number, text):
    def change(_content, exercises, _guesses):
        exercises[1].hints = [text if place == number else old for place, old in enumerate(HINTS, 1)]

    return change


def only(**forms):
    """A change of forms."""
    return lambda _content, exercises, _guesses: [
        setattr(item, "form", forms.get(item.form, item.form)) for item in exercises
    ]


def more_cells(content, *_):
    content.cells += [new_markdown_cell("more") for _ in range(47)]


def swapped(_content, exercises, _guesses):
    exercises[:2] = exercises[1::-1]


def no_question(_content, exercises, _guesses):
    exercises[0] = choice({"a": "x"}, right="a", wrong={}, **SHOWN)
    exercises[0].id = "small.other"


def core_again(content, *_):
    content.cells[11].metadata["dlcourse"].pop("core")
    content.cells[6].metadata["dlcourse"]["core"] = False


def two_hints(_content, exercises, _guesses):
    exercises[1].hints = HINTS[:2]


BROKEN = {
    "imports": (source(1, "import numpy as np", "import numpy as np\nrng = 1"), "cell 2 does more than import"),
    "heading": (source(2, "Sitting 1", "Sitting 2"), "cell 3 does not begin with '## Sitting 1: One'"),
    "no text": (lambda content, *_: content.cells[2].update(cell_type="raw"), "cell 3 does not begin with"),
    "own heading": (source(11, "## On", "## Sitting 3: On"), "cell 12 does not begin with '## On your own'"),
    "list": (source(0, "20 minutes", "25 minutes"), "cell 1 does not list 'One' with 20 minutes"),
    "order": (core_again, "want 1 to 3, then one on your own"),
    "cells": (more_cells, "61 cells: at most 60"),
    "long cell": (source(13, "own", "own = 1\n" * 15 + "own"), "cell 14 has 16 lines"),
    "short sitting": (mark(2, minutes=15), "the sitting One takes 15 minutes"),
    "core": (lambda content, *_: content.metadata["dlcourse"].update(minutes=105), "the core takes 105 minutes"),
    "own name": (source(9, "(2)", "(own)"), "sittings use what is bound on your own: own"),
    "own exercise": (source(9, "small.double", "small.anything"), "bring in what is asked on your own: small.anything"),
    "guesses": (lambda _content, _exercises, guesses: guesses.popitem(), "1 guesses: at least 2"),
    "explain": (only(explain="build"), "no explain"),
    "challenge": (only(challenge="build"), "no challenge"),
    "fault": (only(fault="build"), "no fault or hunt"),
    "planted": (source(7, "x / 3", "x / 2"), "the cell of small.halve does not hold its planted source"),
    "planted names": (source(7, "(x)", "(y)"), "the cell of small.halve does not hold its planted source"),
    "more in it": (source(7, "return half", "return half\nhalve(2)"), "the cell of small.halve does not hold"),
    "derive in ORDER": (swapped, "small.shape does not come before small.double in ORDER"),
    "derive": (
        source(3, "small.shape", "small.shade"),
        "small.shape does not come before small.double in the notebook",
    ),
    "derive no question": (no_question, "small.double wants 'small.shape' before it, which is no question"),
    "unknown guess": (source(8, "small.second", "small.third"), "cell 9 guesses 'small.third', which is no guess"),
    "not guessed": (source(8, 'guess("small.second", answer=...)', "1"), "small.second is not asked for"),
    "no outcome": (
        source(9, 'guess("small.second", outcome=total)', "1"),
        "small.second is not put beside its outcome",
    ),
    "too late": (source(5, "my_guess", 'guess("small.first", outcome=1)\nx'), "small.first is not asked for before"),
    "far away": (source(9, "small.second", "small.first"), "small.second is not put beside its outcome"),
    "other sitting": (
        lambda content, *_: content.cells.insert(6, content.cells.pop(8)),
        "small.second is not asked for before its outcome in the same sitting",
    ),
    "answered": (source(8, "answer=...", "answer=3"), "cell 9 does not leave the guess small.second open"),
    "two hints": (two_hints, "small.double has 2 hints: want 3"),
    "no question back": (hint(1, "Double it."), "the first hint of small.double does not ask a question back"),
    "answer": (hint(3, "Write `x + x + 0*x`."), "hint 3 of small.double holds a line of the answer: x+x+0*x"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_rule_can_be_broken(name):
    change, sentence = BROKEN[name]
    assert [found for found in said(change) if sentence in found], said(change)


@pytest.mark.parametrize("lesson", [1, 2, 20])
def test_where_no_fault_is_wanted(lesson):
    assert said(only(fault="build"), number=lesson) == []


def test_applications_want_one_of_three():
    assert said(only(fault="build", explain="build"), number=20) == ["no explain or fault or hunt"]
    assert said(only(fault="build"), number=25) == ["no fault or hunt"]
