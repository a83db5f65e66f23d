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


def in_words(parameters, named=True):
    """The values that were tried, in words.

    Examples
    --------
    >>> in_words({"rate": [0.1, 0.3, 1.0], "momentum": [0.9]})
    'rate 0.1 to 1, momentum held at 0.9'
    >>> in_words({"rate": [0.1, 0.3, 1.0]}, named=False)
    '0.1 to 1'
    """
    parts = []
    for key, values in parameters.items():
        many = f"{brief(values[0])} to {brief(values[-1])}" if len(values) > 1 else f"held at {brief(values[0])}"
        parts.append(f"{key} {many}" if named else many)
    return ", ".join(parts) or "nothing to tune"


def table(found):
    """A Comparison as text."""
    single = _only_parameter(found)
    rows = [("", single or "taken", "median", "seed by seed")]
    for name, side in found.sides.items():
        taken = ", ".join(brief(value) if single else f"{key} {brief(value)}" for key, value in side.best.items())
        seeds = " ".join(brief(number) for number in side.numbers)
        rows.append((name, taken or "as it is", brief(side.median), seeds))
    wide = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [f"{row[0]:{wide[0]}}  {row[1]:{wide[1]}}  {row[2]:>{wide[2]}}  {row[3]}" for row in rows]
    wrapped = [textwrap.fill(sentence, WIDTH) for sentence in (_verdict(found), _tuning(found, single))]
    return "\n".join([*lines, *wrapped])


def _only_parameter(found):
    """The name of the parameter, if all sides have this one and no other; else ""."""
    names = {tuple(side.range) for side in found.sides.values()}
    return next(iter(names))[0] if len(names) == 1 and len(next(iter(names))) == 1 else ""


def _verdict(found):
    names, side = found.first, found.sides[found.first[0]]
    which = "Lowest" if found.smaller_is_better else "Highest"
    if len(names) == len(found.sides) > 1:
        return f"All medians are level: {brief(side.median)} ({found.what})."
    return f"{which} median: {_listed(names)}, {brief(side.median)} ({found.what})."


def _tuning(found, single):
    """How it was tuned; sides with the same range are named together."""
    groups = {}
    for name, side in found.sides.items():
        said = found.untuned.get(name) or in_words(side.range, named=not single)
        groups.setdefault(said, []).append(name)
    ranges = "; ".join(said if len(groups) == 1 else f"{_listed(names)} {said}" for said, names in groups.items())
    ranges = f"{single}: {ranges}" if single else ranges
    trials = max(len(side.tried) for side in found.sides.values())
    on = f"seed{'s' if len(found.tuning) > 1 else ''} {_listed([str(seed) for seed in found.tuning])}"
    if trials == 1:
        return f"Not tuned ({ranges}); the same {len(found.seeds)} seeds for all."
    return f"Tuned in {trials} trials each on {on} ({ranges}); then the same {len(found.seeds)} other seeds for all."


def _listed(names):
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
