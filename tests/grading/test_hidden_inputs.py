"""Answers that take the hidden inputs out of their process's memory and try to tell them: nothing gets to anybody."""

import json

import pytest
from classroom import IMPORTS, needs_sandbox, notebook, put, rows_of

from dlcourse.checking.trials import case_arguments
from dlcourse.exercises import find
from dlcourse.grading.exports.gradescope import gradescope_results
from dlcourse.grading.gradebook import GradeBook
from dlcourse.grading.run import grade
from dlcourse.grading.sandbox.requests import HIDDEN, oracle_of

pytestmark = [pytest.mark.slow, needs_sandbox]

SEED = 77
SEEN = [float(case["z"].ravel()[0]) for case in case_arguments(find("neuron.relu"), seed=0)]
# All inputs that the process holds, as text; those of the other cases only, where an attack knows the visible ones.
LOOT = f"""import gc, linecache, sys, warnings
SEEN = {SEEN}

def loot(all_of_them=False):
    found, frame = [], sys._getframe()
    while frame:
        for value in list(frame.f_locals.values()):
            jobs = value.get("jobs", [value]) if isinstance(value, dict) else []
            found += [case["z"] for job in jobs for case in job.get("cases", [])]
        frame = frame.f_back
    found += [item["z"] for item in gc.get_objects() if type(item) is dict and isinstance(item.get("z"), np.ndarray)]
    numbers = [repr(float(item)) for z in found if all_of_them or float(z.ravel()[0]) not in SEEN for item in z.ravel()]
    return "_".join(dict.fromkeys(numbers))[:3000]

def is_hidden(z):
    return float(z.ravel()[0]) not in SEEN
"""
RIGHT = "    return np.maximum(z, 0)"


def relu(*lines, above=""):
    return f'{above}\n@exercise("neuron.relu")\ndef relu(z):\n' + "\n".join(f"    {line}" for line in lines)


def on_hidden(line):
    return relu(f"if is_hidden(z): {line}", "return np.maximum(z, 0)")


ATTACKS = {
    "prints, and is right": relu("print(loot(True))", "return np.maximum(z, 0)"),
    "prints, and is wrong": relu("print(loot(True))", "return z"),
    "prints and is wrong on hidden": on_hidden("print(loot()); return -z"),
    "raises at visible cases": relu("raise ValueError(loot(True))"),
    "raises on hidden": on_hidden("raise ValueError(loot())"),
    "type of an error": on_hidden('raise type("E" + loot(), (Exception,), {})("x")'),
    "type of an error with a name": on_hidden(
        'raise type("NameError", (NameError,), {})(f"name {loot()!r} is not defined")'
    ),
    "error that has a rule": on_hidden("raise AttributeError(f\"module 'numpy' has no attribute '{loot()}'\")"),
    "changed linecache": on_hidden(
        "linecache.cache[relu.__code__.co_filename] = (9, None, [loot() + chr(10)] * 500, 'x'); raise ValueError"
    ),
    "changed linecache at once": relu(
        "linecache.cache[relu.__code__.co_filename] = (9, None, [loot() + chr(10)] * 500, 'x'); raise ValueError"
    ),
    "warns": on_hidden("warnings.warn('overflow ' + loot(), RuntimeWarning); return np.maximum(z, 0)"),
    "a constant factor": on_hidden("return np.maximum(z, 0) * float(loot().split('_')[0])"),
    "a text": on_hidden("return loot()"),
    "keys": on_hidden("return {loot(): z}"),
    "leaves with a number": on_hidden("import os; os._exit(int(abs(float(loot().split('_')[0])) * 10) % 256)"),
    "while it is defined": relu("return np.maximum(z, 0)", above="TOLD = loot()\nif TOLD: raise ValueError(TOLD)\n"),
    "prints while it is defined": relu("return TOLD", above="TOLD = loot()\nprint(TOLD)\n"),
    "reads another's cases": relu("raise KeyError(loot(True))")
    + '\n\n@exercise("neuron.step")\ndef step(z):\n    print(loot(True))\n    return np.where(z >= 0, 1.0, 0.0)',
    "rewrites what waits": on_hidden(
        "[item.extend(loot().encode()) for item in gc.get_objects() if isinstance(item, bytearray)]; return z"
    ),
}
BESIDE = '@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))'


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The folder of a run in which each attack is a student's."""
    folder = tmp_path_factory.mktemp("attacks")
    for index, source in enumerate(ATTACKS.values()):
        put(folder, f"class/student{index:02}/01_neuron.ipynb", notebook(IMPORTS, LOOT, source, BESIDE))
    grade([folder / "class"], folder / "out", seed=SEED, jobs=2, timeout=3.0)
    return folder / "out"


def numbers(cases):
    """The inputs as an attack writes them, but for those that stand in many texts."""
    found = {repr(float(item)) for case in cases for item in case["z"].ravel()}
    return {text for text in found if len(text) > 6}


def test_no_file_of_a_run_has_a_hidden_input(results):
    hidden = numbers(oracle_of("neuron.relu", HIDDEN, SEED).cases) - numbers(case_arguments(find("neuron.relu"), 0))
    assert len(hidden) > 20
    files = [path for path in results.rglob("*") if path.is_file()]
    assert len(files) > len(ATTACKS)
    for path in files:
        text = path.read_bytes().decode("utf-8", "replace")
        assert not [item for item in hidden if item in text or item.replace(".", "")[:9] in text], path
        assert "constant factor" not in text or "times too" not in text


def test_the_channel_is_open_for_what_may_be_told(results):
    """Else the test above could not fail: the same ways show the visible inputs."""
    visible = numbers(case_arguments(find("neuron.relu"), 0))
    [page] = (results / "feedback").glob("student01/*.html")
    assert any(item in page.read_text("utf-8") for item in visible)


def test_right_on_the_visible_cases_is_told_in_our_words_only(results):
    kinds = dict(zip(ATTACKS, sorted({row["student"] for row in rows_of(results / "exercises.csv")}), strict=True))
    with GradeBook(results / "gradebook.sqlite") as book:
        run = book.latest()
        for name, student in kinds.items():
            [item] = [item for item in book.results(run["id"], student, "neuron") if item["exercise"] == "neuron.relu"]
            if not item["message"].startswith("The cases in the notebook pass"):
                continue
            assert not any(item[field] for field in ("call", "got", "expected", "printed", "code", "note")), name
            assert item["line"] is None
            assert not any(sign.isdigit() for sign in item["message"] + item["advice"] + item["diagnosis"]), name


def test_what_gradescope_gets_has_no_hidden_input(results):
    hidden = numbers(oracle_of("neuron.relu", HIDDEN, SEED).cases) - numbers(case_arguments(find("neuron.relu"), 0))
    with GradeBook(results / "gradebook.sqlite") as book:
        run = book.latest()
        for item in book.submissions(run["id"]):
            told = gradescope_results([(item, book.results(run["id"], item["student"], item["lesson"]))], run)
            assert not [number for number in hidden if number in json.dumps(told)]
