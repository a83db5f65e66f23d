"""Lesson 09's first sitting: patches and their components, which kernels are edges, turned patches, the families."""

import numpy as np
import pytest
from sklearn.decomposition import PCA, FastICA

from dlcourse.experiments import representations
from dlcourse.experiments.representations import family_trees, photographs, rotations
from dlcourse.lessons import backprop
from dlcourse.lessons.representations import linear_probe


def stripes(degrees, size=8, wavelength=5.0, width=1.8):
    """A few stripes under a bell that run in a direction, counted as in the lesson."""
    rows, columns = np.mgrid[:size, :size] - (size - 1) / 2
    across = np.sin(np.radians(degrees)) * columns + np.cos(np.radians(degrees)) * rows
    return np.sin(2 * np.pi * across / wavelength) * np.exp(-(rows**2 + columns**2) / (2 * width**2))


# ---- photographs ----


def test_patches_come_from_all_photographs_and_have_no_mean():
    ramps = [np.arange(12.0)[:, None] * np.ones((1, 9)), 100 * np.arange(9.0)[None] * np.ones((12, 1))]
    X = photographs.patches(ramps, 400, np.random.default_rng(0), size=4)
    assert X.shape == (400, 16)
    np.testing.assert_allclose(X.mean(axis=1), 0, atol=1e-12)
    spreads = np.ptp(X, axis=1).round(9)
    assert set(spreads) == {3.0, 300.0}
    assert 150 < np.sum(spreads == 3) < 250


def test_every_place_of_a_photograph_can_be_cut_out():
    picture = np.arange(30.0).reshape(5, 6) ** 2
    found = {tuple(row) for row in photographs.patches([picture], 500, np.random.default_rng(0), size=4).round(6)}
    assert len(found) == 2 * 3


def test_gaussian_twins_have_the_covariance_and_no_more():
    rng = np.random.default_rng(0)
    X = rng.exponential(size=(40_000, 3)) @ rng.normal(size=(3, 3))
    twins = photographs.gaussian_twins(X, rng)
    np.testing.assert_allclose(np.cov(twins.T), np.cov(X.T), atol=0.05 * np.abs(np.cov(X.T)).max())
    white = (twins - twins.mean(axis=0)) / twins.std(axis=0)
    np.testing.assert_allclose((white**4).mean(axis=0), 3, atol=0.15)  # of an exponential it would be 9


def test_principal_components_are_scikit_learns():
    X = np.random.default_rng(1).normal(size=(300, 6)) * [1, 2, 3, 4, 5, 6]
    ours, theirs = photographs.principal_components(X, 3), PCA(3).fit(X).components_
    np.testing.assert_allclose(np.abs(np.sum(ours * theirs, axis=1)), 1)


def test_independent_components_find_what_was_mixed():
    rng = np.random.default_rng(2)
    mixing = rng.normal(size=(4, 4))
    X = rng.laplace(size=(20_000, 4)) @ mixing.T
    found = photographs.independent_components(X, rng, count=4)
    alike = np.abs(np.corrcoef(found, mixing.T)[:4, 4:])
    assert sorted(alike.argmax(axis=1)) == [0, 1, 2, 3]
    assert alike.max(axis=1).min() > 0.99


def test_independent_components_are_where_scikit_learn_stays():
    rng = np.random.default_rng(3)
    X = rng.laplace(size=(10_000, 8)) @ rng.normal(size=(8, 8))
    found = photographs.independent_components(X, rng, count=8)
    Z = PCA(8, whiten=True).fit(X)
    W = Z.transform(found + X.mean(axis=0))  # (patterns, white directions)
    theirs = FastICA(fun="logcosh", whiten=False, w_init=W, max_iter=300, tol=1e-8).fit(Z.transform(X)).components_
    np.testing.assert_allclose(W @ W.T, np.eye(8), atol=1e-3)
    np.testing.assert_allclose(np.abs(theirs @ W.T), np.eye(8), atol=1e-3)


@pytest.mark.parametrize("degrees", [0, 20, 45, 90, 110, 135, 170])
def test_stripes_are_oriented_in_their_direction(degrees):
    kernel = stripes(degrees)
    share, direction = photographs.coherence(kernel[None])
    assert share > 0.65
    assert abs((direction - degrees + 90) % 180 - 90) < 7  # of so few pixels
    assert photographs.gabor_share(kernel[None]) > 0.9
    assert photographs.are_oriented(kernel.reshape(1, 64))


def test_what_is_no_edge_is_not_oriented():
    rng = np.random.default_rng(0)
    checks = np.indices((8, 8)).sum(axis=0) % 2 - 0.5
    blob = np.exp(-np.sum((np.indices((8, 8)) - 3.5) ** 2, axis=0) / 6)
    long = np.sin(np.arange(8))[:, None] * np.sin(2.7 * np.arange(8))[:, None] * np.ones((1, 8))
    assert photographs.coherence(long[None])[0] > 0.99  # one direction alone is not enough
    assert not photographs.are_oriented(np.stack([checks, blob, np.zeros((8, 8))])).any()
    assert photographs.are_oriented(rng.normal(size=(200, 8, 8))).mean() < 0.02


def test_patches_of_photographs_are_made_of_edges_and_gaussian_numbers_are_not():
    sets = representations.pattern_sets(photographs.gray_photographs(), 0)
    counts = {name: photographs.are_oriented(kernels).sum() for name, kernels in sets.items()}
    assert counts["photographs"] >= 26
    assert counts["Gaussian"] <= 6
    assert counts["random"] == 0
    assert representations.count_different(sets["photographs"]) == 32


def test_alike_kernels_count_once():
    kernels = np.stack([stripes(0), 3 * stripes(0), -stripes(0), stripes(90)])
    assert representations.count_different(kernels) == 3


# ---- turned patches ----


def test_patches_are_turned_against_the_clock():
    ramp = np.arange(40.0)[None] * np.ones((40, 1))  # brighter to the right
    X, y = rotations.turned_patches([ramp], 60, np.random.default_rng(0))
    brighter = {
        0: X[:, :, -1].mean((1, 2)),
        1: X[:, 0].mean((1, 2)),
        2: X[:, :, 0].mean((1, 2)),
        3: X[:, -1].mean((1, 2)),
    }
    for quarters, side in brighter.items():
        np.testing.assert_array_equal(side > 1, y == quarters)


def test_turns_are_learned_from_true_labels_only_and_the_same_seed_gives_the_same():
    true, again, random, none = (
        rotations.learn_turns(3, epochs=2, labels=labels) for labels in ("true", "true", "random", "none")
    )
    np.testing.assert_array_equal(true.kernels, again.kernels)
    assert true.kernels.shape == (16, 8, 8)
    assert true.seen > max(random.seen, none.seen) + 0.04


# ---- families ----


def test_there_are_104_facts_52_in_each_family():
    facts = representations.family_facts()
    assert len(facts) == 104
    assert sum(map(len, facts.values())) == 112
    for (person, relation), answers in facts.items():
        assert {answer // 12 for answer in answers} == {person // 12}
        twin = (person + 12) % 24, relation
        assert facts[twin] == {(answer + 12) % 24 for answer in answers}


@pytest.mark.parametrize(
    ("relation", "back"),
    [
        ("husband", {"wife"}),
        ("father", {"son", "daughter"}),
        ("mother", {"son", "daughter"}),
        ("brother", {"sister"}),
        ("uncle", {"nephew", "niece"}),
        ("aunt", {"nephew", "niece"}),
    ],
)
def test_relations_run_both_ways(relation, back):
    facts, names = representations.family_facts(), representations.RELATIONS
    there = {(a, b) for (a, name), answers in facts.items() if names[name] == relation for b in answers}
    here = {(b, a) for (a, name), answers in facts.items() if names[name] in back for b in answers}
    assert there <= here
    sexes = {representations.FEMALE[b] for _, b in there}
    assert sexes == {int(relation in ("wife", "mother", "sister", "aunt"))}


def test_facts_are_kept_back_once_each():
    facts = representations.family_facts()
    learned, held_out = representations.split_facts(facts, np.random.default_rng(0))
    assert len(learned) == 100
    assert learned | held_out == facts


def test_the_way_back_is_that_of_central_differences():
    rng = np.random.default_rng(0)
    network, N = family_trees.untrained_family(rng), 5
    people, relations = family_trees._one_hot(rng.integers(24, size=N), rng.integers(12, size=N))
    answers = rng.integers(24, size=N)

    def loss():
        return backprop.softmax_cross_entropy_forward(family_trees._forward(network, people, relations)[0], answers)

    _, caches = family_trees._forward(network, people, relations)
    dZ = backprop.softmax_cross_entropy_backward(1.0, loss()[1])
    gradients = family_trees._backward(dZ, caches, backprop.dense_backward, backprop.sigmoid_backward)
    for name in family_trees.LAYERS:
        for array, gradient in zip(getattr(network, name), gradients[name], strict=True):
            place = np.unravel_index(np.abs(gradient).argmax(), gradient.shape)
            before, slopes = array[place], []
            for step in (1e-5, -1e-5):
                array[place] = before + step
                slopes.append(loss()[0])
            array[place] = before
            assert (slopes[0] - slopes[1]) / 2e-5 == pytest.approx(gradient[place], rel=1e-5)


def test_the_families_are_learned_and_their_nations_can_be_read():
    facts = representations.family_facts()
    network = representations.learn_families(facts, np.random.default_rng(1))
    assert network.right(facts).sum() >= 100
    codes = network.codes()
    assert representations.read_left_out(linear_probe, codes, representations.NATIONALITY, representations.COUPLE) >= 22
    assert representations.best_unit(codes, representations.NATIONALITY)[1] >= 20


def test_who_sends_nothing_back_learns_nothing():
    def silent(dZ, cache):
        return tuple(0 * part for part in backprop.dense_backward(dZ, cache))

    ways = silent, backprop.sigmoid_backward, backprop.softmax_cross_entropy_backward
    facts = representations.family_facts()
    network = representations.learn_families(facts, np.random.default_rng(0), steps=200, backward=ways)
    assert network.right(facts).mean() < 0.2


def test_a_couple_has_one_number():
    people = np.array(representations.PEOPLE)
    couples = [set(people[number == representations.COUPLE]) for number in range(12)]
    assert {"Christopher", "Penelope"} in couples
    assert {"Victoria", "James"} in couples
    assert {"Lucia", "Marco"} in couples
    assert {"Colin", "Charlotte"} in couples
    assert {"Arthur", "Margaret"} in couples


def test_reading_by_groups_never_trains_on_who_is_read():
    seen = []

    def probe(H, T, *, ridge):
        seen.append(sorted(H[:, 0].astype(int).tolist()))
        return np.zeros((H.shape[1], T.shape[1])), np.arange(T.shape[1], dtype=float)

    H, groups = np.arange(6.0)[:, None], np.array([0, 0, 1, 1, 2, 2])
    assert representations.read_left_out(probe, H, np.array([0, 1, 1, 1, 0, 1]), groups) == 4
    assert seen == [[2, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 3]]


def test_the_best_unit_is_found_whichever_way_it_points():
    labels = np.array([0, 0, 0, 1, 1, 1])
    H = np.column_stack([[0.1, 0.9, 0.2, 0.8, 0.3, 0.7], [0.9, 0.8, 0.7, 0.3, 0.2, 0.1], np.ones(6)])
    assert representations.best_unit(H, labels) == (1, 6)


def test_a_guess_by_relation_is_right_for_24_facts():
    assert representations.chance_by_relation(representations.family_facts()) == pytest.approx(24 / 104)
