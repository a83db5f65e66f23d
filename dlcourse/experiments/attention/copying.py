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
        "numbers": found.numbers,
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


def right_in_words():
    """The stored shares of the known signs named right: a line for each network, whole or cut, a column for each seed.

    All networks have as many parameters, and were tuned alike.
    """
    readers, heads = measured("readers"), measured("heads")
    one, two = heads["1 a layer"], heads["2 a layer"]
    back = [int(np.argmax(each["looks"][0]["previous"])) for each in two]
    second = [sorted((each["cut"]["zero"]["1.0"], each["cut"]["zero"]["1.1"])) for each in two]
    rows = {
        "two layers, a head each": [each["whole"] for each in one],
        "  first head cut": [each["cut"]["zero"]["0.0"] for each in one],
        "  second head cut": [each["cut"]["zero"]["1.0"] for each in one],
        "  layer 1 fetches no places": [each["without places"] for each in one],
        "two layers, two heads each": [each["whole"] for each in two],
        "  layer 1: who looks back cut": [each["cut"]["zero"][f"0.{j}"] for each, j in zip(two, back)],
        "  layer 2: one head cut": [worse for worse, _ in second],
        "  layer 2: the other one cut": [better for _, better in second],
        "one layer": readers["numbers"]["one layer"],
        "LSTM": readers["numbers"]["LSTM"],
        f"LSTM, {round(LONGER / STEPS)} times the steps": readers["LSTM longer"],
    }
    width = max(map(len, rows))
    lines = [f"{'% right, seed':{width}}" + "".join(f"{seed:5}" for seed in heads["seeds"])]
    lines += [f"{name:{width}}" + "".join(f"{value:5.0f}" for value in values) for name, values in rows.items()]
    return "\n".join(lines)


def late_in_words():
    """The stored losses of networks with a mask that comes too late, beside the lowest possible."""
    least, parts = lowest_loss(), []
    for steps, run in measured("leaks")["runs"]["masked too late"].items():
        below = sum(loss < least for loss in run["loss"])
        spread = f"{min(run['loss']):.2f} to {max(run['loss']):.2f}"
        parts.append(f"after {steps} steps {spread} nats, below {least:.2f} with {below} of {len(run['loss'])} seeds")
    return "\n  ".join(["trained with the late mask:", *parts])
