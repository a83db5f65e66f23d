"""Sounds in the page: WAV files that any player reads, with words, and errors that say what is wanted."""

import io
import re
import wave

import front_ends
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from dlcourse import figures
from dlcourse.coursework.authoring import alt_texts
from dlcourse.coursework.quiet import quiet

RATE = 8000
TONE = np.sin(2 * np.pi * 440 * np.arange(RATE // 4) / RATE)


def read(data):
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return file.getframerate(), np.frombuffer(file.readframes(file.getnframes()), "<i2")


@pytest.mark.parametrize("loudness", [1e-3, 1.0, 1e6])
def test_a_file_holds_the_signal_as_loud_as_can_be(loudness):
    rate, samples = read(figures.wav(loudness * TONE, RATE))
    assert rate == RATE
    middle = slice(100, -100)
    np.testing.assert_allclose(samples[middle] / 32767, 0.9 * TONE[middle], atol=1e-4)
    assert abs(samples[0]) == abs(samples[-1]) == 0  # no click


def test_silence_stays_silent():
    assert not read(figures.wav(np.zeros(100), RATE))[1].any()


@pytest.mark.parametrize(
    ("signal", "rate", "said"),
    [
        (np.zeros((2, 3)), RATE, "signal has the shape"),
        ([], RATE, "signal has the shape"),
        (np.array([0.0, np.nan]), RATE, "not finite"),
        (np.zeros(10), 100, "rate is 100"),
        (np.zeros(10), 96000, "rate is 96000"),
        (np.zeros(11 * RATE), RATE, "takes 11 s"),
    ],
)
def test_what_can_be_no_sound_is_said(signal, rate, said):
    with pytest.raises(ValueError, match=said):
        figures.play({"x": signal}, rate=rate)


@pytest.mark.parametrize("sounds", [{}, TONE, [TONE]])
def test_sounds_have_words(sounds):
    with pytest.raises(ValueError, match="by its words"):
        figures.play(sounds, rate=RATE)


def test_it_is_shown_with_its_words_and_never_plays_unasked():
    shown = figures.play({"a tone <b>": TONE, "the  same\n again": TONE}, rate=RATE)
    page = shown._repr_html_()
    assert repr(shown) == "Sound: a tone <b>\nSound: the same again"
    assert "autoplay" not in page
    assert re.findall("<figcaption>(.*?)</figcaption>", page) == ["a tone &lt;b&gt;", "the same again"]
    assert alt_texts({"data": {"text/html": page}}) == ["a tone <b>", "the same again"]


def test_where_no_sound_may_be_its_words_stand():
    """GitHub takes players away."""
    left = front_ends.sanitized(figures.play({"a tone": TONE}, rate=RATE)._repr_html_())
    assert front_ends.read(left)["words"] == "a tone"
    assert "audio" not in left


def stored(signal, words="a tone"):
    data = {"text/html": figures.play({words: signal}, rate=RATE)._repr_html_()}
    return new_notebook(cells=[new_code_cell("x", id="x", outputs=[new_output("display_data", data=data)])])


@pytest.mark.parametrize(("change", "kept"), [(2e-5, True), (2e-3, False)])
def test_a_sound_keeps_its_bytes_as_long_as_nobody_could_tell(change, kept):
    other = TONE.copy()
    other[500] += change
    before, after = stored(TONE), stored(other)
    assert before != after
    assert (quiet(after, before).cells[0].outputs == quiet(before).cells[0].outputs) == kept
