"""A digit through time: what is drawn is what the functions give, and the words say it."""

import numpy as np
import pytest

from dlcourse import explore
from dlcourse.data import datasets
from dlcourse.experiments import diffusion as trial
from dlcourse.explore.diffusion import BACK, DATA, FORTH, NETWORK
from dlcourse.lessons import diffusion

SCHEDULE = diffusion.noise_schedule(50)


@pytest.fixture(scope="module")
def explorer():
    return explore.diffusion.through_time()


def drawn(explorer):
    """The three pictures as they are shown."""
    return [np.asarray(picture.get_array()) for picture in explorer.pictures]


def test_a_real_digit_drowns(explorer):
    explorer.set(way=FORTH, step=20, digit=7, another=2)
    _, _, X, y = datasets.digits()
    real, noise = X[y == 7][1].reshape(8, 8), np.random.default_rng(2).normal(size=(1, 64))
    noisy = diffusion.add_noise(2 * real.reshape(1, 64) - 1, noise, alpha_bar=SCHEDULE[20])
    shown = drawn(explorer)
    np.testing.assert_allclose(shown[0], (np.clip(noisy, -1, 1).reshape(8, 8) + 1) / 2)
    np.testing.assert_allclose(shown[2], real)
    X, y = datasets.digits()[:2]
    ideal = diffusion.ideal_denoiser(noisy, data=2 * X[y == 7] - 1, alpha_bar=SCHEDULE[20])
    np.testing.assert_allclose(shown[1], (ideal.reshape(8, 8) + 1) / 2, atol=1e-12)
    assert explorer.here.get_xydata()[0] == pytest.approx([20, SCHEDULE[20]])
    gap = np.linalg.norm(shown[1] - shown[2])
    assert f"believes in one that lies {gap:.2f} from it." in explorer.words()


def test_without_noise_there_is_nothing_to_guess(explorer):
    explorer.set(way=FORTH, step=0, digit=8, another=1)
    first, second, third = drawn(explorer)
    np.testing.assert_allclose(first, third)
    np.testing.assert_allclose(second, third)
    assert "nothing to guess" in explorer.words()


def test_the_ideal_denoiser_ends_at_a_copy_and_the_network_does_not(explorer):
    explorer.set(way=BACK, step=0, digit=8, another=3)
    assert explorer.words().endswith("The nearest shown 8 lies 0.00 from it: a copy.")
    other = explore.diffusion.through_time(model=trial.digits.stored_network())
    assert list(other.controls) == ["way", "step", "digit", "another", "believes"]
    other.set(way=BACK, step=0, digit=8, another=3, believes=NETWORK)
    assert "a copy" not in other.words()
    other.set(believes=DATA)
    assert "a copy" in other.words()
    other.set(believes=NETWORK, step=30)
    assert "The network, asked for an 8, believes in a picture" in other.words()


def test_noise_alone_at_the_last_step(explorer):
    explorer.set(way=BACK, step=50, digit=1, another=1)
    assert explorer.words().startswith("Step 50 of 50: only noise.")


@pytest.mark.parametrize(
    ("functions", "way", "said"),
    [
        ({"noise_schedule": lambda steps: diffusion.noise_schedule(steps)[1:]}, FORTH, "want (51,)"),
        ({"add_noise": lambda x0, noise, *, alpha_bar: x0[0]}, FORTH, "add_noise gives an array (64,)"),
        ({"ideal_denoiser": lambda x, *, data, alpha_bar: x / 0}, FORTH, "do not answer"),
        ({"sample_step": lambda x, clean, noise, *, t, alpha_bar: None}, BACK, "do not answer"),
    ],
    ids=["schedule", "add_noise", "ideal_denoiser", "sample_step"],
)
def test_functions_that_do_not_answer_are_told(functions, way, said):
    with np.errstate(all="ignore"):
        explorer = explore.diffusion.through_time(**functions)
        explorer.set(way=way)
    assert said in explorer.words()
    assert not any(picture.get_visible() for picture in explorer.pictures)
