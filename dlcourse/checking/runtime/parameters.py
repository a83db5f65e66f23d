"""Whether a function can be called as an exercise is, told by its parameters alone.

This module needs NumPy and the standard library only: a sandboxed worker imports it.
"""

import inspect

from dlcourse.checking.runtime.run import by_position

MISFIT = "The parameters do not fit"  # how such a sentence begins


def parameters(function):
    """The parameters of a function as they are written, without their defaults: those may be anything.

    Returns
    -------
    list of str
        Such as `["X", "*", "rate", "**options"]`.
    """
    kinds, texts, starred = inspect.Parameter, [], False
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is kinds.KEYWORD_ONLY and not starred:
            texts.append("*")
        starred = starred or parameter.kind in (kinds.KEYWORD_ONLY, kinds.VAR_POSITIONAL)
        texts.append({kinds.VAR_POSITIONAL: "*", kinds.VAR_KEYWORD: "**"}.get(parameter.kind, "") + name)
    return texts


def misfit(function, name, arguments, *, positional, wanted):
    """What is wrong with the parameters of a function that is to be called with some arguments, or "".

    Parameters
    ----------
    function : callable
        The learner's own; it is not called.
    name : str
        The exercise's name, for the sentence.
    arguments : iterable of str
        The names of the arguments.
    positional : list of str
        The names of the parameters that can be passed by position.
    wanted : list of str
        The parameters of the exercise, as from `parameters`.

    Returns
    -------
    str
    """
    leading = by_position(positional, arguments)
    by_name = {item: None for item in arguments if item not in leading}
    try:
        signature = inspect.signature(function)
        try:
            signature.bind(*leading, **by_name)
        except TypeError:
            yours = ", ".join(parameters(function))
            return f"{MISFIT}: yours are `{name}({yours})`, wanted are `{name}({', '.join(wanted)})`."
    except Exception:
        pass  # a built-in without a signature, or an object that lies about its own: calling it will tell
    return ""
