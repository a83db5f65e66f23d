"""The experiments of lesson 06: weights set by hand, leaks, signals, wrong labels, accuracy on the way."""

import numpy as np
import pytest
from small_networks import generator

from dlcourse.data import datasets
from dlcourse.experiments import training as experiments
from dlcourse.experiments.training import accuracy_along, hand_set_weights, mislabel, noise_accuracy, prices, signals
from dlcourse.lessons.training import accuracy, early_stopping, he_init, minibatches, standardize


def test_hand_set_weights_read_what_they_were_drawn_as():
    W, b = hand_set_weights()
    assert np.array_equal((W.T @ W + b).argmax(axis=1), range(10))
    _, _, X, y = datasets.digits()
    assert 0.35 < accuracy((X @ W + b).argmax(axis=1), y) < 0.5


def test_a_leak_finds_something_in_noise():
    leaking, honest = (np.mean([noise_accuracy(generator(seed), leak) for seed in range(20)]) for leak in (True, False))
    assert leaking > 0.8
    assert 0.4 < honest < 0.6


def test_signals_are_a_forward_pass():
    X, W = generator().normal(size=(6, 3)), he_weights()
    first, second = signals(X, lambda inputs, outputs, rng: W[inputs], np.tanh, generator(), depth=2, width=4)
    np.testing.assert_allclose(second, np.tanh(np.tanh(X @ W[3]) @ W[4]))
    np.testing.assert_allclose(first, np.tanh(X @ W[3]))


def he_weights():
    return {inputs: he_init(inputs, 4, generator(inputs)) for inputs in (3, 4)}


def test_mislabel_changes_about_that_share():
    y = generator().integers(0, 10, 5000)
    changed = np.mean(mislabel(y, 0.2, 10, generator(1)) != y)
    assert changed == pytest.approx(0.2 * 0.9, abs=0.02)


def test_accuracy_along_the_way():
    X, y, X_test, y_test = datasets.digits()
    found = accuracy_along((X[:50], y[:50], X_test, y_test), generator(), steps=65, every=10)
    assert found.shape == (6,)
    assert found[-1] > 0.6
    assert np.array_equal(found, accuracy_along((X[:50], y[:50], X_test, y_test), generator(), steps=60, every=10))
    with pytest.raises(ValueError, match="no batch"):
        accuracy_along((X, y, X_test, y_test), generator(), minibatches=lambda X, y, batch_size, rng: [])


# ---- what is measured in comparisons ----


def test_each_seed_divides_the_digits_anew_and_gives_all_sides_the_same():
    X, y, _, _ = datasets.digits()
    known, unseen = experiments.divided(X, y, generator(3))
    assert [len(part) for pair in (known, unseen) for part in pair] == [1000, 1000, 297, 297]
    rows = {tuple(row) for row in known[0].tolist()}
    assert sum(tuple(row) in rows for row in unseen[0].tolist()) < 3  # nearly no two digits are alike
    again, _ = experiments.divided(X, y, generator(3))
    assert np.array_equal(known[0], again[0])
    assert not np.array_equal(known[0], experiments.divided(X, y, generator(4))[0][0])


def test_drawn_weights_are_beaten_by_learned_ones_on_digits_that_neither_has_seen():
    X, y, _, _ = datasets.digits()
    measure = experiments.one_layer(X, y, accuracy)
    assert measure(experiments.drawn, 5, paper=1.0) < 0.5 < 0.85 < measure(experiments.learned, 5, learning_rate=0.3)


def test_paper_inhibits_as_strongly_as_is_asked():
    strict, soft, none = (hand_set_weights(paper)[0] for paper in (1.0, 0.5, 0.0))
    np.testing.assert_allclose(soft, (strict + none) / 2)
    assert set(np.unique(none)) == {0.0, 1.0}


def test_weights_by_epoch_have_a_picture_for_each_accuracy():
    X, y, _, _ = datasets.digits()
    weights, curves = experiments.layer_by_epoch(X, y, epochs=3)
    assert [W.shape for W in weights] == [(64, 10)] * 4
    assert all(len(curve) == 4 and curve[0] < 0.4 < curve[-1] for curve in curves.values())
    assert not np.array_equal(weights[0], weights[1])


def test_wines_want_to_be_standardized():
    measure = experiments.on_wines(*datasets.wine())
    assert measure(standardize, 0, 0.1) > 0.85 > measure(lambda A, B: (A, B), 0, 0.1)


def test_fifths_are_divisions():
    for fifth in (experiments.fifth_by_chance, experiments.fifth_of_neighbours):
        rows = np.concatenate([fifth(1297, part) for part in range(5)])
        assert np.array_equal(np.sort(rows), np.arange(1297))
    assert np.array_equal(np.diff(experiments.fifth_of_neighbours(1297, 2)), np.ones(258))


def test_digits_of_neighbours_in_the_file_are_harder():
    X, y, _, _ = datasets.digits()
    ways = (experiments.fifth_by_chance, experiments.fifth_of_neighbours)
    chance, neighbours = (experiments.put_aside(X, y, fifth(len(X), 4), generator()) for fifth in ways)
    assert neighbours < chance - 0.03


def test_sorted_batches_hold_each_example_once_and_in_order():
    y = generator().integers(0, 10, 53)
    batches = experiments.sorted_batches(np.arange(53.0)[:, None], y, 8, generator())
    assert np.array_equal(np.concatenate([labels for _, labels in batches]), np.sort(y))
    assert sorted(np.concatenate([rows[:, 0] for rows, _ in batches])) == list(range(53))


def test_sorted_batches_teach_less():
    X, y, _, _ = datasets.digits()
    measure = experiments.after_epochs(X, y, epochs=2)
    assert measure(experiments.sorted_batches, 0, 0.1) < 0.5 < measure(minibatches, 0, 0.1)


def test_a_deep_network_learns_from_the_one_start_and_not_from_the_other():
    X, y, _, _ = datasets.digits()
    measure = experiments.deep_network(X, y)
    assert measure(lambda D, M, rng: np.zeros((D, M)), 0, 0.1) < 0.2 < 0.6 < measure(he_init, 0, 0.1)
    assert experiments.first_loss(X, y, lambda D, M, rng: np.zeros((D, M))) == pytest.approx(np.log(10))


def test_wrong_labels_are_judged_by_digits_that_nobody_has_seen():
    X, y, _, _ = datasets.digits()
    runs = experiments.WrongLabels(X, y, epochs=12)
    history, measure = runs.history(1, 0.2), runs.judge(0.2)
    assert {name: len(values) for name, values in history.items()}.keys() >= {"loss", "validation_loss", "judged"}
    assert all(len(values) == 12 for values in history.values())
    assert measure(lambda losses: 11, 1) == history["judged"][11]
    assert measure(lambda losses: 99, 1) == history["judged"][11]
    best = early_stopping(history["validation_loss"], 3)
    assert measure(lambda losses, patience: early_stopping(losses, patience), 1, patience=3) == history["judged"][best]
    assert runs.history(1, 0.2) is history  # made once


def test_accuracy_by_examples_and_by_steps():
    X, y, _, _ = datasets.digits()
    errors = experiments.by_examples(X, y, [20, 200], [0, 1], steps=60, every=60)
    assert errors.shape == (2, 2)
    assert (errors[1] < errors[0]).all()
    right = experiments.by_steps(X, y, [0, 1], steps=60, every=20)
    assert right.shape == (2, 3)
    assert 0.8 < experiments.after_steps(X, y, minibatches, steps=60)(32, 0, 0.1) < 1


def test_prices_are_counted_stretch_by_stretch():
    found = prices([100, 200, 400], np.array([[0.8, 0.6], [0.9, 0.8], [0.95, 0.9]]))
    assert found == [(70.0, 85.0, pytest.approx(100 / 15), 2), (85.0, 92.5, pytest.approx(200 / 7.5), 2)]
    first, second = experiments.price_list(
        [100, 200, 400], np.array([[0.8, 0.6], [0.9, 0.8], [0.95, 0.9]]), "things"
    ).split("\n")
    assert first == " 100 to  200 things: 30.0 to 15.0 % wrong; 6.7 for each percent"
    assert second == " 200 to  400 things: 15.0 to 7.5 % wrong; 27 for each percent, dearer than before on 2 of 2 seeds"


def test_labels_of_the_nearest():
    X, y = np.array([[0.0], [0.1], [5.0], [5.1]]), np.array([0, 0, 1, 1])
    measure = experiments.by_nearest(X, y, 2, examples=4)
    assert measure(lambda X, count: np.array([np.argmin(X[:, 0]), np.argmax(X[:, 0])]), 0) == 1.0
    assert measure(lambda X, count: np.argsort(X[:, 0])[:2], 0) == 0.0
