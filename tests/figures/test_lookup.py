"""A figure is found by its name alone, and matplotlib waits until one is asked for."""

import subprocess
import sys
from collections import Counter
from importlib import import_module
from pkgutil import iter_modules

import pytest

from dlcourse import explore, figures

MODULES = [entry.name for entry in iter_modules(figures.__path__)]


def test_the_room_opens_without_matplotlib():
    code = "import sys; from dlcourse import explore, figures; figures.register(None); dir(figures)\n"
    code += "sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_each_name_that_is_offered_is_found_where_it_is_defined():
    for name in dir(figures):
        found = getattr(figures, name)
        assert found.__module__.startswith("dlcourse.figures.")
        assert getattr(import_module(found.__module__), name) is found


def test_every_figure_is_offered():
    """By another way than `figures` itself: what draws into `ax` and may have a title."""
    drawing = set()
    for module in MODULES:
        for name, item in vars(import_module(f"dlcourse.figures.{module}")).items():
            code = getattr(getattr(item, "__wrapped__", item), "__code__", None)
            if (
                code
                and {"ax", "title"} <= set(code.co_varnames[: code.co_argcount])
                and "alt" not in code.co_varnames[:3]
            ):
                drawing.add(name)
    assert drawing <= set(dir(figures))
    assert {"clusters", "network_diagram", "alt_text", "number", "register", "subplots", "use_style"} <= set(
        dir(figures)
    )


def test_no_two_modules_define_the_same_figure_or_one_with_the_name_of_a_module():
    defined = Counter()
    for module in MODULES:
        path = f"dlcourse.figures.{module}"
        defined += Counter(n for n, f in vars(import_module(path)).items() if getattr(f, "__module__", None) == path)
    twice = {name for name, count in defined.items() if count > 1}
    assert not twice & set(dir(figures)), "rename one: figures.NAME could find only one of them"
    assert not set(MODULES) & set(dir(figures)), "an import of the module would hide the figure"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("cluster", "no figure 'cluster': did you mean clusters?"),
        ("race_curve", "did you mean race_curves"),
        ("nothing_like_it", "module 'dlcourse.figures' has no figure 'nothing_like_it'$"),
        ("_private", "module 'dlcourse.figures' has no attribute '_private'"),
    ],
)
def test_a_typo_is_answered_with_what_is_near(name, message):
    with pytest.raises(AttributeError, match=message.replace("?", r"\?")):
        getattr(figures, name)


def test_explorers_are_offered_by_lesson():
    assert {"neuron", "training"} <= set(dir(explore))
    assert not [name for name in dir(explore) if name.startswith("_")]
    with pytest.raises(AttributeError, match=r"no explorers for a lesson 'neurons': did you mean neuron\?"):
        _ = explore.neurons
