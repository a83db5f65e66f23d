"""Measure what takes too long for a notebook of lesson 20, and store it in dlcourse/data.

Run ``python scripts/measure_games.py`` in the repository, or with ``--only selfplay`` a part of it. Twice on the same
machine gives the same files. Takes about a quarter of an hour. All sides are tuned by
:func:`dlcourse.experiments.comparison.compare` over as many values, on seeds of their own; the seeds of the results are
others.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from functools import partial

import numpy as np
from storing import measure, store

from dlcourse.experiments import games
from dlcourse.experiments.comparison import compare
from dlcourse.lessons import games as lesson

TUNING, SEEDS = (100, 101), range(8)
RULES = {name: getattr(lesson, name) for name in ("winner", "legal_moves", "epsilon_greedy", "td_target")}
NETWORK_RATES, TABLE_RATES = (0.003, 0.01, 0.03, 0.1, 0.3), (0.0003, 0.003, 0.03, 0.3, 1.0)
EPSILONS = (0.3, 0.6, 1.0)
SIMULATIONS, TUNED_AT, CURIOSITIES = (5, 10, 20, 50, 100), 50, (0.01, 0.1, 0.3, 1.0, 3.0)
SEARCH_SEEDS = range(5)
JUDGES = {0: "random games", 800: "network after 800 games", 8000: "network after 8,000 games"}
POLES, POLE_RATES = {True: "with a baseline", False: "without one"}, (0.01, 0.03, 0.1, 0.3, 1.0)
LEARNERS = {
    "network": partial(games.learn, **RULES),
    "network, not turned": partial(games.learn, **RULES, folded=False),
    "network, no exploring": partial(games.learn, **RULES, epsilon=0.0),
    "table": partial(games.learn_table, **RULES),
}


def found(comparison, details):
    """A comparison as plain data: how each side was tuned, and what came of each seed."""
    return {
        name: {
            "range": {key: list(values) for key, values in side.range.items()},
            "best": side.best,
            "tried": [score for _, score in side.tried],
            "numbers": list(side.numbers),
            **{
                key: [details[name, seed][key] for seed in comparison.seeds]
                for key in details[name, comparison.seeds[0]]
            },
        }
        for name, side in comparison.sides.items()
    }


def selfplay():
    """How well networks and tables play after 8,000 games against themselves, with an epsilon of 0.3."""
    _play("games_selfplay", LEARNERS, {})


def exploring():
    """The same for the network and the table, with epsilon tuned beside the rate."""
    _play("games_exploring", {name: LEARNERS[name] for name in ("network", "table")}, {"epsilon": EPSILONS})


def _play(file, learners, more):
    values, details = games.true_values(lesson.minimax_value), {}

    def judged(name, seed, **tuned):
        made = learners[name](seed=seed, looks=20 if seed in SEEDS else 0, **tuned)
        player, curve = made if isinstance(made, tuple) else (made, made.curve)
        if seed in SEEDS:
            beaten = [count for _, count in curve]
            last = max((k for k, count in enumerate(beaten) if count), default=-1)
            details[name, seed] = {
                "beaten": beaten,
                "never_loses_from": curve[last + 1][0] if last + 1 < len(curve) else None,
                "against_random": games.against(player, games.random_player(seed), games=1000),
            }
            print(
                *(f"  {name}, seed {seed}:", beaten[-1], "lines, never loses from"),
                details[name, seed]["never_loses_from"],
                flush=True,
            )
        return games.distance(player, values)

    ranges = {name: {"rate": TABLE_RATES if "table" in name else NETWORK_RATES, **more} for name in learners}
    natural = {
        "rate": dict.fromkeys((0.0003, 1.0), "no rate can be better than no wrong move"),
        "epsilon": {1.0: "every move is drawn"},
    }
    comparison = compare(
        {name: name for name in learners},
        ranges,
        judged,
        tuning=TUNING,
        seeds=SEEDS,
        natural=natural,
        what="share of positions whose move is not among the best",
    )
    print(comparison)
    store(file, {"games": [400 * k for k in range(1, 21)], "sides": found(comparison, details)})


def remembered(player):
    """The same player, asked once in each position."""
    known = {}

    def ask(board, stone):
        key = board.tobytes()
        if key not in known:
            known[key] = player(board, stone)
        return known[key]

    return ask


def search():
    """Looking ahead with 5 to 100 simulations a move, judged by random games or by networks."""
    values, details, networks = games.true_values(lesson.minimax_value), {}, {}

    def network(played, seed):
        if (played, seed) not in networks:
            networks[played, seed] = games.learn(**RULES, games=played, seed=seed, looks=0)
        return networks[played, seed]

    def judged(played, seed, curiosity):
        judge = network(played, seed) if played else None
        if seed in SEARCH_SEEDS:
            rows = {}
            for count in SIMULATIONS:
                player = remembered(games.searched(count, judge, seed=seed, curiosity=curiosity))
                rows[str(count)] = games.distance(player, values), len(games.examine(player))
            details[JUDGES[played], seed] = {"by_simulations": rows}
            print(f"  {JUDGES[played]}, seed {seed}: {rows}", flush=True)
        return games.distance(games.searched(TUNED_AT, judge, seed=seed, curiosity=curiosity), values)

    comparison = compare(
        {name: played for played, name in JUDGES.items()},
        {name: {"curiosity": CURIOSITIES} for name in JUDGES.values()},
        judged,
        tuning=TUNING,
        seeds=SEARCH_SEEDS,
        what=f"share of positions whose move is not among the best, {TUNED_AT} simulations",
    )
    print(comparison)
    store("games_search", {"simulations": SIMULATIONS, "sides": found(comparison, details)})


def pole():
    """A pole to balance: REINFORCE with and without a baseline, and rules drawn by chance."""
    details = {}

    def judged(baseline, seed, rate):
        made = games.balance(lesson.policy_gradient, seed=seed, baseline=baseline, rate=rate)
        if seed in SEEDS:
            details[POLES[baseline], seed] = {
                "curve": [round(steps, 1) for steps in made.curve],
                "stands": float(games.stands(made.pushes_right, seed=seed).mean()),
            }
        return float(np.mean(made.curve))

    comparison = compare(
        {name: baseline for baseline, name in POLES.items()},
        {name: {"rate": POLE_RATES} for name in POLES.values()},
        judged,
        tuning=range(100, 115),
        seeds=SEEDS,
        what="steps an episode lasts, mean of all 640",
        smaller_is_better=False,
    )
    print(comparison)
    rules = [games.rules_tried(seed) for seed in SEEDS]
    print("  rules drawn:", rules)
    store("games_pole", {"sides": found(comparison, details), "rules_tried": rules})


if __name__ == "__main__":
    measure({"selfplay": selfplay, "exploring": exploring, "search": search, "pole": pole}, __doc__)
