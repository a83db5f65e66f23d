"""The page on a JupyterHub: what stands in it is what the course does, and its script takes nothing it should not.

The whole page is tried by scripts/try_jupyterhub.py.
"""

import contextlib
import json
import os
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from dlcourse.cli.commands import main
from dlcourse.lab.server import SETTINGS

PAGE = (Path(__file__).parents[2] / "docs" / "jupyterhub.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(?:bash|python)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def block(beginning):
    return next(text for text in BLOCKS if beginning in text)


def test_the_page_says_what_exists():
    for command in re.findall(r"\bdlcourse ([a-z]+ [^`;\n]*)", "\n".join(BLOCKS)):
        name, *words = command.split()
        if name in main.commands:
            options = {option for parameter in main.commands[name].params for option in parameter.opts}
            assert {word for word in words if word.startswith("-")} <= options, command
    assert json.loads(re.search(r"<<END\n(.*?)END\n", PAGE, re.DOTALL)[1]) == SETTINGS
    compile(block("# jupyterhub_config.py"), "jupyterhub_config.py", "exec")


@pytest.fixture
def homes():
    """The page's script, as a module that acts as whoever runs the tests."""
    pytest.importorskip("pwd")
    module = SimpleNamespace()
    space = {"__name__": "homes"}
    exec(compile(block("# homes.py"), "homes.py", "exec"), space)
    space["acting_as"] = lambda user: contextlib.nullcontext()
    module.__dict__.update(space)
    return module


@pytest.fixture
def ann(tmp_path):
    (tmp_path / "home" / "ann" / "my-dlcourse").mkdir(parents=True)
    return SimpleNamespace(pw_name="ann", pw_dir=str(tmp_path / "home" / "ann"), pw_uid=os.getuid(), pw_gid=os.getgid())


def test_notebooks_are_collected_with_their_times(homes, ann, tmp_path, capsys):
    course = Path(ann.pw_dir, "my-dlcourse")
    for name in ("01_neuron.ipynb", "my own =1+1, ä.ipynb"):
        (course / name).write_bytes(b"work")
    (course / ".hidden.ipynb").write_bytes(b"of an editor")
    (course / "notes.txt").write_bytes(b"private")
    os.utime(course / "01_neuron.ipynb", ns=(10**18, 10**18 + 1))
    out = tmp_path / "collected"
    out.mkdir()
    homes.collect(ann, out)
    assert sorted(os.listdir(out / "ann")) == ["01_neuron.ipynb", "my own =1+1, ä.ipynb"]
    assert (out / "ann" / "01_neuron.ipynb").stat().st_mtime_ns == 10**18 + 1
    said = capsys.readouterr().out
    assert "'01_neuron.ipynb' was changed, moved or restored after the time it states" in said
    assert "ann: 2 notebooks" in said
    with pytest.raises(FileExistsError):  # nothing is mixed with an earlier collection
        homes.collect(ann, out)


def test_nothing_else_is_collected(homes, ann, tmp_path, capsys):
    course, other = Path(ann.pw_dir, "my-dlcourse"), tmp_path / "bob.ipynb"
    other.write_bytes(b"another's work")
    (course / "link.ipynb").symlink_to(other)
    (course / "nowhere.ipynb").symlink_to("nowhere")
    os.mkfifo(course / "pipe.ipynb")
    (course / "folder.ipynb").mkdir()
    (course / "huge.ipynb").touch()
    os.truncate(course / "huge.ipynb", homes.LARGEST + 1)
    (course / "mine.ipynb").write_bytes(b"work")
    out = tmp_path / "collected"
    out.mkdir()
    homes.collect(ann, out)
    assert os.listdir(out / "ann") == ["mine.ipynb"]
    assert capsys.readouterr().out.count("is left out") == 5
    ann.pw_uid += 1  # a hard link to another's file has another's owner
    assert list(homes.notebooks(ann)) == []


@pytest.mark.parametrize("linked", [False, True])
def test_a_home_without_the_course_gives_an_empty_folder(homes, ann, tmp_path, linked):
    course, out = Path(ann.pw_dir, "my-dlcourse"), tmp_path / "collected"
    course.rmdir()
    out.mkdir()
    if linked:
        (tmp_path / "bob").mkdir()
        (tmp_path / "bob" / "01_neuron.ipynb").write_bytes(b"another's work")
        course.symlink_to(tmp_path / "bob")
    with pytest.raises(OSError, match="my-dlcourse"):
        homes.collect(ann, out)
    assert os.listdir(out) == ["ann"]
    assert os.listdir(out / "ann") == []


def test_many_students_leave_no_file_open(homes, ann, tmp_path):
    (Path(ann.pw_dir, "my-dlcourse") / "01_neuron.ipynb").write_bytes(b"work")
    open_before = len(os.listdir("/dev/fd"))
    for number in range(50):
        assert len(list(homes.notebooks(ann))) == 1, number
    assert len(os.listdir("/dev/fd")) == open_before


def test_pages_are_given_back(homes, ann, tmp_path):
    pages = tmp_path / "results" / "feedback" / "ann"
    pages.mkdir(parents=True)
    (pages / "neuron.html").write_bytes(b"well done")
    place = Path(ann.pw_dir, "my-dlcourse", "feedback", "neuron.html")
    homes.give_back(ann, tmp_path / "results")
    (pages / "neuron.html").write_bytes(b"well done, all of it")
    homes.give_back(ann, tmp_path / "results")
    assert place.read_bytes() == b"well done, all of it"
    place.unlink()
    os.mkfifo(place)  # writing into it would wait for ever
    homes.give_back(ann, tmp_path / "results")
    assert place.read_bytes() == b"well done, all of it"


def test_no_home_fills_the_memory(homes, ann):
    course = Path(ann.pw_dir, "my-dlcourse")
    for number in range(4):
        (course / f"{number}.ipynb").touch()
        os.truncate(course / f"{number}.ipynb", 400)
    (course / "9.ipynb").write_bytes(b"work")
    space = homes.notebooks.__globals__
    space["LARGEST"] = 900
    assert [name for name, _, _ in homes.notebooks(ann)] == ["0.ipynb", "1.ipynb", "9.ipynb"]
