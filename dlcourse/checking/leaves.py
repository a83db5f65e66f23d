"""Mistakes recognised on one returned array: sign, factor, transposition, type and the like.

Each rule looks at a `Leaf`, one returned array over all cases, and gives advice only if it explains every one of
them, on evidence that chance or rounding cannot give: several values, that differ from one another.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.checking.compare import compare, is_number
from dlcourse.checking.factors import constant_factor, constant_offset
from dlcourse.checking.naming import capital, entry, part
from dlcourse.checking.runtime.plain import Opaque


@dataclass(frozen=True)
class Leaf:
    """One returned array over all cases: its name, and (expected, got, trial) for each case."""

    name: str
    rows: list

    @property
    def it(self):
        """How a sentence begins that speaks of it."""
        return capital(self.name) or "The result"


@dataclass(frozen=True)
class Row:
    """A case in which the shapes agree and all numbers are finite."""

    e: np.ndarray  # expected, as float64
    g: np.ndarray  # got, as float64
    eps: float  # the relative rounding error of the narrower of both
    close: np.ndarray  # where the difference is within the tolerance
    trial: object

    def equals(self, other):
        """Whether what came back is `other`, but for rounding."""
        scale = np.abs(self.e).max(initial=0)
        return bool(np.all(np.abs(self.g - other) <= 1e3 * self.eps * np.abs(other) + 10 * self.eps * scale))


def failing_leaves(exercise, trials):
    """The returned arrays that differ in some case, as Leaf; None if the trees do not line up."""
    columns = {}
    for trial in trials:
        if trial.got.failure:
            return None
        pairs = pairs_of(trial.expected_view, trial.got_view, exercise.names)
        if pairs is None:
            return None
        for name, expected, got in pairs:
            columns.setdefault(name, []).append((expected, got, trial))
    return [Leaf(name, rows) for name, rows in columns.items() if any(compare_row(row) for row in rows)]


def wrong_places(expected, got, trial):
    """Where two numbers or arrays of one shape differ, as truth values; None if they are not of one shape."""
    if not (is_number(expected) and is_number(got)) or np.shape(expected) != np.shape(got):
        return None
    return ~trial.tolerance.allows(np.asarray(expected), np.asarray(got))


def compare_row(row):
    """The Difference of an (expected, got, trial), or None."""
    expected, got, trial = row
    return compare(expected, got, trial.tolerance)


def pairs_of(expected, got, names, where=""):
    """(name, expected, got) for each number or array in a result; None where containers differ."""
    if isinstance(expected, dict):
        if not isinstance(got, dict) or set(got) != set(expected):
            return None
        parts = [((entry(where, key), ()), expected[key], got[key]) for key in expected]
    elif isinstance(expected, list | tuple):
        if not isinstance(got, list | tuple) or len(got) != len(expected):
            return None
        parts = [(part(names, where, i), *pair) for i, pair in enumerate(zip(expected, got, strict=True))]
    else:
        return [(where, expected, got)]
    lists = [pairs_of(e, g, inside, called) for (called, inside), e, g in parts]
    return None if any(item is None for item in lists) else [row for item in lists for row in item]


def _rows(leaf):
    """The cases as `Row`, or None if one has another shape or numbers that are not finite.

    Where the same infinity is expected and given, it is left out: it says nothing about the others.
    """
    rows = []
    for expected, got, trial in leaf.rows:
        if not (is_number(expected) and is_number(got)) or np.shape(expected) != np.shape(got):
            return None
        left, right = np.asarray(expected), np.asarray(got)
        e, g = left.astype(float), right.astype(float)
        close, endless = trial.tolerance.allows(left, right), np.isinf(e) & (e == g)
        if endless.any():
            e, g, close = e[~endless], g[~endless], close[~endless]
        if not np.isfinite(g).all() or not np.isfinite(e).all():
            return None
        eps = max(np.finfo(a.dtype).eps if a.dtype.kind == "f" else 2.3e-16 for a in (left, right))
        rows.append(Row(e, g, float(eps), close, trial))
    return rows


def list_instead_of_array(exercise, leaf):
    """A list where an array is wanted, with the right numbers in it."""
    for expected, got, trial in leaf.rows:
        if not (isinstance(expected, np.ndarray) and isinstance(got, list | tuple)):
            return None
        try:
            array = np.asarray(got)
        except ValueError:
            return None
        if array.dtype.kind == "i" and expected.dtype == np.uint8:  # the numbers of a list are of no size
            array = array.astype(np.uint8) if np.all((array >= 0) & (array < 256)) else array
        if array.dtype.kind not in "biuf" or compare(expected, array, trial.tolerance):
            return None
    return (
        f"{leaf.it} has the right numbers, but it is a {type(leaf.rows[0][1]).__name__}. Only an array can be "
        "multiplied or added element by element: turn it into one with `np.array(...)`."
    )


def scalar_instead_of_array(exercise, leaf):
    """One number where an array is wanted."""
    if not all(is_number(got) and np.ndim(got) == 0 and np.ndim(expected) for expected, got, _ in leaf.rows):
        return None
    summaries = {"sum": np.sum, "mean": np.mean, "maximum": np.max, "minimum": np.min}
    long = [(e, g) for e, g, _ in leaf.rows if np.size(e) > 1]
    for word, function in summaries.items():
        if len(long) > 1 and all(np.isclose(function(e), g, rtol=1e-6, atol=0) for e, g in long):
            return (
                f"{leaf.it} should be an array, but one number came back: the {word} of all the right numbers. "
                "Something adds up or reduces over one axis too many."
            )
    return f"{leaf.it} should be an array, but one number came back."


def wrong_dtype(exercise, leaf):
    """Right values of a wrong type."""
    if all(isinstance(g, Opaque) and g.kind == "dtype" for _, g, _ in leaf.rows):
        return f"{leaf.it} is {leaf.rows[0][1].text}: check the `dtype` of what you build."
    wrong = [row for row in leaf.rows if compare_row(row)]
    found = [compare_row(row) for row in wrong]
    if all(difference.kind == "dtype" for difference in found):
        return f"{found[0].message} Later calculations need numbers of the expected type."
    if all(map(_narrowed, wrong)):
        kind = np.asarray(wrong[0][1]).dtype
        return (
            f"{leaf.it} has the type {kind}, whose numbers have fewer digits and a smaller range: the right "
            "numbers are rounded to it. Leave out the conversion."
        )
    return None


def _narrowed(row):
    expected, got, _ = row
    if not (is_number(expected) and is_number(got)) or np.shape(expected) != np.shape(got):
        return False
    e, g = np.asarray(expected), np.asarray(got)
    if not (e.dtype.kind == g.dtype.kind == "f" and g.dtype.itemsize < e.dtype.itemsize):
        return False
    with np.errstate(all="ignore"):
        return np.array_equal(e.astype(g.dtype), g, equal_nan=True)


def wrong_sign(exercise, leaf):
    """Every value times -1."""
    rows = _rows(leaf)
    if rows and all(row.equals(-row.e) for row in rows) and _evidence(rows):
        return f"{leaf.it} has exactly the wrong sign in every case: a minus is missing or one too many."
    return None


def _evidence(rows):
    """Whether at least two numbers are wrong, so that a pattern is one."""
    return sum(int((~row.close).sum()) for row in rows) >= 2


def all_zeros(exercise, leaf):
    """Nothing but zeros, also where an infinity is expected."""
    wrong = 0
    for expected, got, trial in leaf.rows:
        if not (is_number(expected) and is_number(got)) or np.shape(expected) != np.shape(got) or np.any(got):
            return None
        wrong += int((~trial.tolerance.allows(np.asarray(expected), np.asarray(got))).sum())
    if wrong >= 2:
        return f"{leaf.it} is 0 everywhere. Is what was calculated also what is returned?"
    return None


def transposed(exercise, leaf):
    """Rows and columns exchanged."""
    for expected, got, trial in leaf.rows:
        if not (is_number(got) and np.ndim(expected) == 2 and np.shape(got) == np.shape(expected)[::-1]):
            return None
        if not trial.tolerance.allows(np.asarray(expected).T, np.asarray(got)).all():
            return None
    return (
        f"{leaf.it} is transposed: rows and columns are exchanged. It is right after `.T`, so look for "
        "a product taken in the wrong order or an array built column by column."
    )


def integer_truncation(exercise, leaf):
    """Decimals cut off."""
    rows = _rows(leaf)
    if not rows:
        return None
    for round_it, word in ((np.trunc, "cut off"), (np.floor, "rounded down"), (np.rint, "rounded away")):
        if all(row.close.all() or np.array_equal(row.g, round_it(row.e)) for row in rows):
            lost = np.concatenate([(row.e - row.g)[~row.close] for row in rows])
            kept = np.concatenate([row.g[~row.close] for row in rows])
            if np.unique(kept).size >= 2 and np.abs(lost).max() > 0.01:
                return (
                    f"The decimals are {word}. An array of integers holds no decimals: "
                    "one made like an integer array (`np.zeros_like`) drops them, and so do `//`, `int` and `np.round`."
                )
    return None


def not_finite(exercise, leaf):
    """NaN or infinity where a number is wanted; the rest is right."""
    some = False
    for expected, got, trial in leaf.rows:
        if not (is_number(expected) and is_number(got)) or np.shape(expected) != np.shape(got):
            return None
        e, g = np.asarray(expected), np.asarray(got)
        fine = np.isfinite(g.astype(float)) | (~np.isfinite(e.astype(float)) & ~np.isnan(g.astype(float)))
        if not trial.tolerance.allows(e[fine], g[fine]).all():
            return None
        some = some or bool(fine.any())
    if not some:
        return (
            f"{leaf.it} is nan or inf everywhere: look for a division by 0, a logarithm of 0, the root of a number "
            "below 0, or exp of a huge number."
        )
    return (
        f"{leaf.it} is right wherever it is a number, but elsewhere it is nan or inf. That comes from a number too "
        "large for a computer (exp of more than about 709), a division by 0, the logarithm of 0, or the root of a "
        "number below 0."
    )


RULES = {
    "list instead of array": list_instead_of_array,
    "scalar instead of array": scalar_instead_of_array,
    "wrong dtype": wrong_dtype,
    "wrong sign": wrong_sign,
    "all zeros": all_zeros,
    "constant factor": lambda exercise, leaf: constant_factor(leaf.it, _rows(leaf)),
    "transposed": transposed,
    "NaN or overflow": not_finite,
    "integer truncation": integer_truncation,
    "constant offset": lambda exercise, leaf: constant_offset(leaf.it, _rows(leaf)),
}


def recognise(exercise, leaf):
    """(name, advice) of the first rule that explains one returned array in all cases, or None."""
    for name, rule in RULES.items():
        advice = rule(exercise, leaf)
        if advice:
            return name, advice
    return None
