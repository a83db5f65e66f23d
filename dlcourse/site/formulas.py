"""Formulas as MathML, which browsers set without a script and screen readers read; KaTeX writes it, in V8."""

import atexit
import functools
import re
from html import unescape
from importlib.resources import files

from dlcourse.coursework.files import CourseworkError

# After the name of a function KaTeX puts an invisible sign; browsers leave no room there, and TeX does if no bracket
# follows.
_FUNCTION = re.compile(r"<mo>\u2061</mo>(?!<mo[^>]*>[(\[{|∣])(?!<mspace)")

_LATEX = re.compile(r"<annotation.*?</annotation>|</?semantics>", re.DOTALL)
_MATH = re.compile(r"<math.*?</math>", re.DOTALL)
_BETWEEN = re.compile(r">([^<]+)<")
_ROOT = re.compile(r"<m(?:sqrt|root)\b")  # it has its sign by what it is

_ERROR = "KaTeX parse error"


def mathml(formula, *, display=False):
    """A formula as MathML, within a `<span>` of KaTeX.

    Parameters
    ----------
    formula : str
        In LaTeX, without dollar signs.
    display : bool
        Whether it stands on a line of its own.

    Returns
    -------
    str

    Raises
    ------
    CourseworkError
        If KaTeX does not know what is written: it says what, and where.
    """
    from py_mini_racer import JSEvalException

    try:
        written = _katex().call("formula", formula.strip(), display)
    except JSEvalException as error:
        said = str(error).strip().splitlines()
        reason = next((line for line in said if _ERROR in line), said[0] if said else "unknown")
        reason = reason[max(0, reason.find(_ERROR)) :].strip()  # without the place in KaTeX's own code
        raise CourseworkError(f"the formula {formula.strip()!r} cannot be set: {reason}") from None
    # The LaTeX that KaTeX leaves in it would be read by the search, and be twice what the formula itself is.
    return _FUNCTION.sub('<mo rspace="0.1667em">\u2061</mo>', _LATEX.sub("", written))


def signs(html):
    """All signs that the formulas of a page are drawn with: set of str."""
    found = {sign for math in _MATH.findall(html) for word in _BETWEEN.findall(math) for sign in unescape(word)}
    return found | ({"√"} if _ROOT.search(html) else set())


@functools.cache
def _katex():
    """V8 with KaTeX in it; the package that brings KaTeX's file is not imported, as it is one for Sphinx."""
    from py_mini_racer import MiniRacer

    engine = MiniRacer()
    atexit.register(engine.close)  # when the interpreter clears up, V8's own thread has ended, and would be waited for
    engine.eval((files("sphinxcontrib") / "katex.min.js").read_text("utf-8"))
    engine.eval(
        "function formula(tex, display) { return katex.renderToString("
        "tex, {displayMode: display, output: 'mathml', throwOnError: true, strict: 'error'}); }"
    )
    return engine
