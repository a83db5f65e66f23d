"""What ``scripts/measure_transfer.py`` measures of the layers: tables that take longer than a cell of lesson 10 may."""

from dlcourse.experiments.comparison import compare
from dlcourse.experiments.transfer import forgetting as lost
from dlcourse.experiments.transfer import freezing, tuning
from dlcourse.experiments.transfer.objects import to_new_objects
from dlcourse.experiments.transfer.patches import to_person
from dlcourse.lessons import transfer

TENTH = "body at a tenth"
SAME_RATE = f"{TENTH}, same rate"  # of the head as without it


def objects_table():
    """From six objects to four new ones: percent right for each side, number of labels and seed."""
    slow, quick = (0.003, 0.01, 0.03, 0.1, 0.3), (0.01, 0.03, 0.1, 0.3, 0.6)
    rates = {"from scratch": quick, "frozen features": (0.001, *slow[:4]), "fine-tuned": slow}
    return _few_labels(to_new_objects(), rates | {"linear on pixels": slow})


def patches_table():
    """From turned windows to "person or not"."""
    slow, quick = (0.003, 0.01, 0.03, 0.1, 0.3), (0.01, 0.03, 0.1, 0.2, 0.4)
    rates = {"from scratch": quick, "frozen features": slow, "fine-tuned": (0.01, *slow[2:], 0.6)}
    return _few_labels(to_person(), rates | {"linear on pixels": (0.0003, 0.001, *slow[:3])})


def _few_labels(carried, rates):
    kept = {}
    measure = tuning.over_labels(carried, step=transfer.fine_tune_step, kept=kept)
    found = _tuned({side: side for side in tuning.SIDES}, rates, measure, "% right, mean over the numbers of labels")
    curves = {side: [kept[side, seed] for seed in tuning.RESULTS] for side in tuning.SIDES}
    return found | {"labels": list(tuning.LABELS), "percent": curves}


def layers_table(questions=("which object", "which place")):
    """The first k layers taken along, for every k and in three ways, for two things that are asked."""
    tables = {}
    for asked in questions:

        def measure(side, seed, learning_rate, asked=asked):
            part = "tuning" if seed in tuning.TUNING else "result"
            how = {"freeze_mask": transfer.freeze_mask, "step": transfer.fine_tune_step, "asked": asked, "part": part}
            return freezing.layers_share(*side, seed, learning_rate, **how)

        sides = freezing.layer_sides(asked)
        rates = dict.fromkeys(sides, (0.003, 0.01, 0.03, 0.1, 0.3))
        rates |= {f"{freezing.KINDS[0]}: 0": (0.03, 0.1, 0.3, 0.6, 1.0)}
        rates |= {f"{freezing.KINDS[0]}: {freezing.BODY}": (0.0003, 0.001, 0.003, 0.01, 0.03)}
        tables[asked] = _tuned(sides, rates, measure, "% right")
    return tables


def forgetting_table():
    """The old objects while new ones are learned: kept drawings, and a smaller rate for the body.

    The body at a tenth is measured twice: at the head's rate that is best without it, and at one of its own.
    """
    kept = {}
    sides = {f"{count} kept": (count, 1.0) for count in (0, 6, 30, 120, 480)}
    sides |= {TENTH: (0, 0.1)}

    def measure(side, seed, learning_rate):
        part = "tuning" if seed in tuning.TUNING else "result"
        how = {"step": transfer.fine_tune_step, "learning_rate": learning_rate, "kept": side[0], "body_factor": side[1]}
        found = lost.learn_new(seed, part=part, **how)
        kept[side, seed] = {name: values[-1] for name, values in found.items() if name != "step"}
        return found["new"][-1]

    def ends(side):
        asked = "new", "old, of ten", "old, of six"
        return {what: [kept[side, seed][what] for seed in tuning.RESULTS] for what in asked}

    rates = dict.fromkeys(sides, (0.0025, 0.005, 0.01, 0.02, 0.04))
    found = _tuned(sides, rates, measure, "% of the new objects named right")
    percent = {name: ends(side) for name, side in sides.items()}
    same = found["rates"]["0 kept"]
    for seed in tuning.RESULTS:
        measure(sides[TENTH], seed, same)
    percent = percent | {SAME_RATE: ends(sides[TENTH])}
    return found | {"rates": found["rates"] | {SAME_RATE: same}, "percent": percent}


def _tuned(sides, rates, measure, what):
    """What `compare` found, as plain data."""
    ranges = {name: {"learning_rate": rates[name]} for name in sides}
    how = {"tuning": tuning.TUNING, "seeds": tuning.RESULTS, "smaller_is_better": False, "what": what}
    found = compare(sides, ranges, measure, **how)
    print(found, flush=True)
    return {
        "rates": {name: side.best["learning_rate"] for name, side in found.sides.items()},
        "ranges": {name: list(side.range["learning_rate"]) for name, side in found.sides.items()},
        "numbers": found.numbers,
        "tuning": list(tuning.TUNING),
        "seeds": list(tuning.RESULTS),
    }
