"""The comparisons of lesson 18 in full, as ``scripts/measure_speech.py`` stores them."""

from dlcourse.experiments.comparison import compare
from dlcourse.experiments.speech import hearing, normalizing, reading
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
HEARD_RANGES = RANGES | {"one layer": RANGES["network"]}  # 24 numbers instead of 4: smaller steps
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
HEARING = {
    "frame_signal": speech.frame_signal,
    "power_spectrum": speech.power_spectrum,
    "mel_filterbank": speech.mel_filterbank,
}
NOISE = (30, 20, 10, 0)  # decibels between voice and noise
SPLITS = {  # and where each is tuned: who learns from men knows neither women nor children
    "example": "example",
    "speaker": "speaker",
    "man to woman": "man",
    "man to child": "man",
}


def reading_table(vowels):
    """All sides on all splits, with each scale: percent right of the new vowels."""
    sides = {}
    for by, tuned_by in SPLITS.items():
        for scale, function in SCALES.items():
            print(f"from four frequencies: {by}, {scale}")
            X = reading.features(vowels, function)
            sides.setdefault(by, {})[scale] = _compared(vowels, X, by, tuned_by)
    ranges = _as_lists(RANGES)
    return {"tuning": reading.TUNING, "seeds": reading.SEEDS, "ranges": ranges, "sides": sides}


def _as_lists(ranges):
    return {name: {key: list(tried) for key, tried in values.items()} for name, values in ranges.items()}


def _compared(vowels, X, by, tuned_by, ranges=RANGES):
    """The comparison of all sides by what is read of the vowels, as plain data."""

    def measure(side, seed, **values):
        here = tuned_by if seed in reading.TUNING else by
        [percent] = reading.percent_named(side, X, vowels, here, seeds=[seed], **values)
        return percent

    found = compare(
        SIDES,
        ranges,
        measure,
        tuning=reading.TUNING,
        seeds=reading.SEEDS,
        what=f"percent right, by {by}",
        smaller_is_better=False,
        natural=NATURAL,
        untuned=UNTUNED,
    )
    print(found, flush=True)
    return {name: {"best": side.best, "percent": side.numbers} for name, side in found.sides.items()}


def few_vowels_table(vowels, best):
    """Percent right of children's vowels by how many of each child are known; `best`: the sides of `reading_table`."""
    table, by = {}, "man to child"
    for scale in ("speaker's mean", "speaker's mean and spread"):
        found = normalizing.by_vowels_known(
            SIDES["network"], vowels, by, normalize_speaker=SCALES[scale], **best[by][scale]["network"]["best"]
        )
        table[scale] = list(found.values())
    return {"counts": normalizing.COUNTS, "seeds": reading.SEEDS, "percent": table}


def hearing_table(vowels):
    """All sides from sound, tuned as from the frequencies; and the network in noise that it has met, and has not."""
    sounds = hearing.spoken(vowels)
    H = hearing.heard(sounds, **HEARING)
    sides = {}
    for by in ("speaker", "man to child"):
        for scale in ("as measured", "speaker's mean and spread"):
            print(f"from sound: {by}, {scale}")
            X = H if SCALES[scale] is None else SCALES[scale](H, vowels["speaker"])
            sides.setdefault(by, {})[scale] = _compared(vowels, X, by, SPLITS[by], HEARD_RANGES)
    best, noise = sides["speaker"]["as measured"]["network"]["best"], {}
    for decibels in NOISE:
        H_new = hearing.heard(sounds, decibels=decibels, seed=1, **HEARING)
        H_met = hearing.heard(sounds, decibels=decibels, seed=2, **HEARING)
        for name, learned in {"learned in silence": H, "learned in the same noise": H_met}.items():
            percent = reading.percent_named(SIDES["network"], learned, vowels, "speaker", X_new=H_new, **best)
            noise.setdefault(name, {})[str(decibels)] = percent
            print(name, decibels, percent)
    ranges = _as_lists(HEARD_RANGES)
    return {"tuning": reading.TUNING, "seeds": reading.SEEDS, "ranges": ranges, "sides": sides, "noise": noise}
