"""What is called and is no function, and a function that is not called as it should be."""

import ast
import builtins
import functools

import numpy as np

from dlcourse.checking.python_errors.scene import Slip
from dlcourse.checking.slips.source import in_numpy, quoted

PROPERTIES = {"int": ("size", "ndim", "nbytes", "itemsize"), "tuple": ("shape", "strides"), "numpy.ndarray": ("T",)}
NUMBER = ("int", "float", "bool", "numpy.float64", "numpy.int64", "numpy.float32", "float64", "int64", "complex")
ARRAY = "numpy.ndarray"

SIGN = Slip(
    "multiplication sign forgotten",
    "A number or an array is followed by parentheses, and Python takes that for a call. Between two factors it needs "
    "the sign: `a * (b + c)`, or `A @ B` for a product of matrices.",
)
OVERWRITTEN = (
    "The number or array needs a name of its own, that no function has: rename it, and run the cells again in which "
    "the function gets its name back (for Python's own functions, restart the kernel or run `del` with the name)."
)
CALLED = (
    "Parentheses after a name are a call, and this name stands for no function. Print it just before the line: is it "
    "what you think it is? A product needs its sign, `a * (b)`, and a position square brackets, `x[i]`."
)
BRACKETS = (
    "Square brackets take a part of something; a function is called with round ones, as in `np.exp(z)`. A list as the "
    "argument has both: `np.array([1, 2])`."
)


@functools.cache
def is_function_name(name):
    """Whether Python or NumPy has a function of this name."""
    return callable(getattr(builtins, name, None)) or callable(getattr(np, name, None))


def not_callable(scene, match):
    """`'...' object is not callable`."""
    kind, call = match[1], scene.expression
    function = call.func if isinstance(call, ast.Call) else None
    if isinstance(function, ast.Attribute) and function.attr in PROPERTIES.get(kind, ()):
        return Slip(
            "parentheses after a property",
            "What an array knows of itself, `x.shape`, `x.size`, `x.ndim` and `x.T`, is written without parentheses.",
            f"{quoted(function)} is no function: write it without the parentheses behind it.",
        )
    if isinstance(function, ast.Name):
        return _name_called(scene, function.id, kind, call)
    is_value = isinstance(function, ast.BinOp | ast.Constant | ast.Subscript | ast.Call | ast.UnaryOp)
    if is_value and kind in (*NUMBER, ARRAY):
        return Slip(SIGN.name, SIGN.general, f"A sign is missing after {quoted(function)}.")
    if kind == "tuple" and isinstance(function, ast.Tuple):
        return Slip("comma forgotten", "Between two parts of a list or tuple Python needs a comma: `[(1, 2), (3, 4)]`.")
    here = f"{quoted(function)} is called in this line." if function is not None else ""
    return Slip("a call of what is no function", CALLED, here)


def _name_called(scene, name, kind, call):
    thing = scene.names.get(name)
    words = thing.words if thing else f"a value of the type `{kind.rpartition('.')[2]}`"
    if kind == "module":
        return Slip(
            "a module is called",
            "A module is a box of functions: call one of them, as in `np.array(...)` or `neuron.relu(z)`.",
            f"`{name}` is a module.",
        )
    if is_function_name(name) or (thing and thing.scope == "global") or name == getattr(scene.exercise, "name", ""):
        return Slip(
            "a name that was given another value",
            OVERWRITTEN,
            f"The name `{name}` stands for {words} now{_by(scene, name)}.",
        )
    argument = call.args[0] if len(call.args) == 1 and not call.keywords else None
    if kind.endswith("Generator"):
        return Slip(
            "a generator is called",
            "Random numbers come from the generator's methods: `rng.random(shape)`, `rng.normal(size=shape)`, "
            "`rng.integers(low, high)`, `rng.permutation(n)`.",
            f"`{name}` is a generator.",
        )
    is_index = kind in (ARRAY, "list", "tuple", "dict") and (
        isinstance(argument, ast.Constant | ast.Slice) or getattr(scene.thing(argument), "kind", "") == "int"
    )
    if is_index or (kind in ("list", "tuple", "dict") and thing):
        return Slip(
            "round brackets for a position",
            "A position in an array, a list or a tuple stands in square brackets: `x[0]`. (If you mean a product, "
            "write the sign: `x * (2)`.)",
            f"`{name}` is {words}: write `{name}[...]`.",
        )
    if thing and kind in (*NUMBER, ARRAY):
        return Slip(
            SIGN.name, SIGN.general, f"`{name}` is {words}, and a sign is missing between it and the parentheses."
        )
    return Slip("a call of what is no function", CALLED, f"`{name}` is {words}.")


def _by(scene, name):
    """Who gave the name its value, as far as it is known."""
    thing = scene.names.get(name)
    if thing and thing.cell:
        return f": cell {thing.cell} gave it that value"
    found = scene.source.assignments(name) if thing and thing.scope == "local" else []
    if found:
        return f": line {scene.source.line(found[-1])} of your own function gave it that value"
    return ": something in your notebook gave it that value" if thing and thing.scope == "global" else ""


def not_subscriptable(scene, match):
    """`'...' object is not subscriptable`."""
    kind, node = match[1], scene.expression
    value = node.value if isinstance(node, ast.Subscript) else None
    if kind.endswith(("function", "method", "_ArrayFunctionDispatcher", "ufunc")) or kind == "type":
        here = (
            f"{quoted(value)} is a function: write {quoted(ast.unparse(value) + '(...)')}." if value is not None else ""
        )
        return Slip("square brackets for a call", BRACKETS, here)
    if kind in ("generator", "zip", "map", "enumerate", "filter", "set", "dict_values", "dict_keys", "dict_items"):
        return Slip(
            "no positions to choose from",
            "What `zip`, `map`, `enumerate` and `(... for ...)` give can only be gone through from the beginning. Make "
            "a list of it first, `list(...)`: that has positions.",
            f"{quoted(value)} is a `{kind}`." if value is not None else "",
        )
    if kind in NUMBER:
        return single_number(scene, value)
    return None


def single_number(scene, value):
    """A position is taken of a single number."""
    return Slip(
        "a position in a single number",
        "Square brackets take a part of an array, a list or a tuple; a single number has none. Was it made of an array "
        "before, by a sum or by an index too many? Print it just before this line.",
        f"{quoted(value)} is a single number here." if value is not None else "",
    )


def scalar_index(scene, match):
    """`invalid index to scalar variable`."""
    return single_number(scene, scene.expression.value if isinstance(scene.expression, ast.Subscript) else None)


def attribute_of_function(scene, match):
    """`'function' object has no attribute 'sigmoid'`: not called, or a function with the name of a module."""
    if match[1] in dir(np.ndarray):
        return function_itself(scene, match)
    what = ast.unparse(scene.expression.value) if isinstance(scene.expression, ast.Attribute) else ""
    return Slip(
        "a function under the name of a module",
        "Two things have this name, and the later one hides the other. Import what you need by its own name, as in "
        "`from dlcourse.lessons.neuron import sigmoid`.",
        f"{quoted(what)} stands for a function here, not for a module, and it has no `{match[1]}`." if what else "",
    )


def function_itself(scene, match):
    """A function where the result of calling it is wanted."""
    node, name = scene.expression, ""
    parts = [node.left, node.right] if isinstance(node, ast.BinOp) else [getattr(node, "value", None)]
    parts = [*parts, *getattr(node, "args", ())]
    for part in parts:
        thing = scene.names.get(ast.unparse(part)) if isinstance(part, ast.Name | ast.Attribute) else None
        if isinstance(part, ast.Name | ast.Attribute) and (in_numpy(part) or (thing and thing.kind == "function")):
            name = ast.unparse(part)
            break
    return Slip(
        "a function that is not called",
        "Without parentheses a function's name stands for the function itself, which nobody can calculate with. Its "
        "result is what it gives when it is called: `np.exp(z)`, `x.mean()`.",
        f"{quoted(name)} is a function here: call it, {quoted(name + '(...)')}." if name else "",
    )


FUNCTIONS = r"(?:function|builtin_function_or_method|method|numpy\._ArrayFunctionDispatcher|numpy\.ufunc|type)"
RULES = [
    ("TypeError", r"^'([\w.]+)' object is not callable", not_callable),
    ("TypeError", r"^'([\w.]+)' object is not subscriptable", not_subscriptable),
    ("IndexError", r"^invalid index to scalar variable", scalar_index),
    (
        "TypeError",
        rf"^unsupported operand type\(s\) for .*: (?:'{FUNCTIONS}' and|'.*' and '{FUNCTIONS}'$)",
        function_itself,
    ),
    ("TypeError", rf"^'{FUNCTIONS}' object (?:is not iterable|does not support item)", function_itself),
    ("TypeError", rf"^bad operand type for .*: '{FUNCTIONS}'", function_itself),
    ("TypeError", rf"^object of type '{FUNCTIONS}' has no len", function_itself),
    ("TypeError", rf"^cannot unpack non-iterable {FUNCTIONS} object", function_itself),
    ("AttributeError", rf"^'{FUNCTIONS}' object has no attribute '(\w+)'", attribute_of_function),
]
