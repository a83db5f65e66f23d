"""Lesson 10: which parameters learn, and how much is lost, beside slow versions."""

import numpy as np
import pytest

from dlcourse.experiments.representations import drawing_network, named_parameters
from dlcourse.lessons.transfer import forgetting, freeze_mask

LAYERS = ("conv1", "conv2", "conv3", "dense", "head")


@pytest.mark.parametrize("layers", range(6))
def test_the_first_layers_of_the_drawings_network_are_frozen(layers):
    parameters = named_parameters(drawing_network())
    mask = freeze_mask(parameters, layers=layers)
    assert list(mask) == list(parameters)
    frozen = {name.split(".")[0] for name, learns in mask.items() if not learns}
    assert frozen == set(LAYERS[:layers])
    assert {name.split(".")[0] for name, learns in mask.items() if learns} == set(LAYERS[layers:])


@pytest.mark.parametrize("tasks", [2, 3, 7])
def test_forgetting_beside_two_loops(tasks):
    for seed in range(20):
        a = np.random.default_rng(seed).random((tasks, tasks))
        lost = [max(a[i][j] for i in range(j, tasks - 1)) - a[tasks - 1][j] for j in range(tasks - 1)]
        assert forgetting(a) == pytest.approx(sum(lost) / len(lost))


def test_what_never_changes_is_not_forgotten_and_a_gain_is_negative():
    assert forgetting(np.full((4, 4), 0.7)) == 0
    assert forgetting(np.array([[0.5, 0.0], [0.75, 1.0]])) == -0.25


@pytest.mark.parametrize("tasks", [0, 1])
def test_one_task_forgets_nothing(tasks):
    with pytest.raises(ValueError, match=f"accuracies has {tasks} tasks: want two or more"):
        forgetting(np.ones((tasks, tasks)))
