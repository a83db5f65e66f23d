"""What counts as a blank: on a syntax tree, as notebooks are read, and on a function, as a kernel has it."""

import ast

import pytest

from dlcourse.checking.blanks import is_blank, is_blank_function

DOCSTRING = '"""What it does."""'
BLANKS = {
    "bare": ["raise NotImplementedError"],
    "with a docstring": [DOCSTRING, "raise NotImplementedError"],
    "with a comment": [DOCSTRING, "# Your code here.", "raise NotImplementedError"],
    "called": ["raise NotImplementedError()"],
    "with a message": [DOCSTRING, 'raise NotImplementedError("write it")'],
}
BEGUN = {
    "pass": ["pass"],
    "an ellipsis": ["..."],
    "a docstring alone": [DOCSTRING],
    "an ellipsis before it": ["...", "raise NotImplementedError"],
    "a second string": [DOCSTRING, '"my notes"', "raise NotImplementedError"],
    "a number": ["3", "raise NotImplementedError"],
    "code before it": ["z = z + 1", "raise NotImplementedError"],
    "code after it": ["raise NotImplementedError", "return z"],
    "under an if": ["if z:", "    raise NotImplementedError"],
    "another error": ["raise ValueError"],
    "another error of this name": ['raise ValueError("NotImplementedError")'],
    "an attribute": ["raise z.NotImplementedError"],
    "a bare raise": ["raise"],
    "an answer": ["return z"],
}
FORMS = [(lines, True) for lines in BLANKS.values()] + [(lines, False) for lines in BEGUN.values()]


def written(lines, head="def f(z):"):
    return "\n".join([head, *(f"    {line}" for line in lines)])


@pytest.mark.parametrize(("lines", "wanted"), FORMS, ids=[*BLANKS, *BEGUN])
def test_both_ways_to_look_agree(lines, wanted, tmp_path, monkeypatch):
    source = written(lines)
    assert is_blank(ast.parse(source).body[0]) is wanted
    (tmp_path / "answers.py").write_text(source)
    names = {}
    exec(compile(source, tmp_path / "answers.py", "exec"), names)
    assert is_blank_function(names["f"]) is wanted


@pytest.mark.parametrize("head", ["async def f(z):", "class F:", "if True:"])
def test_only_a_plain_def_can_be_blank(head):
    assert not is_blank(ast.parse(written(["raise NotImplementedError"], head)).body[0])


def test_decorators_do_not_matter():
    assert is_blank(ast.parse("@mark('a')\n" + written(["raise NotImplementedError"])).body[0])


@pytest.mark.parametrize("value", [abs, len, 3, None, lambda z: z, eval("lambda z: z"), type("F", (), {})])
def test_what_has_no_source_of_a_def_is_not_blank(value):
    assert not is_blank_function(value)
