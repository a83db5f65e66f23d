"""Lesson 21, driving: the questions."""

from dlcourse.checking.question import explain, number


def _slope(predicted, wanted, count):
    """One number of the gradient of the mean squared difference."""
    return round(2 * (predicted - wanted) / count, 6)


def _draw_slope(rng):
    predicted, wanted = (round(0.01 * int(part), 2) for part in rng.choice([-4, -3, -1, 1, 2, 5, 6], 2, replace=False))
    count = int(rng.choice([5, 8, 10]))
    text = (
        f"A network learns from {count} pictures. For one it says {predicted:g}, where the driver took {wanted:g}. The "
        "loss is the mean of the squared differences of all. What is its gradient for what the network said there?"
    )
    return text, _slope(predicted, wanted, count)


steering_slope = number(
    _slope(0.06, 0.02, 4),
    draw=_draw_slope,
    minutes=2,
    wrong=[
        ("sign turned", "The size is right. To steer still farther right here makes the loss larger: above 0.", -0.02),
        ("mean forgotten", "That is for the sum of the squares. The loss is the mean over four pictures.", 0.08),
        (
            "sum, sign turned",
            "Two things: the loss is a mean over four pictures, and its slope here is above 0.",
            -0.08,
        ),
        ("without the 2", "A square has twice what is squared for its slope.", 0.01),
        (
            "without the 2, sign turned",
            "A square has twice what is squared for its slope; and it is above 0 here.",
            -0.01,
        ),
        ("the difference", "That is the difference itself. The loss is the mean of four squares.", 0.04),
        ("the difference, sign turned", "That is the difference, turned. The loss is the mean of four squares.", -0.04),
        ("the loss", "That is what this picture adds to the loss. Asked for is the slope of it.", 0.0004),
        ("the square", "That is the square of the difference. Asked for is the slope of the mean.", 0.0016),
        ("twice the square", "The slope of a square is twice what is squared, not twice the square.", 0.0008),
        ("wanted forgotten", "That is without what the driver did: the difference of the two is squared.", 0.03),
    ],
    hints=[
        "How far apart are the two, and what is the slope of a square there?",
        "The mean over four pictures divides the square of this one, and so its slope, by 4.",
        "Elsewhere: for an answer of 5 where 2 was wanted, among three, it is 2 · 3 / 3 = 2.",
    ],
    solved="one number of the gradient; next, all of them.",
)

why_it_leaves = explain(
    {
        "a": "More pictures of the same calm kind.",
        "b": "Pictures of a driver who was blown off the middle, too.",
        "c": "A longer training on the pictures that there are.",
    },
    {
        "1": "its error on new calm pictures is still too large.",
        "2": "it comes to places of which it has seen no example, and errs there.",
        "3": "the gusts blur what the camera sees.",
    },
    right="b2",
    points=1,
    wrong={
        "a": ("more of the same", "Four times as many calm pictures were tried: look at how far it came with them."),
        "c": (
            "longer on the same",
            "However well it knows these pictures: none of them shows the edge of the road near.",
        ),
        "1": (
            "the error on calm pictures",
            "That error hardly differs between who stays and who leaves: see the table.",
        ),
        "3": ("gusts for fog", "A gust turns the car, and nothing else. The picture is as sharp as ever."),
    },
    hints=[
        "Which pictures does it get to see after a gust, and how many of that kind were among its examples?",
        "Compare two lines of the table above that have the same number of pictures and differ in how far they come.",
        "Elsewhere: who has learned to swim in still water alone has never seen a wave, however many lanes they swam.",
    ],
    solved="distribution shift: the examples of one way to drive are no examples of another.",
)
