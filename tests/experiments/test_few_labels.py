"""Experiments of lesson 13 on few labels and many examples without."""

import numpy as np
import pytest
from sklearn.neighbors import kneighbors_graph
from sklearn.semi_supervised import LabelSpreading

from dlcourse.experiments.autoencoder import few_labels, own_answers, unlabelled_codes, unlabelled_tables
from dlcourse.lessons.autoencoder import autoencoder_forward
from dlcourse.lessons.neuron import sigmoid
from dlcourse.nn.training import Network


def test_nothing_that_is_tested_on_is_learned_from():
    for part, sizes in (("result", (1297, 500)), ("tuning", (997, 300))):
        learn, test = own_answers.halves(part)
        assert (len(learn[1]), len(test[1])) == sizes
        rows = [set(map(bytes, X)) for X, _ in (learn, test)]
        assert not rows[0] & rows[1]
    rows = [set(map(bytes, X)) for X, _ in (own_answers.halves("tuning")[1], own_answers.halves("result")[1])]
    assert not rows[0] & rows[1]  # settings are chosen on others than the results


def test_a_pile_holds_the_rest_and_a_smaller_one_its_beginning():
    whole, small = own_answers.pile(3, 2), own_answers.pile(3, 2, most=60)
    assert np.bincount(whole.y).tolist() == [2] * 10
    assert len(whole.U) == 1277
    np.testing.assert_array_equal(small.U, whole.U[:60])
    np.testing.assert_array_equal(small.X, whole.X)


def test_frozen_leaves_the_code_alone():
    here, code = own_answers.pile(0, 1), {"W": np.full((64, 64), 0.1), "b": np.full(64, -1.0)}
    network = own_answers.fresh(np.random.default_rng(0), code)
    head = network.layers[-1].parameters["W"].copy()
    own_answers.taught(network, here.X, here.y, np.random.default_rng(1), frozen=True, steps=5)
    np.testing.assert_array_equal(network.layers[0].parameters["W"], code["W"])
    np.testing.assert_allclose(
        Network(network.layers[:2]).outputs(here.X), unlabelled_codes.code_of(here.X, code), atol=1e-12
    )
    assert np.abs(network.layers[-1].parameters["W"] - head).max() > 1e-3


def test_self_training_counts_what_it_takes_and_learns_from_it():
    here, asked = own_answers.pile(0, 2, most=100), []

    def oracle(P, *, threshold, most=None):
        asked.append((P.shape, threshold, most))
        rows = np.arange(0, 100, 2)
        return rows, np.where(rows < 80, here.hidden[rows], (here.hidden[rows] + 1) % 10)

    found = own_answers.self_train(oracle, here, 0)
    assert asked == [((100, 10), 0.0, most) for most in (2, 4, 6, 8)]
    assert (found.right, found.wrong) == ([40] * 4, [10] * 4)
    assert len(found.accuracy) == 5
    assert found.accuracy[1] > found.accuracy[0]
    assert found.accuracy[1] == found.accuracy[4]  # the same labels, the same first weights


def test_piles_are_changed_as_they_say():
    here = own_answers.pile(0, 2)
    changed = {name: change(here, 0) for name, change in own_answers.PILES.items()}
    assert changed["as it is"] is here
    exchanged = changed["3 and 8 exchanged"].y
    assert np.array_equal(exchanged == 3, here.y == 8)
    assert np.array_equal(exchanged == 8, here.y == 3)
    assert np.sum(changed["one 4 called 9"].y != here.y) == 1
    assert set(changed["0 to 4 asked, 5 to 9 in the pile"].hidden) == {5, 6, 7, 8, 9}
    assert set(changed["0 to 4 only"].test[1]) == {0, 1, 2, 3, 4}
    skewed = changed["nine tenths zeros and ones"].hidden
    assert np.mean(skewed < 2) == pytest.approx(0.9, abs=0.01)


def test_labels_spread_as_scikit_learn_spreads_them():
    rng = np.random.default_rng(0)
    X = np.concatenate([rng.normal(size=(40, 3)), rng.normal(3, 1, size=(50, 3))])
    few, labels, others = X[[0, 60]], np.array([0, 1]), np.delete(X, [0, 60], axis=0)
    shares = few_labels.spread(few, labels, others, neighbours=6, passed_on=0.9, classes=2)
    known = np.concatenate([few, others])
    ties = kneighbors_graph(known, 6).toarray()
    model = LabelSpreading(kernel=lambda *_: np.maximum(ties, ties.T), alpha=0.9, max_iter=5000, tol=1e-12)
    model.fit(known, np.append(labels, np.full(88, -1)))
    np.testing.assert_allclose(shares, model.label_distributions_, atol=1e-6)


@pytest.mark.parametrize("kind", ["plain", "denoising", "sparse", "rbm"])
def test_a_code_is_learned_without_labels(kind):
    (X, _), _ = own_answers.halves("result")
    begun, learned = (
        unlabelled_codes.learned_code(kind, X, np.random.default_rng(0), steps=steps) for steps in (0, 150)
    )

    errors = []
    for code in (begun, learned):
        rebuilt = autoencoder_forward(X, **code)[0]
        rebuilt = sigmoid(rebuilt) if kind == "rbm" else rebuilt
        errors.append(np.mean((rebuilt - X) ** 2))
    assert errors[1] < 0.8 * errors[0]


def test_what_is_stored_can_be_measured_again():
    found = unlabelled_tables.measured("ways")
    for name in ("from scratch", "surest fifths"):
        rate = found["best"][name]
        assert few_labels.right(few_labels.WAYS[name], 1, 2, rate) == pytest.approx(
            found["percent"][name]["2"][1], abs=0.5
        )
    for tried in found["tried"].values():
        values = [value for value, _ in tried]
        assert values == sorted(values)
    for name, best in found["best"].items():
        values = [value for value, _ in found["tried"][name]]
        assert values[0] < best < values[-1], name
