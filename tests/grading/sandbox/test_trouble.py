"""A machine that lacks something is told so: that is no reason to give up the sandbox."""

import errno
import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from dlcourse.grading.sandbox import bwrap, client, warm_sandbox
from dlcourse.grading.sandbox.client import Lost, Worker
from dlcourse.grading.sandbox.trouble import SandboxError, Shortage
from dlcourse.grading.submission import grade_one


def failing(number):
    def fail(*_arguments, **_options):
        raise OSError(number, os.strerror(number))

    return fail


@pytest.fixture(autouse=True)
def forgotten():
    """What is known of the machine is asked again, now and afterwards."""
    bwrap.probe.cache_clear()
    yield
    bwrap.probe.cache_clear()


@pytest.mark.parametrize(
    ("number", "told"),
    [(errno.ENOSPC, "no space left in"), (errno.EDQUOT, "no space left in"), (errno.EACCES, "permission denied")],
)
def test_no_room_for_the_engine(monkeypatch, tmp_path, number, told):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(Path, "write_text", failing(number))
    with pytest.raises(Shortage, match=told) as caught:
        bwrap.engine_folder()
    assert str(tmp_path) in str(caught.value)
    assert "TMPDIR" in str(caught.value)
    assert "--no-sandbox" not in str(caught.value)
    assert not list(tmp_path.iterdir())
    assert str(caught.value) == bwrap.probe() == bwrap.why_not()


def test_a_folder_for_temporary_files_that_is_gone(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(Shortage, match=r"Nothing can be written in .*gone .*set TMPDIR"):
        bwrap.engine_folder()


def test_no_folder_for_temporary_files_at_all(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: ["/proc/no_such_folder"])
    with pytest.raises(Shortage, match="TMPDIR"):
        bwrap.engine_folder()


@pytest.mark.parametrize(
    ("number", "told"),
    [(errno.EAGAIN, "processes"), (errno.EMFILE, "files are open"), (errno.ENFILE, "files"), (errno.ENOMEM, "memory")],
)
def test_no_process_for_the_worker(monkeypatch, engine, number, told):
    bwrap.identity()
    monkeypatch.setattr(subprocess, "Popen", failing(number))
    with pytest.raises(Shortage, match=told):
        Worker(engine)
    with pytest.raises(Shortage, match=told):
        warm_sandbox.WarmSandbox(engine).worker()
    for sandboxed in (True, False):
        sentence = bwrap.why_it_fails(OSError(number, ""), sandboxed)
        assert told in sentence
        assert "--no-sandbox" not in sentence


def test_no_descriptors_for_one_more_worker(monkeypatch, engine):
    sandbox = warm_sandbox.WarmSandbox(engine)
    try:
        sandbox.worker().close()
        monkeypatch.setattr(warm_sandbox.os, "pipe", failing(errno.EMFILE))
        with pytest.raises(Shortage, match="too many files are open"):
            sandbox.worker()
    finally:
        monkeypatch.undo()
        sandbox.close()


@pytest.mark.parametrize(
    ("text", "told", "unprotected"),
    [
        ("bwrap: Creating new namespace failed: Resource temporarily unavailable", "no more processes", False),
        ("bwrap: Creating new namespace failed: No space left on device", "max_user_namespaces", False),
        ("bwrap: Can't fork for pid 1: Cannot allocate memory", "no memory left", False),
        ("bwrap: Can't find source path ENGINE: Permission denied", "may not enter", False),
        ("bwrap: No permissions to create new namespace", "No permissions", True),
        ("bwrap: setting up uid map: Permission denied", "uid map", True),
    ],
)
def test_what_a_sandbox_says_that_does_not_start(monkeypatch, tmp_path, text, told, unprotected):
    def run(command, **_options):
        folder = next(item for item in command if "dlcourse-engine-" in item)
        return subprocess.CompletedProcess(command, 1, "", text.replace("ENGINE", folder))

    bwrap.identity()
    monkeypatch.setattr(subprocess, "run", run)
    sentence = bwrap.probe()
    assert told in sentence
    assert ("--no-sandbox" in sentence) == unprotected


def test_a_worker_that_is_lost_though_a_sandbox_works(engine):
    assert "--no-sandbox" not in bwrap.why_it_fails(Lost("the worker is gone"))
    assert "dlcourse doctor" in bwrap.why_it_fails(Lost("the worker is gone"), sandboxed=False)


def test_a_submission_that_meets_a_shortage_is_not_blamed(monkeypatch, engine):
    from classroom import start_here

    task = {"student": "s", "lesson": "start_here", "name": "s.ipynb", "data": start_here(), "seed": 1}
    task |= {"timeout": 1.5, "sandboxed": False, "packages": [], "engine": engine}
    monkeypatch.setattr(client.subprocess, "Popen", failing(errno.EAGAIN))
    outcome = grade_one(task)
    assert outcome["machine"]
    assert "no more processes" in outcome["message"]


def test_a_shortage_is_a_sandbox_that_cannot_be_had():
    assert issubclass(Shortage, SandboxError)
