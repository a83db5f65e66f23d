"""What stands after a dot and is not there."""

import ast
import difflib
import functools

import numpy as np

from dlcourse.checking.python_errors.kinds import LIST
from dlcourse.checking.python_errors.scene import Slip
from dlcourse.checking.slips.source import quoted

ALSO_METHODS = (
    "exp",
    "log",
    "sqrt",
    "tanh",
    "abs",
    "square",
    "sign",
    "maximum",
    "minimum",
    "where",
    "log1p",
    "power",
    "outer",
)
# What PyTorch, lists or pandas call it -> how NumPy says it.
ELSEWHERE = {
    **dict.fromkeys(
        ("append", "extend"),
        "an array does not grow: collect the parts in a list and make an array of it at the end, `np.array(parts)`",
    ),
    "unsqueeze": "a new axis comes with `x[:, None]` or `np.expand_dims(x, axis)`",
    "view": "`x.reshape(...)` gives an array another shape",
    "permute": "`x.transpose(...)` puts the axes into another order",
    "t": "the transpose is `x.T`",
    "transposed": "the transpose is `x.T`",
    "numpy": "leave out `.numpy()`",
    "to_numpy": "leave out `.to_numpy()`",
    "detach": "leave out `.detach()`, there is no graph to leave",
    "cpu": "leave out `.cpu()`, it is in the computer's memory already",
    "clone": "`x.copy()` makes a copy",
    "float": "`x.astype(float)` changes the type",
    "double": "`x.astype(float)` changes the type",
    "int": "`x.astype(int)` changes the type",
    "long": "`x.astype(int)` changes the type",
    "bool": "`x.astype(bool)` changes the type",
    "type": "the type of the numbers is `x.dtype`",
    "dim": "the number of axes is `x.ndim`",
    "norm": "`np.linalg.norm(x)` is the norm",
    "relu": "`np.maximum(x, 0)` is the ReLU",
    "clamp": "`np.clip(x, low, high)` is the name here",
    "length": "`len(x)` is the length, `x.shape` that of all axes",
    "len": "`len(x)` is the length, `x.shape` that of all axes",
    "values": "leave out `.values`",
    "iloc": "a position is `x[i]`",
    "loc": "a position is `x[i]`",
    "add_": "`x += ...` adds in place",
    "mul_": "`x *= ...` multiplies in place",
    "zero_": "`x[...] = 0` sets all to 0",
    "mm": "a product of matrices is `A @ B`",
    "matmul": "a product of matrices is `A @ B`",
    "multiply": "a product element by element is `a * b`",
    "pow": "a power is `x**n`",
    "backward": "NumPy keeps no gradients: the backward pass is what you write yourself",
    "grad": "NumPy keeps no gradients: the backward pass is what you write yourself",
    "requires_grad": "NumPy keeps no gradients: the backward pass is what you write yourself",
    "index": "`np.argmax(x == value)` or `np.where(x == value)` finds a position",
    "count": "`np.sum(x == value)` counts",
    "normalize": "divide by the sum or the norm yourself",
}
GENERATOR = {
    "rand": "`rng.random(shape)`",
    "randn": "`rng.normal(size=shape)`",
    "randint": "`rng.integers(low, high)`",
    "random_sample": "`rng.random(shape)`",
    "seed": "the seed was chosen when the generator was made",
}


@functools.cache
def _members():
    return [name for name in dir(np.ndarray) if name[0] != "_"]


def _object(scene):
    """The source of what stands before the dot, or ""."""
    return ast.unparse(scene.expression.value) if isinstance(scene.expression, ast.Attribute) else ""


def of_array(scene, match):
    """`'numpy.ndarray' object has no attribute 'append'`."""
    name, what = match[1], _object(scene)
    before = f"{quoted(what)} is an array: " if what else "It is an array: "
    general = (
        "What an array can do stands in its documentation (`x.` and the Tab key list it); much else is a function of "
        "NumPy, `np.exp(x)`, and some names are those of PyTorch or of lists."
    )
    if name in ELSEWHERE:
        return Slip("a method that arrays do not have", general, f"{before}{ELSEWHERE[name]}.")
    if name in ALSO_METHODS:
        call = f"np.{name}({what or 'x'})"
        return Slip("a method that arrays do not have", general, f"`{name}` is a function of NumPy: {quoted(call)}.")
    near = difflib.get_close_matches(name, _members(), 1, 0.7)
    here = f"{before}arrays have no `{name}`." + (f" Do you mean `{near[0]}`?" if near else "")
    return Slip("a method that arrays do not have", general, here)


def of_module(scene, match):
    """`module 'numpy' has no attribute 'maximun'`."""
    module, name = match[1], match[2]
    short = _object(scene) or {"numpy": "np"}.get(module, module.rpartition(".")[2])
    general = "Functions are found under the exact name that they have in their module: look it up with `help` or Tab."
    if module == "numpy" and name in ("float", "int", "bool", "object", "str"):
        return Slip("a name that the module does not have", general, f"`np.{name}` was given up: write plain `{name}`.")
    here = f"`{short}` has no `{name}`."
    near = difflib.get_close_matches(name, _public(module), 1, 0.75)
    if near:
        here += f" Do you mean `{short}.{near[0]}`?"
    elif module == "numpy":
        here += (
            " NumPy has no functions of neural networks: they are what this course builds."
            if name
            in ("sigmoid", "relu", "softmax", "sigmoid_derivative", "one_hot", "cross_entropy", "leaky_relu", "dropout")
            else ""
        )
    return Slip("a name that the module does not have", general, here)


@functools.cache
def _public(module):
    found = {"numpy": np, "numpy.random": np.random, "numpy.linalg": np.linalg}.get(module)
    return [name for name in dir(found) if name[0] != "_"] if found else []


def of_generator(scene, match):
    """`Generator` has not all names that `np.random` has."""
    name = match[1]
    near = GENERATOR.get(name) or "".join(
        f"`rng.{item}`" for item in difflib.get_close_matches(name, dir(np.random.Generator), 1, 0.7)
    )
    return Slip(
        "a name of the old random numbers",
        "A generator has names of its own: `rng.random`, `rng.normal`, `rng.integers`, `rng.permutation`, "
        "`rng.choice`. "
        "`rand`, `randn` and `randint` belong to `np.random` as it was before.",
        f"Instead of `{name}`: {near}." if near else "",
    )


def of_list(scene, match):
    """`append` and the like with the name of another language."""
    kind, name, what = match[1], match[2], _object(scene)
    if kind == "tuple" and name in ("append", "extend", "add", "push"):
        return Slip(
            "a tuple that is to grow",
            "A tuple stays as it is. Collect in a list, `parts = []` and `parts.append(x)`, and make a tuple of it "
            "at the end: `tuple(parts)`.",
            f"{quoted(what)} is a tuple." if what else "",
        )
    if kind == "set":
        return (
            Slip(
                "a method that sets do not have",
                "Sets have `add`, `remove`, `union`; they keep no order and have no positions.",
                "To put something into a set: `s.add(x)`.",
            )
            if name in ("append", "push", "extend")
            else None
        )
    instead = {"push": "append", "add": "append", "length": "len(...)", "size": "len(...)"}.get(name)
    if instead is None:
        return None
    here = f"A list has no `{name}`: " + (
        "`len(x)` is its length." if "len" in instead else "`x.append(...)` puts something at its end."
    )
    if name == "size":
        return Slip("list where an array is wanted", LIST, here)
    return Slip(
        "a method that lists do not have",
        "Lists have `append`, `extend`, `insert`, `pop`; the length is `len(x)`.",
        here,
    )


def of_number(scene, match):
    """A number where an array is wanted."""
    what = _object(scene)
    return Slip(
        "list or number where an array is wanted",
        "Only NumPy arrays can do that, and this is a single number. Was it made of an array before, by a sum or an "
        "index too many? If numbers may come in, make an array first: `np.asarray(x)`.",
        f"{quoted(what)} is a single number here." if what else "",
    )


def of_other(scene, match):
    """A dict, a generator or a text."""
    kind, name, what = match[1], match[2], _object(scene)
    if kind == "dict":
        thing = scene.names.get(what)
        keys = f" Its keys are {', '.join(thing.keys)}." if thing and thing.keys else ""
        return Slip(
            "a dot for a key",
            "What a dict holds is found under its key, in square brackets: `d['W']`.",
            f"{quoted(what)} is a dict: write {quoted(f'{what}[{name!r}]')}.{keys}" if what else "",
        )
    if kind in ("generator", "zip", "map", "range", "enumerate", "filter"):
        return Slip(
            "what is gone through, not calculated with",
            "What `range`, `zip`, `map` and `(... for ...)` give can only be gone through. For calculating make an "
            "array of it: `np.arange(n)`, or `np.array([... for ...])`.",
            f"{quoted(what)} is a `{kind}`." if what else "",
        )
    return None


SCALAR = r"int|float|bool|numpy\.float64|numpy\.int64|numpy\.float32|numpy\.bool_?|float64|int64"
RULES = [
    ("AttributeError", r"^'numpy\.ndarray' object has no attribute '(\w+)'", of_array),
    ("AttributeError", r"^module '([\w.]+)' has no attribute '(\w+)'", of_module),
    ("AttributeError", r"^'numpy\.random\._generator\.Generator' object has no attribute '(\w+)'", of_generator),
    ("AttributeError", r"^'(list|tuple|set)' object has no attribute '(\w+)'", of_list),
    ("AttributeError", rf"^'(?:{SCALAR})' object has no attribute '\w+'", of_number),
    ("AttributeError", r"^'(\w+)' object has no attribute '(\w+)'", of_other),
]
