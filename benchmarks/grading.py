"""How long grading takes: `python benchmarks/grading.py [--submissions 60] [--memory]`.

Solved notebooks of lesson 01, in each of which every answer is a little different, are graded by one process on one
core: in the warm sandbox and in sandboxes of their own, everything included but the start of the process. In the same
run `nbgrader autograde`, where it is installed, grades the same answers on the course directory that
`dlcourse export nbgrader` writes.
"""

import argparse
import functools
import importlib.util
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.coursework.solve import solve
from dlcourse.grading import submission
from dlcourse.grading.sandbox.bwrap import engine_folder
from dlcourse.grading.sandbox.client import Worker
from dlcourse.grading.sandbox.warm_sandbox import WarmSandbox

LESSON = "neuron"
TARGETS = {"warm": 60, "fresh": 150}  # milliseconds of a core for each submission


def solved():
    """The solved notebook of the lesson, as a dict; as a student's would, its answers build on one another."""
    path = next(path for path in course_notebooks() if lesson_name(path) == LESSON)
    notebook = solve(read_notebook(path))
    for cell in notebook.cells:
        lines = cell["source"].split("\n")
        cell["source"] = "\n".join(line for line in lines if f"    from dlcourse.lessons.{LESSON} import" not in line)
    return notebook


def variant(notebook, number):
    """The notebook as bytes, with a remark of this student's in each answer; other cells are as handed out."""
    copy = json.loads(json.dumps(notebook))
    for cell in copy["cells"]:
        if "@exercise" in cell["source"] or "question(" in cell["source"]:
            cell["source"] += f"\n# {number}"
    return json.dumps(copy).encode()


def task(data, engine):
    """A task for `grade_one`."""
    fields = {"student": "s", "lesson": LESSON, "name": "s.ipynb", "data": data, "seed": 1, "engine": engine}
    return fields | {"timeout": 10.0, "sandboxed": True, "packages": ()}


def graded(count, form):
    """Grade, check that all is right, and give back seconds and the peak memory of this process in MB."""
    engine, notebook = engine_folder(), solved()
    sandbox = WarmSandbox(engine)
    submission.worker_factory = lambda *_: sandbox.worker if form == "warm" else functools.partial(Worker, engine)
    try:
        submission.grade_one(task(variant(notebook, -1), engine))
        begun = time.perf_counter()
        for number in range(count):
            outcome = submission.grade_one(task(variant(notebook, number), engine))
            assert outcome["status"] == "correct", outcome
        seconds = time.perf_counter() - begun
    finally:
        sandbox.close()
        shutil.rmtree(engine)
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(count, form):
    """`graded` in a process of its own, on one core."""
    command = [sys.executable, __file__, "--submissions", str(count), "--form", form]
    pinned = functools.partial(os.sched_setaffinity, 0, {max(os.sched_getaffinity(0))})
    result = subprocess.run(command, check=True, capture_output=True, text=True, preexec_fn=pinned)
    return json.loads(result.stdout)


def nbgrader_seconds(count):
    """Seconds of `nbgrader autograde` on one core, or None where it is not installed."""
    if importlib.util.find_spec("nbgrader") is None:
        return None
    from dlcourse.grading.exports.nbgrader import export_nbgrader

    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder, "course")
        [source] = export_nbgrader(course, [LESSON])
        _nbgrader(course, "generate_assignment", LESSON)
        for number in range(count):
            target = course / "submitted" / f"s{number}" / LESSON / source.name
            target.parent.mkdir(parents=True)
            shutil.copy(source, target)
        begun = time.perf_counter()
        _nbgrader(course, "autograde", LESSON)
        return time.perf_counter() - begun


def _nbgrader(course, *arguments):
    pinned = functools.partial(os.sched_setaffinity, 0, {max(os.sched_getaffinity(0))})
    # nbgrader calls the program alembic.
    surroundings = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-m", "nbgrader", *arguments]
    subprocess.run(command, cwd=course, env=surroundings, check=True, capture_output=True, preexec_fn=pinned)


def main():
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--memory", action="store_true", help="also grade 1,000 for the peak of memory")
    parser.add_argument("--form", choices=["warm", "fresh"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.form:
        print(json.dumps(graded(options.submissions, options.form)))
        return
    table = Table("", "ms a submission and core", "target", "peak MB", title=f"Lesson {LESSON}, solved, one core")
    times = {}
    for form in ("warm", "fresh"):
        seconds, memory = apart(options.submissions, form)
        times[form] = 1000 * seconds / options.submissions
        table.add_row(form, f"{times[form]:.0f}", str(TARGETS[form]), f"{memory:.0f}")
    if options.memory:
        for count in (100, 1000):
            seconds, memory = apart(count, "warm")
            table.add_row(f"warm, {count}", f"{1000 * seconds / count:.0f}", str(TARGETS["warm"]), f"{memory:.0f}")
    few = 5
    seconds = nbgrader_seconds(few)
    if seconds is not None:
        each = 1000 * seconds / few
        ratios = ", ".join(f"{each / value:.1f} times {form}" for form, value in times.items())
        table.add_row("nbgrader autograde", f"{each:.0f}", ratios, "")
    Console(width=120).print(table, f"Load of the machine before: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
