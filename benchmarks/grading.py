"""How long grading takes: `python benchmarks/grading.py [--submissions 60] [--rounds 3] [--memory]`.

Solved notebooks of lesson 01, in each of which every answer is a little different, are graded by one process on one
core: in the warm sandbox and in sandboxes of their own, everything included but the start of the process. The notebook
is always the same, `solved_neuron.json`, as version 0.1.0 handed it out: so versions can be compared. In the same run
`nbgrader autograde`, where it is installed, grades the same answers on the course directory that
`dlcourse export nbgrader` writes; and `dlcourse grade --jobs 1` grades one and many, which tells what is paid once.
Rounds take turns; what is printed is the median.
"""

import argparse
import functools
import importlib.util
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from dlcourse.grading import submission
from dlcourse.grading.sandbox.bwrap import engine_folder
from dlcourse.grading.sandbox.client import Worker
from dlcourse.grading.sandbox.warm_sandbox import WarmSandbox

LESSON = "neuron"
NOTEBOOK = Path(__file__).with_name("solved_neuron.json")  # frozen: not this version's notebook
FEW = 5  # submissions for nbgrader
TARGETS = {"warm": 60, "fresh": 150}  # milliseconds of a core for each submission


def solved():
    """The solved notebook of the lesson, as a dict; as a student's would, its answers build on one another."""
    return json.loads(NOTEBOOK.read_text("utf-8"))


def variant(notebook, number):
    """The notebook as bytes, with a remark of this student's in each answer; other cells are as handed out."""
    copy = json.loads(json.dumps(notebook))
    for cell in copy["cells"]:
        cell["source"] = "".join(cell["source"])
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
    result = subprocess.run(command, check=True, capture_output=True, text=True, preexec_fn=_one_core)
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
    # nbgrader calls the program alembic.
    surroundings = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-m", "nbgrader", *arguments]
    subprocess.run(command, cwd=course, env=surroundings, check=True, capture_output=True, preexec_fn=_one_core)


def run_seconds(count):
    """Seconds of the whole command `dlcourse grade --jobs 1` on some submissions, on one core."""
    notebook = solved()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            path = Path(folder, "class", f"s{number}", f"01_{LESSON}.ipynb")
            path.parent.mkdir(parents=True)
            path.write_bytes(variant(notebook, number))
        command = [sys.executable, "-m", "dlcourse", "grade", "class", "-o", "out", "--jobs", "1", "--seed", "1"]
        begun = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, capture_output=True, preexec_fn=_one_core)
        return time.perf_counter() - begun


def _one_core():
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def measured(count):
    """One round: milliseconds a submission by form, seconds that a run takes besides, peaks of memory in MB."""
    found, peaks = {}, {}
    for form in ("warm", "fresh"):
        seconds, peaks[form] = apart(count, form)
        found[form] = 1000 * seconds / count
    seconds = nbgrader_seconds(FEW)
    if seconds is not None:
        found["nbgrader autograde"] = 1000 * seconds / FEW
    one, many = run_seconds(1), run_seconds(1 + count)
    found["dlcourse grade"] = 1000 * (many - one) / count
    found["once for a run"] = 1000 * one - found["dlcourse grade"]
    return found, peaks


def main():
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", action="store_true", help="also grade 1,000 for the peak of memory")
    parser.add_argument("--form", choices=["warm", "fresh"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.form:
        print(json.dumps(graded(options.submissions, options.form)))
        return
    load = os.getloadavg()[0]
    rounds = [measured(options.submissions) for _ in range(options.rounds)]
    times = {name: statistics.median(found[name] for found, _ in rounds) for name in rounds[0][0]}
    table = Table("", "ms a submission and core", "target", "peak MB", title=f"Lesson {LESSON}, solved, one core")
    for name, value in times.items():
        peak = f"{rounds[-1][1][name]:.0f}" if name in TARGETS else ""
        table.add_row(name, f"{value:.0f}", str(TARGETS.get(name, "")), peak)
    if "nbgrader autograde" in times:
        ratios = [f"{times['nbgrader autograde'] / times[form]:.0f} times {form}" for form in TARGETS]
        table.add_row("nbgrader / ours", ", ".join(ratios), "", "")
    if options.memory:
        for count in (100, 1000):
            seconds, memory = apart(count, "warm")
            table.add_row(f"warm, {count}", f"{1000 * seconds / count:.0f}", str(TARGETS["warm"]), f"{memory:.0f}")
    Console(width=120).print(table, f"Load of the machine before: {load:.1f}")


if __name__ == "__main__":
    main()
