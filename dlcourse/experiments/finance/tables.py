"""What was measured once, as tables of text: medians of eight seeds."""

import numpy as np

from dlcourse.experiments.finance.stored import measured

NAMES = {"network, weight 1": "network", "line, weight 1": "line"}


def weights_table():
    """What a weight in the loss changes: alarms at a probability of 0.5, the order, and money: a list of lines."""
    sides = measured("detectors")["sides"]
    lines = ["                       at p = 0.5:               average    € a day, threshold:",
             "                     alarms precision recall   precision   0.5  chosen  p × amount"]  # fmt: skip
    for name in [name for name in sides if "weight" in name]:
        side = {key: float(np.median(numbers)) for key, numbers in sides[name].items() if key not in ("range", "best")}
        shares = f"{side['alarms']:8.0f}{side['precision']:10.2f}{side['recall']:7.2f}{side['numbers']:12.2f}"
        money = f"{side['cost at 0.5']:6.0f}{side['cost']:8.0f}{side['cost by expected loss']:12.0f}"
        lines.append(f"{name:19}{shares}{money}")
    sceptic = {key: float(np.median(sides["largest amounts"][key])) for key in ("numbers", "cost", "nothing")}
    lines.append(f"{'largest amounts':44}{sceptic['numbers']:12.2f}{sceptic['cost']:14.0f}")
    return [*lines, f"{'nobody looks':44}{sceptic['nothing']:26.0f}"]


def habits_table():
    """The average precision of who has seen a habit and of who has not, habit by habit: a list of lines."""
    stored, sides = measured("habits"), measured("detectors")["sides"]
    lines = [f"{'':28}{'all, known':>14}" + "".join(f"{habit:>15}" for habit in stored["habits"])]
    for name, side in stored["sides"].items():
        known = f"{np.median(sides[name]['numbers']):14.3f}" if name in sides else ""
        for what in ("known", "unseen") if name in NAMES else ("unseen",):
            label = f"{NAMES[name]}, {what}" if name in NAMES else name
            numbers = "".join(f"{np.median(row):15.3f}" for row in side[what])
            lines.append(f"{label:28}{known if what == 'known' or name not in NAMES else '':>14}{numbers}")
    return lines


def alarms_table():
    """How many of the streams give an alarm, and on which day: a list of lines."""
    days = measured("monitors")["days"]
    lines = [f"{'':20}" + "".join(f"{kind:>20}" for kind in days)]
    for name in next(iter(days.values())):
        line = f"{name:20}"
        for row in days.values():
            known = [day for day in row[name] if day is not None]
            when = f", day {np.median(known):.0f}" if known else ""
            line += f"{f'{len(known)} of {len(row[name])}{when}':>20}"
        lines.append(line)
    return lines
