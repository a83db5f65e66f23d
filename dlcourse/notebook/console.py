"""Text for a console that does not know every sign, as those of Windows with code page 1252 or 437.

What it cannot show is replaced by something that means the same, such as a plus for a tick. Nothing else changes, and
nothing ends because of a sign.
"""

import codecs
import unicodedata

PLAIN = "dlcourse.plain"  # the name of the rule, as `errors` of a stream
SIGNS = {
    **{"✓": "+", "✗": "x", "○": "-", "◐": "~", "ℹ": "i"},  # the status of an exercise
    **{"★": "*", "☆": "-"},  # and of a milestone
    **{
        "−": "-",
        "×": "x",
        "·": "*",
        "÷": "/",
        "⁄": "/",
        "±": "+-",
        "√": "sqrt ",
        "∞": "inf",
        "π": "pi",
        "°": " degrees",
    },
    **{"≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "→": "->", "←": "<-"},
    **{"–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'"},
}


def _replace(error):
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(sign):
    """What stands for a sign in plain ASCII: a letter without its accent, or a question mark if there is none."""
    if sign in SIGNS:
        return SIGNS[sign]
    parts = [part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)]
    return "".join(part if part.isascii() else SIGNS.get(part, "?") for part in parts) or "?"


codecs.register_error(PLAIN, _replace)


def printable(text, stream):
    """The text as the stream can write it."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, PLAIN).decode(encoding)


def make_safe(*streams):
    """Let streams replace what they cannot write."""
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=PLAIN)
