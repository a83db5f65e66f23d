"""What ``scripts/measure_language.py`` stores: comparisons in which all sides are tuned alike."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.comparison import compare
from dlcourse.experiments.language import classifiers, colour_models, topics, vectors
from dlcourse.lessons import language as lesson

LINEAR, NAIVE, LISTS = "linear on tf-idf", "naive Bayes", "lists of words"
TRAINED, COUNTED = "trained", "counted"


def measured(name):
    """One of the tables that ``scripts/measure_language.py`` stores.

    Parameters
    ----------
    name : str
        "colours", "topics" (one table for each of the splits "kind" and "text"), "vectors", "word_vectors" or "curve".

    Returns
    -------
    dict
        "numbers": a dict of side to one number for each seed; "best" and "ranges": what was tuned, by side;
        "tuning" and "seeds". For "curve" see :func:`curve_table`; "word_vectors" was made by
        ``scripts/make_word_vectors.py``.
    """
    return measurements(f"language_{name}.json")


def tuned_how(table):
    """How the sides of a stored table were tuned, as a few lines of text."""
    lines = []
    for side, ranges in table["ranges"].items():
        said = [
            f"{name} {_printed(table['best'][side][name])} of {', '.join(map(_printed, values))}"
            for name, values in ranges.items()
            if len(values) > 1
        ]
        lines.append(f"{side}: {'; '.join(said) or 'nothing to tune'}")
    return "\n".join(lines)


def _printed(value):
    """A number as text, without an exponent: "0.0003"."""
    return np.format_float_positional(value, trim="-")


def plain(found):
    """What `compare` found, as plain data."""
    print(found, flush=True)
    return {
        "numbers": found.numbers,
        "best": found.best,
        "ranges": {name: {key: list(some) for key, some in side.range.items()} for name, side in found.sides.items()},
        "tuning": list(found.tuning),
        "seeds": list(found.seeds),
    }


def colours_table():
    """The error of six models of colours."""
    return plain(colour_models.compared())


def topics_table():
    """Percent right of three ways to name a topic, split by kind and by text."""
    ranges = {
        LINEAR: {"decay": (0.0, 3e-5, 1e-4, 3e-4, 1e-3)},
        NAIVE: {"smooth": (0.003, 0.03, 0.1, 0.3, 1.0)},
        LISTS: {"count": (20, 80, 240, 720, 2160)},
    }
    return {by: plain(_topics(by, ranges)) for by in ("kind", "text")}


def _topics(by, ranges):
    def measure(side, seed, **value):
        part = "validation" if seed in topics.TUNING else "test"
        if side == LINEAR:
            return topics.classify(lesson.tf_idf, seed, by, part=part, **value)["right"]
        C, y, D, z, _ = topics.parts(seed, by, part)
        fit = classifiers.fit_bayes if side == NAIVE else classifiers.fit_keywords
        return classifiers.right(fit(C, y, **value), D > 0, z)

    how = {"tuning": topics.TUNING, "seeds": topics.SEEDS, "what": "% right", "smaller_is_better": False}
    how["natural"] = {"decay": {0.0: "no penalty at all"}}
    return compare({side: side for side in ranges}, ranges, measure, **how)


def vectors_table():
    """Neighbours of the same kind, in percent, on 1,800 of the course's texts: trained vectors and counted ones.

    Tuned on every second word, measured on the others.
    """
    how = {"skip_gram_pairs": lesson.skip_gram_pairs, "negative_sampling_loss": lesson.negative_sampling_loss}
    windows = (1, 4, 25)
    ranges = {TRAINED: {"window": windows, "epochs": (4, 12, 36)}, COUNTED: {"window": windows, "power": (0, 0.5, 1)}}

    def measure(side, seed, window, **other):
        ids, words = vectors.small_texts(seed=seed)
        if side == TRAINED:
            E, _ = vectors.train_vectors(ids, len(words), window=window, seed=seed, **other, **how)
        else:
            E = vectors.counted_vectors(ids, len(words), window=window, **other)
        half = int(seed in vectors.TUNING)
        return vectors.same_kind(E, vectors.kinds_of(words), nearest_words=lesson.nearest_words, half=half)[0]

    named = {"tuning": vectors.TUNING, "seeds": vectors.SEEDS, "what": "% of 5 neighbours of the same kind"}
    natural = {
        "window": {1: "the next word alone", 25: "no text is longer"},
        "power": {0: "all directions alike", 1: "as they come"},
    }
    sides = {side: side for side in ranges}
    return plain(compare(sides, ranges, measure, smaller_is_better=False, natural=natural, **named))
