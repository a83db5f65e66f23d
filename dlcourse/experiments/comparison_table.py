"""The short table that a comparison prints: what each side was tuned to, its median, each seed; how it was tuned."""

import math
import textwrap

WIDTH = 100


def brief(value):
    """A number in few digits: whole ones as they are, others with three.

    Examples
    --------
    >>> brief(70.0), brief(0.06789), brief(float("inf"))
    ('70', '0.0679', 'never')
    """
    if not math.isfinite(value):
        return "never"
    return f"{value:.0f}" if value == round(value) else f"{value:.3g}"


def in_words(parameters):
    """The values that were tried, in words.

    Examples
    --------
    >>> in_words({"rate": [0.1, 0.3, 1.0], "momentum": [0.9]})
    'rate 0.1 to 1 in 3 steps, momentum held at 0.9'
    """
    parts = []
    for key, values in parameters.items():
        many = f"{values[0]:g} to {values[-1]:g} in {len(values)} steps"
        parts.append(f"{key} {many}" if len(values) > 1 else f"{key} held at {values[0]:g}")
    return ", ".join(parts) or "nothing to tune"


def table(found):
    """A Comparison as text."""
    rows = [("", "taken", "median", "seed by seed")]
    for name, side in found.sides.items():
        taken = ", ".join(f"{key} {value:g}" for key, value in side.best.items()) or "as it is"
        rows.append((name, taken, brief(side.median), " ".join(brief(number) for number in side.numbers)))
    wide = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [f"{row[0]:{wide[0]}}  {row[1]:{wide[1]}}  {row[2]:>{wide[2]}}  {row[3]}" for row in rows]
    wrapped = [textwrap.fill(sentence, WIDTH) for sentence in (_verdict(found), _tuning(found))]
    return "\n".join([*lines, *wrapped])


def _verdict(found):
    names, side = found.first, found.sides[found.first[0]]
    which = "Lowest" if found.smaller_is_better else "Highest"
    if len(names) == len(found.sides):
        return f"All medians are level: {brief(side.median)} {found.what}."
    return f"{which} median: {_listed(names)}, {brief(side.median)} {found.what}."


def _tuning(found):
    """How it was tuned; sides with the same range are named together."""
    groups = {}
    for name, side in found.sides.items():
        said = found.untuned.get(name) or in_words(side.range)
        groups.setdefault(said, []).append(name)
    one = len(groups) == 1
    ranges = "; ".join(said if one else f"{_listed(names)}: {said}" for said, names in groups.items())
    trials = max(len(side.tried) for side in found.sides.values())
    on = f"seed{'s' if len(found.tuning) > 1 else ''} {_listed([str(seed) for seed in found.tuning])}"
    if trials == 1:
        return f"Not tuned ({ranges}); the same {len(found.seeds)} seeds for all."
    return f"Tuned in {trials} trials each on {on} ({ranges}); then the same {len(found.seeds)} other seeds for all."


def _listed(names):
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
