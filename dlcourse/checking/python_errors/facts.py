"""The facts on a failing line, as they come from the learner's process: whatever was sent, `Facts` are what they say.

They are written by `dlcourse.checking.runtime.facts`; in the grader they cross a border that nobody vouches for.
"""

import re
from dataclasses import dataclass, field

import numpy as np

MOST_NAMES, MOST_WORDS, MOST_PARTS, MOST_AXES = 20, 60, 8, 8
LONGEST_LENGTH = 10**9  # of an axis
NUMBERS = ("int", "float", "bool")


@dataclass(frozen=True)
class Thing:
    """What a name stood for: the kind of value, and of some kinds a little more."""

    kind: str
    shape: tuple | None = None  # of an array
    dtype: str = ""
    value: object = None  # of a number or a text
    length: int | None = None  # of a container
    parts: tuple = ()
    keys: tuple = ()
    parameters: tuple = ()  # of a function
    scope: str = ""  # "local", "global" or "builtin"
    cell: str = ""  # that gave it its value

    @property
    def is_number(self):
        """Whether it is a single number."""
        return self.kind in NUMBERS

    @property
    def holds_whole_numbers(self):
        """Whether it is an array of integers."""
        return self.kind == "array" and self.dtype.startswith(("int", "uint"))

    @property
    def words(self):
        """What it is, as in "`x` is ..."."""
        if self.kind == "array":
            return f"an array of shape {self.shape}"
        if self.is_number:
            return f"the number {number(self.value)}" if self.kind != "bool" else f"the truth value {self.value}"
        if self.kind in ("list", "tuple") and self.length is not None:
            return f"a {self.kind} of {self.length} part{'' if self.length == 1 else 's'}"
        return {"None": "`None`", "str": "a text", "dict": "a dict"}.get(
            self.kind, f"{'an' if self.kind[0] in 'aeio' else 'a'} {self.kind}"
        )


@dataclass(frozen=True)
class Facts:
    """All facts on one error."""

    expression: str = ""
    statement: str = ""
    own: bool = True
    names: dict = field(default_factory=dict)  # name -> Thing
    known: tuple = ()
    homes: tuple = ()


def read_facts(raw):
    """Facts from what a process sent: what is not as it should be is left out."""
    if not isinstance(raw, dict):
        return Facts()
    names = raw.get("names")
    names = list(names.items())[:MOST_NAMES] if isinstance(names, dict) else []
    return Facts(
        _source(raw.get("expression"), 300),
        _source(raw.get("statement"), 400),
        raw.get("own") is not False,
        {name: _thing(thing) for name, thing in names if _is_word(name) and isinstance(thing, dict)},
        _words(raw.get("known")),
        _words(raw.get("homes")),
    )


def number(value):
    """A number in few digits; one with decimals has a point."""
    text = f"{value:.6g}" if isinstance(value, float) and np.isfinite(value) else str(value)
    return f"{text}.0" if isinstance(value, float) and text.lstrip("-").isdigit() else text


def _source(text, longest):
    return text if isinstance(text, str) and len(text) <= longest else ""


def _is_word(text):
    return isinstance(text, str) and len(text) <= 80 and bool(re.fullmatch(r"[^\W\d]\w*(\.\w+)?", text))


def _words(raw):
    return tuple(text for text in raw[:MOST_WORDS] if _is_word(text)) if isinstance(raw, list) else ()


def _thing(raw, depth=0):
    kind = raw.get("kind")
    kind = kind if isinstance(kind, str) and re.fullmatch(r"\w{1,40}", kind) else "object"
    more = {"scope": raw["scope"]} if raw.get("scope") in ("local", "global", "builtin") else {}
    if isinstance(raw.get("cell"), str) and re.fullmatch(r"\[?\d{1,5}\]?", raw["cell"]):
        more["cell"] = raw["cell"]
    reader = {
        "array": _array,
        **dict.fromkeys(NUMBERS, _number),
        "str": _text,
        "list": _container,
        "tuple": _container,
        "dict": _container,
        "function": _function,
    }.get(kind)
    found = reader(raw, kind, depth) if reader else {}
    return Thing("object", **more) if found is None else Thing(kind, **found, **more)


def _array(raw, _kind, _depth):
    shape, dtype = raw.get("shape"), raw.get("dtype")
    is_shape = isinstance(shape, list) and len(shape) <= MOST_AXES and all(_is_length(item) for item in shape)
    dtype = dtype if isinstance(dtype, str) and re.fullmatch(r"\w{1,20}", dtype) else ""
    return {"shape": tuple(shape), "dtype": dtype} if is_shape else None


def _is_length(item):
    return type(item) is int and 0 <= item <= LONGEST_LENGTH


def _number(raw, kind, _depth):
    return {"value": raw.get("value")} if type(raw.get("value")).__name__ == kind else None


def _text(raw, _kind, _depth):
    return {"value": raw["value"][:40]} if isinstance(raw.get("value"), str) else None


def _container(raw, kind, depth):
    parts, keys = raw.get("parts"), raw.get("keys")
    parts = parts[:MOST_PARTS] if isinstance(parts, list) and depth == 0 else []
    keys = keys[:MOST_PARTS] if isinstance(keys, list) else []
    if not _is_length(raw.get("length")):
        return None
    return {
        "length": raw["length"],
        "parts": tuple(_thing(part, depth + 1) for part in parts if isinstance(part, dict)),
        "keys": tuple(key for key in keys if isinstance(key, str) and re.fullmatch(r"'\w{1,30}'|-?\d{1,18}", key)),
    }


def _function(raw, _kind, _depth):
    names = raw.get("parameters")
    names = names[:12] if isinstance(names, list) else []
    return {"parameters": tuple(name for name in names if name == "*" or _is_word(name))}
