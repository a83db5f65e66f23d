"""Compare what came back with what was expected, as a learner would want it told.

The order is fixed: None, type, shape, finiteness, values. The first difference is reported.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.checking.naming import capital, entry, part
from dlcourse.checking.runtime.plain import Opaque


@dataclass(frozen=True)
class Difference:
    """The first difference between two trees: its kind, where it is, and a sentence."""

    kind: str  # "none", "type", "dtype", "shape", "finite", "values"
    where: str  # the name of the returned value, or ""
    message: str


DIGITS = (6, 9, 12, 17)  # of numbers that are shown: as many as it takes to tell two apart
ROOM = {2: (1e-2, 1e-3), 4: (1e-4, 1e-6)}  # bytes of a float: tolerances that its digits allow


@dataclass(frozen=True)
class Tolerance:
    """Relative and absolute tolerance for float64 results.

    `whole` is for a case whose arguments are whole numbers: there the reference may give whole numbers by accident
    of NumPy, and floats are as good.
    """

    rtol: float = 1e-7
    atol: float = 1e-10
    whole: bool = False

    def with_room_for(self, tree):
        """The same, or a wider one if there are float32 numbers in a tree: for two answers to be compared."""
        kinds = {np.asarray(leaf).dtype for leaf in _leaves(tree) if is_number(leaf)}
        rooms = [ROOM[kind.itemsize] for kind in kinds if kind.kind == "f" and kind.itemsize in ROOM]
        if not rooms:
            return self
        rtol, atol = (max(column) for column in zip((self.rtol, self.atol), *rooms))
        return Tolerance(rtol, atol, self.whole)

    def allows(self, expected, got):
        """Elementwise: whether `got` is close enough; float32 on either side widens the tolerance."""
        rtol, atol = self.rtol, self.atol
        if expected.dtype.kind in "biu":  # counts and labels are exact
            rtol, atol = 0.0, min(atol, 1e-9)
        for array in (expected, got):
            if array.dtype.kind == "f" and array.dtype.itemsize in ROOM:
                least = ROOM[array.dtype.itemsize]
                rtol, atol = max(rtol, least[0]), max(atol, least[1])
        return _close(got.astype(float), expected.astype(float), rtol, atol)


def _close(got, expected, rtol, atol):
    """What ``np.isclose`` with equal NaN says; a diagnosis asks it so often that its checks of the input would show."""
    with np.errstate(all="ignore"):
        near = (np.abs(got - expected) <= atol + rtol * np.abs(expected)) & np.isfinite(expected)
        return near | (got == expected) | (np.isnan(got) & np.isnan(expected))


def _leaves(tree):
    if isinstance(tree, dict):
        tree = list(tree.values())
    return [leaf for item in tree for leaf in _leaves(item)] if isinstance(tree, list | tuple) else [tree]


def is_number(value):
    """Whether a leaf is a number or an array of numbers."""
    return isinstance(value, bool | int | float | np.ndarray | np.generic)


def compare(expected, got, tolerance, names=(), where="", observed=False):
    """The first Difference between two trees of plain data, or None if they agree.

    Parameters
    ----------
    expected, got : plain data
    tolerance : Tolerance
    names : tuple or Each
        Of the parts of a returned tuple or list, as for `naming.part`.
    where : str
        What this part is called in a sentence.
    observed : bool
        Whether this is a dict of observations on an answer, whose keys say what was looked at.
    """
    if got is None and expected is not None:
        return Difference("none", where, f"{_it(where)} None.")
    if isinstance(got, Opaque) and not (isinstance(expected, Opaque) and got == expected):
        return _other_type(expected, got, where)
    if is_number(expected):
        return _compare_numbers(expected, got, tolerance, where)
    if isinstance(expected, dict):
        return _compare_dicts(expected, got, tolerance, where, observed)
    if isinstance(expected, list | tuple):
        return _compare_sequences(expected, got, tolerance, names, where)
    if type(expected) is not type(got):
        return _other_type(expected, got, where)
    if expected != got:
        show = _word if where.endswith(":") else repr
        return Difference("values", where, f"{_it(where)} {show(got)[:80]}; {show(expected)[:80]} is expected.")
    return None


def agrees(expected, got, tolerance, typed=True):
    """Whether `compare` finds no Difference: quicker where there is one, as nothing is said of it.

    With `typed=False`, the type of the numbers makes no difference.
    """
    if is_number(expected) and is_number(got):
        left, right = np.asarray(expected), np.asarray(got)
        if left.shape != right.shape or not tolerance.allows(left, right).all():
            return False
        return not typed or compare(expected, got, tolerance) is None
    if isinstance(expected, list | tuple) and isinstance(got, list | tuple) and len(expected) == len(got):
        return all(agrees(*pair, tolerance, typed) for pair in zip(expected, got))
    return compare(expected, got, tolerance) is None


def _it(where):
    """How a sentence begins that says what came back; an observation ends in a colon."""
    return f"{where} your answer gives" if where.endswith(":") else f"{capital(where) or 'What came back'} is"


def _word(value):
    return str(value)


def _other_type(expected, got, where):
    return Difference("type", where, f"{_it(where)} {describe(got)}; {describe(expected)} is expected.")


def _compare_sequences(expected, got, tolerance, names, where):
    if isinstance(expected, list) and isinstance(got, np.ndarray) and got.ndim and len(got) == len(expected):
        got = list(got)  # an array of rows serves as a list of rows; not as several returned values
    listed = [name if isinstance(name, str) else name[0] for name in names] if isinstance(names, tuple) else []
    wanted = _parts(len(expected)) + (f" ({', '.join(listed)})" if len(listed) == len(expected) else "")
    if not isinstance(got, list | tuple):
        text = f"{_it(where)} {describe(got)}; a {type(expected).__name__} of {wanted} is expected."
        return Difference("type", where, text)
    if len(got) != len(expected):
        text = f"{_it(where)} {describe(got)}; {wanted} {'is' if len(expected) == 1 else 'are'} expected."
        return Difference("shape", where, text)
    for index, (left, right) in enumerate(zip(expected, got, strict=True)):
        called, inside = part(names, where, index)
        found = compare(left, right, tolerance, inside, called)
        if found:
            return found
    return None


def _compare_dicts(expected, got, tolerance, where, observed):
    if not isinstance(got, dict):
        return _other_type(expected, got, where)
    if set(got) != set(expected):
        has, wanted = (", ".join(map(repr, sorted(keys, key=str)[:8]))[:200] or "none" for keys in (got, expected))
        text = f"{_it(where)} a dict with the keys {has}; expected are {wanted}."
        return Difference("shape", where, text)
    for key, value in expected.items():
        name = f"{capital(key)}:" if observed else entry(where, key)
        found = compare(value, got[key], tolerance, (), name)
        if found:
            return found
    return None


def _compare_numbers(expected, got, tolerance, where):
    if not is_number(got):
        return _other_type(expected, got, where)
    left, right = np.asarray(expected), np.asarray(got)
    if left.shape != right.shape:
        kind = "type" if left.shape and not right.shape else "shape"
        return Difference(kind, where, _other_type(expected, got, where).message)
    wrong_kind = _wrong_dtype(left, right, tolerance.whole)
    close = tolerance.allows(left, right)
    if wrong_kind and close.all():
        subject = capital(where) or "What came back"
        return Difference("dtype", where, f"{subject} has the right values, but {wrong_kind}.")
    strange = ~np.isfinite(right.astype(float)) & np.isfinite(left.astype(float))
    if strange.any():
        count, index = int(strange.sum()), _first(strange)
        found = f"{_it(where)} {right[index]!s} {_at(index)}where {_short(left[index])} is expected"
        return Difference("finite", where, found + (f", and {count - 1} more such." if count > 1 else "."))
    if not close.all():
        index, count = _first(~close), int((~close).sum())
        came, wanted = _apart(right[index], left[index])
        text = f"{_it(where)} {came} {_at(index)}where {wanted} is expected"
        many = f"; {count} of {close.size} numbers differ." if close.size > 1 else "."
        return Difference("values", where, text + many)
    return None


def _wrong_dtype(expected, got, whole):
    """What is wrong with the type of the numbers, or ''. A wider float than expected is fine."""
    if expected.dtype.kind == "f" and got.dtype.kind == "f":
        if got.dtype.itemsize < expected.dtype.itemsize:
            return f"their type is {got.dtype}: it keeps fewer digits than {expected.dtype}"
        return ""
    if expected.dtype == np.uint8 and expected.shape and got.dtype.kind in "iuf" and got.dtype != np.uint8:
        return f"their type is {got.dtype}, not uint8"  # bytes are asked for where room is the point
    if expected.dtype.kind == got.dtype.kind or {expected.dtype.kind, got.dtype.kind} == {"i", "u"}:
        return ""
    if expected.dtype.kind == "f" and got.dtype.kind in "iu":
        return ""  # equal whole numbers do no harm: step may return 0 and 1
    if expected.dtype.kind in "iu" and (expected.shape == () or whole) and got.dtype.kind == "f":
        return ""  # a single number may be 3 or 3.0
    if expected.dtype.kind == "b" and got.dtype.kind in "iuf":
        return ""  # 0 and 1 serve as truth values
    return f"their type is {got.dtype}, not {expected.dtype}"


def _first(mask):
    return tuple(int(i) for i in np.argwhere(mask)[0])


def _at(index):
    return f"at [{', '.join(map(str, index))}] " if index else ""


def _short(value):
    return f"{value:.6g}" if np.asarray(value).dtype.kind == "f" else str(value)


def _apart(got, expected):
    """Two numbers as text, with as many digits as it takes to tell them apart."""
    if np.asarray(got).dtype.kind != "f" and np.asarray(expected).dtype.kind != "f":
        return str(got), str(expected)
    for digits in DIGITS:
        texts = tuple(f"{float(value) + 0.0:.{digits}g}" for value in (got, expected))
        if texts[0] != texts[1]:
            break
    return texts


def _parts(count):
    return f"{count} part{'' if count == 1 else 's'}"


def describe(value):
    """A noun phrase for plain data: 'an array of shape (3, 2)', 'a list of 4 numbers', 'the number 3'."""
    if isinstance(value, Opaque):
        return value.text
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of shape {value.shape}"
    if isinstance(value, bool | np.bool_):
        return f"the truth value {value}"
    if is_number(value):
        return f"the single number {_short(np.asarray(value)[()])}"
    if isinstance(value, str):
        return f"the string {value!r:.60}"
    if isinstance(value, dict):
        return f"a dict of {len(value)} entr{'y' if len(value) == 1 else 'ies'}"
    if isinstance(value, list | tuple):
        if value and all(type(item) in (bool, int, float) for item in value[:100]):
            return f"a {type(value).__name__} of {len(value)} number{'' if len(value) == 1 else 's'}"
        return f"a {type(value).__name__} of {_parts(len(value))}" if value else f"an empty {type(value).__name__}"
    return repr(value)[:80]
