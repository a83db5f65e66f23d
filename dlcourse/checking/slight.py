"""Wrong answers that nobody listed: what comes out when one small thing in the reference is another.

Each change has a name and a sentence that says what to look at. It is told only if it explains every case exactly, and
it says no more of the reference than which of the learner's own names stand in the place that matters.
"""

import ast
import functools
import inspect

from dlcourse.checking.naming import listed
from dlcourse.checking.variants import changed, filled, syntax_tree

SAME_KIND = [
    {"sum", "mean", "max", "min", "median"},
    {"argmax", "argmin"},
    {"maximum", "minimum"},
    {"floor", "ceil", "round", "rint", "trunc", "int"},
    {"var", "std"},
    {"exp", "expm1"},
    {"log", "log2", "log10", "log1p"},
    {"zeros", "ones"},
    {"zeros_like", "ones_like"},
    {"sin", "cos"},
    {"any", "all"},
    {"cumsum", "cumprod"},
    {"sqrt", "square"},
]
ENDS = {
    ast.Lt: (ast.LtE, "`<=` where `<` belongs"),
    ast.LtE: (ast.Lt, "`<` where `<=` belongs"),
    ast.Gt: (ast.GtE, "`>=` where `>` belongs"),
    ast.GtE: (ast.Gt, "`>` where `>=` belongs"),
}
AT_A_BOUNDARY = {name for _, name in ENDS.values()}  # these show in a single number
TURNED = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}
EXCHANGED = {
    ast.Add: [(ast.Sub, "minus instead of plus", "with minus instead of plus")],
    ast.Sub: [(ast.Add, "plus instead of minus", "with plus instead of minus")],
    ast.Mult: [(ast.Div, "divided instead of multiplied", "with a division in place of a product")],
    ast.Div: [
        (ast.Mult, "multiplied instead of divided", "with a product in place of a division"),
        (ast.FloorDiv, "divided without decimals", "with a division that drops the decimals"),
    ],
    ast.FloorDiv: [(ast.Div, "decimals kept", "with a division that keeps the decimals")],
    ast.MatMult: [(ast.Mult, "products not added up", "with products that are not added up,")],
}
PARTS = {ast.Add: "term", ast.Sub: "term", ast.Mult: "factor", ast.Div: "factor", ast.MatMult: "factor"}


@functools.cache
def slight_changes(function):
    """(name, advice, changed function) of every small change of a reference that could be a learner's."""
    if function.__name__ == "<lambda>" or _may_run_for_ever(function):
        return []
    names = list(inspect.signature(function).parameters)
    known = {*names, *function.__code__.co_varnames}
    found = changed(function, lambda node: _changes(node, names, known))
    return [(name, advice, variant) for (name, advice), _, variant in found]


def _may_run_for_ever(function):
    return any(isinstance(node, ast.While) for node in ast.walk(syntax_tree(function)))


def _changes(node, names, known):
    by_kind = {
        ast.BinOp: _of_operation,
        ast.UnaryOp: _of_sign,
        ast.Compare: _of_comparison,
        ast.Constant: _of_number,
        ast.Call: _of_call,
        ast.Attribute: _of_attribute,
        ast.Subscript: _of_subscript,
        ast.AugAssign: _of_update,
        ast.Assign: _of_step,
        ast.IfExp: _of_branches,
    }
    found = by_kind.get(type(node), lambda *_: [])(node, known)
    return found + (_of_name(node, names) if isinstance(node, ast.Name) else [])


def _told(name, when, look=""):
    return name, f"This is exactly what comes out {when}. {look}".strip()


def _with(node, known):
    """Which names stand in a part, in words: " with `X` and `W`"; a number for itself."""
    if isinstance(node, ast.Constant):
        return f" {node.value!r}"
    found = dict.fromkeys(item.id for item in ast.walk(node) if isinstance(item, ast.Name) and item.id in known)
    return f" with {listed(f'`{name}`' for name in found)}" if found else ""


def _the_one(words):
    return f"the one{words}" if words.startswith(" with") else f"the{words}"


def _between(left, right):
    """Where an operation stands, in words, as far as its parts have names."""
    return f" {'between' if left and right else 'at'} {_parts(left, right)}" if left or right else ""


def _of_part(*words):
    return f": that of {_parts(*words)}" if any(words) else ""


def _parts(*words):
    return " and ".join(text.replace(" with", "the part with", 1).strip() for text in words if text)


def _of_operation(node, known):
    kind, found = PARTS.get(type(node.op), "part"), []
    left, right = _with(node.left, known), _with(node.right, known)
    for kept, words in ((node.left, right), (node.right, left)):
        if words:
            told = _told(
                f"a {kind} left out", f"when a {kind} is left out: {_the_one(words)}", "Is it in your formula?"
            )
            found.append((told, lambda kept=kept: kept))
    for other, name, when in EXCHANGED.get(type(node.op), ()):
        told = _told(name, f"{when}{_between(left, right)}")
        found.append((told, lambda other=other: setattr(node, "op", other())))
    if isinstance(node.op, ast.Sub | ast.Div):
        word = "difference" if isinstance(node.op, ast.Sub) else "quotient"
        told = _told(f"a {word} turned round", f"when a {word} is turned round{_of_part(left, right)}")
        found.append((told, lambda: ast.BinOp(node.right, node.op, node.left)))
    if isinstance(node.op, ast.Pow):
        told = _told("a power left out", f"when a power is left out{_of_part(left)}")
        found.append((told, lambda: node.left))
    return found


def _of_sign(node, known):
    words = _with(node.operand, known)
    told = _told("a minus left out", "when a minus is left out" + (f": that before the part{words}" if words else ""))
    return [(told, lambda: node.operand)] if isinstance(node.op, ast.USub) else []


def _of_comparison(node, known):
    found = []
    for index, operator in enumerate(node.ops):
        if type(operator) not in ENDS:
            continue
        part = node.left if index == 0 else node.comparators[index - 1]
        words = _with(part, known) or _with(node.comparators[index], known)
        other, name = ENDS[type(operator)]
        told = _told(name, f"with {name}, in the comparison{words}", "What is to happen when both sides are equal?")
        found.append((told, lambda index=index, other=other: node.ops.__setitem__(index, other())))
        turned = TURNED[type(operator)]
        told = _told("a comparison turned round", f"when the comparison{words} is turned round")
        found.append((told, lambda index=index, turned=turned: node.ops.__setitem__(index, turned())))
    return found


def _of_number(node, known):
    value = node.value
    if type(value) not in (int, float):
        return []
    others = {value + 1, value - 1, 2 * value, value / 2 if value % 2 or type(value) is float else value // 2, -value}
    found = []
    for other in sorted(others - {value}):
        told = _told("another number in the formula", f"with {other:g} where {value:g} belongs")
        found.append((told, lambda other=other: filled(repr(other))))
    return found


def _of_call(node, known):
    found, name = [], getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name == "reversed" and node.args:
        told = _told("loop not reversed", "when the loop runs forwards, not from the last to the first")
        found.append((told, lambda: node.args[0]))
    elif node.args and not isinstance(node.args[0], ast.Starred | ast.GeneratorExp):
        words = _of_part(_with(node.args[0], known)).removeprefix(": that")
        told = _told(f"`{name}` left out", f"when `{name}`{words} is left out")
        found.append((told, lambda: node.args[0]))
    for index, keyword in enumerate(node.keywords):
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant) and type(keyword.value.value) is int:
            for other in sorted({0, 1, 2, -1} - {keyword.value.value}):
                told = _told("wrong axis", f"when `{name}` runs along axis {other}, not axis {keyword.value.value}")
                found.append(
                    (told, lambda keyword=keyword, other=other: setattr(keyword, "value", ast.Constant(other)))
                )
        if keyword.arg in ("axis", "keepdims"):
            told = _told(f"`{keyword.arg}` left out", f"when `{name}` has no `{keyword.arg}`")
            found.append((told, lambda index=index: node.keywords.pop(index) and None))
    if name in ("var", "std"):
        told = _told("divided by n - 1", f"when `{name}` divides by n - 1 instead of n", "`ddof=0` divides by n.")
        found.append((told, lambda: node.keywords.append(ast.keyword("ddof", ast.Constant(1)))))
    if name == "range" and len(node.args) <= 2:
        first, last = (ast.Constant(0), *node.args)[-2:]
        for which, text in (("first", "range({0} + 1, {1})"), ("last", "range({0}, {1} - 1)")):
            told = _told(f"the {which} round left out", f"when a loop leaves out its {which} round")
            found.append((told, lambda text=text: filled(text, first, last)))
    if isinstance(node.func, ast.Name) and len(node.args) == 2:
        told = _told("two arguments exchanged", f"when the two arguments of `{name}` change places")
        found.append((told, lambda: node.args.reverse()))
    return found


def _of_attribute(node, known):
    if node.attr == "T":
        words = _of_part(_with(node.value, known))
        return [(_told("a transpose left out", f"when a `.T` is left out{words}"), lambda: node.value)]
    others = sorted({other for kind in SAME_KIND if node.attr in kind for other in kind - {node.attr}})
    return [
        (
            _told(f"`{other}` instead of `{node.attr}`", f"with `{other}` where `{node.attr}` belongs"),
            lambda other=other: setattr(node, "attr", other),
        )
        for other in others
    ]


def _of_subscript(node, known):
    found = []
    if isinstance(node.slice, ast.Slice) and isinstance(node.ctx, ast.Load):
        for end in ("lower", "upper", "step"):
            if getattr(node.slice, end) is not None:
                words = _of_part(_with(node.value, known))
                told = _told("a slice too long", f"when nothing is cut off at one end of a slice{words}")
                found.append((told, lambda end=end: setattr(node.slice, end, None)))
    return found


def _of_update(node, known):
    name = ast.unparse(node.target).partition("[")[0]
    told = _told(
        "overwritten instead of added up",
        f"when `{name}` is overwritten each time instead of added to",
        "`+=` keeps what was there.",
    )
    return [(told, lambda: ast.Assign([node.target], node.value, lineno=node.lineno))]


def _of_step(node, known):
    """An assignment that changes what has a value already."""
    target = node.targets[0]
    if not isinstance(target, ast.Name) or target.id not in {i.id for i in ast.walk(node.value) if hasattr(i, "id")}:
        return []
    told = _told("a step left out", f"when a step is left out that changes `{target.id}`")
    return [(told, lambda: ast.Pass())]


def _of_branches(node, known):
    words = _with(node.test, known)
    told = _told("branches exchanged", f"when the two branches of the condition{words} change places")
    return [(told, lambda: ast.IfExp(node.test, node.orelse, node.body))]


def _of_name(node, names):
    if node.id not in names or not isinstance(node.ctx, ast.Load):
        return []
    return [
        (
            _told(f"`{other}` instead of `{node.id}`", f"with `{other}` in a place where `{node.id}` belongs"),
            lambda other=other: ast.Name(other, ast.Load()),
        )
        for other in names
        if other != node.id
    ]
