"""The parameters of a learner's function, looked at before it is called: in a notebook and in the sandbox alike."""

import inspect

import pytest

from dlcourse.checking.runtime.parameters import misfit, parameters


def reference(X, b=0, *, rate, steps=3):
    """What a learner should have written."""


def problem(function, arguments=("X", "b", "rate")):
    return misfit(function, "train", arguments, positional=["X", "b"], wanted=parameters(reference))


@pytest.mark.parametrize(
    ("function", "texts"),
    [
        (reference, ["X", "b", "*", "rate", "steps"]),
        (lambda: None, []),
        (lambda a, /, b, *more, c, **rest: None, ["a", "b", "*more", "c", "**rest"]),
        (lambda *, c: None, ["*", "c"]),
    ],
)
def test_parameters_as_they_are_written(function, texts):
    assert parameters(function) == texts


@pytest.mark.parametrize(
    "function",
    [
        reference,
        lambda data, bias, rate: None,  # what goes by position may have any name
        lambda *data, rate=1: None,
        lambda X, b, **others: None,
        max,  # whose signature nobody knows
    ],
)
def test_what_can_be_called_fits(function):
    assert problem(function) == ""


@pytest.mark.parametrize(
    ("function", "yours"),
    [
        (lambda X, b: None, "X, b"),
        (lambda X, b, speed: None, "X, b, speed"),
        (lambda X, b, rate, more: None, "X, b, rate, more"),
        (lambda *, X, b, rate: None, "*, X, b, rate"),
        (lambda: None, ""),
    ],
)
def test_what_cannot_is_told_with_both_signatures(function, yours):
    wanted = "wanted are `train(X, b, *, rate, steps)`."
    assert problem(function) == f"The parameters do not fit: yours are `train({yours})`, {wanted}"


def test_an_argument_that_a_case_leaves_out_is_not_needed():
    assert problem(lambda X, *, rate: None, ("X", "rate")) == ""


class Unprintable:
    def __repr__(self):
        raise RuntimeError("no text")


class Liar:
    @property
    def __signature__(self):
        raise RuntimeError("none of your business")

    def __call__(self):
        """Never."""


class Odd(inspect.Signature):
    def bind(self, *_values, **_named):
        raise KeyError("odd")


def odd(X):
    """A function that lies about its parameters."""


odd.__signature__ = Odd()


@pytest.mark.parametrize("function", [Liar(), odd, 3])
def test_no_function_can_stop_the_look(function):
    assert problem(function) == ""


def test_a_default_that_cannot_be_printed_is_not_printed():
    def own(X, b=Unprintable()):  # noqa: B008
        """Lacks an argument."""

    assert "`train(X, b)`" in problem(own)
