"""Submissions that want points they have not earned, or harm: none gets any, none does any."""

import concurrent.futures
import functools
import json
import multiprocessing
import os
import re
import time
from pathlib import Path

import pytest
from corpus_files import CORPUS, EARNED, attacked, earned, graded, notebook_bytes, separate_sandboxes

from dlcourse.checking.status import Status

HOSTILE = sorted((CORPUS / "hostile").glob("*.submission"))
HONEST = notebook_bytes(
    """# %%
import numpy as np
from dlcourse import exercise

@exercise("neuron.step")
def step(z):
    return np.where(z >= 0, 1.0, 0.0)

@exercise("neuron.sigmoid")
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))
"""
)
TIMEOUT = 1.0 + os.getpid() * 1e-9  # in the command line of these workers, and of no others
DEVICES = [Path("/dev", name) for name in ("null", "zero", "random", "urandom")]


def left_behind():
    """Processes of our workers that still run, and files that attacks have marked."""
    processes = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            text = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(TIMEOUT) in text:
            processes.append(text)
    places = [Path("/tmp"), Path("/dev/shm"), Path("/var/tmp"), Path.home(), Path.cwd()]
    return processes, [path for place in places for path in place.glob("*hostile_mark*")]


def nothing_left():
    """Whether all is gone, in a moment: the kernel ends processes on its own time."""
    for _ in range(100):
        if not any(left_behind()):
            return True
        time.sleep(0.02)
    return False


@pytest.fixture(scope="module")
def attacks(engine):
    """By name: the outcome of each attack, its seconds, and the outcome of an honest submission after it."""
    fresh = multiprocessing.get_context("spawn")
    begin = functools.partial(graded, HONEST, engine, timeout=TIMEOUT)  # loading everything counts for no attack
    with concurrent.futures.ProcessPoolExecutor(4, mp_context=fresh, initializer=begin) as pool:
        futures = {
            path.stem: pool.submit(attacked, notebook_bytes(path.read_text("utf-8")), HONEST, engine, TIMEOUT)
            for path in HOSTILE
        }
        return {name: future.result() for name, future in futures.items()}


@pytest.fixture(scope="module")
def separate(engine):
    """By name: the outcome of each attack, where each submission gets a sandbox of its own."""
    fresh = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(4, mp_context=fresh, initializer=separate_sandboxes) as pool:
        futures = {
            path.stem: pool.submit(graded, notebook_bytes(path.read_text("utf-8")), engine, timeout=TIMEOUT)
            for path in HOSTILE
        }
        return {name: future.result() for name, future in futures.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", [path.stem for path in HOSTILE])
def test_hostile(name, attacks):
    outcome, seconds, after = attacks[name]
    assert earned(outcome) <= EARNED.get(name, set())
    assert not outcome["machine"]
    assert outcome["status"] in list(Status)
    assert outcome["message"]
    running = [result for result in outcome["results"] if result["status"] not in ("missing", "not attempted")]
    assert all(result["message"] for result in running if result["status"] != "correct")
    assert seconds < 30 + len(running) * (TIMEOUT + 3)
    assert len(json.dumps(outcome)) < 100_000
    assert earned(after) == {"neuron.step", "neuron.sigmoid"}


@pytest.mark.slow
def test_nothing_is_left_behind(attacks, separate):
    assert nothing_left(), left_behind()
    assert all(path.is_char_device() and path.stat().st_mode & 0o666 == 0o666 for path in DEVICES)


@pytest.mark.slow
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.stem)
def test_the_hostile_corpus_in_sandboxes_of_their_own(path, separate):
    """The form that machines without nested namespaces use; above is the one that this machine uses."""
    outcome = separate[path.stem]
    assert not outcome["machine"]
    assert earned(outcome) <= EARNED.get(path.stem, set())


def test_the_corpus_is_large_and_says_what_it_tries():
    assert len(HOSTILE) >= 60
    for path in HOSTILE:
        first = path.read_text("utf-8").splitlines()[0]
        assert first.startswith('"""'), path.name
        assert first.endswith('."""'), path.name


def test_hidden_cases_are_not_told(grade):
    """A table of the visible cases fails on the hidden ones, and nothing in the result shows those."""
    outcome = grade(notebook_bytes((CORPUS / "hostile" / "table_of_visible_cases.submission").read_text("utf-8")))
    (result,) = [item for item in outcome["results"] if item["exercise"] == "neuron.weighted_sum"]
    assert result["status"] == "wrong"
    assert "notebook pass" in result["message"]
    assert not any(result[name] for name in ("call", "got", "expected", "printed"))
    told = re.sub(r"right in (none of the )?\d+( of \d+)? cases", "", result["message"] + result["advice"])
    assert not any(digit in told for digit in "0123456789")


ANSWER = '@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return a\n'
LABOURS = {
    "many statements": "a\n" * 50_000,
    "many magics": "%x\n" * 20_000,
    "a long chain": "a0 = 1\n" + "".join(f"a{i + 1} = a{i}\n" for i in range(10_000)) + "a = a10000",
    "deep parentheses": "(" * 100_000,
    "a long sum": "a = 1" + " + 1" * 40_000,
    "quotes": "'" * 199_999,
    "lines to compare": "!a\n" + "b\nc\n" * 20_000 + "d(\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LABOURS)
def test_notebooks_that_take_for_ever_to_read(name, grade):
    data = notebook_bytes(f"# %%\n{LABOURS[name]}\n# %%\n{ANSWER}")
    begun = time.monotonic()
    outcome = grade(data, timeout=1.0)
    assert time.monotonic() - begun < 60  # without the limit it is minutes; a busy machine takes its time
    assert outcome["score"] == 0
    assert outcome["message"]
    assert not outcome["machine"]


def test_metadata_earns_nothing(grade):
    """Tags that skip cells in other graders, and cells that claim to be checked already."""
    notebook = json.loads(notebook_bytes(f"# %%\n{ANSWER.replace('return a', 'return z')}"))
    metadata = {"tags": ["skip-execution"], "dlcourse": {"status": "correct", "score": 2}}
    metadata["nbgrader"] = {"grade": True, "locked": True, "points": 2, "schema_version": 99, "grade_id": "same"}
    output = {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}, "execution_count": 1}
    notebook["cells"] = [cell | {"metadata": metadata, "outputs": [output]} for cell in notebook["cells"]] * 2
    outcome = grade(json.dumps(notebook).encode())
    assert outcome["score"] == 0
    assert outcome["status"] == "wrong"
