"""What ``scripts/measure_attention.py`` measures of heads that copy, and the stored tables as text."""

import time

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.attention import looking
from dlcourse.experiments.attention.induction import (
    attention_only,
    learn,
    losses_by_place,
    lowest_loss,
    lstm_reader,
    one_layer,
    share_known,
)
from dlcourse.experiments.attention.leaks import LEAKS
from dlcourse.experiments.comparison import compare

TUNING, SEEDS = (100, 101), (0, 1, 2, 3, 4)
RATES = (0.001, 0.003, 0.01, 0.03, 0.1)
STEPS, LONG, LONGER = 450, 1200, 1800
SIDES = {"two layers": lambda seed: attention_only(2, 1, seed), "one layer": one_layer, "LSTM": lstm_reader}


def readers_table():
    """Two layers of attention, one, and an LSTM, of as many parameters, tuned alike: percent of known signs right."""
    seconds = dict.fromkeys(SIDES, 0.0)

    def measure(side, seed, learning_rate):
        network, begun = SIDES[side](seed), time.process_time()
        learn(network, seed, steps=STEPS, learning_rate=learning_rate)
        seconds[side] += time.process_time() - begun
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
        "LSTM longer": [_learned(lstm_reader(seed), seed, LONGER, rates["LSTM"]) for seed in SEEDS],
    }


def _learned(network, seed, steps, learning_rate):
    learn(network, seed, steps=steps, learning_rate=learning_rate)
    return share_known(network)


def heads_table():
    """One head a layer, and two: where they look, and what is left without each of them, for five seeds."""
    found = {"seeds": list(SEEDS)}
    for heads in (1, 2):
        found[f"{heads} a layer"] = []
        for seed in SEEDS:
            network = attention_only(2, heads, seed)
            learn(network, seed, steps=STEPS)
            found[f"{heads} a layer"].append(_head_numbers(network))
            if heads == 1:
                found["1 a layer"][-1]["without places"] = share_known(looking.without_places(network))
    return found


def _head_numbers(network):
    """Where the heads look, and the percent right with each of them cut, in two ways: by "layer.head", from 0 on."""
    looks = looking.scores(network)
    places = [(layer, head) for layer, A in enumerate(looks) for head in range(len(A["stripe"]))]
    return {
        "whole": share_known(network),
        "looks": [{name: values.tolist() for name, values in layer.items()} for layer in looks],
        "cut": {
            instead: {
                f"{layer}.{head}": share_known(looking.without(network, layer, head, instead=instead))
                for layer, head in places
            }
            for instead in ("zero", "mean")
        },
    }


def leaks_table():
    """Networks that see what they should not: the mean loss and the known signs right, five seeds, at some steps."""
    found = {}
    for name, heads, marks in (("heads mixed up", 2, (STEPS,)), ("masked too late", 1, (STEPS, LONG))):
        runs = {step: {"loss": [], "known": [], "places": []} for step in marks}
        for seed in SEEDS:
            look = _at_steps(runs)
            learn(attention_only(2, heads, seed, **LEAKS[name]), seed, steps=marks[-1], watch=look)
        for step, run in runs.items():
            run["places"] = np.mean(run["places"], axis=0).tolist()
            print(name, step, *(f"{loss:.3f}" for loss in run["loss"]), flush=True)
        found[name] = {str(step): run for step, run in runs.items()}
    return {"seeds": list(SEEDS), "runs": found}


def _at_steps(runs):
    """What :func:`learn` calls: notes the losses and the known signs at the steps that `runs` has."""

    def look(step, network):
        if step in runs:
            places = losses_by_place(network)
            runs[step]["places"].append(places)
            runs[step]["loss"].append(float(places.mean()))
            runs[step]["known"].append(share_known(network))

    return look


def measured(name):
    """A stored table: "readers", "heads" or "leaks"."""
    return measurements(f"attention_{name}.json")


def readers_in_words():
    """The stored comparison of two layers, one layer and an LSTM, as lines of text."""
    table = measured("readers")
    lines = [f"{'known signs right, in %':24} parameters  median  seed by seed"]
    for side, numbers in table["numbers"].items():
        lines.append(_line(side, table["parameters"][side], numbers))
    times = round(LONGER / STEPS)
    lines.append(_line(f"LSTM, {times} times the steps", table["parameters"]["LSTM"], table["LSTM longer"]))
    rates, both = table["range"], " and ".join(map(str, table["tuning"]))
    best = {f"{rate:g}" for rate in table["rates"].values()}
    lines.append(f"Tuned in {len(rates)} trials each on seeds {both} (learning rate {rates[0]:g} to {rates[-1]:g}); "
                 f"best for each: {', '.join(sorted(best))}.")  # fmt: skip
    lines.append(f"A step of the LSTM takes {table['seconds']['LSTM']:g} times as long as one of the two layers.")
    return "\n".join(lines)


def _line(name, parameters, numbers):
    return f"{name:24} {parameters:10,}  {np.median(numbers):6.0f}  " + " ".join(f"{value:.0f}" for value in numbers)


def heads_in_words(several=False):
    """What the heads of five seeds do, stored: a line for each thing, a column for each seed.

    Parameters
    ----------
    several : bool
        Of two heads a layer, instead of one.
    """
    table = measured("heads")
    seeds, found = table["seeds"], table[f"{1 + several} a layer"]
    rows = _of_two(found) if several else _of_one(found)
    width = max(map(len, rows))
    lines = [f"{'in %, seed':{width}}" + "".join(f"{seed:5}" for seed in seeds)]
    lines += [f"{name:{width}}" + "".join(f"{value:5.0f}" for value in values) for name, values in rows.items()]
    return "\n".join(lines)


def _of_one(found):
    looks = {
        "layer 1: weight on the sign before": (0, "previous"),
        "layer 1: weight on the same sign, earlier": (0, "same"),
        "layer 2: weight on the stripe": (1, "stripe"),
    }
    rows = {"known signs right": [each["whole"] for each in found]}
    rows |= {name: [each["looks"][layer][what][0] for each in found] for name, (layer, what) in looks.items()}
    for name, place in (("first head cut", "0.0"), ("second head cut", "1.0")):
        rows[f"{name}: right"] = [each["cut"]["zero"][place] for each in found]
        rows[f"{name}, its mean instead: right"] = [each["cut"]["mean"][place] for each in found]
    return rows | {"layer 1 fetches no places: right": [each["without places"] for each in found]}


def _of_two(found):
    left = [each["cut"]["zero"] for each in found]
    back = [int(np.argmax(each["looks"][0]["previous"])) for each in found]
    second = [sorted((each["1.0"], each["1.1"])) for each in left]
    return {
        "known signs right": [each["whole"] for each in found],
        "layer 1, the one that looks back, cut: right": [each[f"0.{j}"] for each, j in zip(left, back)],
        "layer 1, the other one, cut: right": [each[f"0.{1 - j}"] for each, j in zip(left, back)],
        "layer 2, the one that is missed more, cut: right": [worse for worse, _ in second],
        "layer 2, the other one, cut: right": [better for _, better in second],
    }


def late_in_words():
    """The stored losses of networks with a mask that comes too late, beside the lowest possible."""
    least, parts = lowest_loss(), []
    for steps, run in measured("leaks")["runs"]["masked too late"].items():
        below = sum(loss < least for loss in run["loss"])
        spread = f"{min(run['loss']):.2f} to {max(run['loss']):.2f}"
        parts.append(f"after {steps} steps {spread} nats, below {least:.2f} with {below} of {len(run['loss'])} seeds")
    return f"trained with the late mask: {'; '.join(parts)}"
