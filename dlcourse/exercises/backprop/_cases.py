"""Graphs to be put in order, and what is looked at in an order."""

from collections import Counter

from dlcourse.checking.naming import listed
from dlcourse.checking.specification import Malformed

NEURON = {
    "loss": ["error"],
    "error": ["a", "y"],
    "a": ["z"],
    "z": ["wx", "b"],
    "wx": ["w", "x"],
    "w": [],
    "x": [],
    "b": [],
    "y": [],
}


def random_graph(rng, count):
    """A graph whose dict is in no useful order, and whose names do not sort into one."""
    labels = [f"n{i}" for i in rng.permutation(count)]
    inputs = {}
    for place, name in enumerate(labels):
        most = min(place, 3)
        chosen = rng.choice(place, size=int(rng.integers(0, most + 1)), replace=False) if most else []
        inputs[name] = [labels[int(i)] for i in sorted(chosen)]
    return {labels[int(i)]: inputs[labels[int(i)]] for i in rng.permutation(count)}


def faults(arguments, value):
    """Which names are missing, unknown or there more than once, and which nodes stand before what they take."""
    inputs = arguments["inputs"]
    if not isinstance(value, list | tuple):
        raise Malformed("Wanted is a list of names.")
    if not all(isinstance(name, str) for name in value):
        raise Malformed("Wanted is a list of names (texts), but some of its elements are something else.")
    first = {name: place for place, name in reversed(list(enumerate(value)))}
    early = [
        f"{name} before {taken}"
        for name in inputs
        for taken in sorted(set(inputs[name]))
        if name in first and taken in first and first[name] < first[taken]
    ]
    return {
        "names missing": sorted(set(inputs) - set(value)),
        "names that are not in the graph": sorted(set(value) - set(inputs)),
        "names more than once": sorted(name for name, count in Counter(value).items() if count > 1),
        "placed before what they take": sorted(early),
    }


def tell(arguments, value):
    """What is wrong with an order, in a sentence for each kind of fault."""
    found = faults(arguments, value).items()
    return " ".join(f"{kind[0].upper()}{kind[1:]}: {listed(names)}." for kind, names in found if names)
