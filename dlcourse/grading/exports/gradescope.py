"""Gradescope: an autograder to upload, what runs in it, and results as Gradescope reads them.

The zip file carries this very package, so that Gradescope grades as the instructor's machine does. In the container
`run_autograder` calls `main`, which grades the submission as `dlcourse grade` does and writes results.json.
"""

import importlib.metadata
import json
import re
import secrets
import sys
import tempfile
import zipfile
from pathlib import Path

import dlcourse
from dlcourse.checking.asked import points_in_words
from dlcourse.checking.naming import capital
from dlcourse.checking.status import Status
from dlcourse.exercises import lesson_names
from dlcourse.grading.errors import GradingError, UsageError
from dlcourse.grading.gradebook import BOOK, GradeBook
from dlcourse.grading.policy.rows import undecided
from dlcourse.grading.reports.feedback import describe, whole_in_words
from dlcourse.grading.reports.pages import lesson_title

# What grading imports, of all that a notebook needs.
NEEDED = ("filelock", "ipython", "jinja2", "numpy")
CONFIG = "autograder.json"
STUDENT = "student"  # whose name Gradescope does not tell; everything that is handed in is theirs
SETUP = """\
#!/usr/bin/env bash
# Runs once, when Gradescope builds the container: Python packages and the sandbox (bubblewrap).
set -euo pipefail
ROOT="${DLCOURSE_AUTOGRADER_ROOT:-/autograder}"
apt-get update
apt-get install -y --no-install-recommends python3 python3-venv
apt-get install -y --no-install-recommends bubblewrap || echo "bubblewrap cannot be installed here: no sandbox."
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "dlcourse needs Python 3.11 or newer: choose a newer base image in the autograder's settings." >&2
    exit 1
fi
python3 -m venv "$ROOT/venv"
"$ROOT/venv/bin/python" -m pip install --no-cache-dir -r "$ROOT/source/requirements.txt"
"$ROOT/venv/bin/python" -m compileall -q "$ROOT/source/course" # once, not for each submission
"""
RUN = """\
#!/usr/bin/env bash
# Runs for each submission.
set -uo pipefail
ROOT="${DLCOURSE_AUTOGRADER_ROOT:-/autograder}"
export PYTHONPATH="$ROOT/source/course"
exec "$ROOT/venv/bin/python" -P -m dlcourse.grading.exports.gradescope "$ROOT"
"""
UNSANDBOXED = (
    "Graded WITHOUT a sandbox, as the course staff chose: the submitted code ran with the rights of the autograder."
)
NOT_GRADED = "This submission has NOT been graded, and its score means nothing: the course staff has to look at it."


def export_gradescope(folder, lessons=(), *, allow_unsandboxed=False, seed=None, timeout=10.0):
    """Write an autograder that can be uploaded to Gradescope.

    Parameters
    ----------
    folder : path
        Where `autograder.zip` goes.
    lessons : sequence of str
        The lessons of the assignment; by default all.
    allow_unsandboxed : bool
        Grade without a sandbox where Gradescope's container does not allow one. Otherwise nothing is graded there.
    seed : int, optional
        What the hidden cases are drawn from; by default a random one.
    timeout : float
        Seconds for one exercise.

    Returns
    -------
    Path
        The zip file.

    Raises
    ------
    UsageError
        If a lesson is unknown, or the file cannot be written or is there already.
    """
    config = {"lessons": known(lessons), "allow_unsandboxed": allow_unsandboxed, "timeout": timeout}
    config["seed"] = secrets.randbits(62) if seed is None else seed
    path = Path(folder) / "autograder.zip"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as archive:
            _add(archive, "setup.sh", SETUP, 0o755)
            _add(archive, "run_autograder", RUN, 0o755)
            _add(archive, "requirements.txt", "\n".join(requirements()) + "\n")
            _add(archive, CONFIG, json.dumps(config, indent=1) + "\n")
            for name, content in _package():
                _add(archive, f"course/dlcourse/{name}", content)
    except FileExistsError:
        raise UsageError(f"{path} exists already: move it away, or give another folder.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror or error}): give another folder.") from None
    return path


def known(lessons):
    """The lessons asked for, all if none is; UsageError if there is no such lesson."""
    unknown = [name for name in lessons if name not in lesson_names()]
    if unknown:
        raise UsageError(f"There is no lesson {unknown[0]!r}: the lessons are {', '.join(lesson_names())}.")
    return list(lessons) or lesson_names()


def _add(archive, name, content, mode=0o644):
    member = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))  # the same course, the same file
    member.external_attr, member.compress_type = (0o100000 | mode) << 16, zipfile.ZIP_DEFLATED
    archive.writestr(member, content)


def _package():
    """(name, bytes) of the package's files; the notebooks stand in it as in an installed one."""
    from dlcourse.coursework.files import course_notebooks

    package = Path(dlcourse.__file__).resolve().parent
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package)
        if path.is_file() and not {"__pycache__", "notebooks"} & set(name.parts):
            yield name.as_posix(), path.read_bytes()
    for path in course_notebooks():
        yield f"notebooks/{path.name}", path.read_bytes()


def requirements():
    """The packages that grading needs, as the course asks for them."""
    declared = importlib.metadata.requires("dlcourse") or []
    ranges = {re.match(r"[\w.-]+", item)[0].lower(): item for item in declared if ";" not in item}
    return [ranges.get(name, name) for name in NEEDED]


def gradescope_results(pairs, run, zone=""):
    """The results of one student as Gradescope reads them, whose score may be more than the assignment's points.

    Parameters
    ----------
    pairs : list of (submission, results)
        Of one student, from one or more lessons.
    run : dict
    zone : str
        In which times are told.

    Returns
    -------
    dict
        The content of results.json: everything in it may be seen by the student.
    """
    output, tests, score = ([] if run["sandboxed"] else [UNSANDBOXED]), [], 0.0
    for submission, results in pairs:
        title = lesson_title(submission["lesson"])
        if submission["message"] and not results:
            output.append(f"{title}: {submission['message']}")
        row, results = undecided(submission, results)
        output += [f"{title}: {text}" for text in whole_in_words(row, results, zone)]
        score += row["final"]
        if not results:
            tests.append(_test(title, row, row["message"]))
        own = {item["exercise"] for item in results}
        tests += [_test(item["exercise"], item, _told(describe(item, own))) for item in results]
    for number, test in enumerate(tests, 1):
        test["number"] = str(number)
    return {
        "score": round(score, 6),
        "output": "\n".join(output) or "Each exercise is a test below.",
        "output_format": "text",
        "test_output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }


def _test(name, item, output):
    """A test; one for bonus points is out of 0, so that all tests together are out of the assignment's points."""
    most = item["max_score"] or item.get("bonus") or 0
    is_decided = bool(item["decision"]) and item["decision"]["points"] is not None
    is_right = item["score"] >= most if is_decided else item["status"] == Status.CORRECT
    status = "passed" if is_right else "failed"
    if item.get("bonus"):
        name += f" ({points_in_words(item['bonus'], 0, item['bonus'])})"
        output += "\nThis is a bonus: without it nothing is lost." if status == "failed" else ""
    score, most = float(item["score"]), float(item["max_score"])
    test = {"score": score, "max_score": most, "status": status, "name": name}
    return test | {"output": output, "visibility": "visible"}


def _told(shown):
    lines = [f"{shown['sign']} {shown['words']}", *filter(None, [shown["decision"], shown["comment"]])]
    if shown["diagnosis"]:
        lines.append(f"{capital(shown['diagnosis'])}. {shown['advice']}")
    elif shown["advice"]:
        lines.append(shown["advice"])
    lines += [shown["message"]] if shown["message"] else []
    lines += [f"{name}: {text}" for name, text in shown["rows"]] + shown["remarks"]
    return "\n".join(lines)


def write_gradescope_results(pairs, run, path, zone=""):
    """Write `gradescope_results` as JSON."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(gradescope_results(pairs, run, zone), indent=1) + "\n", "utf-8")


# ---- in Gradescope's container ----


def main(root):
    """Grade `root/submission` and write `root/results/results.json`; the exit code is 0 if it was graded."""
    root = Path(root)
    config = json.loads((root / "source" / CONFIG).read_text("utf-8"))
    ways = (True, False) if config["allow_unsandboxed"] else (True,)
    with tempfile.TemporaryDirectory(prefix="dlcourse-gradescope-") as place:
        for sandboxed in ways:
            try:
                content = _graded(root / "submission", Path(place, f"sandboxed-{sandboxed}"), config, sandboxed)
                break
            except GradingError as error:
                print(error, file=sys.stderr)
                content = {"score": 0.0, "output": f"{NOT_GRADED}\n{error}", "output_format": "text"}
                content |= {"visibility": "visible", "stdout_visibility": "hidden"}
                if "--no-sandbox" not in str(error):
                    break
    results = root / "results"
    results.mkdir(parents=True, exist_ok=True)
    (results / "results.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    return 0 if "tests" in content else 1


def _graded(submission, out, config, sandboxed):
    """The results of what `dlcourse grade` makes of a submission."""
    from dlcourse.grading.run import grade

    options = {key: config[key] for key in ("seed", "timeout", "lessons")} | {"owner": STUDENT}
    summary = grade([submission], out, jobs=1, sandboxed=sandboxed, **options)
    if summary.failed:
        raise GradingError(summary.notes[-1])
    with GradeBook(out / BOOK) as book:
        return gradescope_results(list(book.rows(summary.run["id"])), summary.run)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
