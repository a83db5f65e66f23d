"""Lesson 11, rnn: the questions."""

from dlcourse.checking.question import choice, explain, number

lost_order = choice(
    {
        "a": "It keeps the vectors of the letters, but forgets which word they belong to.",
        "b": "The sum is the same whatever the order of the letters: it cannot tell Lima from Mali.",
        "c": "The sum of vectors has more numbers than one vector.",
        "d": "The vectors of different letters cancel each other, so that the sum is 0.",
    },
    right="b",
    wrong={
        "a": ("words mixed up", "Each word has a sum of its own. What is it that the sum of *one* word loses?"),
        "c": (
            "sum taken for a row",
            "A sum of vectors is as long as each of them; side by side they would be longer.",
        ),
        "d": ("all cancelled", "They need not cancel. But does the sum change when two letters change places?"),
    },
    hints=[
        "If you add numbers in another order, what changes?",
        "Write down both sums, letter by letter, and look for a difference.",
        "For two other words: `o + n` is `n + o`, whatever vectors stand for the two letters.",
    ],
    solved="the reason for this lesson: in a sequence, the order is part of what is said.",
)


def _draw_count_weights(rng):
    inputs, state = int(rng.choice([2, 3, 5])), int(rng.choice([4, 6, 10, 20]))
    text = f"A recurrent layer reads vectors of {inputs} numbers and has a state of {state} numbers. "
    return f"{text}How many numbers does it learn, if its sequences have 50 steps?", inputs * state + state**2 + state


def _draw_step_gradient(rng):
    h_next, W_h, back = float(rng.choice([0.2, 0.4, 0.8])), int(rng.choice([2, 3, 4])), int(rng.choice([5, 10]))
    text = (
        f"A neuron's state after a step is {h_next:g}, its weight W_h is {W_h}, and the gradient {back} comes back to "
    )
    text += "that state. Which gradient goes on to the state before the step?"
    return text, back * (1 - h_next**2) * W_h


step_gradient = number(
    9.6,
    draw=_draw_step_gradient,
    since=2,
    wrong=[
        ("slope of tanh forgotten", "That is 5 · 3: on its way back, the gradient passes the tanh, too.", 15.0),
        ("stopped at the tanh", "That is what comes out behind the tanh. It still has to pass the weight.", 3.2),
        ("slope at the state before", "You took the slope from h. The tanh made the state *after* the step.", 14.4),
        ("square forgotten", "You took 1 − 0.6 for the slope. Of tanh it is 1 − 0.6².", 6.0),
        ("slope of the sigmoid", "0.6 · (1 − 0.6) is the slope of a sigmoid that says 0.6.", 3.6),
        (
            "square forgotten, at the state before",
            "You took 1 − 0.2 for the slope. Of tanh it is 1 − y², and y is what came out: the state *after* the step.",
            12.0,
        ),
        ("the way to the input", "That goes to x, by W_x. The state goes in by W_h.", 6.4),
        (
            "divided by the weight",
            "Backward, too, the weight multiplies: a larger one lets a change count more.",
            1.067,
        ),
    ],
    rtol=0.01,
    hints=[
        "If h grew by a little, how much would the sum in the tanh grow, and how much the tanh?",
        "Two factors lie on the way from the new state to the old one: the slope of the tanh, and a weight.",
        "For other numbers: h_next = 0.5, W_h = 2 and 4 coming back. The slope is 1 − 0.25 = 0.75, and 4 · 0.75 = 3.",
    ],
    solved="the two factors of each step back, the slope of tanh and a weight; they will be met again in a minute.",
)


def _draw_two_ways(rng):
    first, second = int(rng.choice([2, 5, 7])), int(rng.choice([4, 8]))
    text = "All weights are 1, and the states after two steps are 0 and 0.5. The losses send "
    text += f"{first} to the first of these states and {second} to the second. What comes back to the first in all?"
    return text, first + second * 0.75


two_ways = number(
    13,
    draw=_draw_two_ways,
    since=2,
    minutes=3,
    wrong=[
        (
            "own loss only",
            "That is what its own loss sends. It also acts on the second state, and so on that loss.",
            10.0,
        ),
        ("slope of tanh forgotten", "What comes from the second state has to pass its tanh first.", 14.0),
        ("later steps only", "That is what comes through time. Its own loss sends something, too.", 3.0),
        (
            "slope at the first state",
            "On the way from h₂ to h₁ the tanh of step 2 is passed: its slope is that at h₂.",
            4.0,
        ),
        ("both through the tanh", "What the loss sends to h₁ arrives behind the tanh of step 1, not at h₂.", 10.5),
        ("square forgotten", "The slope of tanh at 0.5 is 1 − 0.5², not 1 − 0.5.", 12.0),
    ],
    rtol=0.01,
    hints=[
        "On which two losses does the state h₁ act?",
        "Its own loss sends 10. What does the second loss send, after one step back from h₂ to h₁?",
        "For other numbers: 2 comes to h₂ = 0.8. One step back with a weight of 1 leaves 2 · (1 − 0.64) = 0.72.",
    ],
    solved="the two ways into a state, from its own loss and from all that came later: all of backpropagation through "
    "time.",
)

count_weights = number(
    5184,
    draw=_draw_count_weights,
    wrong=[
        ("biases not counted", "Those are the weights. The 64 biases are learned, too.", 5120),
        ("W_h forgotten", "You count W_x and the biases. The state has weights of its own: 64 times 64.", 1088),
        ("W_x forgotten", "You count W_h and the biases. What comes in has weights, too: 16 times 64.", 4160),
        (
            "once for every step",
            "All 100 steps share the same weights: how long a sequence is plays no part.",
            518_400,
        ),
        ("W_h a row only", "Each of the 64 neurons sees all 64 numbers of the state: W_h is (64, 64).", 1152),
    ],
    hints=[
        "Which arrays does one step calculate with, and which of them change from step to step?",
        "What is learned is W_x, W_h and b. Write down their shapes, and add up how many numbers they hold.",
        "With inputs of 2 numbers and a state of 3: (2, 3), (3, 3) and (3,) hold 6, 9 and 3 numbers.",
    ],
    solved="the reason why one network reads sequences of any length: its weights are shared by all steps.",
)

faded_gradient = choice(
    {
        "a": "About a half: the gradient of the last step is halved once.",
        "b": "About a twentieth.",
        "c": "Less than a millionth.",
        "d": "As much as at the last step: the weights are the same at every step.",
    },
    right="c",
    wrong={
        "a": ("one step only", "It is halved at *every* step, twenty times."),
        "b": ("divided instead of multiplied again", "It does not shrink by 20, but twenty times by a factor."),
        "d": ("same weights, same gradient", "The same weights, yes: and so the same factor again and again."),
    },
    hints=[
        "What is left after one step, and after two?",
        "Twenty steps multiply by 0.5 twenty times, one after the other.",
        "Ten halvings leave about a thousandth: 1/1024. And ten more?",
    ],
    solved="why simple recurrent networks forget: a factor below 1, again and again.",
)

far_brackets = explain(
    {
        "a": "It misses nearly all of them, as the window does.",
        "b": "It finds nearly all of them.",
        "c": "It finds about half of them, those not too far away.",
    },
    {
        "1": "the gradients are carried over from piece to piece, together with the state.",
        "2": "a switch that the weights hold for one step, they can hold for many more.",
        "3": "what lay more than 32 steps back had no part in any gradient.",
    },
    right="b2",
    wrong={
        "a": (
            "as the window",
            "The cells below show it: the second of them prints the share found beyond 32 characters.",
        ),
        "c": (
            "about half",
            "It hardly goes by distance: the cells below print the share found beyond 32 characters.",
        ),
        "1": ("gradients carried over", "Only the state is carried over. The way back ends at the border of a piece."),
        "3": (
            "never learned",
            "True, but what has to be learned is one step: stay on, unless a bracket closes. Short brackets teach "
            "that.",
        ),
    },
    hints=[
        "Does a light switch know for how long the light has been on?",
        "The weights are the same at every step. What must one step do, so that a bracket of 20 characters is held? "
        "And "
        "one of 100?",
        "Elsewhere: who has learned to walk one step can walk a mile, without having practised miles.",
    ],
    solved="the difference between how far a gradient goes and how far a memory goes.",
    since=2,
)
