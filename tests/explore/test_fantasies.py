"""What a machine imagines for the rest of a drawing."""

import numpy as np
import pytest

from dlcourse import explore
from dlcourse.experiments.autoencoder import dreams
from dlcourse.explore.autoencoder.dreaming import BOXES, CHAINS, held_pixels


@pytest.fixture(scope="module")
def explorer():
    return explore.autoencoder.fantasies()


def shown(explorer):
    """The drawing and the dreams as they are shown: arrays (64,) and (10, 64)."""
    dreamt = [np.asarray(picture.get_array()).ravel() for picture in explorer.pictures]
    return np.asarray(explorer.seen.get_array()).ravel(), np.array(dreamt)


@pytest.mark.parametrize("held", list(BOXES))
def test_what_is_held_is_as_drawn(explorer, held):
    drawn, dreamt = shown(explorer.set(held=held, steps=5))
    inside = held_pixels(held)
    np.testing.assert_array_equal(dreamt[:, inside], np.tile(drawn[inside], (CHAINS, 1)))
    assert f"{inside.sum()} pixels; ten dreams" in explorer.words() or held == "nothing"
    free = 100 * dreamt[:, ~inside].mean()
    assert f"Of the imagined pixels {free:.0f} % are ink." in explorer.words()


def test_words_count_what_is_read(explorer):
    _, dreamt = shown(explorer.set(held="nothing", steps=20))
    counts = np.bincount(dreams.reading(dreamt).argmax(axis=1), minlength=10)
    best = int(np.argmax(counts))
    assert f"{best} ({counts[best]})" in explorer.words()
    assert explorer.words().startswith("Nothing is held: ten dreams of all 64 pixels, after 20 Gibbs steps.")


def test_another_try_is_another_dream(explorer):
    _, first = shown(explorer.set(**{"try": 1}))
    _, second = shown(explorer.set(**{"try": 2}))
    _, again = shown(explorer.set(**{"try": 1}))
    assert np.any(first != second)
    np.testing.assert_array_equal(first, again)


def test_no_drawing_and_no_step_are_said():
    explorer = explore.autoencoder.fantasies(drawing=[])
    assert "Nothing is drawn yet" in explorer.words()
    assert "still noise" in explorer.set(steps=0).words()


@pytest.mark.parametrize("step", [lambda V, **_: 1 / 0, lambda V, **_: (V[:2], V), lambda V, **_: (np.nan * V, V)])
def test_a_wrong_step_is_told(step):
    words = explore.autoencoder.fantasies(step).words()
    assert words.startswith("Your gibbs_step does not answer:")
