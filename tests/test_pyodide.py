"""A browser: nothing that a notebook needs of the package may want threads, alarms, other programs or connections.

JupyterLite runs Python in the page, by Pyodide. Twice it is tried here: with NumPy on this machine's Python, from which
is taken what Pyodide lacks; and in Pyodide itself, under node, where stand-ins take the place of compiled packages.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import IPython
import pytest
from in_pyodide import browser_like

from dlcourse.checking.question import Question
from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.coursework.solve import solve, written
from dlcourse.exercises import guesses, lesson, lesson_names, milestones

HERE = Path(__file__).resolve().parent / "in_pyodide"
ROOT = HERE.parent.parent


def result_of(process):
    """What a script printed in its last line."""
    assert process.returncode == 0, process.stdout[-2000:] + process.stderr[-4000:]
    return json.loads(process.stdout.rstrip("\n").rpartition("\n")[2])


# ---- as a browser is, with NumPy ----


# A training whose layers divide each batch over the threads that there are.
TRAINING = """
import numpy as np
from dlcourse.nn import cnn, training

rng = np.random.default_rng(0)
X, y = rng.normal(size=(60, 28, 28, 1)), rng.integers(0, 3, 60)
layers = [cnn.Conv2d(1, 4, 5, rng), training.ReLU(), cnn.MaxPool2d(), cnn.Flatten(), training.Dense(576, 3, rng)]
history = training.fit(
    training.Network(layers), X, y, optimizer=training.SGD(0.1), batch_size=60, rng=rng, epochs=2
)
"""
OTHERS = {
    "training": f"{TRAINING}\nhistory['loss']",
    "track": "for step in track(range(3), 'steps'): print(step)",
    "weights": "unpack(pack({'W': np.arange(3.0)}))['W']",
    "library": "library.table()",
    "progress": "progress()",
}


def explorer(cells):
    """The first cell that shows an explorer, and needs nothing that earlier cells made."""
    for source in cells:
        names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
        if names == {"explore"}:
            return {"explorer": f"display(\n{source}\n)"}
    return {}


def plan(path, name):
    """What a learner does in a lesson: name of the step -> source of its cell."""
    notebook = read_notebook(path)
    blank = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    solved = [cell.source for cell in solve(notebook).cells if cell.cell_type == "code"]
    questions = [one for one in lesson(name) if isinstance(one, Question)]
    exercise = next(one for one in lesson(name) if one not in questions and one.mistakes)
    needs = re.findall(r"^[\w, ]+ = mine\([\w\"., ]*\"\)$", "\n".join(blank), re.M)  # of earlier lessons and sittings
    steps = {"imports": "\n".join([blank[0], *needs, "from dlcourse import *", "from dlcourse.exercises import find"])}
    steps["mistake"] = f'exercise("{exercise.id}")(find("{exercise.id}").mistakes[0].answer)'
    steps["hint"] = f'hint("{exercise.id}")'
    steps["right"] = next(source for source in solved if f'@exercise("{exercise.id}")' in source)
    steps["solution"] = f'solution("{exercise.id}")'
    steps["mine"] = f'found = mine("{exercise.id}")'
    for question in questions[:1]:
        steps["question"] = f'question("{question.id}", answer={written(question.right)})'
    for key, guess in [*guesses(name).items()][:1]:
        value = next(iter(guess.options), max(guess.between[0], min(guess.between[1], 1.0)))
        steps["guess"] = f'guess("{key}", answer={value!r})\nguess("{key}", outcome={value!r})'
    for one in milestones(name)[:1]:
        steps["milestone"] = f'milestone("{one.year}", {one.goal!r})'
    return steps | explorer(blank)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """All lessons in one shell: what each step showed, by lesson and step; all that is told; and the folder."""
    folder = tmp_path_factory.mktemp("course")
    plans = {name: plan(path, name) for path in course_notebooks() if (name := lesson_name(path)) in lesson_names()}
    plans["others"] = OTHERS
    (folder / "plan.json").write_text(json.dumps([source for steps in plans.values() for source in steps.values()]))
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DLCOURSE_")}
    environment |= {"PYTHONPATH": os.pathsep.join([str(HERE), str(ROOT)]), "OPENBLAS_NUM_THREADS": "2"}
    command = [sys.executable, HERE / "learner.py", "plan.json"]
    told = result_of(subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True))
    shown = iter(told["shown"])
    return {name: {step: next(shown) for step in steps} for name, steps in plans.items()}, told, folder


def test_no_cell_fails_and_nothing_is_said(course):
    _, told, _ = course
    assert told["errors"] == []
    assert told["said"] == ""
    assert told["brought"] == [], "a notebook needs these packages, and pyproject.toml does not say so"


def test_the_course_asks_for_nothing_but_threads_and_does_without(course):
    shown, told, _ = course
    threads = [["thread", "checking/runtime/timing.py"], ["thread", "nn/training/threads.py"]]
    assert told["asked_for"][:1] == threads[:1]
    assert told["asked_for"][1:] in ([], threads[1:])  # nobody divides batches where NumPy has one thread anyway
    alone = {}
    exec(TRAINING, alone)
    assert repr(alone["history"]["loss"]) in shown["others"]["training"]


@pytest.mark.parametrize("name", lesson_names())
def test_a_lesson_can_be_worked_through(course, name):
    shown, _, folder = course
    shown = shown[name]
    exercise = next(one for one in lesson(name) if not isinstance(one, Question) and one.mistakes)
    mistake = exercise.mistakes[0].name
    assert f"*{mistake[0].upper()}{mistake[1:]}.*" in shown["mistake"]
    assert "✗" in shown["mistake"]
    assert "hint 2 of 3" in shown["hint"]  # the report has offered the first
    assert f"✓ {exercise.id} — right" in shown["right"]
    assert f"def {exercise.name}(" in shown["solution"]
    assert f"Your own: `{exercise.name}`" in shown["mine"]
    assert "✓" in shown.get("question", "✓")
    assert "you guessed" in shown["guess"]
    assert "To make it yours, get these right" in shown.get("milestone", "To make it yours, get these right")
    assert "explorer" not in shown or ("Explorer: " in shown["explorer"] and "[a picture]" in shown["explorer"])
    kept = json.loads((folder / ".dlcourse-progress.json").read_text("utf-8"))["exercises"][exercise.id]
    assert (kept["status"], kept["attempts"], kept["hints"], kept["solution"]) == ("correct", 2, 1, True)


def test_the_library_is_written(course):
    shown, _, folder = course
    assert "def sigmoid" not in (folder / "my_dlcourse/neuron.py").read_text("utf-8")
    assert "def weighted_sum" in (folder / "my_dlcourse/neuron.py").read_text("utf-8")
    assert "own" in shown["others"]["library"]
    assert "0\n1\n2" in shown["others"]["track"]
    assert "array([0., 1., 2.])" in shown["others"]["weights"]


# ---- in Pyodide, with stand-ins for compiled packages ----

NODE_MODULES = Path(os.environ.get("DLCOURSE_NODE_MODULES") or ROOT / "node_modules")
VERSION = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]["pyodide"]
needs_pyodide = pytest.mark.skipif(
    not (shutil.which("node") and (NODE_MODULES / "pyodide").is_dir()),
    reason="no Pyodide: with Node.js, run this in the folder of the repository: "
    f"npm install --no-save --no-package-lock pyodide@{VERSION}",
)
# What no notebook imports: it runs and writes notebooks, which takes nbformat and its like.
NOT_FOR_NOTEBOOKS = ("cli", "grading", "lab", "site", "__main__")
NOT_FOR_NOTEBOOKS += tuple(f"coursework.{name}" for name in ("announced", "authoring", "doors", "execute", "quiet"))
IN_THE_PAGE = {
    "imports": "from dlcourse import *\nimport numpy as np\nfrom dlcourse.exercises import find",
    "size": """
@exercise("cnn.conv_output_size")
def conv_output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) // stride + 1
""",
    "size too small": """
@exercise("cnn.conv_output_size")
def conv_output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) // stride
""",
    "wrong question": 'question("neuron.silent_weight", answer="a1")',
    "no Python": '@exercise("neuron.step")\ndef step(z)\n    return z',
    "endless": """
import os
os.environ["DLCOURSE_SECONDS"] = "1"

@exercise("neuron.step")
def step(z):
    while True:
        pass
""",
}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """What a browser's Python tells: of itself, and of cells, those of lesson 01 among them; and the folder."""
    folder = tmp_path_factory.mktemp("page")
    [path] = [path for path in course_notebooks() if lesson_name(path) == "neuron"]
    steps = {step: source for step, source in plan(path, "neuron").items() if step != "explorer"} | {
        f"page: {step}": source for step, source in IN_THE_PAGE.items()
    }
    without = [f"dlcourse.{name}" for name in NOT_FOR_NOTEBOOKS]
    (folder / "wanted.json").write_text(json.dumps({"cells": [*steps.values()], "without": without}), "utf-8")
    folders = {"folder": folder, "tests": HERE, "course": ROOT, "packages": Path(IPython.__file__).parent.parent}
    command = ["node", HERE / "run.mjs", HERE / "page.py", *(f"{name}={path}" for name, path in folders.items())]
    environment = os.environ | {"DLCOURSE_NODE_MODULES": str(NODE_MODULES)}
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=900)
    told = result_of(ran)
    return dict(zip(steps, told["course"]["shown"], strict=True)), told, folder


@needs_pyodide
def test_what_is_taken_away_here_is_what_pyodide_lacks(page):
    _, told, _ = page
    lacking = told["lacking"]
    assert set(browser_like.MISSING) <= set(lacking["missing"])
    assert lacking["alarms"] == []
    assert lacking["thread"] == "RuntimeError: can't start new thread"
    assert "Function not implemented" in lacking["fork"]
    assert "does not support processes" in lacking["program"]


@needs_pyodide
def test_every_module_that_a_notebook_may_import_can_be_imported(page):
    _, told, _ = page
    assert told["modules"]["failed"] == {}
    assert told["modules"]["count"] > 800


@needs_pyodide
def test_answers_are_checked_in_a_page(page):
    shown, told, folder = page
    assert told["course"]["errors"] == []
    assert told["course"]["said"] == ""
    assert told["course"]["asked_for"] == []  # whether there are threads was known before
    assert "*Bias forgotten.*" in shown["mistake"]
    assert "hint 2 of 3" in shown["hint"]
    assert "✓ neuron.weighted_sum — right" in shown["right"]
    assert "This passes here, but" not in shown["right"]
    assert "✓ neuron.silent_weight — right" in shown["question"]
    assert "you guessed 1 days; it is 1 days" in shown["guess"]
    assert "✓ cnn.conv_output_size — right" in shown["page: size"]
    assert "*One too few.*" in shown["page: size too small"]
    assert "✗ neuron.silent_weight" in shown["page: wrong question"]
    assert "This cell is not Python yet" in shown["page: no Python"]
    kept = json.loads((folder / ".dlcourse-progress.json").read_text("utf-8"))["exercises"]
    assert (kept["neuron.weighted_sum"]["status"], kept["cnn.conv_output_size"]["score"]) == ("correct", 2)
    assert "def weighted_sum" in (folder / "my_dlcourse/neuron.py").read_text("utf-8")


@needs_pyodide
def test_a_loop_without_an_end_is_stopped_in_a_page(page):
    shown, told, _ = page
    seconds, tools = told["endless"]
    assert seconds >= 0.2
    assert tools == [None] * 6
    assert "Stopped after 1 second" in shown["page: endless"]
