"""What takes too long for the lesson about dates: measured once by a script, and read from its table."""

import numpy as np

from dlcourse.data import datasets, stored
from dlcourse.experiments.attention import dates
from dlcourse.experiments.comparison import compare
from dlcourse.lessons import attention
from dlcourse.nn.training.budget import few

TUNING, SEEDS = (101, 102), (1, 2, 3, 4, 5)
RATES = (0.005, 0.01, 0.02, 0.04)
TUNED_FOR, LONG, EVERY = 600, 1200, 100  # steps
SIDES = {"with attention": attention.scaled_dot_product_attention, "without attention": None}
LEFT_OUT = "Portuguese", "Hungarian", "Croatian", "Finnish"
OLDER, LATER = (1700, 1900), (2100, 2300)
WIDE, GAP = (1000, 3000), (1700, 1900)  # all years to learn from but those of the gap


def _streams(seed):
    """Two generators that have nothing in common: one to learn with, one to draw what is asked."""
    return np.random.default_rng([seed, 0]), np.random.default_rng([seed, 1])


def _after(steps, attend, seed, rate, languages=None, years=dates.YEARS):
    rng, asked = _streams(seed)
    languages = languages or list(datasets.dates())
    return dates.trained(languages, rng, steps=steps, rate=rate, attend=attend, years=years), asked


def tuned():
    """Both sides tuned alike, by the share right after 600 steps: a Comparison."""

    def measure(attend, seed, rate):
        writer, asked = _after(TUNED_FOR, attend, seed, rate)
        return dates.share_right(writer, list(datasets.dates()), asked)

    return compare(
        SIDES, {name: {"rate": RATES} for name in SIDES}, measure,
        tuning=TUNING, seeds=SEEDS, what="share of dates right", smaller_is_better=False,
    )  # fmt: skip


def by_steps(attend, seed, rate):
    """The share right after each hundred steps, for one seed; and of other years at the end."""
    rng, asked = _streams(seed)
    languages, shares = list(datasets.dates()), []
    writer = dates.DateWriter(rng, attend=attend)
    for step, _ in enumerate(dates.trainings(writer, languages, rng, steps=few(LONG), rate=rate), 1):
        if step % EVERY == 0:
            shares.append(dates.share_right(writer, languages, asked))
    other = [dates.share_right(writer, languages, asked, years=years) for years in (OLDER, LATER)]
    return shares, other


def steps_table():
    """With and without attention: how both were tuned, and the share right by steps, a list for each seed."""
    found, table = tuned(), {}
    print(found, flush=True)
    for name, attend in SIDES.items():
        rate = found.sides[name].best["rate"]
        runs = [by_steps(attend, seed, rate) for seed in SEEDS]
        table[name] = {"rate": rate, "tried": [[values["rate"], share] for values, share in found.sides[name].tried]}
        table[name] |= {"shares": [shares for shares, _ in runs], "other years": [other for _, other in runs]}
        print(name, table[name], flush=True)
    table["size"] = dates.DateWriter(np.random.default_rng(0)).size
    return table


def left_out_table(rates):
    """A language that was not learned: for each seed the shares of right years, months, days and dates.

    Under "read as" stands, for each month of the language, what was written most often, over all seeds.
    """
    table = {}
    for name, attend in SIDES.items():
        table[name] = {}
        for language in LEFT_OUT:
            others = [other for other in datasets.dates() if other != language]
            rows, read = [], np.zeros((12, 100), int)
            for seed in SEEDS:
                writer, asked = _after(TUNED_FOR, attend, seed, rates[name], others)
                wanted, found = dates.answers(writer, [language], asked)
                parts = dates.right_parts(wanted, found)
                rows.append([round(float(share), 2) for share in (*parts.mean(axis=0), parts.all(axis=1).mean())])
                for one, other in zip(wanted, found):
                    month = other[dates.PARTS["month"]]
                    read[int(one[5:7]) - 1, int(month) if month.isdigit() else 0] += 1
            table[name][language] = {"seeds": rows, "read as": read.argmax(axis=1).tolist()}
            print(name, language, rows, read.argmax(axis=1).tolist(), flush=True)
    return table


def gap_table(rate):
    """Learned from all years from 1000 to 2999 but those of 1700 to 1899: shares right there, and in the others."""
    rows, languages = [], list(datasets.dates())
    for seed in SEEDS:
        rng, asked = _streams(seed)
        writer = dates.trained(languages, rng, steps=LONG, rate=rate, years=WIDE, gap=GAP)
        rows.append([dates.share_right(writer, languages, asked, years=years) for years in (GAP, LATER)])
        print(rows[-1], flush=True)
    return rows


def table():
    """All that is stored."""
    found = steps_table()
    rates = {name: found[name]["rate"] for name in SIDES}
    return found | {"left out": left_out_table(rates), "gap": gap_table(rates["with attention"])}


def stored_table():
    """What was stored of :func:`table`."""
    return stored.measurements("attention_dates.json")


def repeated(attend, backward):
    """The first seed with attention again, as far as a cell may take: the network, and what was stored then, in %."""
    rng, _ = _streams(SEEDS[0])
    table = stored_table()["with attention"]
    how = {"steps": dates.STEPS, "rate": table["rate"], "attend": attend, "backward": backward}
    stored_share = table["shares"][0][dates.STEPS // EVERY - 1]
    return dates.trained(list(datasets.dates()), rng, **how), 100 * stored_share


def unseen_languages():
    """A line for each language that was left out: what is right of its years, months, days and dates."""
    lines = [f"{'median of 5 seeds, in %':32}" + "".join(f"{part:>7}" for part in (*dates.PARTS, "date"))]
    for side, languages in stored_table()["left out"].items():
        for language, found in languages.items():
            middle = 100 * np.median(found["seeds"], axis=0)
            lines.append(f"{language + ', ' + side:32}" + "".join(f"{share:7.0f}" for share in middle))
    return "\n".join(lines)
