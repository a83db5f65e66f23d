"""What ``scripts/measure_language.py`` stores: comparisons in which all sides are tuned alike."""

from dlcourse.data.stored import measurements
from dlcourse.experiments.comparison import compare
from dlcourse.experiments.language import naming, topics, vectors
from dlcourse.lessons import language as lesson

KEYWORDS = {"value": (20, 40, 80, 160, 320, 640)[:5]}
LINEAR, NAIVE, LISTS = "linear on tf-idf", "naive Bayes", "lists of words"
TRAINED, COUNTED = "trained", "counted"


def measured(name):
    """One of the stored tables: "colours", "topics", "vectors" or "curve".

    Returns
    -------
    dict
        In the first three: "sides", a dict of side to "numbers" (one for each of the five seeds), "tried" (the range)
        and "best" (the value that was taken).
    """
    return measurements(f"language_{name}.json")


def plain(found):
    """What `compare` found, as plain data."""
    print(found, flush=True)
    return {
        "what": found.what,
        "tuning": list(found.tuning),
        "seeds": list(found.seeds),
        "sides": {
            name: {
                "numbers": list(side.numbers),
                "tried": [list(tried.values()) + [score] for tried, score in side.tried],
            }
            | {"best": side.best}
            for name, side in found.sides.items()
        },
    }


def colours_table():
    """The error of five models of colours."""
    return plain(naming.compared(lesson.letter_pieces))


def topics_table():
    """Percent right of three ways to name a topic, split by kind and by text."""
    ranges = {
        LINEAR: {"value": (3e-5, 1e-4, 3e-4, 1e-3, 3e-3)},
        NAIVE: {"value": (0.03, 0.1, 0.3, 1.0, 3.0)},
        LISTS: {"value": (20, 40, 80, 160, 320)},
    }
    return {by: plain(_topics(by, ranges)) for by in ("kind", "text")}


def _topics(by, ranges):
    def measure(side, seed, value):
        part = "validation" if seed in topics.TUNING else "test"
        if side == LINEAR:
            return topics.classify(lesson.tf_idf, seed, by, part=part, decay=value)["right"]
        C, y, D, z, _ = topics.parts(seed, by, part)
        fit = topics.fit_bayes if side == NAIVE else topics.fit_keywords
        return topics.right(fit(C, y, value), D > 0, z)

    how = {"tuning": topics.TUNING, "seeds": topics.SEEDS, "what": "% right", "smaller_is_better": False}
    return compare({side: side for side in ranges}, ranges, measure, **how)


def vectors_table():
    """Neighbours of the same kind, in percent, on 1,800 of the course's texts: trained vectors and counted ones.

    Tuned on every second word, measured on the others.
    """
    how = {"skip_gram_pairs": lesson.skip_gram_pairs, "negative_sampling_loss": lesson.negative_sampling_loss}
    ranges = {TRAINED: {"window": (2, 4, 8), "epochs": (5, 10, 20)}, COUNTED: {"window": (2, 4, 8), "power": (0, 0.5, 1)}}

    def measure(side, seed, window, **other):
        ids, words = vectors.small_texts(seed=seed)
        if side == TRAINED:
            E, _ = vectors.train_vectors(ids, len(words), window=window, seed=seed, **other, **how)
        else:
            E = vectors.counted_vectors(ids, len(words), window=window, **other)
        half = int(seed in vectors.TUNING)
        return vectors.same_kind(E, vectors.kinds_of(words), nearest_words=lesson.nearest_words, half=half)[0]

    named = {"tuning": vectors.TUNING, "seeds": vectors.SEEDS, "what": "% of 5 neighbours of the same kind"}
    return plain(compare({side: side for side in ranges}, ranges, measure, smaller_is_better=False, **named))
