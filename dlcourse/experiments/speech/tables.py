"""Tables of lesson 18 that were measured by ``scripts/measure_speech.py``, as they are in dlcourse/data/files."""

import textwrap

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.speech.reading import percent_named, percent_right

WIDTH = 88  # letters of a line: as many as a page of JupyterLab has room for beside its list of files
NEAR = 3  # points: two ways of adding up lead a training apart by less


def stored(name):
    """A stored table: "reading", "few" or "hearing"."""
    return measurements(f"speech_{name}.json")


def medians(table, scale):
    """The medians over the seeds as text: a line for each way, a column for each division of the data.

    Parameters
    ----------
    table : dict
        As `stored("reading")`.
    scale : str
        What was done about the speakers, as "as measured".

    Returns
    -------
    str
    """
    sides = table["sides"]
    ways = list(next(iter(sides.values()))[scale])
    width = max(map(len, ways))
    lines = [" " * width + "".join(f"{by:>14}" for by in sides)]
    for way in ways:
        numbers = (np.median(sides[by][scale][way]["percent"]) for by in sides)
        lines.append(f"{way:{width}}" + "".join(f"{number:14.0f}" for number in numbers))
    return "\n".join(lines)


def by_way(table, by, scale):
    """Way to its numbers, one for each seed, on one division of the data and one scale."""
    return {way: side["percent"] for way, side in table["sides"][by][scale].items()}


def by_scale(table, by, way="network"):
    """Scale to the numbers of one way, one for each seed, on one division of the data."""
    return {scale: ways[way]["percent"] for scale, ways in table["sides"][by].items()}


def few_known(table):
    """Scale to the number of vowels that are known of a child, to the percent right for each seed."""
    return {scale: dict(zip(table["counts"], rows)) for scale, rows in table["percent"].items()}


def tuned_how(table):
    """How the ways of a stored table were tuned, in a sentence or two."""
    parts, trials = [], 0
    for way, parameters in table["ranges"].items():
        for key, values in parameters.items():
            trials = len(values)
            parts.append(f"{way} by {key.replace('_', ' ')} {values[0]:g} to {values[-1]:g}")
    tuning, seeds = (" ".join(map(str, table[key])) for key in ("tuning", "seeds"))
    said = (
        f"Tuned in {trials} trials each ({', '.join(parts)}) on the seeds {tuning}; what learns from men only, "
        f"on other men; the nearest mean has nothing to tune (shared: how much of the spread is one "
        f"for all words; count: how many neighbours). Shown are medians of the seeds {seeds}."
    )
    return textwrap.fill(said, WIDTH)


def live(table, network, vowels, by, scale, *, normalize_speaker=None):
    """The first seed once more, with the learner's functions, beside what is stored.

    Parameters
    ----------
    table : dict
        As `stored("reading")`.
    network : function
        A side, as from :func:`~dlcourse.experiments.speech.network`.
    vowels : dict
    by, scale : str
    normalize_speaker : function, optional
        The learner's.

    Returns
    -------
    str
        "network, man to child, seed 0: stored 65 %; yours within 3 points: yes".
    """
    side, seed = table["sides"][by][scale]["network"], table["seeds"][0]
    how = {"normalize_speaker": normalize_speaker, **side["best"]}
    [right] = percent_right(network, vowels, by, seeds=[seed], **how)
    return f"network, {by}, {scale}, seed {seed}: {_beside(side['percent'][0], right)}"


def live_heard(table, network, H, vowels):
    """The first seed from sound once more, by speaker and in silence, with what the learner's functions hear.

    Parameters
    ----------
    table : dict
        As `stored("hearing")`.
    network : function
    H : array (1520, 24)
        As from :func:`~dlcourse.experiments.speech.heard`.
    vowels : dict

    Returns
    -------
    str
    """
    side, seed = table["sides"]["speaker"]["as measured"]["network"], table["seeds"][0]
    [right] = percent_named(network, H, vowels, "speaker", seeds=[seed], **side["best"])
    return f"network, from sound, by speaker, seed {seed}: {_beside(side['percent'][0], right)}"


def _beside(stored_percent, right):
    near = "yes" if abs(right - stored_percent) <= NEAR else f"no, {right:.0f} %"
    return f"stored {stored_percent:.0f} %; yours within {NEAR} points: {near}"


def heard(table):
    """What the network reads from sound, as text: medians over the seeds, by scale, beside neighbours; and in noise.

    Parameters
    ----------
    table : dict
        As `stored("hearing")`.

    Returns
    -------
    str
    """
    splits, lines = list(table["sides"]), []
    for scale in table["sides"][splits[0]]:
        right = []
        for by in splits:
            found = {way: np.median(side["percent"]) for way, side in table["sides"][by][scale].items()}
            right.append(f"{by} {found['network']:.0f} % (neighbours {found['nearest neighbours']:.0f})")
        lines.append(f"{scale}: " + ", ".join(right))
    for name, found in table["noise"].items():
        right = ", ".join(f"{decibels}: {np.median(numbers):.0f} %" for decibels, numbers in found.items())
        lines.append(f"{name}, by speaker; dB over noise {right}")
    return "\n".join(lines)
