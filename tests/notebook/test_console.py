"""A console that does not know every sign."""

import io
import os
import subprocess
import sys

import pytest

from dlcourse.checking.status import Status
from dlcourse.notebook.console import SIGNS, make_safe, printable

CONSOLES = ("cp1252", "cp437", "ascii")
SCRIPT = """
from dlcourse import exercise, hint, progress, question, solution

@exercise("neuron.relu")
def relu(z):
    return z * (z > 0)

@exercise("neuron.step")
def step(z):
    raise ValueError("→ 名")

hint("neuron.sigmoid"), progress(), solution("neuron.sigmoid"), question("neuron.one_line")
"""


@pytest.mark.parametrize("encoding", CONSOLES)
def test_what_is_not_known_is_replaced_by_what_means_the_same(encoding):
    stream = io.TextIOWrapper(io.BytesIO(), encoding)
    text = "".join(status.sign for status in Status) + "x² − 1 → 名 “Zoë” ½ …\udcff"
    shown = printable(text, stream)
    make_safe(stream)
    stream.write(text)
    stream.flush()
    assert stream.buffer.getvalue().decode(encoding) == shown
    assert shown.startswith("+~x-xxx-x")
    assert " - 1 -> ? " in shown
    if encoding == "ascii":
        assert shown == '+~x-xxx-xx2 - 1 -> ? "Zoe" 1/2 ...?'


def test_what_is_known_is_left_as_it_is():
    assert printable("✓ ½ é", io.TextIOWrapper(io.BytesIO(), "utf-8")) == "✓ ½ é"
    assert printable("é ½", io.TextIOWrapper(io.BytesIO(), "cp1252")) == "é ½"
    assert printable("✓", object()) == "✓"  # a stream that says nothing of its encoding


def test_different_signs_of_a_status_stay_different():
    signs = {status.sign for status in Status}
    assert len({SIGNS[sign] for sign in signs}) == len(signs)


@pytest.mark.slow
@pytest.mark.parametrize("encoding", CONSOLES)
def test_a_script_prints_its_cards(tmp_path, encoding):
    (tmp_path / "script.py").write_text(SCRIPT, "utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, env=environment, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode(encoding)
    assert "+ neuron.relu" in said
    assert "-> ?" in said
    assert "i Your progress" in said
