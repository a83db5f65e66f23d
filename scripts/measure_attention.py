"""Measure what takes too long for a notebook of lesson 14, and store it in dlcourse/data/files.

Run ``python scripts/measure_attention.py`` in the repository; ``--only NAME`` measures one table. Twice on the same
machine gives the same files.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

import time

import numpy as np
from storing import measure, store

from dlcourse.data.stored import measurements
from dlcourse.experiments.attention import copying, costs, date_tables, names, recalling, tokens, trained, writing
from dlcourse.experiments.comparison import compare
from dlcourse.nn.attention import transformer


def first_letter():
    """The first of many letters, by networks with a state and by looking back; and at lags that were never met."""
    table = recalling.table("first letter", tuned_to=128)
    store("attention_first_letter", table | {"other_lags": recalling.other_lags(table["rates"])})


def blocks():
    """A block of letters, told again: the learning rates are chosen at lags to 20."""
    store("attention_copying", recalling.table("copying", tuned_to=20))


def readers():
    """Rows that repeat: two layers of attention, one, and an LSTM."""
    store("attention_readers", copying.readers_table())


def heads():
    """One head a layer, and two, each of them cut."""
    store("attention_heads", copying.heads_table())


def leaks():
    """Networks that see what they should not."""
    store("attention_leaks", copying.leaks_table())


def dates():
    """Dates in twenty languages, with and without attention."""
    store("attention_dates", date_tables.table())


def write_writing():
    """Three kinds of networks on one text: as often through it, as many seconds, and three times as often."""
    text = writing.text_in_parts()
    how = {"tuning": writing.TUNING, "seeds": writing.SEEDS, "what": "perplexity"}
    ranges = {side: {"rate": rates, "length": writing.LENGTHS[side]} for side, rates in writing.RATES.items()}
    sides = {side: side for side in ranges}
    found = compare(sides, ranges, writing.measure_text(text, tuning=writing.TUNING), **how)
    best = {side: found.sides[side].best for side in sides}
    print(found, best, flush=True)
    seconds = {side: writing.seconds_of_a_step(side, text, best[side]["length"]) for side in sides}
    passes = {side: round(writing.PASSES * seconds["transformer"] / cost, 1) for side, cost in seconds.items()}
    as_long = writing.measure_text(text, passes=passes)
    long = {side: [as_long(side, seed, **best[side]) for seed in writing.SEEDS] for side in ("RNN", "LSTM")}
    lengths = {side: best[side]["length"] for side in sides}
    table = {"sizes": {k: writing.reader(k, len(text.signs), 0, length=length).size for k, length in lengths.items()}}
    table |= {"best": best, "as often": found.numbers, "milliseconds": {k: 1000 * v for k, v in seconds.items()}}
    table |= {"passes": passes, "as long": long | {"transformer": found.numbers["transformer"]}}
    longer = writing.measure_text(text, passes=dict.fromkeys(sides, writing.LONGER))
    table |= {"longer": {side: [longer(side, seed, **best[side]) for seed in writing.FEWER] for side in sides}}
    store("attention_writing", table)


def write_names():
    """The same kinds of networks on names of places."""
    store("attention_names", names.table())


def write_one_pass():
    """Perplexity after one pass, with the settings found best: what the notebook repeats."""
    table, text = measurements("attention_writing.json"), writing.text_in_parts()
    once = {side: writing.after_one_pass(side, text, 0, **table["best"][side]) for side in ("RNN", "transformer")}
    store("attention_writing", table | {"one pass": once})


def write_tokens():
    """Letters and pieces of words, with the settings that were best for letters."""
    stored, text = measurements("attention_writing.json"), writing.text_in_parts()
    letters = stored["as often"]["transformer"]
    table = {0: {"bits": np.log2(letters).tolist(), "perplexity": letters, "letters": 1.0}}
    table[0]["size"] = stored["sizes"]["transformer"]
    for merges in tokens.MERGES:
        how = stored["best"]["transformer"]
        runs = [tokens.measured(seed, merges, text=text, **how) for seed in writing.SEEDS]
        table[merges] = {name: [run[name] for run in runs] for name in ("bits", "perplexity")}
        table[merges] |= {name: runs[0][name] for name in ("letters", "size")}
    store("attention_tokens", table)


def write_costs():
    """Processor seconds by length, as ratios; and how much faster a cache writes."""
    table = {side: [costs.seconds(side, length) for length in costs.LENGTHS] for side in costs.LAYERS}
    first = table["RNN"][0]
    table = {side: [value / first for value in values] for side, values in table.items()}
    sizes = {"this network, 63 characters": (trained.untrained(), 63)}
    wide = transformer(38, 64, 4, 2, np.random.default_rng(0), length=257, hidden=256)
    sizes["width 64, 256 characters"] = wide, 256
    times = {}
    for name, (network, count) in sizes.items():
        spent = []
        for cached in (False, True):
            rng, begun = np.random.default_rng(0), time.process_time()
            if cached:
                trained.write_cached(network, [0], count, 1.0, rng)
            else:
                trained.write(trained.reading(network), [0], count, 1.0, rng, length=count + 1)
            spent.append(time.process_time() - begun)
        times[name] = spent[0] / spent[1]
    store("attention_costs", {"seconds": table, "times faster": times})


TABLES = {
    "first letter": first_letter,
    "copying": blocks,
    "readers": readers,
    "heads": heads,
    "leaks": leaks,
    "dates": dates,
    "writing": write_writing,
    "names": write_names,
    "one_pass": write_one_pass,
    "tokens": write_tokens,
    "costs": write_costs,
}


if __name__ == "__main__":
    measure(TABLES, __doc__)
