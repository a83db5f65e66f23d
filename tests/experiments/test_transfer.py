"""Experiments of lesson 10, transfer: few labelled drawings, and digits that are taken along."""

import numpy as np
import pytest

from dlcourse.experiments.transfer import adapting, digits, few
from dlcourse.lessons import transfer
from dlcourse.nn.training import evaluate

FUNCTIONS = transfer.few_shot_split, transfer.replace_head, transfer.fine_tune_step


def test_scans_of_a_sheet_differ_by_noise_only():
    X, y, sheet = few.scans(6, 40, np.random.default_rng(0))
    assert X.shape == (240, 28, 28, 1)
    for s in range(6):
        here = X[sheet == s]
        assert len(set(y[sheet == s])) == 1
        assert here.std(axis=0).mean() == pytest.approx(0.15, rel=0.05)


def test_what_a_few_labels_name():
    y = np.repeat([0, 1, 2], 20)
    split, scores = transfer.few_shot_split, transfer.prototype_scores
    assert few.named_right(split, scores, np.eye(3)[y], y, 2, range(3)) == [100, 100, 100]
    [chance] = few.named_right(split, scores, np.zeros((60, 3)), y, 2, [0])
    assert chance == pytest.approx(100 / 3)


def test_features_of_a_normalised_body_do_not_mind_company_and_those_of_a_batch_do():
    body, (X, _) = few.normalised_body(0), digits.unseen_digits()
    alone = transfer.extract_features(X[:1], body)
    np.testing.assert_allclose(alone, transfer.extract_features(X[:50], body)[:1], atol=1e-12)
    own = [few.by_the_batch(X[n : n + 1], body) for n in range(3)]
    np.testing.assert_array_equal(own[0], own[1])  # alone, all are alike
    assert np.abs(own[0] - few.by_the_batch(X[:50], body)[:1]).max() > 0.1


def test_the_two_halves_share_no_class_and_no_digit():
    X, y, task = digits.halves()
    assert set(y) == set(range(5))
    parts = (task.learn, task.validation, task.test)
    assert [len(part[1]) for part in parts] == [346, 300, 250]
    assert len(X) + 346 + 300 == 1297
    rows = [set(map(bytes, part[0].reshape(len(part[0]), -1))) for part in parts]
    assert len(set.union(*rows)) == sum(map(len, rows))


def test_parameters_go_in_and_come_out():
    network = digits.digit_cnn(np.random.default_rng(0))
    parameters = digits.parameters_of(network)
    assert list(parameters) == [f"{layer}.{kind}" for layer in digits.LAYERS for kind in "Wb"]
    other = digits.put(digits.digit_cnn(np.random.default_rng(1)), parameters)
    X, y = digits.halves()[2].test
    np.testing.assert_array_equal(network.outputs(X[:9]), other.outputs(X[:9]))
    assert digits.features(parameters, X[:9]).shape == (9, 32)
    assert digits.loss(parameters, X, y) == evaluate(network, X, y)["loss"]


def test_what_is_asked_of_the_source_decides_what_it_knows():
    reads = digits.source_parameters(0)
    X, y, _ = digits.halves()
    pictures = digits.as_pictures(X, digits.MOST, np.random.default_rng(7))
    assert adapting.right(reads, (pictures, y)) > 95
    assert len(digits.source_parameters(0, asked="where is it", steps=1)["head.b"]) == 25


def test_frozen_learns_as_if_the_body_had_no_rate():
    """Features that are worked out once give the head the same steps as the whole network with its body at rest."""
    rng = np.random.default_rng(0)
    parameters = digits.parameters_of(digits.digit_cnn(rng))
    X, y = (part[:30] for part in digits.halves()[2].learn)
    how = {"learning_rate": 0.1, "steps": 12}
    step = transfer.fine_tune_step
    once = adapting.adapted(step, parameters, X, y, np.random.default_rng(1), frozen=True, **how)
    whole = adapting.adapted(step, parameters, X, y, np.random.default_rng(1), frozen=False, body_factor=0.0, **how)
    for name, array in once.items():
        np.testing.assert_allclose(array, whole[name], atol=1e-12)
        assert np.array_equal(array, parameters[name]) == (not name.startswith("head."))


def test_the_stored_table_is_what_is_measured():
    stored = adapting.stored()
    assert set(stored) == {(name, labels) for name in adapting.WAYS for labels in adapting.LABELS}
    sources = {("which digit", 0): digits.source_parameters(0)}
    measure = adapting.measure(FUNCTIONS, sources, labels=2)
    for name in ("linear on pixels", "frozen features", "fine-tuned"):
        rate, numbers = stored[name, 2]
        assert measure(adapting.WAYS[name], 0, rate) == pytest.approx(numbers[0], abs=0.05)
        assert adapting.RATES[name][0] < rate < adapting.RATES[name][-1]


def test_all_ways_have_as_many_trials():
    assert {len(rates) for rates in adapting.RATES.values()} == {7}
