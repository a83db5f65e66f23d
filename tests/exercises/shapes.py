"""The shape lines of a stub's docstring: read, and held against calls.

    X: array (N, D); W: array (D, M), one column for each neuron; b: (M,) -> array (N, M), the logits

Before the arrow stand the arguments, with `;` or a new line between them; several names may share what is said. Said is
a kind, then perhaps words, after a comma or in parentheses. The kinds:

    array (N, 4 H), int array (N,), bool array (N,), float array (N,), (N, D)    a letter is one size in all lines
    array of any shape, arrays of one shape; of the same shape; array (..., D): that shape with D behind it
    array of the shape of x                          x is an argument, or a part of a tuple
    array                                            nothing is said of its shape
    a number, float, int, a whole number             and words, as `a number above 0`
    numbers or arrays that stretch over W, number or array (1, M)
    list of arrays, of arrays of any shapes, of int, of lists of int, of names, of T caches, of (W, b)
    list of D pairs (low, high)
    list of (N - 1) // L pairs (inputs, targets), each an array (B, L); list of two pairs [(W1, b1), (W2, b2)]
    the tuple (X, W, stride)                         what is named like an argument or a result has its shape
    (X, W), arrays (N, D) and (D, M); a pair (mean, variance), each (D,); the tuple (gamma, std), of (D,), (N, 1)
    dict, dict of names to arrays, list of dicts of arrays; str, tuple of str; tuple of int, and then
    `array of that shape`; 0 or 1; True or False; function; numpy.random.Generator; any of these `or None`, `or 0`;
    `a number or array (N,)`

What comes back is one of these kinds, or several: `(dX, dW): arrays (N, D) and (D, M)`; `(out, cache): out an array
(N, C); cache the tuple (X, W)`; `(dx, db), with the shapes of x and (H,)`; `(w, v), words`: as the arguments w and v.
What is said in another way is an error.
"""

import re

import numpy as np
import shape_claims as claims
from shape_claims import GROUP, NAME, Call, Unreadable, parts_of, split

from dlcourse.checking.runtime.plain import FunctionName, Seed

NAMES = rf"{NAME}(?:, {NAME})*"
REMARK = r" \([a-z]+ [^(),]+\)"  # words in parentheses; a shape or a tuple has no two words without a comma
ARRAY = r"(?:(int|bool|float) )?arrays?"


def check_shapes(text, arguments, value):
    """Assert that the arguments of a call, and what came back, are what the shape lines `text` say.

    Raises
    ------
    Unreadable
        If they cannot be understood.
    """
    items, result = read(text)
    if not set(items) <= set(arguments):
        raise Unreadable(f"{', '.join(set(items) - set(arguments))}: no such argument")
    call = Call(arguments)
    for name, holds in items.items():
        holds(call, arguments[name], name)
    result(call, value, "the result")
    call.settle()


def read(text):
    """What the lines say of each argument, by name, and of the result.

    Returns
    -------
    dict, function
        Each function is `holds(call, value, whose)`: it asserts what it can, and notes in the call what is said of
        shapes.
    """
    before, arrow, after = f"\n{text}".replace("\n->", " ->").rpartition(" -> ")
    if not arrow:
        raise Unreadable(f"{text!r}: no arrow says what comes back")
    items = {}
    for item in filter(str.strip, re.split(rf";\s|;?\n(?={NAMES}: )", before)):
        names, _, said = " ".join(item.split()).partition(": ")
        if not re.fullmatch(NAMES, names):
            raise Unreadable(f"{item!r}: want names, a colon, and what they are")
        items |= dict.fromkeys(names.split(", "), _said(said))
    return items, _returned(" ".join(after.split()), items)


def _said(text):
    """A kind, then words."""
    if re.match(r"(?:a )?function\b", text):  # and whatever is said of it
        return claims.instance(FunctionName)
    explained = re.fullmatch(rf"(?:(?:the|a) (?:tuple|pair) )?{GROUP},? (?=of |each |(?:int )?arrays? )(.+)", text)
    if explained:
        return _together(explained[1], explained[2])
    pairs = re.fullmatch(rf"list of (?:(.+) pairs )?{GROUP}, (each .+)", text)
    if pairs:
        return claims.list_of(_together(pairs[2], pairs[3]), length=pairs[1])
    first, *words = split(text, ", ")
    return _kind(first, ", ".join(words))


def _returned(text, arguments):
    several = re.fullmatch(rf"{GROUP}(?:: |, (?=of |each |with ))(.+)", text)
    if several and re.match(rf"{parts_of(several[1])[0]} ", several[2]):
        return _by_name(several[1], several[2])
    if several:
        return _together(several[1], several[2])
    as_arguments = re.fullmatch(rf"\(({NAMES})\)(?:, (.+))?", text)
    if as_arguments:
        _only_words(as_arguments[2] or "")
        if not set(parts_of(as_arguments[1])) <= set(arguments):
            raise Unreadable(f"{text!r}: not the names of arguments, whose shapes they had")
        return claims.named(as_arguments[1])
    return _said(re.sub(rf"^{NAME}: ", "", text))


def _by_name(names, text):
    """`out an array (N, D); cache the tuple (X, W)`."""
    clauses = [clause.partition(" ") for clause in text.split("; ")]
    if [name for name, _, _ in clauses] != parts_of(names):
        raise Unreadable(f"{text!r}: want a clause for each of {names}")
    kinds = [claims.shaped_like(name) if said == "as before" else _said(said) for name, _, said in clauses]
    return claims.together(parts_of(names), kinds)


def _together(names, said):
    """A tuple whose parts have names, and what is said of each of them or of all."""
    names = parts_of(names)
    alike = re.fullmatch(r"each (.+)|(arrays of (?:one|the same) shape.*)", said)
    if alike:
        return claims.together(names, [_said(alike[1] or alike[2])] * len(names))
    kind = claims.shaped_like_or if said.startswith("with the shapes of ") else _kind
    kinds = split(re.sub(r"^(with the shapes )?of ", "", said), ", and |, | and ")
    if len(kinds) < len(names):
        raise Unreadable(f"{said!r}: want as much for each of {', '.join(names)}")
    _only_words(", ".join(kinds[len(names) :]))
    return claims.together(names, [kind(one) for one in kinds[: len(names)]])


def _kind(text, words=""):
    """What a kind of the list says; behind it words."""
    _only_words(words)
    text = re.sub(r"^(?:an?|the) (?:new )?", "", re.sub(REMARK, "", text))
    if text.endswith(" or 0"):
        return claims.or_zero(_kind(text.removesuffix(" or 0")))
    if text.startswith("number or "):
        return claims.or_number(_kind(text.removeprefix("number or ")))
    if text.endswith(" or None"):
        return claims.or_none(_kind(text.removesuffix(" or None")))
    for pattern, holds in KINDS.items():
        found = re.fullmatch(pattern, text)
        if found:
            return holds(*found.groups())
    raise Unreadable(f"{text!r}: no kind of this name")


def _only_words(text):
    if re.search(r"[(;]|->|\barrays?\b|\bshape of\b", re.sub(REMARK, "", f" {text}")):
        raise Unreadable(f"{text!r}: more than words")


NUMBER, WHOLE = claims.instance(int, float, np.number), claims.instance(int, np.integer)
KINDS = {
    rf"{ARRAY} {GROUP}": claims.array,
    GROUP: lambda shape: claims.array(shape=shape),
    rf"{ARRAY} of (?:any|one) shape": lambda dtype: claims.array(dtype, "any shape"),
    rf"{ARRAY} of the same shape": lambda dtype: claims.array(dtype, "..."),
    rf"{ARRAY} of that shape": lambda dtype: claims.array(dtype, "that shape"),
    rf"{ARRAY} of the shape of ({NAME})": lambda dtype, name: claims.array(dtype, like=name),
    rf"{ARRAY}(?: of any shapes)?": claims.array,
    r"numbers? or arrays?(?: that stretch over \w+)?": lambda: claims.or_number(claims.array()),
    r"(?:whole numbers?|int)(?: [a-z0-9 ]+)?": lambda: WHOLE,
    r"(?:numbers?|float)(?: [a-z0-9 ]+)?": lambda: NUMBER,
    r"0 or 1": lambda: WHOLE,
    r"True or False": lambda: claims.truth,
    r"(?:all )?names": lambda: claims.instance(str),
    r"dicts?(?: of .+)?": lambda: claims.instance(dict),
    r"str": lambda: claims.instance(str),
    r"tuple of str": lambda: claims.instance(tuple),
    r"tuple of int": claims.shape_itself,
    r"numpy\.random\.Generator|numpy Generator|random generator": lambda: claims.instance(Seed),
    rf"(?:tuple|pair) {GROUP}": claims.named,
    rf"as ({NAME})": claims.shaped_like,
    rf"list of (?:the )?(\w+) caches(?: of {NAME})?": lambda length: claims.list_of(claims.anything, length),
    rf"list of (?:(.+) )?pairs {GROUP}": claims.list_of_tuples,
    rf"list of two pairs \[{GROUP}, \(.+\)\]": lambda names: claims.list_of_tuples("2", names),
    rf"list of {GROUP}": lambda names: claims.list_of_tuples(None, names),
    r"lists? of (.+)": lambda kind: claims.list_of(_kind(kind)),
}
