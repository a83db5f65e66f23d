"""Cells that Python would need minutes and gigabytes to compile are refused before it tries."""

import pytest

from dlcourse.coursework.cells import parse


def nested(levels, opening, closing="pass"):
    """Code with a block in a block in a block."""
    lines = [" " * level + line for level in range(levels) for line in opening]
    return "\n".join([*lines, " " * levels + closing])


FINALLY = ("try:", " pass", "finally:")
RETURNS = "def f(x):\n try:\n{}\n finally:\n{}"


@pytest.mark.parametrize(
    "text",
    [
        nested(20, FINALLY),
        nested(90, FINALLY),
        "def f():\n" + nested(30, ("try:", " return 1", "finally:")).replace("\n", "\n ").replace("try", " try", 1),
        RETURNS.format("  if x: return 1\n" * 3000, "  y = 1\n" * 3000),
        nested(18, ("async def f():", " try: pass", " finally: pass", " try: pass", " finally:"), " pass"),
    ],
)
def test_copies_upon_copies_are_refused(text):
    cell = parse(0, text)
    assert cell.tree is None
    assert cell.error


@pytest.mark.parametrize(
    "text",
    [
        nested(6, FINALLY),
        RETURNS.format("  if x: return 1\n" * 20, "  y = 1\n" * 20),
        "def f():\n while True:\n  try:\n   return 1\n  finally:\n   print()\n",
        "x = [" + "1, " * 50_000 + "]",
    ],
)
def test_what_people_write_is_read(text):
    assert parse(0, text).error == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@f\n" * 101 + "def g(): pass", "decorators"),
        ("f = " + "lambda: " * 150 + "0\n" + "-" * 300 + "1", "nested"),
        ("!ls\n" * 1000, "invalid syntax"),
        ("x?\n" * 60, "invalid syntax"),
        ("x = 1\n" * 3000 + "!ls", "invalid syntax"),
    ],
)
def test_a_cell_that_is_too_much_costs_itself_only(text, words):
    assert words in parse(0, text).error


def test_magics_between_much_code_are_understood():
    cell = parse(0, "%matplotlib inline\n" + "x = 1\n" * 500 + "!ls\n" * 20)
    assert cell.error == ""
