"""The repository: what is said in it agrees."""

import ast
import doctest
import math
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

import dlcourse
from dlcourse.cli.commands import main
from dlcourse.coursework.catalog import lesson_catalog
from dlcourse.coursework.files import course_notebooks, read_notebook

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
README = (ROOT / "README.md").read_text("utf-8")
TEXTS = {".py", ".md", ".toml", ".yml", ".json", ".ipynb", ".mplstyle", ".cfg", ".txt", ""}


def tracked():
    """The text files of the repository."""
    ran = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    names = ran.stdout.split("\n") if ran.returncode == 0 else []  # an archive has no git
    paths = [ROOT / name for name in names if name] or [path for path in ROOT.rglob("*") if path.is_file()]
    own = [path for path in paths if not {".venv", ".git", "node_modules"} & set(path.relative_to(ROOT).parts)]
    return [path for path in own if path.suffix in TEXTS and path.is_file()]


# What the articles claim that the course began with: each is shown by some cell, and some by several.
CLAIMS = {f"A{number}" for number in range(1, 9)} | {f"A9{letter}" for letter in "abcd"}
CLAIMS |= {f"A10{letter}" for letter in "abcdefgh"} | {f"B{number}" for number in range(1, 11)}


# ---- what is said agrees ----


def conda_names():
    """The packages of environment.yml: name as PyPI has it -> range."""
    lines = (ROOT / "environment.yml").read_text("utf-8").split("\n")
    found = [re.fullmatch(r"  - ([a-z0-9_-]+)(.*)", line) for line in lines]
    packages = {match[1].replace("_", "-"): match[2] for match in found if match}
    # conda-forge splits matplotlib: the base is all but the toolkits for windows
    return {"matplotlib" if name == "matplotlib-base" else name: wanted for name, wanted in packages.items()}


def ranges(*extras):
    """The packages of the base and of extras: name -> range. A later part may ask for more of the same package."""
    parts = [PROJECT["dependencies"], *(PROJECT["optional-dependencies"][extra] for extra in extras)]
    return dict(re.fullmatch(r"([a-z0-9-]+)(.*)", item).groups() for part in parts for item in part)


def test_conda_and_pip_install_the_same():
    packages = conda_names()
    del packages["conda-forge"], packages["pip"]
    assert packages.pop("python") == PROJECT["requires-python"]
    assert packages == ranges("lab")


def test_the_parts_fit_together():
    assert PROJECT["optional-dependencies"]["test"][0] == "dlcourse[lab]"
    assert set(ranges()) & set(ranges("lab")) >= {"ipywidgets"}  # JupyterLab 4 shows no older ones
    for line in re.findall(r"pip.? install -e .*", README):
        assert re.search(r'-e "\.\[(lab|test)\]"', line), line


def test_the_version_is_the_same_everywhere():
    assert PROJECT["version"] == dlcourse.__version__
    assert f"\n## {dlcourse.__version__}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_no_test_asks_for_what_the_tests_do_not_install():
    """It would be skipped where nothing may be: a second opinion is collected only where its package is installed."""
    texts = {path: path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py")}
    asked = [(name, path.name) for path, text in texts.items() for name in re.findall(r'importorskip\("(\w+)', text)]
    assert asked  # the pattern finds what there is
    there = {*ranges("lab", "test"), *sys.stdlib_module_names}
    assert not [(name, path) for name, path in asked if name not in there]


MODULES = {
    "PIL": "pillow",
    "IPython": "ipython",
    "jupyter_client": "jupyter-client",
    "py_mini_racer": "mini-racer",
}  # import -> package
BROUGHT = {
    "fontTools",
    "jupyter_core",
    "markupsafe",
    "packaging",
    "platformdirs",
    "traitlets",
}  # with Jupyter, matplotlib, pooch
# What needs more than the base: rooms or modules, and the extra that brings it.
EXTRAS = {
    "cli": "lab",
    "lab": "lab",
    "site": "site",
    "site/notebooks.py": "lab",  # which [site] contains
    "data/rdatasets_tables.py": "data",
    "coursework/authoring.py": "lab",
    "coursework/dictation.py": "lab",
    "coursework/doors.py": "lab",
    "coursework/quiet.py": "lab",
    "coursework/execute.py": "lab",
    "coursework/files.py": "lab",  # where it writes
    "grading/exports/nbgrader.py": "lab",
    "grading/exports/nbgrader_bonus.py": "test",  # it is nbgrader that calls it
    "grading/processes/dask_pool.py": "dask",
}


def test_every_import_is_declared():
    for path in (ROOT / "dlcourse").rglob("*.py"):
        name = path.relative_to(ROOT / "dlcourse").as_posix()
        extras = [extra for place, extra in EXTRAS.items() if name == place or name.startswith(f"{place}/")]
        # Right answers in other styles may call what only the tests have.
        oracles = {"scipy", "sklearn"} if name.startswith("exercises/") else set()
        foreign = imported(ast.parse(path.read_text("utf-8"))) - BROUGHT - oracles
        assert {MODULES.get(item, item) for item in foreign} <= set(ranges(*extras)), path


def test_a_lesson_needs_the_base_only():
    for path in course_notebooks():
        cells = [cell.source for cell in read_notebook(path).cells if cell.cell_type == "code"]
        assert imported(ast.parse("\n".join(cells))) <= set(ranges()), path


def imported(tree):
    """The packages that are imported anywhere, besides the standard library and the course."""
    nodes = list(ast.walk(tree))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - {"dlcourse"}


def test_the_readme_names_every_lesson_and_every_command():
    for lesson in lesson_catalog()["lessons"]:
        row = re.search(rf"^\| `{Path(lesson['notebook']).stem}` \|.*\| (\d+) \| (\d+) \|$", README, re.MULTILINE)
        assert row, lesson["name"]
        assert (int(row[1]), int(row[2])) == (len(lesson["exercises"]), lesson["minutes"])
    for name in main.commands:
        assert f"`dlcourse {name}" in README, name


def test_every_lesson_has_a_picture_in_the_readme():
    for path in course_notebooks():
        picture = f"docs/images/lesson_{path.name[:2]}.png"
        assert f"]({picture})" in README, path.name
        assert (ROOT / picture).is_file(), path.name


def test_the_map_in_lesson_00_has_all_lessons_and_their_points():
    """What is stored there is shown before anything is run; nbval does not compare it, as learners have their own."""
    [cell] = [cell for cell in read_notebook(course_notebooks()[0]).cells if cell.id == "course-map"]
    shown, total = "".join(cell.outputs[0].data["text/plain"]), 0
    for lesson in lesson_catalog()["lessons"]:
        points = sum(exercise["points"] for exercise in lesson["exercises"] if not exercise["bonus"])
        assert re.search(rf"{re.escape(lesson['title'])} +○+  0 of {points} points", shown), lesson["name"]
        total += points
    assert f"0 of {total} points" in shown


def test_all_claims_are_shown():
    assert {claim for lesson in lesson_catalog()["lessons"] for claim in lesson["claims"]} == CLAIMS


PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
PLACE = re.compile(r"`((?:dlcourse|tests|scripts|notebooks|benchmarks|docs|\.ci)/[\w./-]+)`")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def anchors(page):
    """What a link may point to in a page: marks in it, and what forges make of headings."""
    found = re.findall(r'<a id="([^"]+)"', page)
    for heading in re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL), re.M):
        words = re.sub(r"\]\([^)]*\)", "]", heading).lower()
        found.append(re.sub(r"[^\w -]", "", words).replace(" ", "-"))
    return found


def lost(path):
    """The links and places in a page that lead nowhere."""
    text = path.read_text("utf-8")
    for target in LINK.findall(CODE.sub("", text)):
        name, _, anchor = target.partition("#")
        if name.startswith("https://"):
            continue
        other = (path.parent / name).resolve() if name else path
        if not other.exists() or (anchor and anchor not in anchors(other.read_text("utf-8"))):
            yield target
    for place in PLACE.findall(text):
        if not (ROOT / place).exists() and "NAME" not in place:
            yield place


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path):
    assert list(lost(path)) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    page = tmp_path / "page.md"
    links = "[x](#a-b-c) [y](#a) [z](gone.md) ![w](page.md#d) [v](#e)"
    page.write_text(f'# A `b`, c\n{links} <a id="e"></a>\n`tests/gone.py` `dlcourse/NAME.py`')
    assert list(lost(page)) == ["#a", "gone.md", "page.md#d", "tests/gone.py"]


# ---- the README and the guides ----

SCREEN = 45  # lines of text, at 1200 by 900 pixels
WIDTH = 115  # characters of a line there
PICTURED = ("instructors", "authors", "engine", "trust")
GUIDES = sorted((ROOT / "docs").glob("*.md"))


def rendered_lines(text):
    """How many lines of text Markdown takes on a page, with a line for each heading and each box around code."""
    text, lines = LINK.sub("]", text), 0
    for block in re.split(r"\n{2,}", re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL).strip()):
        if block.startswith(("```", "|")):
            lines += len(block.split("\n"))
        else:
            items = re.split(r"\n(?=[-*] |\d+\. )", block)
            lines += sum(math.ceil(len(" ".join(item.split())) / WIDTH) for item in items)
    return lines


@pytest.mark.parametrize("whom", ["learners", "instructors"])
def test_the_readme_has_a_screen_for_each(whom):
    section = re.search(rf"^## For {whom}\n(.*?)^## ", README, re.MULTILINE | re.DOTALL)[0]
    assert rendered_lines(section.rpartition("##")[0]) <= SCREEN
    assert "dlcourse lab" in section or "dlcourse grade" in section


def test_every_guide_is_linked_from_the_readme():
    assert len(GUIDES) >= 5
    for path in GUIDES:
        assert f"](docs/{path.name})" in README, path.name


@pytest.mark.parametrize("name", PICTURED)
def test_a_guide_has_one_picture(name):
    """A diagram with words for those who do not see it; it stands by itself, on a light and on a dark page."""
    [(alt, target)] = re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", (ROOT / "docs" / f"{name}.md").read_text("utf-8"))
    assert target == f"diagrams/{name}.svg"
    assert len(alt.split()) >= 10
    drawing = ElementTree.parse(ROOT / "docs" / target).getroot()
    parts = list(drawing.iter())
    texts = {part.tag.rpartition("}")[2]: " ".join((part.text or "").split()) for part in parts}
    assert texts["title"]
    assert len(texts["desc"].split()) >= 20
    assert "script" not in texts
    assert not [key for part in parts for key in part.attrib if key.endswith("href") or key.startswith("on")]
    assert "url(http" not in ElementTree.tostring(drawing, "unicode")
    assert drawing.get("viewBox").startswith("0 0 800 ")
    assert min(float(part.get("font-size", 16)) for part in parts) >= 12
    ground = next(part for part in parts if part.tag.endswith("}rect"))
    assert ground.get("fill", "none") != "none"


# A file that a guide has its reader write, a path in bold above a block: its examples are run where it is written.
WRITTEN = re.compile(r"^\*\*[\w/.]+\*\*\n\n(`{3,}).*?^\1\n", re.MULTILINE | re.DOTALL)


def test_the_examples_in_the_guides_hold():
    tried = 0
    for path in GUIDES:
        runner, text = doctest.DocTestRunner(), WRITTEN.sub("", path.read_text("utf-8"))
        runner.run(doctest.DocTestParser().get_doctest(text, {}, path.name, str(path), 0))
        assert runner.failures == 0, path.name
        tried += runner.tries
    assert tried


def test_no_machine_is_named():
    """No path of somebody's machine, and no host of a package index: whoever installs, chooses."""
    found = re.compile(r"/(?:home|Users|root)/\w|pypi\.org|pythonhosted|/tmp/\w+venv|/work/")
    for path in tracked():
        if path != Path(__file__).resolve():
            text = path.read_text("utf-8")
            assert not found.search(text), f"{path.name}: {found.search(text)}"


def test_the_scripts_can_be_run():
    for name in (".ci/run", "scripts/check"):
        assert os.access(ROOT / name, os.X_OK), name
        subprocess.run(["bash", "-n", ROOT / name], check=True)


def test_the_licences_are_there():
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
    assert "creativecommons.org/licenses/by/4.0" in (ROOT / "LICENSE-TEXT").read_text("utf-8")


@pytest.mark.parametrize("command", [("check",), ("format", "--check")], ids=["check", "format"])
def test_ruff_is_content(command):
    ran = subprocess.run([sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)], ids=["CI", "elsewhere"])
def test_what_is_skipped_is_a_failure_where_it_counts(tmp_path, ci, code):
    (tmp_path / "conftest.py").write_text((ROOT / "conftest.py").read_text("utf-8"), "utf-8")
    (tmp_path / "test_it.py").write_text("import pytest\ndef test_it():\n    pytest.skip('not here')\n", "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path]
    ran = subprocess.run(command, env={**os.environ, "CI": ci}, cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == code, ran.stdout + ran.stderr
    assert ("counts as a failure" in ran.stdout) == bool(ci)
