"""What a forge, a container and git read of the repository: the workflow, how to cite it, hooks before a commit."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from dlcourse.coursework.badges import repository

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def read_yaml(name):
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


# ---- to cite, to classify ----


def test_the_citation_says_what_the_project_says():
    cited = read_yaml("CITATION.cff")
    assert cited["cff-version"] == "1.2.0"
    assert cited["message"]
    for ours, theirs in (("title", "name"), ("version", "version"), ("abstract", "description")):
        assert cited[ours] == PROJECT[theirs], ours
    assert [cited["authors"], cited["keywords"]] == [PROJECT["authors"], PROJECT["keywords"]]
    assert cited["license"] == PROJECT["license"].split(" AND ")[0]  # of the code
    assert cited.get("repository-code", "") == repository()
    known = {"cff-version", "message", "type", "title", "abstract", "version", "authors", "license", "keywords"}
    assert cited.keys() <= known | {"repository-code"}


def test_the_classifiers_name_each_python_from_the_oldest_on():
    found = [re.fullmatch(r"Programming Language :: Python :: 3\.(\d+)", item) for item in PROJECT["classifiers"]]
    minors = [int(match[1]) for match in found if match]
    assert PROJECT["requires-python"] == f">=3.{minors[0]}"
    assert minors == list(range(11, 15))


# ---- the workflow, the container ----


def test_the_workflow_calls_what_decides():
    workflow = read_yaml(".github/workflows/check.yml")
    assert workflow[True] == ["push", "pull_request"]  # YAML reads `on` so
    assert workflow["permissions"] == {"contents": "read"}
    [job] = workflow["jobs"].values()
    assert job["timeout-minutes"] >= 40
    assert job["steps"][-1] == {"run": ".ci/run"}
    used = [step["uses"].rpartition("@")[0] for step in job["steps"] if "uses" in step]
    assert used == ["actions/checkout", "actions/setup-python"]
    [python] = [step["with"]["python-version"] for step in job["steps"] if "with" in step]
    assert PROJECT["requires-python"] == f">={python}"


def test_the_container_has_what_the_tests_need():
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    recipe = (ROOT / ".devcontainer" / container["build"]["dockerfile"]).read_text("utf-8")
    [image] = re.findall(r"^FROM python:3\.(\d+)-\w+$", recipe, re.MULTILINE)
    assert f"Programming Language :: Python :: 3.{image}" in PROJECT["classifiers"]
    installed = shlex.split(re.search(r"--no-install-recommends (.*) \\$", recipe, re.MULTILINE)[1])
    # What the check gets by itself.
    missing = re.findall(r"missing\+=\(([^)]*)\)", (ROOT / ".ci" / "run").read_text("utf-8"))
    assert {name for names in missing for name in names.split()} <= set(installed)
    assert container["forwardPorts"] == [8888]
    assert container["postCreateCommand"] == 'pip install -e ".[test]"'
    assert "CMD" not in recipe
    assert "postStartCommand" not in container


# ---- before a commit ----


def call(*command, folder, **options):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, **options)


def hooks(folder, *arguments):
    """What `pre-commit run` says, by the id of the hook: "Passed", "Failed" or "Skipped"; and its exit code."""
    settings = {
        **os.environ,
        "PRE_COMMIT_HOME": str(folder.parent / "kept"),
        "PYTHONPATH": "",
        "PRE_COMMIT_COLOR": "never",
    }
    settings["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), settings["PATH"]])
    ran = call(sys.executable, "-m", "pre_commit", "run", *arguments, folder=folder, env=settings, timeout=300)
    names = {hook["name"]: hook["id"] for hook in read_yaml(".pre-commit-config.yaml")["repos"][0]["hooks"]}
    states = re.findall(r"^(.*?)\.{2,}(?:\(.*\))?(Passed|Failed|Skipped)$", ran.stdout, re.MULTILINE)
    assert len(states) == len(names), ran.stdout + ran.stderr
    return {names[name]: state for name, state in states}, ran.returncode, ran.stdout


def test_hooks_ask_no_network():
    for repo in read_yaml(".pre-commit-config.yaml")["repos"]:
        assert repo["repo"] == "local"
        assert {hook["language"] for hook in repo["hooks"]} == {"system"}


@pytest.mark.slow
def test_hooks_pass_what_is_there_and_stop_noise_and_ugly_code(tmp_path):
    folder = tmp_path / "course"
    call("git", "init", "-q", folder, folder=tmp_path)
    listed = call("git", "ls-files", folder=ROOT).stdout.split()
    names = listed or [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]  # an archive has no git
    for name in names:
        if (ROOT / name).is_file() and not {".venv", ".git"} & set(Path(name).parts):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    call("git", "add", ".", folder=folder)
    states, code, said = hooks(folder, "--all-files")
    assert (set(states.values()), code) == ({"Passed"}, 0), said
    path = folder / "notebooks" / "01_neuron.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][1]["execution_count"] = 7
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (folder / "dlcourse" / "ugly.py").write_text("import os\nx=1\n", "utf-8")
    call("git", "add", ".", folder=folder)
    states, code, said = hooks(folder)
    wanted = {"ruff-check": "Failed", "ruff-format": "Failed", "quiet-notebooks": "Failed", "doors": "Passed"}
    assert (states, code) == (wanted, 1), said
    assert "01_neuron.ipynb: is not as the authors' command stores it" in said
