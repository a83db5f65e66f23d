"""The corpus of submissions as notebooks, and a grader for one of them."""

import functools
import json
import re
import time
from pathlib import Path

# Not named .py: nothing may ever import these, as pytest does to look for doctests.
CORPUS = Path(__file__).parent / "corpus"
SEED = 20260101
# Exercises that are answered rightly, besides the attack.
EARNED = {
    "reference_by_cycle": {"neuron.relu"},
    "questions_all_at_once": {"neuron.largest_slope"},
    "hidden_inputs_in_every_text": {"neuron.relu"},
}


def cells_of(text):
    """The cells of a file in which `# %%` begins a code cell and `# %% [markdown]` a text cell.

    After `# %% [file NAME]` stands what lies beside the notebook; its kind is that name.
    """
    cells, kind, lines = [], "code", []
    for line in [*text.splitlines(), "# %%"]:
        if line.startswith("# %%"):
            if any(item.strip() for item in lines):
                cells.append((kind, "\n".join(lines).strip("\n")))
            beside = re.match(r"# %% \[file (.+)\]", line)
            kind, lines = beside[1] if beside else "markdown" if "[markdown]" in line else "code", []
        else:
            lines.append(line)
    return cells


def notebook_bytes(text):
    """A notebook as a student hands it in, from a file of `cells_of`."""
    cells = []
    for number, (kind, source) in enumerate(item for item in cells_of(text) if item[0] in ("code", "markdown")):
        cell = {"cell_type": kind, "id": f"c{number}", "metadata": {}, "source": source}
        cells.append(cell | ({"outputs": [], "execution_count": None} if kind == "code" else {}))
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def files_beside(text):
    """What lies beside the notebook of such a file, by name, as bytes."""
    return {kind: source.encode() for kind, source in cells_of(text) if kind not in ("code", "markdown")}


def earned(outcome):
    """The exercises that gave points."""
    return {result["exercise"] for result in outcome["results"] if result["score"]}


def graded(data, engine, lesson="neuron", *, timeout=3.0, sandboxed=True, packages=(), exercises=()):
    """What `grade_one` says of the bytes of a notebook."""
    from dlcourse.grading.submission import grade_one

    task = {"student": "s", "lesson": lesson, "name": f"s/{lesson}.ipynb", "data": data, "seed": SEED}
    task |= {"timeout": timeout, "sandboxed": sandboxed, "packages": packages, "engine": engine}
    task |= {"exercises": exercises}
    return grade_one(task)


def attacked(data, next_data, engine, timeout):
    """The outcome of a hostile submission, the seconds it took, and the outcome of an honest one right after it."""
    begun = time.monotonic()
    outcome = graded(data, engine, timeout=timeout)
    return outcome, time.monotonic() - begun, graded(next_data, engine, timeout=30.0)


def separate_sandboxes():
    """From now on, each submission that this process grades gets a sandbox of its own."""
    from dlcourse.grading import submission
    from dlcourse.grading.sandbox.client import Worker

    submission.worker_factory = lambda *arguments: functools.partial(Worker, *arguments)
