"""A returned array that is the right one times a number, or plus a number."""

import numpy as np

KNOWN = {
    "the natural logarithm of 2": np.log(2),
    "the natural logarithm of 10": np.log(10),
    "π": np.pi,
    "e": np.e,
}


def constant_factor(it, rows):
    """Every value times the same number, or times a length of an argument.

    Parameters
    ----------
    it : str
        How a sentence begins that speaks of the array.
    rows : list of `dlcourse.checking.leaves.Row`, or None
    """
    ratios = [_ratio(row) for row in rows or ()]
    if not ratios or any(item is None for item in ratios):
        return None
    ratios = [(ratio, row) for ratio, row in zip(ratios, rows) if ratio != "no evidence"]
    if not _enough(rows) or any(abs(ratio) < 1e-12 for ratio, _ in ratios):
        return None
    return _same(it, ratios) or _by_length(it, ratios)


def _enough(rows):
    """Whether three numbers are wrong, and not all should be the same: two have many things in common."""
    wrong = sum(int((~row.close).sum()) for row in rows)
    return wrong >= 3 and np.unique(np.concatenate([row.e.ravel() for row in rows])).size >= 2


def _ratio(row):
    """got / expected, if that is one number; None if not; "no evidence" if all is 0."""
    scale = np.abs(row.e).max(initial=0)
    large = np.abs(row.e) > 1e3 * row.eps * scale
    if np.abs(row.g[~large]).max(initial=0) > 1e4 * row.eps * max(scale, np.abs(row.g).max(initial=0)):
        return None
    if not large.any():
        return "no evidence"
    with np.errstate(over="ignore"):
        quotient = row.g[large] / row.e[large]
    best = quotient[np.argmax(np.abs(row.e[large]))]
    return best if np.allclose(quotient, best, rtol=_room(row), atol=0) else None


def _room(row):
    return max(1e-7, 100 * row.eps)


def _same(it, ratios):
    first = ratios[0][0]
    if not all(np.isclose(ratio, first, rtol=_room(row), atol=0) for ratio, row in ratios):
        return None
    if abs(abs(first) - 1) < 1e-3:
        return None  # nearly right, or only the sign is wrong
    sign = ", and has the wrong sign" if first < 0 else ""
    for text, value in KNOWN.items():
        for ratio, way in ((value, "times"), (1 / value, "divided by")):
            if np.isclose(abs(first), ratio, rtol=1e-6, atol=0):
                return f"{it} is always the right one {way} {value:.6g} ({text}){sign}."
    size, way = (1 / abs(first), "small") if abs(first) < 1 else (abs(first), "large")
    exactly = "exactly " if abs(size - round(size)) < 1e-6 * size else ""
    return f"{it} is {exactly}{size:.6g} times too {way} in every case{sign}."


def _by_length(it, ratios):
    """The factor differs between cases, and is a length of an argument in each of them."""
    if len({round(abs(ratio), 6) for ratio, _ in ratios}) < 2:
        return None  # the same factor in every case: a length that never varies proves nothing
    sizes = [_lengths(row.trial.arguments) for _, row in ratios]
    for key in sizes[0]:
        for power, way in ((1, "large"), (-1, "small")):
            if all(
                key in size and np.isclose(ratio, float(size[key]) ** power, rtol=_room(row), atol=0)
                for (ratio, row), size in zip(ratios, sizes)
            ):
                shown = next(size[key] for size in sizes if size[key] != 1)
                return f"{it} is too {way} in every case, by a factor that is {key}: {shown} times, for example."
    return None


def _lengths(arguments):
    words = {}
    for name, value in arguments.items():
        if isinstance(value, np.ndarray) and value.ndim == 1 and len(value):
            words[f"the length of `{name}`"] = len(value)
        elif isinstance(value, np.ndarray) and value.ndim >= 2 and value.size:
            batch = " (the batch size)" if name in ("X", "Z", "inputs", "logits") else ""
            words[f"the number of rows of `{name}`{batch}"] = value.shape[0]
            words[f"the number of columns of `{name}`"] = value.shape[1]
            words[f"the number of elements of `{name}`"] = value.size
        elif isinstance(value, list | tuple) and value:
            words[f"the length of `{name}`"] = len(value)
    return words


def constant_offset(it, rows):
    """Every value plus the same number.

    Parameters
    ----------
    it : str
        How a sentence begins that speaks of the array.
    rows : list of `dlcourse.checking.leaves.Row`, or None
    """
    if not rows or not _enough(rows):
        return None
    gaps = np.concatenate([(row.g - row.e).ravel() for row in rows])
    noise = np.concatenate([8 * row.eps * np.maximum(np.abs(row.e), np.abs(row.g)).ravel() for row in rows])
    gap = gaps[np.argmin(noise)]
    clear = noise < 1e-3 * abs(gap)  # elsewhere rounding hides the gap
    if clear.sum() < 3 or not np.all(np.abs(gaps - gap) <= 1e-6 * abs(gap) + noise):
        return None
    way = "large" if gap > 0 else "small"
    return f"{it} is {abs(gap):.6g} too {way} in every case: something is added or left out."
