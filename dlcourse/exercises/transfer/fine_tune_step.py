"""One step that moves the head far, the body a little, and what is frozen not at all."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.transfer._cases.parameters import step_cases
from dlcourse.lessons import transfer

exercise = Exercise(
    reference=transfer.fine_tune_step,
    points=2,
    minutes=6,
    cases=step_cases,
    fresh=True,
    hints=[
        "Three kinds of parameters meet here: those of the head, those of the body, and frozen ones. By how much does "
        "each of them move, as a share of its gradient?",
        "Find the rate of each parameter by its layer, which is all before the last dot; what is frozen has a rate of "
        "0. Then all take the same step, into a new dict.",
        "Elsewhere: `True * 3.5` is 3.5, and `False * 3.5` is 0. `total - share * prices` is a new array, where "
        "`total -= share * prices` would change the caller's.",
    ],
    solved="fine-tuning: what is new learns fast, what is old moves with care.",
)


def step(rate):
    """A step whose rate of a parameter is ``rate(name, layer, learning_rate, body_factor, mask, head)``."""

    def moved(parameters, gradients, *, learning_rate, body_factor, mask, head):
        found = {}
        for name, array in parameters.items():
            share = rate(name, name.rpartition(".")[0], learning_rate, body_factor, mask, head)
            found[name] = array - share * gradients[name]
        return found

    return moved


def mistaken(name, advice, rate):
    """A mistake that is another rate."""
    way = step(rate)

    def wrong(parameters, gradients, *, learning_rate, body_factor, mask, head):
        return way(parameters, gradients, learning_rate=learning_rate, body_factor=body_factor, mask=mask, head=head)

    wrong.__doc__ = advice
    exercise.mistake(name)(wrong)


for _name, _advice, _rate in (
    (
        "mask ignored",
        "Frozen parameters move, too: `mask` plays no part. What is False in it stays as it is.",
        lambda name, layer, rate, factor, mask, head: rate * (1 if layer == head else factor),
    ),
    (
        "mask turned round",
        "You move what is frozen, and leave alone what may learn. In `mask`, True means that it learns.",
        lambda name, layer, rate, factor, mask, head: (not mask[name]) * rate * (1 if layer == head else factor),
    ),
    (
        "mask for the body only",
        "A frozen bias or weight of the *head* moves. What is False in `mask` stays, wherever it is.",
        lambda name, layer, rate, factor, mask, head: rate if layer == head else rate * factor * mask[name],
    ),
    (
        "same rate for body and head",
        "Body and head move at the same rate: `body_factor` plays no part. The body's rate is learning_rate times it.",
        lambda name, layer, rate, factor, mask, head: mask[name] * rate,
    ),
    (
        "factor on the head",
        "The head has the small rate, and the body the large one. It is the *body* that should move with care.",
        lambda name, layer, rate, factor, mask, head: mask[name] * rate * (factor if layer == head else 1),
    ),
    (
        "factor on both",
        "`body_factor` slows the head as well. The head takes learning_rate as it is.",
        lambda name, layer, rate, factor, mask, head: mask[name] * rate * factor,
    ),
    (
        "factor instead of the rate",
        "The body's rate is `body_factor` alone. It is a factor: learning_rate times body_factor.",
        lambda name, layer, rate, factor, mask, head: mask[name] * (rate if layer == head else factor),
    ),
    (
        "divided by the factor",
        "You divide by `body_factor`: a small one makes the body *fast*. Multiply.",
        lambda name, layer, rate, factor, mask, head: mask[name] * rate * (1 if layer == head else 1 / (factor or 1)),
    ),
    (
        "factor taken away from the rate",
        "You subtract `body_factor` from the rate. It is a factor: multiply.",
        lambda name, layer, rate, factor, mask, head: mask[name] * (rate if layer == head else rate - factor),
    ),
    (
        "uphill",
        "You go *up*: the gradient points to where the loss rises, so the step has a minus.",
        lambda name, layer, rate, factor, mask, head: -mask[name] * rate * (1 if layer == head else factor),
    ),
    (
        "names that begin with the head",
        'You ask whether a name *begins* with the head: "fc1" begins "fc10.W", too. Compare the whole layer.',
        lambda name, layer, rate, factor, mask, head: mask[name] * rate * (1 if name.startswith(head) else factor),
    ),
    (
        "names that contain the head",
        'You ask whether a name *contains* the head: "head" is in "overhead.W", too. Compare the whole layer.',
        lambda name, layer, rate, factor, mask, head: mask[name] * rate * (1 if head in name else factor),
    ),
    (
        "the piece before the last dot",
        'You look at the piece before the last dot alone: "block.head.W" belongs to the layer "block.head", which is '
        "all before the last dot.",
        lambda name, layer, rate, factor, mask, head: (
            mask[name] * rate * (1 if layer.rpartition(".")[2] == head else factor)
        ),
    ),
    (
        "up to the first dot",
        'You cut a name at its *first* dot: "block.head.W" belongs to the layer "block.head". Cut at the last dot.',
        lambda name, layer, rate, factor, mask, head: mask[name] * rate * (1 if name.split(".")[0] == head else factor),
    ),
    (
        "biases of the head at the rate of the body",
        "Only the weights of the head have the large rate: its biases move as if they belonged to the body.",
        lambda name, layer, rate, factor, mask, head: mask[name] * rate * (1 if name == f"{head}.W" else factor),
    ),
    (
        "only the head learns",
        "The body never moves. Where `mask` says True, it learns, too, at learning_rate times body_factor.",
        lambda name, layer, rate, factor, mask, head: mask[name] * rate * (layer == head),
    ),
):
    mistaken(_name, _advice, _rate)


@exercise.mistake("rate smaller with every parameter")
def _(parameters, gradients, *, learning_rate, body_factor, mask, head):
    """You multiply the rate itself by `body_factor`, within the loop: from one parameter of the body to the next it
    gets smaller, and the head takes what is left. Begin each round with learning_rate.
    """
    moved = {}
    for name, array in parameters.items():
        if name.rpartition(".")[0] != head:
            learning_rate = learning_rate * body_factor
        moved[name] = array - learning_rate * mask[name] * gradients[name]
    return moved


@exercise.also("rate smaller with every parameter")
def _(parameters, gradients, *, learning_rate, body_factor, mask, head):
    moved = {}
    for name, array in parameters.items():
        moved[name] = array.copy()
        if mask[name]:
            if name.rpartition(".")[0] != head:
                learning_rate = learning_rate * body_factor
            moved[name] = array - learning_rate * gradients[name]
    return moved


@exercise.mistake("frozen parameters left out")
def _(parameters, gradients, *, learning_rate, body_factor, mask, head):
    """What is frozen is missing in your dict. It does not move, but the network still needs it: give a copy."""
    named = {"learning_rate": learning_rate, "body_factor": body_factor, "mask": mask, "head": head}
    moved = transfer.fine_tune_step(parameters, gradients, **named)
    return {name: array for name, array in moved.items() if mask[name]}


@exercise.mistake("frozen parameters become 0")
def _(parameters, gradients, *, learning_rate, body_factor, mask, head):
    """What is frozen comes back as 0: the mask multiplies the whole parameter. It should stop the *step*."""
    named = {"learning_rate": learning_rate, "body_factor": body_factor, "mask": mask, "head": head}
    moved = transfer.fine_tune_step(parameters, gradients, **named)
    return {name: mask[name] * array for name, array in moved.items()}


@exercise.mistake("steps instead of parameters")
def _(parameters, gradients, *, learning_rate, body_factor, mask, head):
    """You give back the steps alone. Wanted are the parameters after the step."""
    named = {"learning_rate": learning_rate, "body_factor": body_factor, "mask": mask, "head": head}
    moved = transfer.fine_tune_step(parameters, gradients, **named)
    return {name: moved[name] - parameters[name] for name in parameters}


@exercise.accepts("with three cases")
def _(parameters, gradients, *, learning_rate, body_factor, mask, head):
    moved = {}
    for name in parameters:
        layer = name[: name.rindex(".")]
        if not mask[name]:
            moved[name] = parameters[name].copy()
        elif layer == head:
            moved[name] = parameters[name] - learning_rate * gradients[name]
        else:
            moved[name] = parameters[name] - body_factor * learning_rate * gradients[name]
    return moved


@exercise.accepts("copies that are changed in place")
def _(parameters, gradients, *, learning_rate, body_factor, mask, head):
    moved = {name: np.array(array) for name, array in parameters.items()}
    for name, array in moved.items():
        if mask[name]:
            array -= (learning_rate if name in (f"{head}.W", f"{head}.b") else learning_rate * body_factor) * gradients[
                name
            ]
    return moved
