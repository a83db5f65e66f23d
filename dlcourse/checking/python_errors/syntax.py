"""One plain sentence on a syntax error, beside Python's own words."""

import re

CURLY = "“”„‟‘’‚‛«»′″"
SIGNS = {
    **dict.fromkeys("−–—‐‑‒", "-"),
    **dict.fromkeys("×∗·⋅", "*"),
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "，": ",",
    "：": ":",
    "（": "(",
    "）": ")",
    "√": "np.sqrt",
    "π": "np.pi",
    "²": "**2",
    "³": "**3",
}
BY_MESSAGE = [  # pattern of Python's words -> what they mean
    (
        r"'(.)' was never closed",
        "The bracket `{0}` of this line has no partner: close it. (Later lines may look wrong only because of it.)",
    ),
    (r"unmatched '(.)'", "There is one `{0}` too many, or its opening partner is missing."),
    (
        r"closing parenthesis '(.)' does not match opening parenthesis '(.)'",
        "`{1}` was opened, and `{0}` closes: the two must be of one kind.",
    ),
    (r"unterminated (?:triple-quoted )?f?-?string literal", "A text begins with a quote and has no quote at its end."),
    (r"expected an indented block", "After a line that ends in `:`, the next one must be indented, by four spaces."),
    (r"unexpected indent", "This line is further to the right than the one before, and nothing asks for that."),
    (
        r"unindent does not match|unindent",
        "This line is not as far to the left as any line before that it could belong to.",
    ),
    (r"inconsistent use of tabs", "Some lines are indented by tabs and some by spaces. Use four spaces everywhere."),
    (r"expected ':'", "`if`, `for`, `while`, `def` and `else` need a `:` at the end of their line."),
    (r"Maybe you meant '==' or ':=' instead of '='", "`=` gives a name a value; to compare, write `==`."),
    (
        r"cannot assign to .*Maybe you meant '=='",
        "On the left of `=` stands a name or a place that gets the value, such as `x`; to compare, write `==`.",
    ),
    (
        r"cannot assign to|cannot be assigned|illegal target",
        "On the left of `=` stands a name or a place that gets the value, such as `x` or `x[0]`.",
    ),
    (
        r"[Pp]erhaps you forgot a comma",
        "Between two parts of a list or of a call stands a comma; between two factors the sign `*`.",
    ),
    (r"'return' outside function", "This `return` is not inside of a `def`: is it indented far enough?"),
    (
        r"'(break|continue)' (?:outside|not properly in) loop",
        "`{0}` stands inside of a loop: is it indented far enough?",
    ),
    (
        r"positional argument follows keyword argument",
        "In a call, arguments without a name come first, those with a name, `axis=0`, last.",
    ),
    (
        r"(?:non-default argument follows default|parameter without a default follows)",
        "In a `def`, parameters with a default value come last.",
    ),
    (
        r"invalid decimal literal",
        "A name cannot begin with a digit, and between a number and a name the sign `*` is needed: `2 * x`.",
    ),
    (r"leading zeros in decimal integer", "A whole number does not begin with 0."),
    (r"Missing parentheses in call to 'print'", "`print` is a function: `print(x)`."),
]

OTHER_LANGUAGES = [  # what stands in the line -> what Python says for it
    (r"^\s*else if\b", "In Python `else if` is one word: `elif`."),
    (r"\+\+|--\s*$", "Python has no `++` and `--`: write `i += 1`."),
    (r"&&|\|\|", "In Python `&&` is `and`, `||` is `or`."),
    (r"^\s*(?:function|func|fn)\b", "A function begins with `def`."),
]


def plain_sentence(message, code):
    """What a syntax error means, for those who see it for the first time.

    Parameters
    ----------
    message : str
        Python's own words.
    code : str
        The line in which it was noticed.

    Returns
    -------
    str
        A sentence; "" where Python's words say it all.
    """
    if any(sign in code for sign in CURLY) and re.search("invalid|unterminated|decimal", message):
        return (
            "There are curly quotes in this line, as word processors write them: Python needs straight ones, \" or '."
        )
    sign = next((sign for sign in SIGNS if sign in code), "")
    if sign and re.search("invalid (?:non-printable )?character|invalid syntax|invalid decimal", message):
        return f"The sign {sign} in this line is not one of Python's: write `{SIGNS[sign]}`."
    for pattern, sentence in OTHER_LANGUAGES:
        if re.search(pattern, code):
            return sentence
    for pattern, sentence in BY_MESSAGE:
        match = re.search(pattern, message)
        if match:
            return sentence.format(*match.groups())
    return _by_line(message, code.strip())


def _by_line(message, code):
    """What the line itself shows, where Python only says that it is wrong."""
    if re.match(r"(?:if|elif|else|for|while|def)\b", code) and not code.endswith(":"):
        return "`if`, `for`, `while`, `def` and `else` need a `:` at the end of their line."
    if re.search(r"\d\s*[a-zA-Z(]|\)\s*[\w(]", code) and "invalid syntax" in message:
        return "Is a sign or a comma missing? Between two factors Python needs `*`."
    if "invalid syntax" in message:
        return (
            "Look at the place that is marked, and at the end of the line before it: a bracket, a comma or a `:` is "
            "often missing there."
        )
    return ""
