"""Experiments of lesson 25, capstone."""

import numpy as np
import pytest

from dlcourse.data.corrupted import corrupted_digits
from dlcourse.exercises import find
from dlcourse.experiments import capstone as trial
from dlcourse.experiments.capstone.sceptic import middle_pictures, nearest
from dlcourse.experiments.capstone.training import SOURCES, batches, network
from dlcourse.lessons.backprop import mlp_backward
from dlcourse.lessons.capstone import eight_bits, forward
from dlcourse.lessons.forward import mlp_forward
from dlcourse.lessons.optimizers import adam_step

BUDGET = 8000


def right(scores, y):
    return float(np.mean(scores.argmax(axis=1) == y))


@pytest.mark.parametrize("kind", ["linear", "dense", "convolutions"])
def test_networks_keep_to_the_budget_with_their_scales(kind):
    made = network(kind, np.random.default_rng(0))
    scales = sum(layer.parameters["b"].size for layer in made.layers if layer.parameters)
    assert made.size + scales <= BUDGET
    assert made.outputs(np.zeros((2, 12, 12))).shape == (2, 10)


def test_the_learners_functions_train_as_the_courses_layers_do():
    layers = trial.train(mlp_backward, adam_step, seed=3, steps=20)
    made = trial.fit("dense", seed=3, steps=20, rate=0.005)
    X, _, _ = trial.unseen(5)
    np.testing.assert_allclose(mlp_forward(X.reshape(5, -1), layers), made.outputs(X), atol=1e-9)


def test_what_is_learned_from():
    drawn = {source: list(batches(0, 12, source)) for source in SOURCES}
    assert all(X.shape == (64, 12, 12) and len(y) == 64 for rows in drawn.values() for X, y in rows)
    assert not any(X[:, [0, -1]].any() for X, _ in drawn["clean"])  # a digit in the middle, and paper around it
    same = [np.array_equal(a, b) for (a, _), (b, _) in zip(drawn["damaged"], drawn["all digits"], strict=True)]
    assert same.count(False) == 4  # 500 of 1,797 digits are of the test part: so many of the batches


def test_weights_of_eight_bits_read_as_well():
    made = trial.fit("convolutions", seed=1, steps=150, rate=0.005)
    X, y, _ = trial.unseen(500)
    small = right(forward(trial.packed(made, trial.LAYERS, eight_bits), X), y)
    assert small == pytest.approx(right(made.outputs(X), y), abs=0.02)


def test_pruning_leaves_the_largest():
    W, b = np.array([[0.1, -3.0], [2.0, -0.5]]), np.ones(2)
    [(cut, same)] = trial.pruned([(W, b)], 0.5)
    np.testing.assert_array_equal(cut, [[0, -3], [2, 0]])
    assert same is b
    assert np.count_nonzero(trial.pruned([(W, b)], 0.0)[0][0]) == 4


def test_the_sceptics_pictures():
    pictures, labels = middle_pictures(2, seed=0)
    assert pictures.shape == (20, 144)
    assert labels.tolist() == sorted([*range(10), *range(10)])
    X, y, _ = corrupted_digits(500, seed=4)
    assert right(np.eye(10)[labels[nearest(X.reshape(500, -1), pictures)]], y) > 0.25
    points = np.array([[0.0, 0.0], [5.0, 5.0]])
    np.testing.assert_array_equal(nearest(np.array([[1.0, 0.0], [4.0, 4.0]]), points), [0, 1])


def test_the_stored_network_is_that_of_the_courses_answer():
    answer, stored = find("capstone.weights").reference(), trial.trained_weights()
    assert answer.keys() == stored.keys()
    for name, array in stored.items():
        assert answer[name].dtype == array.dtype
        np.testing.assert_array_equal(answer[name], array)
    assert sum(array.size for array in stored.values()) <= BUDGET


def test_the_stored_network_reads_what_the_highest_threshold_asks():
    X, y, _ = trial.unseen()
    assert right(forward(trial.trained_weights(), X), y) > find("capstone.forward").marks.thresholds[-1][0] + 0.02


def test_what_small_weights_save_is_room():
    assert trial.saves_time(forward, trial.trained_weights(), share=0.9) == {"eight bits": False, "zeros": False}


def test_scattered_digits_lie_whole_on_the_paper():
    pictures = np.random.default_rng(0).random((30, 64))
    found = trial.scattered(pictures, seed=1)
    np.testing.assert_allclose(found.sum(axis=(1, 2)), pictures.sum(axis=1))
    corners = {tuple(np.argwhere(picture)[0]) for picture in found}
    assert {corner for row in corners for corner in row} == {0, 1, 2, 3, 4}


def test_what_is_stored():
    networks, sources, pruning = (trial.measured(what) for what in ("networks", "sources", "pruning"))
    read = {name: np.array(side["shares"])[:, 0] for name, side in networks["sides"].items()}
    assert all(len(shares) == len(networks["seeds"]) >= 5 for shares in read.values())
    assert all(side["numbers"] <= BUDGET for side in networks["sides"].values())
    middle = {name: np.median(shares) for name, shares in read.items()}
    assert middle["convolutions"] > middle["dense"] + 0.05 > max(middle["linear"], middle["pictures"]) + 0.1
    assert np.sum(read["convolutions"] > read["dense"]) >= 4
    assert sources["sides"]["damaged"] == read["convolutions"].tolist()
    assert np.median(sources["sides"]["clean"]) < np.median(sources["sides"]["damaged"])
    exact, small = (np.median(pruning["sides"][name], axis=0) for name in ("exact", "eight bits"))
    assert abs(exact - small).max() < 0.02
    assert exact[0] - exact[-1] > 0.2
