"""General mistakes, planted into any reference: each wraps it, and says for which exercises it makes sense."""

import copy
import functools
import inspect
from dataclasses import dataclass

import numpy as np

from dlcourse.checking.runtime.plain import Seed
from dlcourse.checking.runtime.run import run
from dlcourse.checking.trials import exactly_equal, positional


@dataclass(frozen=True)
class Plant:
    """A planted mistake: the general's name, how it wraps a reference, and `applies(exercise, trials) -> bool`."""

    name: str
    wrap: object
    applies: object


def leaves(value):
    """The numbers and arrays in a returned tree."""
    if isinstance(value, list | tuple):
        return [leaf for item in value for leaf in leaves(item)]
    return [value]


def on_leaves(change):
    """A wrapper that changes every number and array that comes back."""

    def walk(value):
        if isinstance(value, list | tuple):
            return type(value)(walk(item) for item in value)
        return change(value)

    return on_value(walk)


def on_value(change):
    """A wrapper that changes what comes back."""

    def wrap(reference):
        @functools.wraps(reference)
        def wrong(*values, **named):
            return change(reference(*values, **named))

        return wrong

    return wrap


def on_arguments(change, back=lambda value: value):
    """A wrapper that changes the arguments, given by name."""

    def wrap(reference):
        signature = inspect.signature(reference)

        @functools.wraps(reference)
        def wrong(*values, **named):
            bound = signature.bind(*values, **named)
            bound.arguments = change(dict(bound.arguments))
            return back(reference(*bound.args, **bound.kwargs))

        return wrong

    return wrap


def times_batch(reference):
    @functools.wraps(reference)
    def wrong(*values, **named):
        first = next(iter([*values, *named.values()]))
        return reference(*values, **named) * len(first)

    return wrong


def in_place(reference):
    @functools.wraps(reference)
    def wrong(*values, **named):
        result = copy.deepcopy(reference(*values, **named))  # what comes back may be an argument itself
        for value in [*values, *named.values()]:
            if isinstance(value, np.ndarray):
                value += value.dtype.type(1)  # an array of truth values takes no other 1
                break
        return result

    return wrong


def noisy(reference):
    @functools.wraps(reference)
    def wrong(*values, **named):
        np.exp(np.array([1000.0]))
        return reference(*values, **named)

    return wrong


def own_generator(reference):
    """Draws from a generator of its own."""

    @functools.wraps(reference)
    def wrong(*values, **named):
        def own(value):
            return np.random.default_rng(12) if isinstance(value, np.random.Generator) else value

        return reference(*map(own, values), **{name: own(value) for name, value in named.items()})

    return wrong


def transposed_first_table(arguments):
    name = next(name for name, value in arguments.items() if np.ndim(value) == 2 and isinstance(value, np.ndarray))
    return {**arguments, name: arguments[name].T}


def without_bias(arguments):
    changed = {name: 0 * value if name in ("b", "bias") else value for name, value in arguments.items()}
    if isinstance(changed.get("parameters"), list):
        changed["parameters"] = [(W, 0 * b) for W, b in changed["parameters"]]
    return changed


def nan_first(value):
    if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size > 1:
        value = value.copy()
        value.flat[0] = np.nan
    return value


def on_floats(change):
    """A wrapper that changes what comes back; of several values, only those that are floats (labels stay)."""

    def walk(value, inside=False):
        if isinstance(value, list | tuple):
            return type(value)(walk(item, inside=True) for item in value)
        return change(value) if not inside or np.asarray(value).dtype.kind == "f" else value

    return on_value(walk)


# ---- when they make sense ----


def numbers(exercise, trials):
    """What comes back are numbers and arrays; those of a dict are told apart by their names first; texts are none."""
    others = any(isinstance(leaf, dict | str) for trial in trials for leaf in leaves(trial.expected.value))
    return not exercise.observe and not others


def roomy(exercise, trials):
    """Twice as much has room: in eight bits without a sign it goes round, and is no multiple any more."""
    found = [np.asarray(leaf) for trial in trials for leaf in leaves(trial.expected.value)]
    return numbers(exercise, trials) and all(leaf.dtype != np.uint8 for leaf in found)


def signed(exercise, trials):
    """There is a minus for all that comes back: True and False have none, nor do numbers without a sign."""
    found = [np.asarray(leaf) for trial in trials for leaf in leaves(trial.expected.value)]
    return numbers(exercise, trials) and all(leaf.dtype.kind not in "bu" for leaf in found)


def varied(exercise, trials):
    """Every returned array has several values: of one that is always 0, an offset proves nothing."""
    if not floats(exercise, trials):
        return False
    columns = [list(column) for column in zip(*(leaves(trial.expected.value) for trial in trials))]
    moved = [column for column in columns if np.asarray(column[0]).dtype.kind == "f"]
    return all(np.unique(np.concatenate([np.ravel(leaf) for leaf in column])).size > 2 for column in moved)


def arrays(exercise, trials):
    return numbers(exercise, trials) and all(
        isinstance(leaf, np.ndarray) for trial in trials for leaf in leaves(trial.expected.value)
    )


def one_array(exercise, trials):
    return arrays(exercise, trials) and not any(isinstance(trial.expected.value, tuple | list) for trial in trials)


def floats(exercise, trials):
    return numbers(exercise, trials) and any(
        np.asarray(leaf).dtype == np.float64 for trial in trials for leaf in leaves(trial.expected.value)
    )


def float_arrays(exercise, trials):
    return one_array(exercise, trials) and floats(exercise, trials)


def decimals(exercise, trials):
    """Every returned array loses decimals and keeps several whole numbers: only 0 and 1 left has other reasons too."""
    if not numbers(exercise, trials):
        return False
    columns = zip(*(leaves(trial.expected.value) for trial in trials))
    joined = [np.concatenate([np.ravel(leaf).astype(float) for leaf in column]) for column in columns]
    # An infinity is no whole number; and a case may come back without any number.
    finite = bool(joined) and all(np.isfinite(values).all() for values in joined)
    return finite and all(np.unique(np.trunc(values[values != np.trunc(values)])).size > 2 for values in joined)


def tables(exercise, trials):
    """Each result is a table, and its transpose is another."""
    if not one_array(exercise, trials) or any(trial.expected.value.ndim != 2 for trial in trials):
        return False
    return not all(exactly_equal(trial.expected.value, trial.expected.value.T) for trial in trials)


def first_is_table(exercise, trials):
    first = [next(iter(trial.arguments.values()), None) for trial in trials]
    return one_array(exercise, trials) and all(isinstance(value, np.ndarray) and value.ndim == 2 for value in first)


def transposable(exercise, trials):
    """The first argument is a table, and its transpose fits in every case: it is the only one."""
    return first_is_table(exercise, trials) and all(len(trial.arguments) == 1 for trial in trials)


def has_bias(exercise, trials):
    """There are biases, and the answer depends on them."""
    if not {"b", "bias", "parameters"} & set(trials[0].arguments):
        return False
    without = []
    for trial in trials:
        given = [name for name in positional(exercise.reference) if name in trial.arguments]
        without.append(run(exercise.reference, without_bias(trial.arguments), given))
    return not all(exactly_equal(trial.expected.value, other.value) for trial, other in zip(trials, without))


def has_array(exercise, trials):
    return any(isinstance(value, np.ndarray) for value in trials[0].arguments.values())


def pairs(exercise, trials):
    return numbers(exercise, trials) and isinstance(trials[0].expected.value, tuple)


def random_property(exercise, trials):
    """Where a property is checked, other random numbers are as right as the reference's."""
    seeds = [name for trial in trials for name, value in trial.arguments.items() if isinstance(value, Seed)]
    return bool(seeds) and bool(exercise.observe)


def always(exercise, trials):
    return True


PLANTS = {
    "twice too large": Plant("constant factor", on_leaves(lambda value: 2 * value), roomy),
    "a third": Plant("constant factor", on_floats(lambda value: value / 3), floats),
    "batch size": Plant("constant factor", times_batch, first_is_table),
    "minus": Plant("wrong sign", on_leaves(lambda value: -value), signed),
    "zeros": Plant("all zeros", on_leaves(lambda value: 0 * np.nan_to_num(value)), numbers),
    "off by a half": Plant("constant offset", on_floats(lambda value: value + 0.5), varied),
    "off by a little": Plant("constant offset", on_floats(lambda value: value - 1e-3), varied),
    "transposed": Plant("transposed", on_value(np.transpose), tables),
    "wrong axis": Plant("wrong axis", on_arguments(transposed_first_table, np.transpose), transposable),
    "without bias": Plant("missing bias", on_arguments(without_bias), has_bias),
    "in place": Plant("input changed in place", in_place, has_array),
    "list": Plant("list instead of array", on_leaves(lambda value: np.asarray(value).tolist()), arrays),
    "sum of all": Plant("scalar instead of array", on_value(np.sum), one_array),
    "whole numbers": Plant("integer truncation", on_leaves(lambda value: np.asarray(value).astype(int)), decimals),
    "nan": Plant("NaN or overflow", on_leaves(nan_first), float_arrays),
    "swapped": Plant("swapped return values", on_value(lambda value: value[::-1]), pairs),
    "float16": Plant("wrong dtype", on_floats(lambda value: np.asarray(value, np.float16)), floats),
    "float32": Plant("wrong dtype", on_floats(lambda value: np.asarray(value, np.float32)), floats),
    "objects": Plant("wrong dtype", on_leaves(lambda value: value.astype(object)), arrays),
    "strings": Plant("wrong dtype", on_leaves(lambda value: value.astype(str)), arrays),
    "no return": Plant("missing return", on_value(lambda value: None), always),
    "own generator": Plant("generator not used", own_generator, random_property),
    "overflow on the way": Plant("numeric warning", noisy, always),
}
