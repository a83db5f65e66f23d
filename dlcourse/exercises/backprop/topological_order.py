"""An order for a graph: every node after all that it takes. Several are right, so they are observed."""

import graphlib

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.backprop._cases import NEURON, faults, random_graph, tell
from dlcourse.lessons import backprop


def cases(rng):
    return [
        Case({"square": ["x"], "x": []}),
        Case({"total": ["b", "d"], "b": ["c"], "c": ["a"], "d": ["c", "a"], "a": []}),
        Case(NEURON),
        Case({"alone": []}),
        Case({"out": ["x", "far"], "far": ["middle"], "middle": ["near"], "near": ["x"], "x": []}),
        Case({"twice": ["m", "m"], "k": [], "m": ["k"], "alone": []}),
        Case({"d": ["b", "c"], "c": ["a"], "b": ["a"], "e": ["d"], "a": []}),
        *[Case(random_graph(rng, count)) for count in (6, 9, int(rng.integers(12, 20)), 25)],
    ]


exercise = Exercise(
    reference=backprop.topological_order,
    points=3,
    minutes=9,
    cases=cases,
    observe=faults,
    tell=tell,
    hints=[
        "Which nodes can be computed at once, from nothing, and which are ready then?",
        "Keep a list of the names that are placed. Again and again, look for names that are not in it, and whose "
        "inputs all are.",
        "Elsewhere: `while len(done) < 5:` repeats until five are done; `all(guest in seats for guest in guests)` "
        "asks whether every guest has a seat.",
    ],
    solved="what every framework does before it computes anything. Read backwards, it is the order of backpropagation.",
)

exercise.edit(
    "read backwards",
    {"return order": "return order[::-1]"},
    """Your order is that of the backward pass: the loss comes first. Here every node should stand *after* what it
    takes.""",
)


@exercise.mistake("order of the dict")
def _(inputs):
    """The names come back as they stood in the dict. There, a node may stand before what it takes."""
    return list(inputs)


@exercise.mistake("alphabetical")
def _(inputs):
    """The names are sorted by the alphabet, which knows nothing of the arrows."""
    return sorted(inputs)


exercise.edit(
    "inputs left out",
    {"return order": "return [name for name in order if inputs[name]]"},
    """Nodes that take nothing are missing. They belong to the order too: they come first.""",
)


@exercise.mistake("only the inputs")
def _(inputs):
    """You return only the nodes that take nothing. After them others are ready: look again, until all are placed."""
    return [name for name in inputs if not inputs[name]]


@exercise.mistake("stopped after one round")
def _(inputs):
    """Nodes that become ready later are missing. One look is not enough, nor any fixed number: go through all names
    again, `while` some are missing.
    """
    order = []
    for name in inputs:
        if all(taken in order for taken in inputs[name]):
            order.append(name)
    return order


@exercise.also("stopped after one round")
def _(inputs):
    order = []
    for name in [*inputs, *inputs]:
        if name not in order and all(taken in order for taken in inputs[name]):
            order.append(name)
    return order


def each_time(inputs, starts):
    """What leads to some names, and they: each as often as it is met."""
    return [name for start in starts for name in (*each_time(inputs, inputs[start]), start)]


@exercise.mistake("placed more than once")
def _(inputs):
    """A node that is used by several others comes several times. Check that it is not in the order yet."""
    return each_time(inputs, inputs)


@exercise.also("placed more than once")
def _(inputs):
    return each_time(inputs, list(inputs)[:1])  # from the first name alone


@exercise.mistake("placed again in every round")
def _(inputs):
    """A name that is placed already is ready in the next round as well, and comes again. Ask for both: `name not in
    order`, and all its inputs in it.
    """
    order = []
    while len(order) < len(inputs):
        for name in inputs:
            if all(taken in order for taken in inputs[name]):
                order.append(name)
    return order


@exercise.mistake("node placed before its inputs")
def _(inputs):
    """You place a node and then what it takes. It is the other way round: first all that it takes, then the node."""
    order = []

    def visit(name):
        if name not in order:
            order.append(name)
            for taken in inputs[name]:
                visit(taken)

    for name in inputs:
        visit(name)
    return order


@exercise.mistake("sorted by the number of inputs")
def _(inputs):
    """A node with one input can still stand at the end of a long chain: the number of inputs does not order them."""
    return sorted(inputs, key=lambda name: len(inputs[name]))


@exercise.mistake("order of the dict, turned round")
def _(inputs):
    """The names come back as they stood in the dict, the last one first. Where they stand says nothing about the
    arrows.
    """
    return list(inputs)[::-1]


@exercise.mistake("only what the first name needs")
def _(inputs):
    """You start from the first name only, and place what leads to it. Nodes on which it does not depend are missing:
    start from every name of the graph.
    """
    order = []

    def visit(name):
        if name not in order:
            for taken in inputs[name]:
                visit(taken)
            order.append(name)

    visit(next(iter(inputs)))
    return order


@exercise.mistake("noted at first sight")
def _(inputs):
    """You walk back from the end, note each node when you first meet it, and turn the list round. But a node can be met
    by a short path before a long one, and then it comes behind a node that takes it: note it only when all that take it
    are noted.
    """
    later = {taken for names in inputs.values() for taken in names}
    queue, order = [name for name in inputs if name not in later], []
    while queue:
        name = queue.pop(0)
        if name not in order:
            order.append(name)
            queue += inputs[name]
    return order[::-1]


@exercise.mistake("only the inputs placed first")
def _(inputs):
    """You place the nodes that take nothing, and then all others as they stand in the dict. These wait for one another,
    too.
    """
    return sorted(inputs, key=lambda name: bool(inputs[name]))


@exercise.mistake("only one level back")
def _(inputs):
    """Before each node you place what it takes, but not what *that* takes: go on, level by level, until nothing is
    missing.
    """
    order = []
    for name, names in inputs.items():
        order += [new for new in dict.fromkeys([*names, name]) if new not in order]
    return order


@exercise.mistake("one input is enough")
def _(inputs):
    """A node is placed when the first of its inputs is there. It must wait until *all* of them are: `all` instead of
    `any`.
    """
    order = []
    while len(order) < len(inputs):
        for name in inputs:
            if name not in order and (not inputs[name] or any(taken in order for taken in inputs[name])):
                order.append(name)
    return order


@exercise.mistake("placed before its inputs, then turned round")
def _(inputs):
    """You note a node, then what it takes, and turn the whole list round. A node that is met by a short path first
    stands in the wrong place then. Note it *after* all that it takes: then nothing needs to be turned round.
    """
    order = []

    def visit(name):
        if name not in order:
            order.append(name)
            for taken in inputs[name]:
                visit(taken)

    for name in inputs:
        visit(name)
    return order[::-1]


@exercise.mistake("as many rounds as names, and each placed again")
def _(inputs):
    """In every round all nodes that are ready are placed, also those that stand in the order already. Ask for both:
    `name not in order`, and all its inputs in it.
    """
    order = []
    for _ in inputs:
        for name in inputs:
            if all(taken in order for taken in inputs[name]):
                order.append(name)
    return order


@exercise.mistake("inputs named again before each node")
def _(inputs):
    """Before each node you write down what it takes, whether it stands in the order already or not. Place each name
    once, and only after all that *it* takes.
    """
    return [new for name in inputs for new in (*inputs[name], name)]


@exercise.accepts("by depth-first search")
def _(inputs):
    order, seen = [], set()

    def visit(name):
        if name not in seen:
            seen.add(name)
            for taken in inputs[name]:
                visit(taken)
            order.append(name)

    for name in inputs:
        visit(name)
    return order


@exercise.accepts("one name at a time")
def _(inputs):
    order = []
    while len(order) < len(inputs):
        for name in inputs:
            if name not in order and all(taken in order for taken in inputs[name]):
                order.append(name)
    return order


@exercise.accepts("sorted by the longest way to an input")
def _(inputs):
    def depth(name):
        return 1 + max((depth(taken) for taken in inputs[name]), default=0)

    return sorted(inputs, key=depth)


@exercise.accepts("with graphlib, as a tuple")
def _(inputs):
    return tuple(graphlib.TopologicalSorter(inputs).static_order())
