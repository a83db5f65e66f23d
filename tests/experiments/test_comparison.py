"""Comparisons: what they refuse, that tuning and result never share a seed, and that ties are told as ties."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.experiments.comparison import Refused, compare, level_best

RATES = (0.01, 0.03, 0.1, 0.3, 1.0)
SEEDS = {"tuning": (0,), "seeds": (1, 2, 3), "what": "steps"}
costs = st.lists(st.integers(1, 6), min_size=len(RATES), max_size=len(RATES))
tables = st.dictionaries(st.text("abc", min_size=1), costs, min_size=1, max_size=4)


def looked_up(cost, seed, rate):
    return cost[RATES.index(rate)] + 0 * seed


def run(costs, measure=looked_up, **others):
    return compare(costs, {name: {"rate": RATES} for name in costs}, measure, **{**SEEDS, **others})


def at_an_end(cost):
    return min(cost) in (cost[0], cost[-1])


@given(tables)
def test_a_best_at_an_end_is_refused_and_no_other(costs):
    bad = [name for name in costs if at_an_end(costs[name])]
    if bad:
        with pytest.raises(Refused) as told:
            run(costs)
        for name in costs:
            assert (f" {name} is best" in f" {told.value}") == (name in bad)
        return
    found = run(costs)
    for name, side in found.sides.items():
        assert side.median == min(costs[name])
        assert side.best["rate"] in RATES[1:-1]
    assert found.first == [name for name in costs if min(costs[name]) == min(map(min, costs.values()))]


@given(tables)
def test_larger_is_better_is_the_same_turned_round(costs):
    def turned(cost, seed, rate):
        return -looked_up(cost, seed, rate)

    outcomes = []
    for measure, smaller in ((looked_up, True), (turned, False)):
        try:
            found = run(costs, measure, smaller_is_better=smaller)
            outcomes.append(([side.best for side in found.sides.values()], found.first))
        except Refused as refused:
            outcomes.append(str(refused))
    assert outcomes[0] == outcomes[1]


@given(st.sets(st.integers(0, 20), min_size=1, max_size=4), st.sets(st.integers(0, 20), max_size=6))
def test_tuning_and_result_never_share_a_seed(tuning, seeds):
    asked = []

    def measure(cost, seed, rate):
        asked.append((seed, rate))
        return abs(math.log(rate / 0.1))

    settings = {"tuning": sorted(tuning), "seeds": sorted(seeds)}
    if tuning & seeds or len(seeds) < 3:
        with pytest.raises(ValueError, match="at least 3 others for the result"):
            run({"one": None}, measure, **settings)
        assert not asked
        return
    found = run({"one": None}, measure, **settings)
    assert sorted(asked) == sorted([(s, r) for s in tuning for r in RATES] + [(s, 0.1) for s in seeds])
    assert found.seeds == tuple(sorted(seeds))


def test_a_sentence_names_side_range_and_best_value():
    with pytest.raises(Refused, match=r"^B is best at rate 1, the upper end of its range from 0.01 to 1: it might be"):
        run({"A": [3, 2, 1, 2, 3], "B": [5, 4, 3, 2, 1]})
    with pytest.raises(Refused, match=r"A is best \(level with others\) at rate 0.01, the lower end"):
        run({"A": [1, 1, 2, 2, 3]})


def test_an_end_that_is_bound_by_nature_is_no_reason_to_refuse():
    natural = {"rate": {0.01: "there is nothing below"}}
    assert run({"A": [1, 2, 3, 4, 5]}, natural=natural).sides["A"].best == {"rate": 0.01}
    with pytest.raises(Refused, match="upper end"):
        run({"A": [5, 4, 3, 2, 1]}, natural=natural)


def test_all_sides_have_the_same_number_of_trials():
    ranges = {"A": {"rate": RATES}, "B": {"rate": RATES[:3]}}
    with pytest.raises(Refused, match=r"same number of trials \(A 5, B 3\)"):
        compare({"A": 0, "B": 1}, ranges, looked_up, **SEEDS)
    ranges["B"] = {"rate": (0.1, 1.0), "momentum": (0.0, 0.9)}  # 4 combinations
    with pytest.raises(Refused, match=r"\(A 5, B 4\)"):
        compare({"A": 0, "B": 1}, ranges, looked_up, **SEEDS)


def test_a_side_with_nothing_to_tune_says_why():
    def measure(side, seed, rate=None):
        return 7 if rate is None else abs(rate - 0.1)

    sides, ranges = {"by hand": 0, "learned": 1}, {"by hand": {}, "learned": {"rate": RATES}}
    with pytest.raises(Refused, match="by hand 1, learned 5"):
        compare(sides, ranges, measure, **SEEDS)
    found = compare(sides, ranges, measure, untuned={"by hand": "set by thought"}, **SEEDS)
    assert "by hand set by thought; learned rate 0.01 to 1" in str(found)


def test_a_side_that_never_arrives_is_refused():
    with pytest.raises(Refused, match=r"A came to no result with any value \(rate 0.01 to 1\)"):
        run({"A": [math.inf, math.nan, math.inf, math.inf, math.inf]})


def test_several_parameters_are_tried_in_all_combinations():
    def measure(side, seed, rate, momentum):
        return abs(rate - 0.1) + abs(momentum - 0.8)

    ranges = {"A": {"rate": RATES, "momentum": (0.5, 0.8, 0.9)}}
    found = compare({"A": 0}, ranges, measure, **SEEDS)
    assert found.sides["A"].best == {"rate": 0.1, "momentum": 0.8}
    assert len(found.sides["A"].tried) == 15
    assert "15 trials each on seed 0 (rate 0.01 to 1, momentum 0.5 to 0.9)" in str(found)
    held = compare({"A": 0}, {"A": {"rate": RATES, "momentum": (0.9,)}}, measure, **SEEDS)
    assert "momentum held at 0.9" in str(held)


def test_a_trial_counts_by_its_median_over_the_tuning_seeds():
    def measure(side, seed, rate):
        if seed == 0:
            return -RATES.index(rate)  # this seed alone would take the upper end
        return abs(rate - 0.3)

    with pytest.raises(Refused):
        compare({"A": 0}, {"A": {"rate": RATES}}, measure, **SEEDS)
    found = compare({"A": 0}, {"A": {"rate": RATES}}, measure, tuning=(0, 1, 2), seeds=(3, 4, 5), what="steps")
    assert found.sides["A"].best == {"rate": 0.3}


def test_of_trials_that_are_level_the_middle_one_is_taken():
    assert run({"A": [2, 1, 1, 1, 2]}).sides["A"].best == {"rate": 0.1}


def test_numbers_that_differ_by_rounding_are_level():
    assert level_best({"a": 0.1 + 0.2, "b": 0.3, "c": 0.31}) == ["a", "b"]


def test_ranges_that_do_not_rise_and_sides_without_one_are_errors():
    with pytest.raises(ValueError, match=r"rate of A is \[1.0, 0.1\]: want values that rise"):
        compare({"A": 0}, {"A": {"rate": [1.0, 0.1]}}, looked_up, **SEEDS)
    with pytest.raises(ValueError, match="want a range for each side"):
        compare({"A": 0, "B": 1}, {"A": {"rate": RATES}}, looked_up, **SEEDS)


def test_the_table_shows_each_seed_ties_and_what_never_arrived():
    def measure(side, seed, rate):
        return math.inf if side == "C" and seed == 3 else abs(RATES.index(rate) - 2) + 10 * seed

    found = run({"A": "A", "B": "B", "C": "C"}, measure)
    lines = str(found).splitlines()
    assert lines[0].split() == ["rate", "median", "seed", "by", "seed"]
    assert lines[1].split() == ["A", "0.1", "20", "10", "20", "30"]
    assert lines[3].split() == ["C", "0.1", "20", "10", "20", "never"]
    assert lines[4] == "All medians are level: 20 (steps)."
    assert found.short() == "A 20, B 20, C 20"
    assert found.ahead("A", "B") == (0, 3, 0)
    assert found.ahead("A", "C") == (1, 2, 0)
    assert found.ahead("C", "A") == (0, 2, 1)
    assert max(map(len, lines)) <= 100


def test_the_verdict_names_the_first_or_those_that_share_it():
    found = run({"A": [5, 2, 1, 2, 5], "B": [5, 2, 1, 2, 5], "C": [9, 8, 7, 8, 9]})
    assert "Lowest median: A and B, 1 (steps)." in str(found)
    turned = run({"A": [1, 2, 3, 2, 1], "B": [1, 2, 4, 2, 1]}, smaller_is_better=False)
    assert "Highest median: B, 4 (steps)." in str(turned)


def test_with_a_small_budget_little_is_tried_and_nothing_refused(monkeypatch):
    asked = []

    def measure(side, seed, rate):
        asked.append(seed)
        return math.inf

    monkeypatch.setenv("DLCOURSE_BUDGET", "small")
    found = run({"A": 0, "B": 1}, measure)
    assert asked == [0, 1, 2] * 2
    assert "never" in str(found)


def test_the_names_of_the_sides_can_be_watched():
    seen = []

    def watch(names, words):
        for name in names:
            seen.append(name)
            yield name

    run({"A": [2, 1, 2, 3, 4], "B": [2, 1, 2, 3, 4]}, watch=watch)
    assert seen == ["A", "B"]
