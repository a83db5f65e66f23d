"""A module's source without some functions: whatever reaches them goes too, and nothing else."""

import ast

import pytest

from dlcourse.grading.sandbox.withhold import imports, without

MODULE = "dlcourse.lessons.lstm"


def left(source, *gone):
    """The names that the rest of a module binds at its top."""
    names = []
    for node in ast.parse(without(source, gone, MODULE)).body:
        names += [node.name] if hasattr(node, "name") else [item.id for item in ast.walk(node) if _is_store(item)]
    return names


def _is_store(node):
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def test_what_builds_on_the_answer_goes_too():
    source = "def a():\n    return 1\ndef b():\n    return a()\ndef c():\n    return b()\ndef d():\n    return 2\n"
    assert without(source, {"a"}) == "def d():\n    return 2"
    assert left(source, "c") == ["a", "b", "d"]
    assert without(source, {"a", "d"}) == ""


@pytest.mark.parametrize(
    "way",
    [
        "def f(x):\n    from dlcourse.lessons import lstm\n    return lstm.answer(x)",
        "def f(x):\n    from dlcourse.lessons import lstm as me\n    return me.answer(x)",
        "def f(x):\n    import dlcourse.lessons.lstm\n    return dlcourse.lessons.lstm.answer(x)",
        "def f(x):\n    import dlcourse.lessons.lstm as me\n    return me.answer(x)",
        "def f(x):\n    from dlcourse.lessons.lstm import answer as other\n    return other(x)",
        "def f(x):\n    from . import lstm as me\n    return me.answer(x)",
        "def f(x):\n    from .lstm import answer as other\n    return other(x)",
        "def f(x):\n    return [answer(y) for y in x]",
        "def f(x, way=answer):\n    return way(x)",
        "@answer\ndef f(x):\n    return x",
        "class f:\n    def forward(self, x):\n        return answer(x)",
        "class f:\n    answer = staticmethod(answer)",
        "f = answer",
        "f = {'lstm': answer}",
        "f = lambda x: answer(x)",
        "f: object = answer",
        "if True:\n    f = answer\nelse:\n    f = None",
        "other = answer\ndef f(x):\n    return other(x)",
        "table = [answer]\nf = table[0]",
        "def g(x):\n    return answer(x)\ndef f(x):\n    from dlcourse.lessons import lstm as me\n    return me.g(x)",
    ],
)
def test_every_way_to_reach_the_answer(way):
    source = f"LIMIT = 3\ndef answer(x):\n    return 2 * x\n{way}\ndef unrelated(x):\n    return LIMIT * x\n"
    assert "f" in left(source)
    assert left(source, "answer") == ["LIMIT", "unrelated"]


@pytest.mark.parametrize(
    "way",
    [
        "def f(x):\n    answer = 2 * x\n    return answer",
        "def f(answer):\n    return [answer + 1]",
        "def f(x):\n    return [answer for answer in x]",
        "def f(x):\n    return x.answer",
        "def f(x):\n    return rnn.answer(x)",
        "def f(x):\n    from dlcourse.lessons.rnn import answer\n    return answer(x)",
        "def f(x):\n    return {'answer': x}",
        "def f(x):\n    return g(answer=x)\ndef g(**named):\n    return named",
    ],
)
def test_what_is_only_called_so_stays(way):
    source = f"from dlcourse.lessons import rnn\ndef answer(x):\n    return 2 * x\n{way}\n"
    assert "f" in left(source, "answer")
    assert "answer" not in left(source, "answer")


def test_a_name_bound_in_another_way_is_withheld_as_well():
    assert left("import numpy as np\nanswer = np.vectorize(abs)\ndef f(x):\n    return answer(x)\nb = 1", "answer") == [
        "b"
    ]


def test_what_a_module_imports():
    source = "import a.b as a, c\nfrom d.e import f as g, h\ndef k():\n    from . import m\n    from .n import o"
    expected = {("a.b", None), ("c", None), ("d.e", "f"), ("d.e", "h")}
    assert set(imports(source, "p.q")) == {*expected, ("p", "m"), ("p.n", "o")}
    assert set(imports(source, "p.q", is_package=True)) == {*expected, ("p.q", "m"), ("p.q.n", "o")}
