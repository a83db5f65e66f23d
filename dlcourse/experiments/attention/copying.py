"""What ``scripts/measure_attention.py`` measures of heads that copy, and the stored tables as text."""

import time

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.attention import looking
from dlcourse.experiments.attention.induction import (
    attention_only,
    learn,
    losses_by_place,
    lstm_reader,
    one_layer,
    share_known,
)
from dlcourse.experiments.attention.leaks import LEAKS
from dlcourse.experiments.comparison import compare

TUNING, SEEDS = (100, 101), (0, 1, 2, 3, 4)
RATES = (0.001, 0.003, 0.01, 0.03, 0.1)
STEPS, LONG, LONGER = 450, 1500, 1800
SIDES = {"two layers": lambda seed: attention_only(2, 1, seed), "one layer": one_layer, "LSTM": lstm_reader}


def readers_table():
    """Two layers of attention, one, and an LSTM, of as many parameters, tuned alike: percent of known signs right."""
    kept, seconds = {}, dict.fromkeys(SIDES, 0.0)

    def measure(side, seed, learning_rate):
        network, begun = SIDES[side](seed), time.process_time()
        learn(network, seed, steps=STEPS, learning_rate=learning_rate)
        seconds[side] += time.process_time() - begun
        kept[side, seed] = network
        return share_known(network, "tuning" if seed in TUNING else "result")

    ranges = {side: {"learning_rate": RATES} for side in SIDES}
    how = {"tuning": TUNING, "seeds": SEEDS, "smaller_is_better": False, "what": "% of the known signs right"}
    found = compare({side: side for side in SIDES}, ranges, measure, **how)
    print(found, flush=True)
    rates = {name: side.best["learning_rate"] for name, side in found.sides.items()}
    return {
        "rates": rates,
        "range": list(RATES),
        "tuning": list(TUNING),
        "seeds": list(SEEDS),
        "parameters": {side: make(0).size for side, make in SIDES.items()},
        "numbers": {name: list(side.numbers) for name, side in found.sides.items()},
        "seconds": {side: round(value / seconds["two layers"], 1) for side, value in seconds.items()},
        "heads": [_head_numbers(kept["two layers", seed]) for seed in SEEDS],
        "LSTM longer": [_learned(lstm_reader(seed), seed, LONGER, rates["LSTM"]) for seed in SEEDS],
    }


def _learned(network, seed, steps, learning_rate):
    learn(network, seed, steps=steps, learning_rate=learning_rate)
    return share_known(network)


def _head_numbers(network):
    """Where the heads look, and the percent right with each of them cut, in two ways."""
    places = [(layer, head) for layer, A in enumerate(looking.scores(network)) for head in range(len(A["stripe"]))]
    return {
        "whole": share_known(network),
        "looks": [{name: values.tolist() for name, values in layer.items()} for layer in looking.scores(network)],
        "cut": {
            instead: {f"{layer}.{head}": share_known(looking.without(network, layer, head, instead=instead))
                      for layer, head in places}
            for instead in ("zero", "mean")
        },
    }  # fmt: skip


def several_heads_table():
    """Two heads a layer: where they look, and what is left without each of them, for five seeds."""
    found = []
    for seed in SEEDS:
        network = attention_only(2, 2, seed)
        learn(network, seed, steps=STEPS)
        found.append(_head_numbers(network))
    return {"seeds": list(SEEDS), "heads": found}


def leaks_table():
    """The mean loss of networks that see what they should not, beside those that do not: five seeds each."""
    runs = {
        "two heads": (2, STEPS, {}),
        "heads mixed up": (2, STEPS, LEAKS["heads mixed up"]),
        "one head": (1, STEPS, {}),
        "masked too late": (1, STEPS, LEAKS["masked too late"]),
        "one head, longer": (1, LONG, {}),
        "masked too late, longer": (1, LONG, LEAKS["masked too late"]),
    }
    found = {}
    for name, (heads, steps, how) in runs.items():
        losses, known = [], []
        for seed in SEEDS:
            network = attention_only(2, heads, seed, **how)
            learn(network, seed, steps=steps)
            losses.append(losses_by_place(network))
            known.append(share_known(network))
        mean = [float(loss.mean()) for loss in losses]
        found[name] = {"loss": mean, "known": known, "places": np.mean(losses, axis=0).tolist(), "steps": steps}
        print(name, *(f"{loss:.3f}" for loss in mean), flush=True)
    return {"seeds": list(SEEDS), "runs": found}


def measured(name):
    """A stored table: "readers", "heads" or "leaks"."""
    return measurements(f"attention_{name}.json")
