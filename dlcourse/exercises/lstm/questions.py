"""Lesson 12, lstm: the questions."""

import math

from dlcourse.checking.question import choice, explain, number


def _draw_kept(rng):
    gate, steps = float(rng.choice([0.5, 0.8, 0.9, 0.95])), int(rng.integers(2, 6))
    text = f"The state of an LSTM's cell is 1. Its input gate is shut, its forget gate is {gate:g} at every step. "
    return f"{text}What is left after {steps} steps, right to three digits?", gate**steps


kept = number(
    0.9**20,
    draw=_draw_kept,
    rtol=0.02,
    minutes=1.5,
    wrong=[
        (
            "taken away instead of multiplied",
            "You take away 0.1 twenty times. The gate *scales* what is there: each step keeps 90 % of the rest.",
            -1.0,
        ),
        (
            "what was lost, not what is left",
            "That is how much has been lost. The question is what is left.",
            1 - 0.9**20,
        ),
        ("one step only", "That is what is left after the first step. The gate acts at each of the 20.", 0.9),
        (
            "added up",
            "0.9 · 20 grows with every step. A gate below 1 lets the state shrink: multiply 0.9 by itself.",
            18.0,
        ),
        ("one gate's share", "That is what *one* step takes away from 1. The gate acts at each of the 20 steps.", 0.1),
        ("a step too few", "That is after 19 steps. All 20 count.", 0.9**19),
        ("a step too many", "That is after 21 steps.", 0.9**21),
    ],
    hints=[
        "What is left after one step, and what after two?",
        "Each step keeps 90 % of what the one before has left: it multiplies, twenty times in all.",
        "Elsewhere: money that loses a tenth of its worth every year; after three years 0.9 · 0.9 · 0.9 is left, in "
        "Python `0.9**3`.",
    ],
    solved="the reason why a gate that is nearly open is not open enough for long lags.",
)


def _reaches_old_state(f, o, c_next, dh_next, dc_next):
    """The gradient of the old state of one cell."""
    return f * (dc_next + dh_next * o * (1 - math.tanh(c_next) ** 2))


def _draw_old_state(rng):
    f, o = float(rng.choice([0.4, 0.6, 0.7])), float(rng.choice([0.2, 0.3, 0.8]))
    c_next, dh, dc = float(rng.choice([0.5, 1.5, 2.0])), int(rng.integers(2, 6)), int(rng.integers(1, 4))
    text = (
        f"In a step of an LSTM with one cell, the forget gate is {f:g}, the output gate {o:g} and the new state "
        f"{c_next:g}. The loss has the gradient {dh} for the new output and {dc} for the new state, from the steps "
        "after. What is its gradient for the old state, right to three digits?"
    )
    return text, _reaches_old_state(f, o, c_next, dh, dc)


old_state = number(
    _reaches_old_state(0.9, 0.5, 1.0, 2.0, 1.0),
    draw=_draw_old_state,
    rtol=0.005,
    wrong=[
        (
            "the output left out",
            "That is 0.9 · 1: what comes along the line of the state. The new state was also shown; what comes back "
            "through the output is missing.",
            0.9,
        ),
        (
            "the later steps left out",
            "That comes back through the output only. The state itself went on to the next step as well: its "
            "gradient of 1 is missing.",
            0.9 * (1 - math.tanh(1) ** 2),
        ),
        (
            "at the new state",
            "That is what reaches the *new* state, all of it. On the way to the old one stands one more product.",
            1 + (1 - math.tanh(1) ** 2),
        ),
        (
            "slope of tanh left out",
            "On the way from the output to the state there is a tanh, and its slope at 1 is not 1: it is 1 - tanh(1)².",
            0.9 * 2,
        ),
        (
            "output gate left out",
            "The output is o · tanh(c next): the output gate of 0.5 scales what comes back through it.",
            0.9 * (1 + 2 * (1 - math.tanh(1) ** 2)),
        ),
        (
            "tanh for its slope",
            "You take tanh(1) itself. Its *slope* is wanted there: 1 - tanh(1)².",
            0.9 * (1 + math.tanh(1)),
        ),
        (
            "twice the whole",
            "You count it twice. That the new state was used twice means two roads, each with a gradient of its own: "
            "one brings dc_next, the other what comes through the output. Add the two.",
            2 * _reaches_old_state(0.9, 0.5, 1.0, 2.0, 1.0),
        ),
        (
            "forget gate on one road only",
            "What came through the output goes back through the forget gate, too: add both roads first, then scale.",
            0.9 + (1 - math.tanh(1) ** 2),
        ),
    ],
    hints=[
        "On which two roads does the gradient reach the new state, and what does each of them bring?",
        "One road brings the 1 as it is. The other begins with the 2 and goes, against the arrows of the drawing, "
        "through the product with o and through the tanh. Add both; the old state is one more product away.",
        "Elsewhere: from y = 0.3 · tanh(u), a gradient of 5 at y gives 5 · 0.3 · (1 - tanh(u)²) at u.",
    ],
    solved="the heart of the way back: two roads join at the new state, and the forget gate scales their sum.",
    since=2,
)

road = choice(
    {
        "a": "By the forget gate of step t + 1 alone, a number for each cell.",
        "b": "By W_h and the slope of tanh, as in a plain recurrent network.",
        "c": "By the input gate of step t + 1.",
        "d": "By nothing: it is always handed on as it is.",
    },
    right="a",
    minutes=1.5,
    wrong={
        "b": (
            "road of the plain network",
            "That is the road through the outputs, which an LSTM has beside it. Look at c_next = f c + i g: what "
            "is c multiplied by?",
        ),
        "c": ("input gate", "The input gate scales the candidate. Look at c_next = f c + i g: what scales c?"),
        "d": (
            "never forgets",
            "So it was in the first LSTM, of 1997, and so it is where the forget gate is 1. In general c is "
            "scaled by something.",
        ),
    },
    hints=[
        "c_next = f c + i g. By how much does c_next change when c does?",
        "With the output gate shut, nothing comes back through the output: only the thick line of the drawing is "
        "left. What stands on it?",
        "Elsewhere: if a bill is 0.8 · price + 5, it changes by 0.8 for each euro of the price, whatever the 5 is.",
    ],
    solved="the reason why the bias of this one gate matters so much.",
)

half_open = explain(
    {
        "a": "It cannot keep a letter for so long: its forget gates stay half shut.",
        "b": "It could keep it as well as the others, but from where it begins it seldom finds that out.",
        "c": "It was unlucky: with other seeds it would have learned as often as the others.",
    },
    {
        "1": "the bias that it begins with is not changed by training.",
        "2": (
            "before it has learned anything, next to nothing of the gradient comes back from the question to the "
            "letter: hardly anything tells the gates to open."
        ),
        "3": "half-open gates let the gradient grow without end.",
    },
    right="b2",
    wrong={
        "a": (
            "cannot instead of does not",
            "All three are the same network. With the weights of one that learned it, it would keep the letter as "
            "well.",
        ),
        "c": (
            "luck of the seeds",
            "One of 5 against 5 of 5, with the same five seeds, hardly is luck. (Of 20 seeds it is one, too.)",
        ),
        "1": (
            "biases that never change",
            "Biases are trained like all weights. A first value is only where it begins.",
        ),
        "3": (
            "exploding instead of vanishing",
            "Numbers below 1, multiplied again and again, do the opposite. Look at the line of bias 0 in the "
            "picture above.",
        ),
    },
    hints=[
        "What is the same in the three networks, and what differs, before the first step of the training?",
        "Look at the picture of the gradients: how much of it has come through after 20 steps with a bias of 0, and "
        "with one of 3? What does a weight learn from a gradient that small?",
        "Elsewhere: a radio can play every station. But who begins where nothing but noise is heard does not know "
        "which way to turn.",
    ],
    solved="the difference between what a network could do and what it can be trained to do from where it begins.",
    since=2,
)

forecast = choice(
    {
        "a": "That the network has found a pattern in the prices.",
        "b": "Nothing: last month's price does as well. Compare the errors with those of that forecast.",
        "c": "That the network would earn money.",
        "d": "That a longer training would make it perfect.",
    },
    right="b",
    wrong={
        "a": (
            "level taken for forecast",
            "Prices of neighbouring months are alike, so whoever repeats the last one comes as close. The pattern "
            "would have to show in the *changes*.",
        ),
        "c": (
            "no comparison",
            "Money is earned by knowing up from down. A forecast that repeats the last price says neither.",
        ),
        "d": (
            "training for a high correlation",
            "A correlation near 1 does not show how well it was trained: whoever repeats the last price has it, too.",
        ),
    },
    hints=[
        "What correlation has the dullest forecast of all, “as last month”?",
        "A curve can follow the price closely, a month late. Which number would show that it is late?",
        "Elsewhere: tomorrow's temperature is close to today's. A forecast that says “as today” follows the curve "
        "closely, too, and knows nothing.",
    ],
    solved="a habit: to ask of every forecast what it is better than.",
)
