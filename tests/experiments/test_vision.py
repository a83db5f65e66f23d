"""Experiments of lesson 17, vision."""

import numpy as np

from dlcourse.experiments import vision as experiments
from dlcourse.lessons import vision


def test_a_scene_again():
    one, other = (experiments.scene(np.random.default_rng(3), kind="crossing") for _ in range(2))
    assert np.array_equal(one["image"], other["image"])
    assert vision.iou(one["boxes"], other["boxes"]).diagonal() == 1
