"""Lesson 14, attention: the questions."""

from dlcourse.checking.question import explain, number


def _gradient(first, second, weight, gradient):
    """The gradient of the first of two scores, from the values, the first weight and what comes in."""
    return gradient * weight * (first - (weight * first + (1 - weight) * second))


def _draw_score(rng):
    first, second = (int(value) for value in rng.choice([-6, -2, 3, 4, 8, 10], size=2, replace=False))
    weight, gradient = float(rng.choice([0.2, 0.4, 0.6, 0.75])), int(rng.integers(2, 6))
    text = (
        f"A query with D = 1 fetches from the two values {first} and {second}, and the first has the weight "
        f"{weight:g}. The loss has the gradient {gradient} for what is fetched. What is its gradient for the first "
        "score, the number before the softmax?"
    )
    return text, _gradient(first, second, weight, gradient)


score_gradient = number(
    _gradient(4, 12, 0.75, 2),
    draw=_draw_score,
    minutes=1.5,
    wrong=[
        (
            "gradient of the weight",
            "That is the gradient of the first *weight*, 2 · 4. The softmax is still to come.",
            8,
        ),
        (
            "each weight by itself",
            "0.75 · 8 leaves out that the weights share one whole. If the first score rises, the second weight falls, "
            "and with it what the 12 brings.",
            6,
        ),
        (
            "own slope only",
            "0.75 · 0.25 is the slope of the first weight for its score, and 8 its gradient. The second weight moves, "
            "too: what it loses of the 12 is missing.",
            1.5,
        ),
        (
            "wrong sign, or the second score",
            "Does the mixture rise or fall if the first score rises? (3 is the gradient of the second score.)",
            3,
        ),
        (
            "weight forgotten",
            "4 - 6 is what the first value has above the mixture, times 2. Its weight is missing.",
            -4,
        ),
        (
            "slope of the weight alone",
            "0.75 · 0.25 is the slope of the first weight for its score, and 2 comes in. How much a weight brings, its "
            "value, is missing, and the second weight moves, too.",
            0.375,
        ),
        (
            "against the other value",
            "0.75 · (4 - 12) measures the first value against the second. Against what would a look-up that fetches 6 "
            "measure it? And the gradient that comes in, 2, is missing.",
            -6,
        ),
        ("incoming gradient forgotten", "That would be so if the gradient of what is fetched were 1: it is 2.", -1.5),
        ("the mixture", "6 · 2 has the mixture itself. Asked is how it changes if the first score does.", 12),
    ],
    hints=[
        "If the first score rises a little, what becomes of the first weight, and what of the second?",
        "The mixture is 6. More of the first value draws it towards 4: by how much, per unit of the score? The slope "
        "of weight i for its own score is A (1 - A), and the other weight loses what this one gains.",
        "Elsewhere: with the weights 0.5 and 0.5 and the values 1 and 0, a gradient of 1 gives 0.5 · (1 - 0.5).",
    ],
    solved="the way through the softmax: a score gets its weight times what its value has above the mixture.",
)

order = explain(
    {
        "a": "Each word gets the same output as before; the outputs have only moved along with the words.",
        "b": "Each word gets another output, for it has other neighbours now.",
        "c": "All words get the same output.",
    },
    {
        "1": "near words have larger weights than far ones.",
        "2": "a weight depends on what query and key are, and a sum does not ask in which order it is added up.",
        "3": "the softmax sorts the keys by their scores.",
    },
    right="a2",
    minutes=1.5,
    wrong={
        "b": (
            "neighbours",
            "Who stands beside whom occurs nowhere in softmax(Q Kᵀ / √D) V. Follow one word: which of its scores has "
            "changed?",
        ),
        "c": ("all alike", "Words that differ have different queries, and so different weights."),
        "1": ("nearness", "Where in the formula would a distance stand? Scores are products of queries and keys."),
        "3": ("sorting", "A softmax sorts nothing: every score becomes a weight at its own place."),
    },
    hints=[
        "Take one word and its query. Which scores does it have before the shuffling, and which after it?",
        "The same scores, in another order, with the same values beside them. And then they are added up.",
        "Elsewhere: a shopping basket costs the same in whatever order it is rung up.",
    ],
    solved="the reason why a network that only attends must be told where each word stands.",
)
