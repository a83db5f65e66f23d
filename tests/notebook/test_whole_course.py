"""The whole course from blank to solved, by one command: `pytest tests/notebook/test_whole_course.py`.

The learner's folder, all notebooks blank, then solved and checked, in a kernel and as files, the progress, the library,
and the package that is built of it. Notebooks are run to their ends elsewhere, in tests/notebooks: here, their answers.
"""

import ast
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from dlcourse.cli.commands import main
from dlcourse.coursework.catalog import lesson_catalog
from dlcourse.coursework.files import course_notebooks, read_coursework
from dlcourse.experiments.capstone import gradients
from dlcourse.notebook.session import session

ANSWERING = {"exercise", "question"}

pytestmark = pytest.mark.slow


def dlcourse(*arguments):
    """Run a command: (exit code, what it printed)."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exc_info
    return result.exit_code, result.output


def answers_of(path):
    """The cells of a notebook as far as they answer: imports, what answers need, and the answers."""
    notebook, found = read_coursework(path)
    sources = [found.statements[index].source for one in found.exercises.values() for index in one.needs]
    needed = {ast.unparse(ast.parse(source)) for source in sources}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            lines = cell.source.split("\n")
            kept = [node for node in ast.parse(cell.source).body if belongs(node, needed)]
            if kept:
                yield "\n".join(text_of(node, lines) for node in kept)


def belongs(node, needed):
    if isinstance(node, ast.Import | ast.ImportFrom) or ast.unparse(node) in needed:
        return True
    if isinstance(node, ast.Assign) and not any(isinstance(target, ast.Subscript) for target in node.targets):
        return is_call(node.value, {"mine"}) and all(isinstance(one, ast.Constant) for one in node.value.args)
    return any(is_call(one, ANSWERING) for one in [getattr(node, "value", None), *getattr(node, "decorator_list", [])])


def is_call(node, names):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def text_of(node, lines):
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
    return "\n".join(lines[first - 1 : node.end_lineno])


def test_from_blank_to_solved(cells, tmp_path):
    code, said = dlcourse("lab", tmp_path / "course", "--no-server")
    assert code == 0, said
    notebooks = sorted((tmp_path / "course").glob("*.ipynb"))
    assert [path.name for path in notebooks] == [path.name for path in course_notebooks()]
    os.chdir(tmp_path / "course")
    session.folder = os.getcwd()

    code, said = dlcourse("check", *notebooks)
    assert code == 1
    assert "✓" not in said
    assert "Nothing is solved here yet" in dlcourse("progress", ".")[1]
    code, said = dlcourse("build", tmp_path / "empty")
    assert code == 0
    assert "the package's tests fail: solve an exercise first" in said

    for path in notebooks:
        code, said = dlcourse("solve", path, "-o", "solved.ipynb")
        assert code == 0, said
        os.replace("solved.ipynb", path)

    for path in notebooks:  # each in a fresh kernel
        session.begin_anew()
        cells.ipython.reset()
        results, _ = cells(*answers_of(path))
        assert all(result.success for result in results), path.name
    catalog = lesson_catalog()["lessons"]
    _, said = dlcourse("progress", ".")
    for lesson in catalog:
        count = sum(not item["bonus"] for item in lesson["exercises"])
        row = next(line for line in said.splitlines() if line.startswith(f"{lesson['name']}\t"))
        assert f"\t{count}/{count}\t" in row
        assert "✗" not in row
        assert "○" not in row
    session.begin_anew()  # from here on all comes out of my_dlcourse
    imports = "from dlcourse import library, milestone, mine\nfrom dlcourse.experiments import capstone as trial"
    _, shown = cells(imports, "library.table()")
    assert "the reference's" not in shown
    assert "by hand" not in shown
    _, shown = cells("library.gradients()")
    assert f"{len(gradients.CHECKS)} of {len(gradients.CHECKS)} functions are your own" in shown
    assert "✗" not in shown
    _, shown = cells("for reached in trial.history(mine):\n    milestone(*reached)")
    assert "The reference" not in shown
    assert shown.count("milestone reached") == 6
    assert dlcourse("progress", ".")[1].count("★") == 6

    code, said = dlcourse("check", *notebooks)
    assert code == 0, said
    assert "went into" not in said  # the kernel has put all of it there

    code, said = dlcourse("build", tmp_path / "package")
    assert code == 0, said
    items = [item for lesson in catalog for item in lesson["exercises"]]
    count = sum(item["form"] != "hunt" and item["kind"] != "question" for item in items)
    assert f"{count} of {count} functions are your own, bonus ones among them." in said
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:nbval", "-p", "no:xdist", "-p", "no:cacheprovider"]
    for folder, expected in (("package", 0), ("empty", 1)):
        environment = os.environ | {"PYTHONPATH": str(tmp_path / folder)}
        ran = subprocess.run(command, cwd=tmp_path / folder, env=environment, capture_output=True, text=True)
        assert ran.returncode == expected, ran.stdout[-3000:]
