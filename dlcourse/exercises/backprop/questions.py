"""The questions of lesson 04: gradients by hand, shapes, a signal that is cut, and one that dies of zeros."""

from dlcourse.checking.question import choice, explain, number


def _draw_by_hand(rng):
    w, x, b = (int(rng.integers(2, 6)) for _ in range(3))
    error = int(rng.choice([-3, -2, -1, 1, 2, 3]))
    y = w * x + b - error
    text = f"A neuron without activation: loss = (w · x + b - y)², with w = {w}, x = {x}, b = {b} and y = {y}. "
    return f"{text}What is the gradient for w?", 2 * error * x


def _draw_used_twice(rng):
    w, more = int(rng.choice([-4, -3, -2, 2, 3, 4])), int(rng.integers(5, 10))
    return f"loss = w · (w + {more}), and w is {w}. What is the slope of the loss for w?", 2 * w + more


def _draw_weight_slope(rng):
    first, second, arrives, comes = (int(rng.integers(2, 8)) for _ in range(4))
    text = (
        f"A dense layer has one neuron. Two examples have {first} and {second} for their second input, and the "
        f"gradients {arrives} and {comes} arrive at the neuron's output for them. What is the gradient for the second "
        "weight?"
    )
    return text, first * arrives + second * comes


def _draw_logit_slope(rng):
    p, examples = round(float(rng.choice([0.1, 0.2, 0.3, 0.6, 0.8])), 1), int(rng.choice([2, 4, 5, 10]))
    text = (
        f"In a batch of {examples} examples, softmax gives the right class of one of them the probability {p}. What is "
        "the gradient of the mean cross-entropy for the score of that class?"
    )
    return text, (p - 1) / examples


def _draw_sent_back(rng):
    hidden, classes, examples = (int(n) for n in rng.permutation([3, 4, 5, 6, 8, 12, 16])[:3])
    text = (
        f"A network's last layer has {hidden} inputs and {classes} neurons; a batch has {examples} examples. How many "
        "numbers are in the dX that its backward sends back?"
    )
    return text, examples * hidden


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
        "Which nodes lie between w and the loss, and which slope has each of them?",
        "Walk back from the loss: the square, the subtraction, the sum, the product. Each multiplies by its local "
        "slope, and that of a square is twice what is squared.",
        "Elsewhere: (2 · v + 1)² at v = 3 has the slope 2 · 7 for the square, 1 for the sum and 2 for the product, "
        "28 in all.",
    ],
    solved="a gradient by hand, the way every framework finds it.",
)

used_twice = number(
    2.0,
    draw=_draw_used_twice,
    wrong=[
        ("multiplied", "Along one path slopes multiply. What arrives by *different* paths adds up.", -3.0),
        ("only the first factor", "3 comes by the first factor alone. w is in the second one, too.", 3.0),
        ("only the second factor", "−1 comes by the second factor alone. The first one is w, too.", -1.0),
        ("averaged", "Nothing is averaged: turning w moves the loss by both paths at once.", 1.0),
        ("sign lost", "One of the two messages is −1. With its sign it takes something away.", 4.0),
        ("twice the weight", "−2 would be the slope of w · w. What does the 4 do to the other factor?", -2.0),
        (
            "value of the weight left out",
            "6 is 2 + 4. The local slopes of a product are its factors, and here w is −1.",
            6.0,
        ),
    ],
    hints=[
        "Into which two nodes does w go, and what comes back from each of them?",
        "The product sends each factor the value of the other one. The sum passes on what it gets; and w hears from "
        "both nodes.",
        "Elsewhere: v · (v − 1) at v = 5 sends 4 to the first factor and 5 to the second, 9 in all.",
    ],
    solved="the rule for shared values: what comes by several paths adds up. You will need it for every bias.",
)

weight_slope = number(
    12.0,
    draw=_draw_weight_slope,
    wrong=[
        ("only the first example", "2 comes from the first example. The second one uses the same weight.", 2.0),
        ("only the second example", "10 comes from the second example. The first one uses the same weight.", 10.0),
        ("averaged over the examples", "6 is the mean. What comes by different paths adds up.", 6.0),
        (
            "along a row of X",
            "That is made of a row of X. The second weight meets the second input of *each* example: a column.",
            21.0,
        ),
        ("value of the weight in it", "The weight's own value has no part in its slope: leave the 4 out.", 48.0),
        ("inputs without the gradient", "You add up the inputs. Each still meets the gradient that arrives.", 3.0),
        ("multiplied together", "Within an example factors multiply. Over the examples the products add up.", 20.0),
    ],
    hints=[
        "By how much does the sum of the first example rise if the second weight rises by 0.01, and that of the "
        "second?",
        "For each example multiply what the weight is multiplied by, its second input, by the gradient that arrives "
        "there. Then add both up.",
        "Elsewhere: with the third inputs 4 and 5, and 2 and −1 arriving, the third weight gets 4 · 2 + 5 · (−1) = 3.",
    ],
    solved="one element of dW: over all examples, what went in times what came back, added up.",
    since=2,
)

logit_slope = number(
    -0.45,
    draw=_draw_logit_slope,
    wrong=[
        (
            "turned round",
            "That would raise the loss where the right score rises. It is what was said *minus* what was right.",
            0.45,
        ),
        ("mean forgotten", "The loss is the mean of two examples, so each has half of the say.", -0.9),
        ("nothing taken away", "That is half of what was said. What was right for this class?", 0.05),
        ("divided by the classes", "You divide by the three classes. The mean goes over the two examples.", -0.3),
        (
            "stopped at the probability",
            "That is the slope for the probability. One more step leads back through the softmax to the score.",
            -5.0,
        ),
        ("only the mean", "That takes the 1 into account, not the 0.1 that the network said already.", -0.5),
    ],
    hints=[
        "What did the network say for this class, and what would have been right?",
        "Said minus right, and then the mean over the batch.",
        "Elsewhere: said 0.75, right 1, in a batch of 5 gives −0.25 / 5 = −0.05.",
    ],
    solved="one element of dZ, and it is below 0: raising the right score lowers the loss.",
    since=2,
)

sent_back = number(
    320.0,
    draw=_draw_sent_back,
    wrong=[
        ("that of its output", "200 numbers arrive: dZ, 20 examples by 10 neurons. What goes on belongs to X.", 200.0),
        ("that of its weights", "160 numbers has dW. What goes on belongs to X.", 160.0),
        ("that of the layer before", "640 numbers has what goes *into* layer 2, not what comes out of it.", 640.0),
        ("one example only", "16 for each example. The batch has 20.", 16.0),
        ("the digits themselves", "1280 numbers has the batch of digits. What goes into layer 3 is smaller.", 1280.0),
        ("that of the second layer's weights", "512 weights has layer 2. What goes on belongs to X of layer 3.", 512.0),
    ],
    hints=[
        "To what does dX belong, and which shape has that?",
        "dX has the shape of what went into the layer: a row for each example, a column for each input.",
        "Elsewhere: a layer with 5 inputs and 7 neurons, and a batch of 4: dX has the shape (4, 5), so 20 numbers.",
    ],
    solved="what travels through a network: never a weight's gradient, always one of the shape of the values there.",
    since=2,
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
        "It comes from the loss, and passes the last layer first. What lies beyond the cut hears nothing.",
        "Elsewhere: news starts in the kitchen, and goes through the hall into the garden. If the door between kitchen "
        "and hall is shut, only the kitchen knows.",
    ],
    solved="who learns and who does not: only what hears from the loss.",
)

all_zero = explain(
    {
        "a": "All three layers learn.",
        "b": "Only the biases of the last layer learn; everything else stays 0 for ever.",
        "c": "Nothing learns at all.",
    },
    {
        "1": "In its product, the slope for a weight is not its own value.",
        "2": "What goes back is multiplied by weights, and a weight's gradient by what came in.",
        "3": "With all scores 0, every answer is equally probable, and the loss has no slope.",
    },
    right="b2",
    wrong={
        "a": (
            "zeros pass the signal on",
            "What goes back through the last layer is multiplied by its weights. They are 0.",
        ),
        "c": (
            "no signal at all",
            "Said minus right is not 0: each of ten digits is said with 10 %, and one is right. Which parameters hear "
            "that without a weight or an input in between?",
        ),
        "1": (
            "true, but not enough",
            "That is true of its product. But its gradient has a factor from behind, which came through other weights, "
            "and one from in front, what came in: which values have these?",
        ),
        "3": (
            "a loss that is level",
            "The loss is ln 10 there, and it has a slope: if the right score rises, it falls.",
        ),
    },
    hints=[
        "What comes out of the first and the second layer, if all of their weights are 0, and what does the last "
        "one send back?",
        "Go through your `dense_backward` for the last layer: which of dX, dW and db are 0, if X and W are zeros "
        "and dZ is not?",
        "Elsewhere: in v · u with v = 0 and u = 0 both slopes are 0, that of v as well as that of u: neither ever "
        "moves. In v · u + c, c moves.",
    ],
    solved="why the first weights are random: zeros cut the wire in every layer, and for good.",
    since=2,
)
