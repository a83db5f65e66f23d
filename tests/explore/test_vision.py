"""The explorer of lesson 17: its words count what the picture shows."""

import re

import numpy as np
import pytest

from dlcourse import explore
from dlcourse.explore.vision import SCENES
from dlcourse.lessons import vision


def counts(words):
    """Digits, boxes, hits, boxes too many, digits missed."""
    return tuple(int(number) for number in re.findall(r"\d+", words.split(". ")[0]))


def test_counts_add_up():
    explorer = explore.vision.boxes()
    for scene, (score, overlap) in zip(SCENES, ((0.05, 1.0), (0.05, 0.4), (0.5, 0.1), (0.95, 0.0)) * 2):
        digits, boxes, right, wrong, missed = counts(explorer.set(scene=scene, score=score, overlap=overlap).words())
        assert boxes == right + wrong
        assert digits == right + missed
        assert sum(patch.get_visible() for patch in explorer.boxes) == boxes
        assert [patch.get_linestyle() for patch in explorer.boxes[:boxes]].count("-") == right


def test_suppression_can_be_too_little_and_too_much():
    explorer = explore.vision.boxes().set(scene="crossing")
    assert counts(explorer.set(overlap=1.0).words())[2:] == (5, 64, 0)
    assert counts(explorer.set(overlap=0.4).words())[2:] == (5, 0, 0)
    assert counts(explorer.set(overlap=0.1).words())[2:] == (3, 0, 2)
    assert counts(explorer.set(among="boxes with the same digit").words())[2] == 5


def test_the_learners_functions_are_called():
    explorer = explore.vision.boxes(match_detections=lambda boxes, scores, truths, *, threshold: scores > 2)
    assert counts(explorer.words())[2] == 0
    explorer = explore.vision.boxes(lambda boxes, scores, *, threshold: np.arange(len(boxes)))
    assert counts(explorer.set(overlap=0.4).words()) == counts(explorer.set(overlap=1.0).words())


@pytest.mark.parametrize(
    ("functions", "said"),
    [
        ((lambda boxes, scores, *, threshold: 1 / 0,), "Your non_max_suppression does not answer: ZeroDivisionError"),
        ((lambda boxes, scores, *, threshold: np.ones(1),), "Your non_max_suppression does not answer: IndexError"),
        ((vision.non_max_suppression, lambda *a, **b: [1, 2, 3, 4]), "Your match_detections does not answer"),
    ],
)
def test_what_is_broken_is_said(functions, said):
    explorer = explore.vision.boxes(*functions)
    assert said in explorer.set(overlap=0.5, scene="crossing").words()
    assert not any(patch.get_visible() for patch in explorer.boxes)
