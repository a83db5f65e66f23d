"""Lesson 12, lstm: the questions."""

from dlcourse.checking.question import choice, number


def _draw_kept(rng):
    gate, steps = float(rng.choice([0.5, 0.8, 0.9, 0.95])), int(rng.integers(2, 6))
    text = f"The state of an LSTM's cell is 1. Its input gate is shut, its forget gate is {gate:g} at every step. "
    return f"{text}What is left after {steps} steps, right to three digits?", gate**steps


kept = number(
    0.9**20,
    draw=_draw_kept,
    rtol=0.02,
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
        ("a step too few", "That is after 19 steps. All 20 count.", 0.9**19),
        ("a step too many", "That is after 21 steps.", 0.9**21),
    ],
    hints=[
        "After one step 0.9 is left, after two 0.9 · 0.9.",
        "0.9 to the power of 20: `0.9**20`.",
    ],
    solved="the reason why a gate that is nearly open is not open enough for long lags.",
)

road = choice(
    {
        "a": "By the forget gate of step t + 1 alone, a number for each cell.",
        "b": "By W_h and the slope of tanh, as in a plain recurrent network.",
        "c": "By the input gate of step t + 1.",
        "d": "By nothing: it is always handed on as it is.",
    },
    right="a",
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
        "The slope of f c with respect to c is f.",
    ],
    solved="the reason why the bias of this one gate matters so much.",
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
            "fitting noise",
            "More training made it better on the months that it had seen, and not on the others.",
        ),
    },
    hints=[
        "What correlation has the dullest forecast of all, “as last month”?",
        "Look at the table above: whose errors are smaller on the months that nobody trained on?",
    ],
    solved="a habit: to ask of every forecast what it is better than.",
)
