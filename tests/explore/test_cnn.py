"""The explorers of lesson 08: what a network makes of a drawing, wherever it lies and whatever the network does."""

import numpy as np
import pytest
from explore.samples.cnn import small_cnn

from dlcourse import explore
from dlcourse.nn import cnn, training

pytestmark = pytest.mark.slow

BAR = [[(0.5, 0.1), (0.5, 0.9)]]


def test_it_reads_what_is_drawn_as_the_network_does():
    network = small_cnn()
    explorer = explore.cnn.watch(network, BAR)
    x = np.pad(explorer.array(), 2)[None, :, :, None]
    assert f"It reads {network.outputs(x)[0].argmax()} (" in explorer.words()
    moved = np.roll(x, (1, -2), axis=(1, 2))
    words = explorer.set(down=1, across=-2).words()
    assert f"It reads {network.outputs(moved)[0].argmax()} (" in words
    assert "moved by 1 down and −2 to the right" in words


def test_the_maps_are_those_after_both_relus_and_move_along():
    network = small_cnn()
    explorer = explore.cnn.watch(network, BAR)
    first, second = [image.get_array() for image in explorer.stages]
    assert first.shape == (2 * 12 + 1, 4 * 12 + 3)
    assert second.shape == (2 * 6 + 1, 8 * 6 + 7)
    x = np.pad(explorer.array(), 2)[None, :, :, None]
    maps = np.maximum(network.layers[0].forward(x)[0][0], 0)
    np.testing.assert_allclose(first[:12, 13:25], maps[:, :, 1])
    explorer.set(across=1)
    np.testing.assert_allclose(explorer.stages[0].get_array()[1:11, 15:24], maps[1:11, 1:10, 1])


def test_an_empty_sheet_says_so_and_shows_no_answer():
    explorer = explore.cnn.watch(small_cnn(), [])
    assert explorer.words().startswith("Nothing is drawn yet")
    assert not any(artist.get_visible() for artist in explorer.bars.moving)
    assert "It reads" in explorer.set(drawing=BAR).words()


def test_digits_of_another_size_are_drawn_as_those_of_mnist():
    rng = np.random.default_rng(0)
    layers = [cnn.Conv2d(1, 4, 3, rng, padding=1), training.ReLU(), cnn.MaxPool2d(4), cnn.Flatten()]
    explorer = explore.cnn.watch(training.Network([*layers, training.Dense(256, 10, rng)]), BAR, size=28)
    np.testing.assert_allclose(explorer.seen.get_array()[2:-2, 2:-2], explorer.array(28, like="mnist"))


def test_a_network_that_raises_later_is_said():
    network = small_cnn()
    explorer = explore.cnn.watch(network, BAR)
    network.layers[0].forward = lambda X: 1 / 0
    assert "ZeroDivisionError" in explorer.set(down=1).words()
