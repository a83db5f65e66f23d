"""Measure what takes too long for a notebook of lesson 14, and store it in dlcourse/data/files.

Run ``python scripts/measure_attention.py`` in the repository; ``--only NAME`` measures one table. Twice on the same
machine gives the same files.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

from storing import measure, store

from dlcourse.experiments.attention import writing
from dlcourse.experiments.comparison import compare


def write_writing():
    """Three kinds of networks on one text: as often through it, and as many seconds."""
    text = writing.text_in_parts()
    how = {"tuning": writing.TUNING, "seeds": writing.SEEDS, "what": "perplexity"}
    ranges = {side: {"rate": rates, "length": writing.LENGTHS} for side, rates in writing.RATES.items()}
    sides = {side: side for side in ranges}
    often = compare(sides, ranges, writing.measure_text(text, tuning=writing.TUNING), **how)
    best = {side: found.best for side, found in often.sides.items()}
    seconds = {side: writing.seconds_of_a_step(side, text, best[side]["length"]) for side in sides}
    passes = {side: writing.PASSES * seconds["transformer"] / cost for side, cost in seconds.items()}
    passes = {side: round(value, 1) for side, value in passes.items()}
    held = {side: {"rate": writing.RATES[side], "length": (best[side]["length"],)} for side in ("RNN", "LSTM")}
    lasting = writing.measure_text(text, tuning=writing.TUNING, passes=passes)
    long = compare({side: side for side in held}, held, lasting, **how)
    numbers = {side: found.numbers for side, found in long.sides.items()}
    table = {"sizes": {side: writing.reader(side, len(text.signs), 0).size for side in sides}}
    table |= {"best": best, "as often": {side: found.numbers for side, found in often.sides.items()}}
    table |= {"steps a second": {side: 1 / cost for side, cost in seconds.items()}, "passes": passes}
    table |= {"as long": numbers | {"transformer": often.sides["transformer"].numbers}}
    table["rates as long"] = {side: found.best["rate"] for side, found in long.sides.items()}
    store("attention_writing", table)


TABLES = {"writing": write_writing}


if __name__ == "__main__":
    measure(TABLES, __doc__)
