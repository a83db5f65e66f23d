"""Where a site is written: what stands there already, what a build that fails leaves, what the command says."""

import errno
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from web_edition import Page, files_in

from dlcourse.cli.web import NEEDED
from dlcourse.coursework.files import CourseworkError, notebook_folder
from dlcourse.site import build as building
from dlcourse.site.output import MARKER, made_beside

LITE = "https://lite.example.org/course/"
LESSON = "01_neuron"
# A site of a single lesson, made in a process of its own: sets and dicts of texts have another order there.
SMALL = f"""
import sys
from dlcourse.site import build as building
every = building.all_lessons
building.all_lessons = lambda: [lesson for lesson in every() if lesson.stem == "{LESSON}"]
building.build(sys.argv[1], lite="{LITE}")
"""


@pytest.fixture
def one_lesson(monkeypatch):
    """Sites have a single lesson."""
    every = building.all_lessons
    monkeypatch.setattr(building, "all_lessons", lambda: [item for item in every() if item.stem == LESSON])


@pytest.fixture
def broken(monkeypatch, tmp_path_factory):
    """The lesson has a formula that cannot be set; gives what stands there."""
    text = (notebook_folder() / f"{LESSON}.ipynb").read_text("utf-8")
    folder = tmp_path_factory.mktemp("broken")
    assert "$z = 2 + 1" in text
    (folder / f"{LESSON}.ipynb").write_text(text.replace("$z = 2 + 1", r"$z = \\frac{2 + 1"), "utf-8")
    monkeypatch.setattr(building, "notebook_folder", lambda: folder)
    return r"\frac{2 + 1"


def older(out):
    """An older site, with a file that is not its own."""
    with made_beside(out) as folder:
        for name in ("index.html", "lessons/00_gone.html", "lessons/old/picture.png"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("older", "utf-8")
    (out / ".htaccess").write_text("of the server", "utf-8")
    return files_in(out)


# ---- building twice ----


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:path is deprecated")  # of the package that brings the font, where Python is older
def test_two_builds_are_equal_and_an_address_of_jupyterlite_makes_buttons(tmp_path, one_lesson):
    here, there = tmp_path / "here", tmp_path / "deeper" / "there"
    older(here)
    building.build(here, lite=LITE)
    environment = {**os.environ, "PYTHONHASHSEED": "77", "PYTHONPATH": str(Path(building.__file__).parents[2])}
    subprocess.run([sys.executable, "-c", SMALL, there], env=environment, cwd=tmp_path, check=True, timeout=600)
    assert (here / ".htaccess").read_text("utf-8") == "of the server"
    (here / ".htaccess").unlink()
    assert files_in(here) == files_in(there)
    assert f"lessons/{LESSON}.html" in files_in(here)
    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".there") or path.name.startswith(".here")]
    page = Page(here, here / "lessons" / f"{LESSON}.html")
    run = [link.attrib["href"] for link in page.all("a") if "Run in the browser" in "".join(link.itertext())]
    assert f"{LITE}lab/index.html?path={LESSON}.ipynb" in run


def test_an_older_site_is_replaced_and_what_is_not_its_own_stays(tmp_path):
    out = tmp_path / "site"
    older(out)
    with made_beside(out) as folder:
        (folder / "lessons").mkdir()
        (folder / "index.html").write_text("newer", "utf-8")
        (folder / "lessons" / "00_start_here.html").write_text("newer", "utf-8")
        assert (out / "index.html").read_text("utf-8") == "older"  # until all is there
    assert files_in(out).keys() == {MARKER, ".htaccess", "index.html", "lessons/00_start_here.html"}
    assert (out / "index.html").read_text("utf-8") == "newer"
    assert not (out / "lessons" / "old").exists()
    assert list(tmp_path.iterdir()) == [out]


def test_a_list_of_files_that_leads_out_of_the_folder_is_not_followed(tmp_path):
    out, kept = tmp_path / "site", tmp_path / "kept.txt"
    older(out)
    kept.write_text("mine", "utf-8")
    names = ["../kept.txt", str(kept), "a/../../kept.txt", "\0", "\ud800", 3]
    (out / MARKER).write_text(json.dumps({"files": names}), "utf-8")
    with made_beside(out) as folder:
        (folder / "other.html").write_text("newer", "utf-8")
    assert kept.read_text("utf-8") == "mine"


def newer(out):
    """Make a newer site where an older one stands."""
    with made_beside(out) as folder:
        (folder / "lessons").mkdir()
        for name in ("index.html", "lessons/99_new.html"):
            (folder / name).write_text("newer", "utf-8")


@pytest.mark.parametrize("disks", [1, 2])
def test_a_link_in_an_older_site_is_replaced_and_not_written_through(tmp_path, monkeypatch, disks):
    out, mine, place = tmp_path / "site", tmp_path / "mine.txt", os.replace

    def move(source, target):
        if Path(source).parent != Path(target).parent:
            raise OSError(errno.EXDEV, "another disk")
        place(source, target)

    older(out)
    mine.write_text("mine", "utf-8")
    (out / "index.html").unlink()
    (out / "index.html").symlink_to(mine)
    if disks == 2:
        monkeypatch.setattr(os, "replace", move)
    newer(out)
    assert mine.read_text("utf-8") == "mine"
    assert (out / "index.html").read_text("utf-8") == "newer"
    assert files_in(out).keys() == {MARKER, ".htaccess", "index.html", "lessons/99_new.html"}


def test_a_link_to_a_folder_is_followed_and_the_folder_in_which_one_stands_is_one(tmp_path, monkeypatch):
    (tmp_path / "link").symlink_to("real")
    newer(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "index.html").read_text("utf-8") == "newer"
    monkeypatch.chdir(tmp_path / "real")
    newer(Path("."))
    assert sorted(tmp_path.iterdir()) == [tmp_path / "link", tmp_path / "real"]


def test_a_build_that_is_killed_while_it_moves_its_files_can_be_repeated(tmp_path, monkeypatch):
    out, place = tmp_path / "site", os.replace
    for survived in range(3):
        moves = iter(range(survived))

        def move(source, target, moves=moves):
            if next(moves, None) is None:
                raise KeyboardInterrupt
            place(source, target)

        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", move)
            with pytest.raises(KeyboardInterrupt):
                newer(out)
        newer(out)
        assert files_in(out).keys() == {MARKER, "index.html", "lessons/99_new.html"}
        shutil.rmtree(out)


# ---- what is refused ----


def own_page(out, away):
    """Somebody's own page stands where a new one goes."""
    (out / "lessons" / "99_new.html").write_text("mine", "utf-8")


def linked_folder(out, away):
    """A folder of the site is a link to somewhere else."""
    shutil.move(out / "lessons", away)
    (out / "lessons").symlink_to(away)


def folder_for_a_file(out, away):
    """A page has become a folder."""
    (out / "index.html").unlink()
    (out / "index.html").mkdir()


def file_for_a_folder(out, away):
    """A folder has become a file."""
    shutil.rmtree(out / "lessons")
    (out / "lessons").write_text("mine", "utf-8")


@pytest.mark.parametrize("put", [own_page, linked_folder, folder_for_a_file, file_for_a_folder])
def test_what_stands_in_the_way_is_named_and_left_alone(tmp_path, put):
    out, away = tmp_path / "site", tmp_path / "away"
    older(out)
    put(out, away)
    before = files_in(tmp_path)
    with pytest.raises(CourseworkError, match="is in the way"):
        newer(out)
    assert files_in(tmp_path) == before


def test_a_folder_with_other_things_is_refused_and_left_alone(tmp_path, dl):
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    before = files_in(tmp_path)
    code, said, complaint = dl("site", tmp_path)
    assert (code, said) == (2, "")
    assert complaint.count("\n") == 1
    assert str(tmp_path) in complaint
    assert "new or empty" in complaint
    assert files_in(tmp_path) == before


@pytest.mark.parametrize("mark", ["", "[]", "null", '{"files": 3}', "\x00", "[" * 100_000])
def test_a_folder_with_a_damaged_mark_is_no_older_site(tmp_path, dl, mark):
    (tmp_path / MARKER).write_text(mark, "utf-8")
    code, _, complaint = dl("site", tmp_path)
    assert code == 2
    assert "no earlier site" in complaint


def test_a_file_is_refused(tmp_path, dl):
    (tmp_path / "site").write_text("mine", "utf-8")
    code, _, complaint = dl("site", tmp_path / "site")
    assert code == 2
    assert "is a file" in complaint
    code, _, complaint = dl("site", tmp_path / "site" / "below")
    assert code == 2
    assert complaint.count("\n") == 1
    assert (tmp_path / "site").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    "lite", ["lite.example.org", "javascript:alert(1)", "https://", "https://a b", 'https://a/"b', "https://a/?b=c"]
)
def test_what_is_no_address_is_refused(tmp_path, dl, lite):
    code, _, complaint = dl("site", tmp_path / "site", "--lite", lite)
    assert code == 2
    assert "https://" in complaint
    assert complaint.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("package", NEEDED)
def test_without_its_packages_the_command_says_how_to_get_them(tmp_path, dl, monkeypatch, package):
    there = importlib.util.find_spec
    monkeypatch.setattr("dlcourse.cli.web.find_spec", lambda name: None if name == package else there(name))
    code, _, complaint = dl("site", tmp_path / "site")
    assert code == 2
    assert 'pip install "dlcourse[site]"' in complaint
    assert complaint.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


# ---- a build that fails ----


def test_a_wrong_formula_fails_with_the_name_of_the_notebook_and_leaves_nothing(tmp_path, dl, one_lesson, broken):
    code, said, complaint = dl("site", tmp_path / "site")
    assert (code, said) == (2, "")
    sentence = complaint.rstrip("\n")
    assert "\n" not in sentence
    assert sentence.startswith(f"dlcourse: {LESSON}.ipynb: the formula ")
    assert broken in sentence.replace("\\\\", "\\")
    assert "cannot be set: KaTeX parse error" in sentence
    assert list(tmp_path.iterdir()) == []


def test_a_build_that_fails_leaves_the_older_site_as_it_was(tmp_path, dl, one_lesson, broken):
    before = older(tmp_path / "site")
    assert dl("site", tmp_path / "site")[0] == 2
    assert files_in(tmp_path / "site") == before
    assert list(tmp_path.iterdir()) == [tmp_path / "site"]


def test_a_build_that_is_stopped_leaves_the_older_site_as_it_was(tmp_path):
    before = older(tmp_path / "site")

    def half():
        with made_beside(tmp_path / "site") as folder:
            (folder / "index.html").write_text("half", "utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert files_in(tmp_path / "site") == before
    assert list(tmp_path.iterdir()) == [tmp_path / "site"]
