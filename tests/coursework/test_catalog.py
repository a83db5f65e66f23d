"""The catalogue of the lessons: what is in it, and that what is kept of it is never out of date."""

import json
import os
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dlcourse.coursework import catalog, files
from dlcourse.coursework.catalog import lesson_catalog, lesson_titles
from dlcourse.exercises import find, guesses, lesson, lesson_names, milestones


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache of its own, empty."""
    path = tmp_path / "cache" / "catalog.json"
    monkeypatch.setattr(catalog, "cache_file", lambda: path)
    return path


@pytest.fixture
def fresh(monkeypatch):
    """As in a process that has imported no exercise yet."""
    monkeypatch.setattr(catalog, "exercises_are_imported", lambda: False)


def test_the_catalogue(tmp_path, monkeypatch):
    content = new_notebook(cells=[new_code_cell("1"), new_code_cell("2")])
    content.cells.insert(0, new_markdown_cell("Hello\n\n# Build a *neuron* by hand\n\n## What you will do"))
    content.cells[1].metadata["dlcourse"] = {"claims": ["B1", "A1"]}
    content.cells[2].metadata["dlcourse"] = {"claims": ["B1"]}
    content.metadata["dlcourse"] = {"minutes": 30}
    nbformat.write(content, tmp_path / "01_neuron.ipynb")
    nbformat.write(new_notebook(), tmp_path / "00_empty.ipynb")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    monkeypatch.setattr(files, "notebook_folder", lambda: tmp_path)
    first, second, *others = lesson_catalog()["lessons"]
    assert first == {
        "name": "empty",
        "notebook": "00_empty.ipynb",
        "title": "empty",
        "minutes": None,
        "claims": [],
        "exercises": [],
        "sittings": [],
        "guesses": [],
        "milestones": [],
    }
    told = {name: len(second[name]) for name in ("exercises", "guesses", "milestones")}
    assert {**second, **told} == {
        "name": "neuron",
        "notebook": "01_neuron.ipynb",
        "title": "Build a neuron by hand",
        "minutes": 30,
        "claims": ["B1", "A1"],
        "exercises": len(lesson("neuron")),
        "sittings": [],
        "guesses": len(guesses("neuron")),
        "milestones": len(milestones("neuron")),
    }
    exercise = find(second["exercises"][0]["id"])
    assert second["exercises"][0] == {
        "id": exercise.id,
        "points": exercise.points,
        "mistakes": [mistake.name for mistake in exercise.mistakes],
        "hints": len(exercise.hints),
        "kind": "function",
        "form": exercise.form,
        "bonus": False,
        "minutes": exercise.minutes,
        "difficulty": exercise.difficulty,
    }
    assert sorted([item["name"] for item in others]) == sorted(set(lesson_names()) - {"neuron"})
    json.dumps(lesson_catalog())
    assert list(lesson_titles().items())[:2] == [("empty", "empty"), ("neuron", "Build a neuron by hand")]


def test_what_is_kept_is_used_until_a_file_changes(tmp_path, monkeypatch, cache, fresh):
    monkeypatch.setattr(files, "notebook_folder", lambda: tmp_path)
    path = tmp_path / "01_neuron.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("# First")]), path)
    assert lesson_catalog()["lessons"][0]["title"] == "First"
    kept = json.loads(cache.read_text())
    kept["lessons"][0]["title"] = "Kept"
    cache.write_text(json.dumps(kept))
    assert lesson_catalog()["lessons"][0]["title"] == "Kept"
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Other")]), path)
    assert lesson_catalog()["lessons"][0]["title"] == "Other"


@pytest.mark.parametrize("room", ["exercises", "checking", "coursework"])
def test_a_changed_module_makes_another_state(tmp_path, monkeypatch, room):
    module = tmp_path / "dlcourse" / room / "module.py"
    module.parent.mkdir(parents=True)
    module.write_text("points = 1")
    monkeypatch.setattr("dlcourse.__file__", str(tmp_path / "dlcourse" / "__init__.py"))
    before = catalog._state()
    assert before == catalog._state()
    module.write_text("points = 2")
    os.utime(module, ns=(0, module.stat().st_mtime_ns + 1))
    assert before != catalog._state()


def test_a_kernel_that_has_exercises_in_memory_keeps_nothing(cache):
    find("neuron.relu")
    assert lesson_catalog()["lessons"]
    assert not cache.exists()


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"state": 1, "lessons": []}', b"\xff"])
def test_what_is_damaged_is_made_again(cache, content):
    cache.parent.mkdir()
    cache.write_bytes(content)
    assert {item["name"] for item in lesson_catalog()["lessons"]} >= set(lesson_names())


def test_without_a_place_to_keep_it_there_is_a_catalogue(tmp_path, monkeypatch, fresh):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(catalog, "cache_file", lambda: tmp_path / "file" / "catalog.json")
    assert lesson_catalog()["lessons"]


@pytest.mark.slow
def test_the_second_list_imports_no_exercise(tmp_path):
    code = "import sys; from dlcourse.cli.commands import main\ntry: main(['list'])\nfinally: print(*sys.modules)"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    command = [sys.executable, "-c", code]
    first, second = (
        subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout for _ in range(2)
    )
    assert first.splitlines()[:-1] == second.splitlines()[:-1]
    assert "dlcourse.exercises.neuron" in first
    assert not {"numpy", "nbformat", "rich", "IPython", "dlcourse.exercises.neuron"} & set(second.split())
