"""The questions of lesson 04: a gradient by hand, a weight that is used twice, a cut signal."""

from dlcourse.checking.question import choice, number


def _draw_by_hand(rng):
    w, x, b = (int(rng.integers(2, 6)) for _ in range(3))
    error = int(rng.choice([-3, -2, -1, 1, 2, 3]))
    y = w * x + b - error
    text = f"A neuron without activation: loss = (w · x + b - y)², with w = {w}, x = {x}, b = {b} and y = {y}. "
    return f"{text}What is the gradient for w?", 2 * error * x


def _draw_used_twice(rng):
    first, second = int(rng.integers(2, 10)), -int(rng.integers(2, 10))
    text = f"A weight is used in two places. From one of them the gradient {first} comes back, from the other {second}."
    return f"{text} What is the gradient of the weight?", first + second


by_hand = number(
    6.0,
    draw=_draw_by_hand,
    wrong=[
        ("slope for x instead of w", "4 is the slope for x: 2 · 1 · w. For w, the last factor is x.", 4.0),
        (
            "last local slope forgotten",
            "2 has arrived at w · x. One more node: the local slope of a product for w is x.",
            2.0,
        ),
        ("only the last local slope", "3 is the slope of w · x for w. How far does that matter to the loss?", 3.0),
        ("the loss itself", "1 is the value of the loss, not a slope.", 1.0),
        ("slopes added", "You add the slopes along the path. They multiply: 2 · 1 · 1 · 3.", 7.0),
    ],
    hints=[
        "Walk back from the loss: the square, the subtraction, the sum, the product. Each multiplies by its slope.",
        "The slopes on the way to w are 2 · error = 2, then 1 (subtract), 1 (add), and x = 3 (product).",
    ],
    solved="a gradient by hand, the way every framework finds it.",
)

used_twice = number(
    2.0,
    draw=_draw_used_twice,
    wrong=[
        ("multiplied", "Along one path slopes multiply. What arrives by *different* paths adds up.", -15.0),
        ("only the first", "That is what came by the first path; the second counts as well.", 5.0),
        ("only the second", "The second message does not replace the first. Both count.", -3.0),
        ("averaged", "Nothing is averaged: turning w moves the loss by both paths at once.", 1.0),
        ("sign lost", "The second message is −3. With its sign it takes something away.", 8.0),
    ],
    hints=[
        "If w rises by 0.01, by how much does the loss change through the first path? Through the second? In all?",
        "0.05 through the first path, −0.03 through the second.",
    ],
    solved="the rule for shared values: what comes by several paths adds up. You need it now.",
)

cut = choice(
    {
        "a": "None: a network learns as a whole or not at all.",
        "b": "Layer 1 only.",
        "c": "Layers 1 and 2.",
        "d": "Layer 3 only.",
    },
    right="d",
    wrong={
        "a": ("all or nothing", "Layer 3 still hears from the loss, and follows its gradient."),
        "b": ("wrong end", "The signal comes from the loss, at the other end: layer 1 is the last to hear of it."),
        "c": (
            "wrong side of the cut",
            "The signal comes from the loss. What is *behind* the cut, seen from there?",
        ),
    },
    hints=[
        "Where does the signal start, and in which direction does it travel?",
        "It comes from the loss, passes layer 3 and is cut before layer 2.",
    ],
    solved="who learns and who does not: only what hears from the loss.",
)
