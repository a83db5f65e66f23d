"""The comparisons of lesson 18 in full, as ``scripts/measure_speech.py`` stores them."""

from dlcourse.experiments.comparison import compare
from dlcourse.experiments.speech import normalizing, reading
from dlcourse.lessons import forward, speech, training

TOOLS = training.standardize, training.he_init, training.minibatches, training.train_epoch, forward.mlp_forward
SIDES = {
    "network": reading.network(*TOOLS),
    "one layer": reading.network(*TOOLS, hidden=0),
    "normal distributions": reading.gaussians,
    "nearest neighbours": reading.nearest_neighbours,
    "nearest mean": reading.nearest_mean,
}
RANGES = {
    "network": {"learning_rate": (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)},
    "one layer": {"learning_rate": (0.3, 1.0, 3.0, 10.0, 30.0, 100.0)},
    "normal distributions": {"shared": (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)},
    "nearest neighbours": {"count": (1, 3, 9, 17, 33, 65)},
    "nearest mean": {},
}
NATURAL = {
    "shared": {0.0: "nothing is shared", 1.0: "all is shared"},
    "count": {1: "there is none nearer"},
}
UNTUNED = {"nearest mean": "it has nothing to tune"}
SCALES = {
    "as measured": None,
    "ratios": normalizing.ratios,
    "speaker's mean": normalizing.centred,
    "speaker's mean and spread": speech.normalize_speaker,
}
SPLITS = {  # and where each is tuned: who learns from men knows neither women nor children
    "example": "example",
    "speaker": "speaker",
    "man to woman": "man",
    "man to child": "man",
}


def reading_table(vowels, show=print):
    """All sides on all splits, with each scale: percent right of the new vowels."""
    sides = {}
    for by, tuned_by in SPLITS.items():
        for scale, function in SCALES.items():
            found = _compared(vowels, by, tuned_by, function)
            show(f"{by}, {scale}\n{found}")
            for name, side in found.sides.items():
                sides.setdefault(by, {}).setdefault(scale, {})[name] = {"best": side.best, "percent": side.numbers}
    ranges = {name: {key: list(tried) for key, tried in values.items()} for name, values in RANGES.items()}
    return {"tuning": reading.TUNING, "seeds": reading.SEEDS, "ranges": ranges, "tuned by": SPLITS, "sides": sides}


def _compared(vowels, by, tuned_by, normalize_speaker):
    def measure(side, seed, **values):
        here = tuned_by if seed in reading.TUNING else by
        return reading.percent_right(side, vowels, here, seeds=[seed], normalize_speaker=normalize_speaker, **values)[0]

    return compare(
        SIDES,
        RANGES,
        measure,
        tuning=reading.TUNING,
        seeds=reading.SEEDS,
        what=f"percent right, by {by}",
        smaller_is_better=False,
        natural=NATURAL,
        untuned=UNTUNED,
    )


def few_vowels_table(vowels, best):
    """Percent right by how many vowels of a new speaker are on one scale; `best` is the network's learning rates."""
    scales = {name: SCALES[name] for name in ("speaker's mean", "speaker's mean and spread")}
    table = {}
    for by in ("speaker", "man to child"):
        for scale, function in scales.items():
            rate = best[by][scale]["network"]["best"]["learning_rate"]
            found = normalizing.by_vowels_known(
                SIDES["network"], vowels, by, normalize_speaker=function, learning_rate=rate
            )
            table.setdefault(by, {})[scale] = list(found.values())
    return {"counts": normalizing.COUNTS, "seeds": reading.SEEDS, "percent": table}
