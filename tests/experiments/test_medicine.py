"""Experiments of lesson 23, medicine."""

import numpy as np
import pytest

from dlcourse.data import datasets
from dlcourse.data.stored import measurements
from dlcourse.exercises.medicine.triage import triage
from dlcourse.experiments import medicine as trial
from dlcourse.experiments.medicine import hospitals, leaks, patients
from dlcourse.lessons import medicine as lesson


def test_parts_share_nobody():
    tuners = np.concatenate([patients.split(100).learn, patients.split(100).judge])
    assert len(set(tuners)) == 169
    for number in range(5):
        parts = patients.split(number)
        everybody = np.concatenate([parts.learn, parts.own, parts.judge])
        assert [len(parts.learn), len(parts.own), len(parts.judge)] == [180, 100, 120]
        assert len(set(everybody)) == 400
        assert not set(everybody) & set(tuners)
    assert set(tuners) == set(np.concatenate([patients.split(109).learn, patients.split(109).judge]))


def test_the_eight_are_means_and_errors():
    names = datasets.biopsies()[2]
    assert [names[place] for place in patients.columns(trial.EIGHT)] == [
        "mean_texture", "mean_smoothness", "mean_symmetry", "mean_fractal_dimension",
        "texture_error", "smoothness_error", "symmetry_error", "fractal_dimension_error",
    ]  # fmt: skip
    assert len(patients.columns(trial.ALL)) == 30


@pytest.mark.parametrize("which", trial.SETS)
@pytest.mark.parametrize("side", trial.SIDES)
def test_nothing_is_best_at_an_end_of_its_range(which, side):
    stored = measurements("medicine_tuned.json")[which][side]
    for key, value in stored["best"].items():
        assert stored["range"][key][0] < value < stored["range"][key][-1]
    assert len(stored["range"]["rate"]) * len(stored["range"]["decay"]) == 42  # as the notebook says


def test_the_network_is_ahead_with_the_weak_measurements_only():
    areas = {
        which: {
            side: np.array([lesson.auc(each.scores, each.actual) for each in trial.splits(side, which)])
            for side in trial.SIDES
        }
        for which in trial.SETS
    }
    ahead = {which: np.sum(found[trial.NETWORK] > found[trial.LOGISTIC]) for which, found in areas.items()}
    assert ahead[trial.ALL] < 10
    assert ahead[trial.EIGHT] > 20


def test_cost_counts_each_mistake_at_its_price():
    predicted, actual = np.array([1, 0, -1, 0, 1]), np.array([1, 1, 1, 0, 0])
    assert trial.cost(predicted, actual, cost_missed=20) == (20 + 1) / 5
    assert trial.cost(predicted, actual, cost_missed=np.arange(5), cost_false_alarm=3) == (1 + 3) / 5


def test_the_second_microscope():
    X, _, names = datasets.biopsies()
    seen = hospitals.as_seen_there(X, seed=0)
    with np.errstate(invalid="ignore"):
        ratio = np.nanmedian(seen / X, axis=0)
    for name, value in zip(names, ratio, strict=True):
        wanted = 0.85**2 if "area" in name else 0.85 if "radius" in name or "perimeter" in name else 1
        assert abs(value / wanted - 1) < 0.02, name


def test_accuracy_hides_the_second_hospital():
    rates = {}
    for name, splits in trial.both_hospitals().items():
        found = [(each.scores > 0, each.actual) for each in splits]
        rates[name] = np.mean(
            [(np.mean(c == a), *lesson.sensitivity_specificity(c.astype(int), a)) for c, a in found], axis=0
        )
    home, there = rates["first hospital"], rates["second hospital"]
    assert abs(home[0] - there[0]) < 0.01
    assert home[1] - there[1] > 0.1
    assert rates["second, means of all"][0] < 0.9
    assert rates["second, of the healthy"][1] > there[1] + 0.05
    for each in trial.both_hospitals()["second hospital"]:
        assert abs(each.actual.mean() - 0.15) < 0.01


def test_the_leak_and_its_proof():
    right, told, healthy = trial.leak()
    means = {key: np.mean(shares) for key, shares in right.items()}
    assert means["tossed labels", "by recording"] > 0.8
    assert abs(means["tossed labels", "by person"] - 0.5) < 0.06
    assert means["diagnoses", "by recording"] > means["diagnoses", "by person"] + 0.1
    assert np.mean(told) > 0.9
    assert 0.5 < np.mean(healthy) < means["diagnoses", "by person"] - 0.1  # the sceptic's "all healthy"


def test_a_division_by_person_divides_nobody():
    person = leaks.recordings(0).person
    judge = leaks.held_back(person, "by person", seed=0)
    assert not set(person[judge]) & set(person[~judge])
    assert judge.sum() == 26 * 6
    judge = leaks.held_back(person, "by recording", seed=0)
    assert judge.sum() == 160
    assert set(person[judge]) & set(person[~judge])


def test_nearest_is_nearest():
    rng = np.random.default_rng(0)
    X, new, labels = rng.normal(size=(20, 4)), rng.normal(size=(9, 4)), rng.integers(5, size=20)
    wanted = labels[((new[:, None] - X) ** 2).sum(axis=2).argmin(axis=1)]
    np.testing.assert_array_equal(leaks.nearest(X, labels, new), wanted)


def test_a_threshold_treats_groups_differently():
    alarmed = {}
    for name, (called, actual, patients_ill) in trial.groups(-np.log(20)).items():
        assert 0 < patients_ill < actual.sum()
        alarmed[name] = 1 - lesson.sensitivity_specificity(called, actual)[1]
    assert alarmed["large nuclei"] > 3 * alarmed["small nuclei"]


def test_triage_beats_the_sceptics_rules_on_average():
    means = {name: np.mean(costs) for name, costs in trial.rules(triage, lesson.threshold_for_cost).items()}
    assert means["yours"] < means["and the nearest referred"] < means["one threshold"]


def test_everyday_tests_are_standardised():
    for name in (trial.TEXTURE, *trial.SETS):
        scores, actual = trial.everyday_test(name)
        assert len(scores) == len(actual) == 220
        np.testing.assert_allclose([scores.mean(), scores.std()], [0, 1], atol=1e-12)
