"""A vowel that is moved sounds otherwise; what a learner's resonator does wrong is said, and silent."""

import io
import time
import wave

import numpy as np
import pytest

from dlcourse import explore
from dlcourse.nn import speech as fast

START = {"voice": "man iy", "f0": 135, "F1": 264, "F2": 2288, "F3": 2932}


@pytest.fixture(scope="module")
def made():
    return explore.speech.vowel(fast.resonator)


@pytest.fixture
def vowel(made):
    return made.set(f0=137).set(**START)  # drawn anew, whatever a test has put into it


def samples(explorer):
    with wave.open(io.BytesIO(explorer.widget.sound)) as file:
        assert file.getframerate() == 10_000
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def test_every_control_changes_the_sound(vowel):
    assert vowel.values == START
    before = samples(vowel)
    assert len(before) == 4000
    for change in ({"voice": "child uw"}, {"f0": 200}, {"F1": 500}, {"F2": 1500}, {"F3": 2400}):
        assert not np.array_equal(samples(vowel.set(**change)), before), change
        np.testing.assert_array_equal(samples(vowel.set(**START)), before)


def test_a_voice_sets_the_frequencies_and_these_unset_the_voice(vowel):
    vowel.set(voice="child uw")
    assert vowel.values == {"voice": "child uw", "f0": 276, "F1": 424, "F2": 1164, "F3": 3236}
    vowel.set(F1=500)
    assert vowel.values["voice"] == "none of these"
    vowel.set(F1=424)  # moved back
    assert vowel.values["voice"] == "child uw"


def test_a_page_that_sends_a_voice_sends_the_old_frequencies_along(vowel):
    options = vowel.controls["voice"].options
    vowel.widget.set_state({"values": {**vowel.widget.values, "voice": options.index("woman aa")}})
    assert vowel.values["voice"] == "woman aa"
    assert vowel.values["F1"] == 858
    vowel.widget.set_state({"values": {**vowel.widget.values, "F1": 0}})
    assert vowel.values["voice"] == "none of these"
    assert vowel.values["F1"] == 200
    vowel.widget.set_state({"values": {**vowel.widget.values, "voice": "nonsense"}})
    assert vowel.values["F1"] == 200


def test_formants_in_another_order_are_no_mouths(vowel):
    assert "not one" in vowel.set(F1=1300, F2=500).words()
    assert "not one" not in vowel.set(**START).words()


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda signal, *, frequency, bandwidth, rate: 1 / 0, "ZeroDivisionError"),
        (lambda signal, *, frequency, bandwidth, rate: signal[:-1], "as many as there were samples"),
        (lambda signal, *, frequency, bandwidth, rate: 0 * signal, "not only 0"),
        (lambda signal, *, frequency, bandwidth, rate: np.nan * signal, "finite"),
        (lambda signal: signal, "TypeError"),
        (lambda signal, **_: None, "Your resonator does not answer"),
    ],
)
def test_a_resonator_that_is_wrong_is_said_and_silent(vowel, monkeypatch, broken, said):
    monkeypatch.setattr(vowel, "resonator", broken)
    vowel.set(f0=136)
    assert said in vowel.words()
    assert vowel.widget.sound == b""
    assert len(vowel.line.get_xdata()) == 0


def test_a_change_is_heard_at_once(vowel):
    begun = time.process_time()
    for step in range(5):
        vowel.set(F1=300 + 20 * step)
    assert time.process_time() - begun < 5 * 0.2  # 0.03 s each on a machine that does nothing else


def test_where_nobody_spoke_it_says_so(vowel):
    assert "nobody" not in vowel.words()
    assert "nobody measured spoke near there" in vowel.set(F2=1500).words()
