"""Lesson 25, capstone: the question."""

from dlcourse.checking.question import explain

why_check = explain(
    {
        "a": "The gradient check fails.",
        "b": "The gradient check passes: nothing is wrong with this layer.",
        "c": "The gradient check passes, although the layer is wrong.",
    },
    {
        "1": "It compares the backward pass with the forward pass that it is given, whatever that calculates.",
        "2": "Both passes were written by the same person, who is careful.",
        "3": "The gradient of a constant factor is 0.",
    },
    right="c1",
    wrong={
        "a": (
            "a check of the forward pass",
            "Central differences are taken of the forward pass *as it is*, with its factor of 2, and the backward pass "
            "has the same factor: the two agree.",
        ),
        "b": (
            "passed is not right",
            "The check says that the two passes fit each other. What the layer should calculate it does not know.",
        ),
        "2": (
            "trust instead of a test",
            "Who wrote them does not matter to the check. What does it compare with what?",
        ),
        "3": (
            "a factor has a gradient",
            "The factor is no input, but it multiplies every slope: the gradient is twice as large, too.",
        ),
    },
    minutes=3,
    hints=[
        "What are the two numbers that a gradient check compares, and which of your functions does each come from?",
        "Central differences call the forward pass a little to the left and to the right. A forward pass with a factor "
        "too many has slopes with that factor, too.",
        "Elsewhere: a clock is checked against another one of the same maker, both an hour fast. What does that show?",
    ],
    solved="why a library has tests of both kinds: of slopes, and of values that are known from elsewhere.",
)
