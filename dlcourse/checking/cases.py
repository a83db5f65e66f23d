"""The calls that an exercise is checked with."""

import inspect

from dlcourse.checking.runtime.plain import Seed


class Arguments(dict):
    """The arguments of a case that keeps something: `kept` is seen where answers are judged, and sent nowhere."""

    kept = None


class Case:
    """One call of an exercise: plain data for its arguments, given as in the call.

    Parameters
    ----------
    *values, **named : plain data
        The arguments.
    """

    def __init__(self, *values, **named):
        self.values = values
        self.named = named
        self.kept = None

    def keeping(self, kept):
        """The case itself, with what only `observe`, `tell` and `Marks` see of it, as `arguments.kept`: right labels.

        It never goes where an answer runs.
        """
        self.kept = kept
        return self

    def arguments(self, function):
        """The arguments by name, in the order of the signature of `function` (the reference)."""
        found = Arguments(inspect.signature(function).bind(*self.values, **self.named).arguments)
        found.kept = self.kept
        return dict(found) if self.kept is None else found


def drawn_seed(rng):
    """The Seed of a case's own generator, drawn from that of the cases: other cases have other random numbers."""
    return Seed(int(rng.integers(1_000_000)))


def drawn_sizes(rng, count, least=2, most=9):
    """So many lengths, no two alike: a transpose shows, and hidden cases have other shapes than the visible ones."""
    return (least + rng.permutation(most + 1 - least)[:count]).tolist()
