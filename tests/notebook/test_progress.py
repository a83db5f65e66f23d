"""The progress file: whole at every instant, shared by kernels, never in the learner's way."""

import contextlib
import errno
import io
import json
import os
import random
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import Timeout
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlcourse.notebook.progress import (
    FILE_NAME,
    FRESH,
    LOCK_SECONDS,
    ProgressFile,
    load,
    record,
    record_guess,
    record_hint,
    record_milestone,
    record_review,
    record_solution,
    right_answers,
)
from dlcourse.notebook.progress_content import TIMES
from dlcourse.notebook.session import session

ID = "neuron.sigmoid"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Every test has a folder of its own, and no memory of what an earlier one could not write."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DLCOURSE_PROGRESS", raising=False)
    session.begin_anew()
    return tmp_path


def stored(folder):
    return json.loads((folder / FILE_NAME).read_text())["exercises"]


def test_attempts_of_the_same_hundredth_of_a_second_keep_their_order(monkeypatch):
    moments = iter([1e9, 1e9 + 1e-4])
    monkeypatch.setattr("dlcourse.notebook.progress.time", SimpleNamespace(time=lambda: next(moments)))
    entries = [record(key, "wrong", 0, 2) for key in ("neuron.relu", "neuron.sigmoid")]
    assert entries[0]["tried"] < entries[1]["tried"]


def test_a_later_wrong_answer_loses_no_points(folder):
    record(ID, "wrong", 0, 2, "exp overflows")
    record(ID, "correct", 2, 2)
    entry = record(ID, "wrong", 0, 2, "sign")
    assert entry["tried"] >= entry["when"] > 1e9
    assert entry == {
        **FRESH,
        **{name: entry[name] for name in ("tried", "when")},
        "status": "wrong",
        "diagnosis": "sign",
        "score": 2,
        "max_score": 2,
        "attempts": 3,
    }
    assert stored(folder)[ID] == entry
    assert load(folder)["exercises"] == load()["exercises"] == {ID: entry}


def test_right_answers_are_those_whose_latest_attempt_was_right(folder, tmp_path_factory, monkeypatch):
    record(ID, "correct", 2, 2)
    record("neuron.relu", "correct", 1, 1)
    record("neuron.relu", "wrong", 0, 1)
    record_hint("neuron.step")
    assert right_answers(folder) == {ID}
    other = tmp_path_factory.mktemp("other")
    assert right_answers(other) == set()
    assert os.listdir(other) == []
    monkeypatch.setenv("DLCOURSE_PROGRESS", str(folder / FILE_NAME))
    assert right_answers(other) == {ID}


def test_not_attempted_is_no_attempt():
    assert record(ID, "not attempted", 0, 2)["attempts"] == 0


def test_hints_are_counted_and_the_solution_is_noted():
    assert [record_hint(ID), record_hint(ID), record_hint("neuron.relu")] == [1, 2, 1]
    assert record_solution(ID)["solution"] is True
    assert load()["exercises"][ID]["hints"] == 2


# ---- what came later: guesses, milestones, times, and what is not known yet ----


def test_guesses_and_milestones_are_kept_beside_the_exercises(folder):
    record_guess("optimizers.steps", outcome=40)  # without a guess there is nothing to put beside it
    assert load()["guesses"] == {}
    record_guess("optimizers.steps", answer=100.0)
    record_guess("optimizers.steps", outcome=40)
    for value, reached in ((93.0, False), (97.0, True), (90.0, False)):
        record_milestone("1958", value, reached)
    for value in (0.3, 0.2, 0.4):
        record_milestone("1986", value, value <= 0.2, smaller=True)
    record(ID, "correct", 2, 2)
    content = json.loads((folder / FILE_NAME).read_text())
    assert content["format"] == 1
    assert content["guesses"] == load()["guesses"] == {"optimizers.steps": {"answer": 100.0, "outcome": 40}}
    best = {"1958": {"value": 97.0, "reached": True}, "1986": {"value": 0.2, "reached": True}}
    assert content["milestones"] == load()["milestones"] == best
    assert load()["exercises"].keys() == {ID}


def test_times_are_those_of_the_latest_attempt_right_answer_and_review(folder, monkeypatch):
    for now, act in [
        (10.0, lambda: record(ID, "not attempted", 0, 2)),
        (20.0, lambda: record(ID, "correct", 2, 2)),
        (30.0, lambda: record_review(ID)),
        (40.0, lambda: record(ID, "wrong", 0, 2)),
        (50.0, lambda: record_hint(ID)),
    ]:
        monkeypatch.setattr("time.time", lambda now=now: now)
        entry = act()
    assert stored(folder)[ID]["hints"] == entry == 1
    assert {name: stored(folder)[ID][name] for name in TIMES} == {"tried": 40.0, "when": 20.0, "reviewed": 30.0}


def test_a_review_is_written_down_in_the_folder_that_is_named(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    record_review(ID, other)
    assert load(other)["exercises"][ID]["attempts"] == 0
    assert load()["exercises"] == {}


def test_what_is_not_known_is_left_alone(folder):
    content = {
        "format": 1,
        "exercises": {"later.thing": {"score": 1}},
        "colours": ["red"],
        "guesses": {"x.y": {"answer": 1}},
    }
    (folder / FILE_NAME).write_text(json.dumps(content))
    record(ID, "correct", 2, 2)
    record_milestone("1958", 1.0, True)
    kept = json.loads((folder / FILE_NAME).read_text())
    assert (kept["colours"], kept["guesses"]) == (["red"], {"x.y": {"answer": 1}})
    assert kept["exercises"].keys() == {"later.thing", ID}


@pytest.mark.parametrize(
    ("part", "bad"),
    [
        ("guesses", [1]),
        ("guesses", {"a.b": 3}),
        ("guesses", {"a.b": {}}),
        ("guesses", {"a.b": {"answer": None}}),
        ("guesses", {"a.b": {"answer": "x" * 1000}}),
        ("guesses", {"a.b": {"answer": float("nan")}}),
        ("guesses", {"a.b": {"answer": 1, "outcome": []}}),
        ("milestones", "all"),
        ("milestones", {"1958": {"value": "9", "reached": True}}),
        ("milestones", {"1958": {"value": 9, "reached": 1}}),
        ("milestones", {"1958": {"value": float("inf"), "reached": True}}),
        ("exercises", {"neuron.relu": {"attempts": -1}}),
    ],
)
def test_a_damaged_part_does_not_cost_the_rest(folder, capsys, part, bad):
    good = {
        "exercises": {ID: {**FRESH, "score": 2}},
        "guesses": {"g.ok": {"answer": "b"}},
        "milestones": {"1969": {"value": 4, "reached": True}},
    }
    mixed = {**good[part], **bad} if isinstance(bad, dict) else bad
    text = json.dumps({"format": 1, **good, part: mixed})
    (folder / FILE_NAME).write_text(text)
    found = {name: load()[name] for name in good}
    assert found == (good if isinstance(bad, dict) else {**good, part: {}})
    (aside,) = folder.glob("*.damaged-*")
    assert aside.read_text() == text
    assert "damaged" in capsys.readouterr().err


@pytest.mark.parametrize("time", ["yesterday", -1, None, float("inf"), 10**400, True])
def test_a_time_that_is_none_costs_the_time_only(folder, time):
    (folder / FILE_NAME).write_text(json.dumps({"format": 1, "exercises": {ID: {"score": 2, "when": time}}}))
    assert load()["exercises"] == {ID: {**FRESH, "score": 2}}


def test_no_file_yet(folder):
    assert load()["exercises"] == {}
    assert os.listdir(folder) == []


def test_the_environment_names_another_file(folder, monkeypatch):
    monkeypatch.setenv("DLCOURSE_PROGRESS", str(folder / "mine.json"))
    record(ID, "correct", 2, 2)
    assert not (folder / FILE_NAME).exists()
    assert load()["exercises"][ID]["score"] == 2
    assert load(folder)["exercises"] == {}  # a folder that is asked for by name counts


def test_a_symbolic_link_stays_one(folder):
    (folder / "elsewhere").mkdir()
    (folder / FILE_NAME).symlink_to(folder / "elsewhere" / "p.json")
    record(ID, "correct", 2, 2)
    assert (folder / FILE_NAME).is_symlink()
    assert (folder / "elsewhere" / "p.json").exists()


def test_numbers_of_numpy_are_written():
    numpy = pytest.importorskip("numpy")
    record(ID, "correct", numpy.int64(2), numpy.float32(2))
    assert load()["exercises"][ID]["score"] == 2


def test_keys_of_later_versions_are_kept(folder):
    (folder / FILE_NAME).write_text(json.dumps({"format": 1, "exercises": {ID: {"score": 1, "colour": "red"}}}))
    record(ID, "correct", 2, 2)
    assert stored(folder)[ID]["colour"] == "red"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"format": 1, "exerc',
        b"\xff\xfe\x00",
        b"[1, 2]",
        b'{"exercises": {}}',
        b'{"format": 1, "exercises": []}',
        b'{"format": "1", "exercises": {}}',
        b"[" * 100_000,
        b"\x00" * 100,
        b"\xef\xbb\xbf{",
        "{'format': 1}".encode("utf-16"),
        b'{"format": 1, "exercises": {"neuron.relu": {"score": ' + b"1" * 5000 + b"}}}",
        b'{"format": true, "exercises": {}}',
        b'{"format": NaN, "exercises": {}}',
        b'{"format": 1, "exercises": {}, "more": "' + b"x" * 5_000_000 + b'"}',
        b"null",
        b'"format"',
    ],
)
def test_a_damaged_file_is_set_aside(folder, capsys, content):
    (folder / FILE_NAME).write_bytes(content)
    record(ID, "correct", 2, 2)
    assert stored(folder)[ID]["score"] == 2
    (aside,) = folder.glob(".dlcourse-progress.damaged-*.json")
    assert aside.read_bytes() == content
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert aside.name in message


def test_every_damaged_file_is_kept(folder):
    for number in range(3):
        (folder / FILE_NAME).write_text(f"damage {number}")
        load()
    kept = {path.read_text() for path in folder.glob(".dlcourse-progress.damaged-*.json")}
    assert kept == {"damage 0", "damage 1", "damage 2"}


@pytest.mark.parametrize(
    "entry",
    [3, None, [], "right"]
    + [{"score": value} for value in ("2", -1, True, {}, float("nan"), float("inf"), 10**400, 1e300)]
    + [{"attempts": None}, {"hints": -(10**400)}, {"max_score": 10**4000}]
    + [{"solution": 1}, {"status": ["correct"]}, {"diagnosis": 5}],
)
def test_good_entries_outlive_a_bad_one(folder, capsys, entry):
    good = {**FRESH, "score": 1}
    (folder / FILE_NAME).write_text(json.dumps({"format": 1, "exercises": {"a.good": good, ID: entry}}))
    record(ID, "correct", 2, 2)
    assert stored(folder) == {"a.good": good, ID: {**FRESH, **stored(folder)[ID]}}
    assert "damaged" in capsys.readouterr().err


def test_a_file_of_a_newer_format_is_never_overwritten(folder, capsys):
    text = json.dumps({"format": 2, "people": {}})
    (folder / FILE_NAME).write_text(text)
    assert record(ID, "correct", 2, 2)["score"] == 2
    assert load()["exercises"][ID]["score"] == 2  # this kernel remembers
    assert (folder / FILE_NAME).read_text() == text
    assert "newer dlcourse" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        '{"format": 1, "exercises": {"\\ud800": {"score": 1}}}',  # half a character
        '{"format": 1, "exercises": {"": {}, "a.b": {"diagnosis": "\\u0000\\udfff"}}}',
        '{"format": 1, "exercises": {"neuron.sigmoid": {"score": 1, "score": 2.5}}}',
        '{"format": 1, "exercises": {"neuron.sigmoid": {"attempts": 1.5, "more": [1e400, null]}}}',
        '{"format": -7, "exercises": {}, "exercises": {}}',
    ],
)
def test_what_is_odd_but_readable_is_read(folder, capsys, text):
    (folder / FILE_NAME).write_text(text)
    before = load()["exercises"]
    record(ID, "correct", 2, 2)
    assert set(stored(folder)) == {*before, ID}
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("depth", [50, 300, 330, 450, 900, 980, 5000])
def test_however_deep_it_is_nested_it_is_kept(folder, depth):
    """What can be read need not be what can be written: Python's limits for the two differ."""
    content = b'{"format": 1, "exercises": {"neuron.relu": ' + b'{"a":' * depth + b"1" + b"}" * (depth + 2)
    (folder / FILE_NAME).write_bytes(content)
    record(ID, "correct", 2, 2)
    kept = (folder / FILE_NAME).read_bytes()
    asides = [path.read_bytes() for path in folder.glob("*.damaged-*")]
    assert asides == [content] or kept.count(b'"a":') == depth
    assert load()["exercises"][ID]["score"] == 2


NO_FILES = {
    "folder": os.mkdir,
    "pipe": os.mkfifo,
    "device": lambda path: os.symlink("/dev/zero", path),
    "socket": lambda path: socket.socket(socket.AF_UNIX).bind(os.path.relpath(path)),
    "link to itself": lambda path: os.symlink(path, path),
}


@pytest.mark.filterwarnings("ignore:unclosed")
@pytest.mark.parametrize("make", NO_FILES.values(), ids=NO_FILES)
def test_what_is_no_file_is_left_alone_and_said(folder, capsys, make):
    make(folder / FILE_NAME)
    kind = os.lstat(folder / FILE_NAME).st_mode
    assert record(ID, "correct", 2, 2)["score"] == 2
    assert load()["exercises"][ID]["score"] == 2
    assert os.lstat(folder / FILE_NAME).st_mode == kind
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("Your progress is not saved in")
    assert len(said) <= 2  # one for writing, one for reading


@pytest.mark.parametrize("make", NO_FILES.values(), ids=NO_FILES)
@pytest.mark.filterwarnings("ignore:unclosed")
def test_what_is_in_the_place_of_the_lock_does_no_harm(folder, make):
    make(folder / f"{FILE_NAME}.lock")
    record(ID, "correct", 2, 2)
    assert load()["exercises"][ID]["score"] == 2


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EIO])
def test_without_locks_progress_is_saved_all_the_same(folder, monkeypatch, capsys, number):
    def refuse(*_arguments):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", refuse)
    begun = time.monotonic()
    (folder / f"{FILE_NAME}.of-another-program.tmp").write_text("it may be writing this very moment")
    record(ID, "correct", 2, 2)
    assert stored(folder)[ID]["score"] == 2
    assert load()["exercises"][ID]["score"] == 2
    assert capsys.readouterr().err == ""
    assert time.monotonic() - begun < LOCK_SECONDS  # there is nothing to wait for
    if number != errno.ENOSYS:  # there filelock has another way
        assert (folder / f"{FILE_NAME}.of-another-program.tmp").exists()


@pytest.mark.parametrize("error", [OSError(errno.EACCES, "Permission denied"), NotImplementedError("no flock")])
def test_a_lock_that_cannot_be_made_is_done_without(folder, monkeypatch, error):
    def fail(*_arguments, **_options):
        raise error

    monkeypatch.setattr("dlcourse.notebook.locks.FileLock.acquire", fail)
    record(ID, "correct", 2, 2)
    assert stored(folder)[ID]["score"] == 2


def test_releases_of_filelock_that_take_every_refusal_for_a_held_lock(folder, monkeypatch):
    def fail(self, *_arguments, **_options):
        Path(self.lock_file).touch()
        raise Timeout(self.lock_file)

    def refuse(*_arguments):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("dlcourse.notebook.locks.FileLock.acquire", fail)
    record(ID, "wrong", 0, 2)
    assert not (folder / FILE_NAME).exists()  # a lock that is held, for all that can be seen
    monkeypatch.setattr("fcntl.flock", refuse)
    record(ID, "correct", 2, 2)
    assert stored(folder)[ID]["attempts"] == 2


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FRESH, "x"]), inner, max_size=4),
    max_leaves=12,
)
files = st.fixed_dictionaries(
    {},
    optional={
        "format": st.sampled_from([1, 0, 2, 10**400, "1", None]),
        "exercises": st.dictionaries(st.sampled_from([ID, "neuron.relu", ""]), json_values) | json_values,
        "guesses": st.dictionaries(st.sampled_from(["neuron.steps", ""]), json_values) | json_values,
        "milestones": json_values,
    },
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=40) | (files | json_values).map(lambda value: json.dumps(value).encode()))
def test_whatever_the_file_holds_nothing_is_raised_and_nothing_lost(folder, content):
    session.begin_anew()
    for old in folder.iterdir():
        old.unlink()
    (folder / FILE_NAME).write_bytes(content)
    with contextlib.redirect_stderr(io.StringIO()):
        record_hint(ID)
        entry = record(ID, "correct", 2, 2)
        record_solution("neuron.relu")
        record_guess("neuron.steps", answer=3)
        record_milestone("1958", 97, True)
        found = load()
        assert found["exercises"][ID]["score"] == entry["score"] >= 2
        assert found["guesses"]["neuron.steps"]["answer"] == 3
        assert found["milestones"]["1958"]["reached"]
    asides = [path.read_bytes() for path in folder.glob("*.damaged-*")]
    kept = (folder / FILE_NAME).read_bytes()
    assert content in (kept, *asides) or {*json.loads(content)["exercises"]} <= {*json.loads(kept)["exercises"]}


def test_a_folder_that_cannot_be_written_is_said_once(monkeypatch, capsys):
    monkeypatch.setenv("DLCOURSE_PROGRESS", "/proc/nowhere/progress.json")  # not even root can
    assert [record_hint(ID), record_hint(ID)] == [1, 2]
    assert record(ID, "correct", 2, 2)["hints"] == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "folder where you may write" in message


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(30, "Read-only file system")])
def test_a_failing_write_leaves_the_old_file(folder, monkeypatch, capsys, error):
    record(ID, "wrong", 0, 2)
    before = (folder / FILE_NAME).read_bytes()

    def fail(*_arguments):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        record(ID, "correct", 2, 2)
        assert (folder / FILE_NAME).read_bytes() == before
    assert error.strerror in capsys.readouterr().err
    record("neuron.relu", "correct", 1, 1)  # what could not be written is written with the next result
    assert stored(folder)[ID]["score"] == 2
    assert not list(folder.glob("*.tmp"))


def test_a_lock_that_is_held_is_waited_for_only_shortly(folder, monkeypatch, capsys):
    monkeypatch.setattr(sys.modules["dlcourse.notebook.progress"], "LOCK_SECONDS", 0.1)
    with ProgressFile()._lock():
        assert record(ID, "correct", 2, 2)["score"] == 2
        assert "another program" in capsys.readouterr().err
        assert not (folder / FILE_NAME).exists()
    record("neuron.relu", "wrong", 0, 1)
    assert set(stored(folder)) == {ID, "neuron.relu"}


WRITER = """
import sys
from dlcourse.notebook.progress import record
for number in range(int(sys.argv[2])):
    record(f"{sys.argv[1]}.{number % 50}", "correct", 1, 1, "x" * 200)
"""


def writer(name, count):
    root = Path(__file__).parents[2]
    environment = dict(os.environ, PYTHONPATH=str(root))
    return subprocess.Popen([sys.executable, "-c", WRITER, name, str(count)], env=environment)


@pytest.mark.slow
def test_processes_at_once_lose_nothing(folder):
    writers = [writer(f"kernel{number}", 60) for number in range(3)]
    assert [process.wait(60) for process in writers] == [0, 0, 0]
    entries = stored(folder)
    assert len(entries) == 150
    assert sum(entry["attempts"] for entry in entries.values()) == 180


def attempts(folder):
    """All attempts in the file, which is whole whenever it is read."""
    return sum(entry["attempts"] for entry in stored(folder).values()) if (folder / FILE_NAME).exists() else 0


@pytest.mark.slow
def test_a_kill_at_any_instant_leaves_a_whole_file(folder):
    random.seed(0)
    seen = 0
    for _ in range(12):
        process = writer("killed", 1_000_000)
        start = time.monotonic()
        while attempts(folder) == seen and time.monotonic() < start + 30:  # until this one has written something
            time.sleep(0.005)
        for _ in range(3):
            time.sleep(random.uniform(0.02, 0.1))
            assert attempts(folder)  # whole while it is being written, too
        process.kill()
        process.wait()
        assert attempts(folder) > seen  # what was saved once stays
        seen = attempts(folder)
    record(ID, "correct", 2, 2)
    assert not list(folder.glob("*.tmp"))  # what the killed ones left is swept up
    assert not list(folder.glob("*damaged*"))
