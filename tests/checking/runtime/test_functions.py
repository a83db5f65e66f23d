"""Functions that cases name: those that stand for a denoiser of signs say what the best guess is."""

import numpy as np
import pytest

from dlcourse.checking.runtime.functions import COMMON, REGISTRY, seven_signs
from dlcourse.lessons.diffusion import ideal_denoiser


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("kept", [0.0, 0.3, 0.95])
@pytest.mark.parametrize("shape", [(5, 5), (3, 5), (2, 2)])
def test_the_denoisers_of_signs_are_ideal(turns, kept, shape):
    x = np.random.default_rng(turns).normal(size=(6, *shape))
    data = seven_signs(turns)[:, : shape[0], : shape[1]].reshape(7, -1)
    alike = ideal_denoiser(x.reshape(6, -1), data=data, alpha_bar=kept)
    np.testing.assert_allclose(REGISTRY[f"signs_turned_{turns}"](x, kept), alike.reshape(x.shape), atol=1e-12)
    half = np.concatenate([data, np.repeat(data[[COMMON]], 5, axis=0)])  # six of twelve
    common = ideal_denoiser(x.reshape(6, -1), data=half, alpha_bar=kept).reshape(x.shape)
    np.testing.assert_allclose(REGISTRY[f"signs_turned_{turns}_one_common"](x, kept), common, atol=1e-12)


def test_a_quarter_turn_makes_other_signs_of_some():
    upright = {sign.tobytes() for sign in seven_signs()}
    turned = {sign.tobytes() for sign in seven_signs(1)}
    assert len(upright) == len(turned) == 7
    assert len(upright & turned) == 4  # those that look alike from each side


def test_nobody_changes_the_signs_for_others():
    with pytest.raises(ValueError, match="read-only"):
        seven_signs()[0, 0, 0] = 5
