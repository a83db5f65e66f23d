"""The text of a notebook for a terminal: without the marks of Markdown, its little LaTeX in plain signs."""

import re

_SIGNS = {
    **{"cdot": "·", "times": "×", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "approx": "≈", "pm": "±"},
    **{"leftarrow": "←", "to": "→", "rightarrow": "→", "infty": "∞", "sum": "sum", "ldots": "...", "dots": "..."},
    **{"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "eta": "η"},
    **{"theta": "θ", "lambda": "λ", "mu": "μ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "partial": "∂"},
    **{"left": "", "right": "", "quad": "  ", "qquad": "  ", "displaystyle": "", "log": "log", "exp": "exp"},
}
_SPACES = re.compile(r"\\[,;:! ]")
_WORDS = re.compile(r"\\(?:text|mathrm|mathbf|operatorname|textbf)\{([^{}]*)\}")
_ACCENTS = re.compile(r"\\(hat|bar|tilde)\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\{([^{}]*)\}")
_FRACTION = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")
_RAISED = re.compile(r"([\^_])\{([^{}]*)\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)(\s*)")
_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(?!\s)([^$\n]+?|[^$]+?)(?<!\s)\$", re.DOTALL)


def plain(markdown):
    """Markdown as plain text; what stands in backticks stays as it is.

    Parameters
    ----------
    markdown : str

    Returns
    -------
    str
        Paragraphs are kept, lines are not filled.

    Examples
    --------
    >>> plain(r"**At** $\\frac{1}{2} \\cdot w_1^2 \\ge 0$, `a * b` is *not* one.")
    'At 1/2 · w_1^2 ≥ 0, `a * b` is not one.'
    """
    parts = re.split(r"(`[^`]+`)", markdown)
    return "".join(part if part.startswith("`") and len(part) > 2 else _without_marks(part) for part in parts).strip()


def _without_marks(text):
    text = _FORMULA.sub(lambda found: _formula(found[1] or found[2]), text)
    text = re.sub(r"\*\*(.*?)\*\*", r"\1", text, flags=re.DOTALL)
    text = text.replace("**", "")  # of a bold text with code in it, of which this is the half
    text = re.sub(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])", r"\1", text)
    text = re.sub(r"</?[a-zA-Z][^<>]*>", "", text)
    return re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)


def _formula(text):
    """LaTeX as plain signs: from the inside out, so that a fraction may hold roots and powers."""
    text = _SPACES.sub(" ", text.replace("\\\\", " ").replace("&", " ").replace("\\{", "(").replace("\\}", ")"))
    before = None
    while before != text:
        before = text
        text = _WORDS.sub(r"\1", text)
        text = _ACCENTS.sub(r"\2_\1", text)
        text = _ROOT.sub(r"√(\1)", text)
        text = _RAISED.sub(lambda found: found[1] + _grouped(found[2]), text)
        text = _FRACTION.sub(lambda found: f"{_grouped(found[1])}/{_grouped(found[2])}", text)
    text = _COMMAND.sub(lambda found: _SIGNS.get(found[1], found[1]) + found[2], text)
    text = re.sub(r"\s+", " ", text.replace("{", "").replace("}", ""))
    return re.sub(r" (?=[),.;])|(?<=\() ", "", text).strip()


def _grouped(text):
    """A part of a formula in brackets, unless it is a single number or name."""
    text = text.strip()
    return text if re.fullmatch(r"[\w.]+|\\[A-Za-z]+", text) else f"({text})"
