"""What shape lines can say of a value: functions that hold it against that, and what they know of the call."""

import re

import numpy as np

NAME = r"[A-Za-z_]\w*"
GROUP = r"\(((?:[^()]|\([^()]*\))*)\)"
WHOLE_SHAPES = ("any shape", "...", "that shape")
DTYPES = {"int": "iu", "bool": "b", "float": "f", None: "iufb"}


class Unreadable(ValueError):
    """Something is said in a way that the docstring of `shapes` does not list."""


class Call:
    """What is known of a call: values by name, sizes by letter; and what is said of shapes, to be held at the end."""

    def __init__(self, arguments):
        self.values = dict(arguments)
        self.sizes = {name: value for name, value in arguments.items() if isinstance(value, int | np.integer)}
        self.shapes = []  # (what is said, the shape, whose it is)

    def settle(self):
        """Give every letter its size, then hold what is said."""
        for said, shape, whose in self.shapes:
            whole = bool(said) and said[0] in WHOLE_SHAPES
            letters = said[1:] if whole else said
            assert whole or len(said) == len(shape), f"{whose}: ({', '.join(said)}) is said, but it is {shape}"
            if said == ["any shape"]:
                self.sizes.setdefault("...", shape)
            for letter, size in zip(reversed(letters), reversed(shape)):
                self.sizes.setdefault(letter, size)
        for said, shape, _ in self.shapes:  # `array (..., D)` where nothing else says what stands in front
            if said[:1] == ["..."] and len(said) > 1:
                self.sizes.setdefault("...", shape[: len(shape) - len(said) + 1])
        for said, shape, whose in self.shapes:
            wanted = tuple(size for part in said for size in self._lengths(part))
            assert wanted == shape, f"{whose}: ({', '.join(said)}) is said, here {wanted}, but it is {shape}"

    def _lengths(self, part):
        if part in WHOLE_SHAPES:
            part = part.replace("any shape", "...")
            if part not in self.sizes:
                raise Unreadable(f"{part!r}: the shape of what?")
            return self.sizes[part]
        try:
            return [eval(re.sub(r"(?<=\w) (?=\w)", " * ", part), {}, self.sizes)]  # `4 H` is a product
        except (NameError, SyntaxError):
            raise Unreadable(f"{part!r}: no size is known by this name") from None


def parts_of(text):
    """What stands between the commas, those in parentheses aside."""
    return [part.strip() for part in split(text, ",") if part.strip()]


def split(text, between):
    """Split outside of parentheses and brackets."""
    parts, start = [], 0
    for found in re.finditer(between, re.sub(rf"\[.*\]|{GROUP}", lambda group: "_" * len(group[0]), text)):
        parts.append(text[start : found.start()])
        start = found.end()
    return [*parts, text[start:]]


# ---- claims: each gives `holds(call, value, whose)`, which asserts what it can and notes what is said of shapes ----


def array(dtype=None, shape=None, like=None):
    """An array of a type, of a shape, or shaped like the value of that name."""
    said = parts_of(shape) if shape is not None else None

    def holds(call, value, whose):
        assert isinstance(value, np.ndarray | np.generic), f"{whose} is a {type(value).__name__}: want an array"
        assert value.dtype.kind in DTYPES[dtype], f"{whose} is of {value.dtype}"
        if said is not None:
            call.shapes.append((said, value.shape, whose))
        if like:
            shaped_like(like)(call, value, whose)

    return holds


def instance(*types):
    """A value of one of the types; True and False are no numbers."""

    def holds(call, value, whose):
        right = isinstance(value, types) and not isinstance(value, bool)
        assert right, f"{whose} is a {type(value).__name__}"

    return holds


def or_none(kind):
    """None, or what the kind says."""

    def holds(call, value, whose):
        if value is not None:
            kind(call, value, whose)

    return holds


def or_zero(kind):
    """The number 0, or what the kind says."""

    def holds(call, value, whose):
        if not (np.ndim(value) == 0 and value == 0):
            kind(call, value, whose)

    return holds


def or_number(kind):
    """A single number, or what the kind says."""
    number = instance(int, float, np.number)

    def holds(call, value, whose):
        (kind if isinstance(value, np.ndarray) else number)(call, value, whose)

    return holds


def truth(call, value, whose):
    """True or False."""
    assert isinstance(value, bool | np.bool_), f"{whose} is a {type(value).__name__}"


def shape_itself():
    """A tuple of whole numbers, of which `that shape` is said later."""

    def holds(call, value, whose):
        assert isinstance(value, tuple), f"{whose} is a {type(value).__name__}"
        call.sizes["that shape"] = value

    return holds


def shaped_like(name):
    """Of the shape of the argument, or the part of a tuple, with that name; this may be a tuple or a list itself."""

    def holds(call, value, whose):
        if name not in call.values:
            raise Unreadable(f"{whose}: nothing is called {name}")
        assert _shapes(value) == _shapes(call.values[name]), f"{whose}: {_shapes(value)}, not as {name}"

    return holds


def shaped_like_or(text):
    """A name, or a shape."""
    shape = re.fullmatch(GROUP, text)
    return array(shape=shape[1]) if shape else shaped_like(text)


def _shapes(tree):
    return [_shapes(item) for item in tree] if isinstance(tree, list | tuple) else np.shape(tree)


def together(names, kinds):
    """A tuple whose parts have names and kinds."""

    def holds(call, value, whose):
        assert isinstance(value, tuple), f"{whose} is a {type(value).__name__}"
        assert len(value) == len(names), f"{whose} has {len(value)} parts: want {', '.join(names)}"
        call.values = dict(zip(names, value)) | call.values
        for name, kind, part in zip(names, kinds, value):
            kind(call, part, f"{name} of {whose}")

    return holds


def named(names):
    """A tuple of which only the names are said: what has a known name has its shape."""
    names = parts_of(names)

    def holds(call, value, whose):
        known = [shaped_like(name) if name in call.values else anything for name in names]
        together(names, known)(call, value, whose)

    return holds


def anything(call, value, whose):
    """What a name alone says of a value."""


def list_of(item, length=None):
    """A list of things of one kind, and how many."""

    def holds(call, value, whose):
        assert isinstance(value, list | tuple), f"{whose} is a {type(value).__name__}"
        if length:
            call.shapes.append(([length], (len(value),), f"the length of {whose}"))
        for k, one in enumerate(value):
            names = call.values
            item(call, one, f"number {k} of {whose}")
            call.values = names  # a part of one item is none of the next

    return holds


def list_of_tuples(length, names):
    """A list of tuples, of which nothing but the names is said."""
    return list_of(together(parts_of(names), [anything] * len(parts_of(names))), length)
