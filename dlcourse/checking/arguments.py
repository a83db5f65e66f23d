"""Mistakes that are as if the reference had been given other arguments: transposed, left out, exchanged.

Each is told only if the reference on the changed arguments gives exactly what came back, in every case.
"""

import itertools

import numpy as np

from dlcourse.checking.compare import agrees, is_number
from dlcourse.checking.runtime.run import run, thaw
from dlcourse.checking.specification import Malformed
from dlcourse.checking.trials import positional, view_of

USUAL = (0, 1, 0.5, 0.1, 0.01, 0.001, 0.9)  # numbers that learners write in place of an argument
NAMES = (
    "wrong axis",
    "missing bias",
    "height and width exchanged",
    "argument not used",
    "arguments exchanged",
)


def recognise(exercise, trials):
    """(name, advice) of the change of the arguments that explains all cases, or None."""
    if all(trial.value_right for trial in trials) or any(trial.got.failure for trial in trials):
        return None
    rules = (wrong_axis, missing_bias, pictures_turned, not_used, exchanged)
    if exercise.observe:
        rules = rules[:2]  # what is observed is too little to tell more from one another
    for name, rule in zip(NAMES, rules):
        advice = rule(exercise, trials)
        if advice:
            return name, advice
    return None


def wrong_axis(exercise, trials):
    """What the reference would give for the transpose of one argument."""
    for name, value in trials[0].arguments.items():
        if not (isinstance(value, np.ndarray) and value.ndim == 2):
            continue
        for back in (None, _transposed):
            if _explained(exercise, trials, lambda a, n=name: _with(a, n, _transposed), back):
                return (
                    f"This is exactly what comes out if the rows and columns of `{name}` change places: something runs "
                    "along the wrong axis. Check every `axis=`: 0 goes down the columns, 1 along the rows."
                )
    return None


def _transposed(value):
    return value.T.copy() if isinstance(value, np.ndarray) else value


def _with(arguments, name, change):
    """The arguments, with one of them changed if it is an array."""
    value = arguments.get(name)
    return {**arguments, name: change(value)} if isinstance(value, np.ndarray) else arguments


def missing_bias(exercise, trials):
    """What the reference would give if every bias were 0."""
    if _explained(exercise, trials, _without_bias):
        return "This is exactly what comes out when the bias is 0: it is never added."
    return None


def _without_bias(arguments):
    changed = dict(arguments)
    for name, value in arguments.items():
        if name in ("b", "bias"):
            changed[name] = 0 * value  # of the same type
        elif name == "parameters" and isinstance(value, list):  # and not another list of pairs, such as batches
            changed[name] = [(W, 0 * b) for W, b in value]
    return changed


def pictures_turned(exercise, trials):
    """What the reference would give if all pictures lay on their sides."""
    if _explained(exercise, trials, _turned, _turned):
        return (
            "This is exactly what comes out if the height and the width of every picture change places. Axis 1 goes "
            "down the rows of a picture, axis 2 along its columns."
        )
    return None


def _turned(tree):
    """The same tree, with the rows and columns of all four-dimensional arrays exchanged."""
    if isinstance(tree, dict):
        return {name: _turned(value) for name, value in tree.items()}
    if isinstance(tree, list | tuple):
        return type(tree)(_turned(item) for item in tree)
    return tree.swapaxes(1, 2).copy() if isinstance(tree, np.ndarray) and tree.ndim == 4 else tree


def not_used(exercise, trials):
    """What the reference would give if a number were always the same one, or an array full of 0 or 1."""
    defaults = {name for trial in trials for name in trial.arguments} - set(trials[0].arguments)
    for name in dict.fromkeys(name for trial in trials for name in trial.arguments):
        if _explained(exercise, trials, lambda a, n=name: {key: value for key, value in a.items() if key != n}):
            return (
                f"`{name}` plays no part in your answer: it makes no difference what is given. Use it in the formula."
            )
        values = [trial.arguments[name] for trial in trials if name in trial.arguments]
        if all(type(value) in (int, float) for value in values):
            for number in dict.fromkeys([*USUAL, *values]):
                if _explained(exercise, trials, lambda a, n=name, x=number: {**a, n: x} if n in a or x else a):
                    return f"`{name}` plays no part in your answer: it is as if it were always {number:g}."
        elif all(isinstance(value, np.ndarray) for value in values) and name not in defaults:
            for fill in (np.zeros_like, np.ones_like):
                if _explained(exercise, trials, lambda a, n=name, fill=fill: _with(a, n, fill)):
                    number = fill(np.zeros(1))[0]
                    return f"`{name}` plays no part in your answer: it is as if it were {number:g} everywhere."
    return None


def exchanged(exercise, trials):
    """What the reference would give if two arguments changed places."""
    kinds = {name: type(value) for name, value in trials[0].arguments.items() if is_number(value)}
    for left, right in itertools.combinations(kinds, 2):
        if kinds[left] is not kinds[right]:
            continue
        if _explained(exercise, trials, lambda a, x=left, y=right: _swapped(a, x, y)):
            return f"This is exactly what comes out if `{left}` and `{right}` change places."
    return None


def _swapped(arguments, left, right):
    if not (left in arguments and right in arguments):
        return arguments
    return {**arguments, left: arguments[right], right: arguments[left]}


def _explained(exercise, trials, change, back=None):
    """Whether the reference on changed arguments gives exactly what came back, in every case.

    Cases in which the change changes nothing are no evidence; two others are wanted, or all there are.
    """
    names, told = positional(exercise.reference), 0
    for trial in sorted(trials, key=lambda trial: trial.value_right):  # wrong ones first
        outcome = run(exercise.reference, change(trial.arguments), names, thaw)
        if outcome.failure:
            return False
        try:
            view = view_of(exercise, trial.arguments, back(outcome.value) if back else outcome.value)
        except Malformed:
            return False
        if not agrees(view, trial.got_view, trial.tolerance):
            return False
        told += not trial.value_right
    return told >= min(2, len(trials))
