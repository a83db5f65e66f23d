"""What was measured once, as tables of text: medians of eight seeds."""

import numpy as np

from dlcourse.experiments.finance.stored import measured

NAMES = {"network, weight 1": "network", "line, weight 1": "line"}


def weights_table():
    """What a weight in the loss changes: the order, alarms at a probability of 0.5, and money: a list of lines."""
    sides = measured("detectors")["sides"]
    lines = [
        f"{'':15}{'ROC':>6}{'average':>10}{'at p = 0.5:':>24}{'found by':>9}{'€ a day, threshold:':>21}",
        f"{'side, weight':15}{'area':>6}{'precision':>10}{'alarms':>7}{'precision':>10}{'recall':>7}{'10 a day':>9}"
        f"{'0.5':>5}{'chosen':>7}{'p×amount':>9}",
    ]
    for name in [name for name in sides if "weight" in name]:
        side = {key: float(np.median(numbers)) for key, numbers in sides[name].items() if key not in ("range", "best")}
        order = f"{side['area']:6.3f}{side['numbers']:10.2f}"
        shares = f"{side['alarms']:7.0f}{side['precision']:10.2f}{side['recall']:7.2f}{side['found']:9.2f}"
        money = f"{side['cost at 0.5']:5.0f}{side['cost']:7.0f}{side['cost by expected loss']:9.0f}"
        lines.append(f"{name.replace('weight ', ''):15}{order}{shares}{money}")
    sceptic = {key: float(np.median(sides["largest amounts"][key])) for key in ("area", "numbers", "found", "cost")}
    order = f"{sceptic['area']:6.3f}{sceptic['numbers']:10.2f}"
    lines.append(f"{'largest amounts':15}{order}{sceptic['found']:33.2f}{sceptic['cost']:12.0f}")
    return [*lines, f"{'nobody looks':15}{np.median(sides['largest amounts']['nothing']):61.0f}"]


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
