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
STEPS, LONG, LONGER = 450, 1500, 1800
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


def readers_in_words():
    """The stored comparison of two layers, one layer and an LSTM, as lines of text."""
    table = measured("readers")
    lines = [f"{'known signs right, in %':22} parameters  median  seed by seed"]
    for side, numbers in table["numbers"].items():
        lines.append(_line(side, table["parameters"][side], numbers))
    times = round(LONGER / STEPS)
    lines.append(_line(f"LSTM, {times} times the steps", table["parameters"]["LSTM"], table["LSTM longer"]))
    rates, both = table["range"], " and ".join(map(str, table["tuning"]))
    best = {f"{rate:g}" for rate in table["rates"].values()}
    lines.append(f"Tuned in {len(rates)} trials each on seeds {both} (learning rate {rates[0]:g} to {rates[-1]:g}); "
                 f"best for each: {', '.join(sorted(best))}.")  # fmt: skip
    return "\n".join(lines)


def _line(name, parameters, numbers):
    return f"{name:22} {parameters:10,}  {np.median(numbers):6.0f}  " + " ".join(f"{value:.0f}" for value in numbers)


def cuts_in_words():
    """What is left without a head, stored, five seeds: one head a layer, then two."""
    stored, lines = measured("heads"), []
    for name, heads in (("one head a layer", stored["1 a layer"]), ("two a layer", stored["2 a layer"])):
        lines.append(f"{name}: whole {_spread([each['whole'] for each in heads])} %")
        for what, layer, score in (("looks back", 0, "previous"), ("on the stripe", 1, "stripe")):
            left = {"zero": [], "mean": []}
            for each in heads:
                order = np.argsort(each["looks"][layer][score])[::-1]  # the head that does it most first
                for instead, values in left.items():
                    values.append([each["cut"][instead][f"{layer}.{head}"] for head in order])
            for place in range(len(left["zero"][0])):
                which = ("the one that", "the other one:")[place] + (f" {what} most" if place == 0 else f" less {what}")
                cut = [_spread([values[place] for values in left[instead]]) for instead in left]
                lines.append(f"  layer {layer + 1}, {which}: {cut[0]} % left; its mean instead of zeros: {cut[1]} %")
    return "\n".join(lines)


def _spread(values):
    return f"{min(values):.0f}-{max(values):.0f}"


def leaks_in_words():
    """The stored losses of networks that leak and of others, each beside the lowest possible."""
    least, lines = lowest_loss(), []
    for name, run in measured("leaks")["runs"].items():
        below = sum(loss < least for loss in run["loss"])
        spread = f"{min(run['loss']):.2f} to {max(run['loss']):.2f}"
        lines.append(f"{name:24} {run['steps']:4} steps: {spread} nats, below {least:.2f} with {below} of 5 seeds")
    return "\n".join(lines)
