"""Lesson 15, diffusion: the questions."""

from dlcourse.checking.question import explain, number


def _between(clean, x, kept, factor):
    """Where two witnesses meet: what is believed, and x, each weighed by one over its variance."""
    witnesses = clean * kept**0.5, x / factor
    weights = 1 / (1 - kept), factor**2 / (1 - factor**2)
    return (witnesses[0] * weights[0] + witnesses[1] * weights[1]) / sum(weights)


def _draw_step_by_hand(rng):
    """A belief, a place, and how much noise lies before and in the step."""
    kept, factor = (0.64, 0.36)[rng.integers(2)], (0.5, 0.8)[rng.integers(2)]
    clean, x = int(rng.integers(1, 5)) * 5, int(rng.integers(1, 4)) * 4
    text = (
        f"A step back, for a single number. Now it is {x}. Its clean value is believed to be {clean}. One step "
        f"earlier, a share of {kept:g} of the clean variance is left: it was {kept**0.5:g} times the clean value, "
        f"give or take noise of the variance {1 - kept:.2f}. The step to here multiplied it by {factor:g} and added "
        f"noise of the variance {1 - factor**2:.2f}. Each of the two witnesses says where it was one step earlier, "
        "and counts with one over the variance of what it says. What is the weighted mean?"
    )
    return text, _between(clean, x, kept, factor)


step_by_hand = number(
    34 / 7,
    draw=_draw_step_by_hand,
    minutes=2.5,
    wrong=[
        ("both alike", "That is the mean of 4 and 12, as if both were equally sure. Which of them is surer?", 8),
        (
            "weighed by the variance",
            "You weigh each witness by its variance, so that the less sure one counts more. One over it, please.",
            156 / 14,
        ),
        (
            "weighed by the spread",
            "You weigh by one over the spread, the root of the variance. Means of noisy things want one over the "
            "variance.",
            (4 / 0.6 + 12 / 3**0.5) / (1 / 0.6 + 1 / 3**0.5),
        ),
        (
            "noise of the step not stretched",
            "One over 0.36, and one over 0.75? The second witness says 6 / 0.5: by dividing, its noise grows, too.",
            (4 / 0.36 + 12 / 0.75) / (1 / 0.36 + 1 / 0.75),
        ),
        (
            "noise stretched by the factor itself",
            "To divide by 0.5 doubles the noise. What does that do to its variance?",
            (4 / 0.36 + 12 / 1.5) / (1 / 0.36 + 1 / 1.5),
        ),
        (
            "x as it is",
            "The second witness: 6 came about by multiplying with 0.5. What was it before?",
            (4 / 0.36 + 6 / 3) / (1 / 0.36 + 1 / 3),
        ),
        (
            "x as it is, and its noise",
            "The second witness: 6 came about by multiplying with 0.5. What was it before, and how sure is that?",
            (4 / 0.36 + 6 / 0.75) / (1 / 0.36 + 1 / 0.75),
        ),
        (
            "belief as it is",
            "5 is what is believed of the *clean* value. One step earlier is not clean yet: 0.8 times that is left.",
            (5 / 0.36 + 12 / 3) / (1 / 0.36 + 1 / 3),
        ),
        ("belief alone", "That is the first witness alone. The second one knows something, too.", 4),
        ("x alone", "That is the second witness alone, and it is the less sure one.", 12),
        (
            "sum of the weighted",
            "That is the weighted sum. For a mean it is divided by the sum of the weights.",
            136 / 9,
        ),
    ],
    atol=2e-3,
    rtol=1e-3,
    hints=[
        "What does each of the two witnesses say of the place one step earlier, and how far may each be off?",
        "The belief says 0.8 · 5, with the variance 0.36. The place says 6 / 0.5; and if a number is divided by 0.5, "
        "the variance of its noise is divided by 0.5 twice.",
        "Elsewhere: 10 with the variance 1 and 20 with the variance 4 have the weights 1 and 1/4: (10 + 5) / 1.25 = "
        "12.",
    ],
    solved="two witnesses, one mean; the step is nothing else, for every pixel.",
)


def _draw_apart_by_hand(rng):
    """Two heaps of three numbers, evenly spaced."""
    middle, other = (int(value) for value in rng.choice(12, size=2, replace=False))
    wide, narrow = int(rng.integers(4, 7)), int(rng.integers(1, 4))
    heaps = [(m - s, m, m + s) for m, s in ((middle, wide), (other, narrow))]
    text = (
        f"One heap holds the numbers {', '.join(map(str, heaps[0]))}, another {', '.join(map(str, heaps[1]))}. The "
        "Fréchet distance of two heaps of numbers, in the squared form in which it is always given, is (m - m')² + "
        "C + C' - 2 √(C C'), with the means m and the variances C (divided by one less than how many there are). "
        "How large is it?"
    )
    return text, float((middle - other) ** 2 + (wide - narrow) ** 2)


apart_by_hand = number(
    34.0,
    draw=_draw_apart_by_hand,
    minutes=2,
    wrong=[
        ("means only", "That is what the means are apart, squared. The spreads differ, too.", 25),
        ("spreads only", "That is the part of the spreads. The means differ, too.", 9),
        ("no root", "Twice the *root* of C C' is taken off.", 25 + 16 + 1 - 32),
        ("root once", "The root of C C' is taken off twice.", 38),
        ("nothing taken off", "C and C' are added, and nothing is taken off again: of equal heaps that is not 0.", 42),
        ("variances over all", "You divide by three. Here a variance is divided by one less.", 31),
        ("means not squared", "The difference of the means is squared.", 14),
        ("nothing squared", "Differences are squared here: those of the means, and those of the spreads.", 8),
        ("variances, for spreads", "A variance is a *squared* spread already: 16 and 1.", 25 + 225),
        ("variances apart", "C + C' - 2 √(C C') is not C - C'.", 40),
        ("its root", "That is the root. The field gives it squared, as the formula does.", 34**0.5),
    ],
    hints=[
        "What are the two means, and what the two variances?",
        "The first heap has the mean 6, and each of its outer numbers is 4 away: (16 + 0 + 16) / 2. The second one?",
        "Elsewhere: the heaps 0, 3, 6 and 0, 1, 2 have the means 3 and 1, the variances 9 and 1, and 4 + 9 + 1 - 2 · 3 "
        "= 8.",
    ],
    solved="how far two heaps are apart, by middle and spread. With spreads s and s' it is (m - m')² + (s - s')².",
)

sharp_from_means = explain(
    {
        "a": "One step gives a blur, many steps give a sharp picture.",
        "b": "Both give a blur: where each belief is a mean, so is what comes of them.",
        "c": "Both give a sharp picture: the network has never seen a blurred one.",
    },
    {
        "1": "each of the steps sharpens edges, as a filter does.",
        "2": "a belief is the mean of all that is still possible, and the further down, the less of it is left.",
        "3": "the new noise of each step supplies the details that a mean lacks.",
    },
    right="a2",
    minutes=3.0,
    wrong={
        "b": (
            "a mean stays a mean",
            "The mean of what, though? Of all digits at the first step; and at the last one, of those that look nearly "
            "like what is there.",
        ),
        "c": (
            "seen, so said",
            "It has never seen a blurred picture, and yet says one at the first step, for that has the smallest "
            "squared error. Look at its beliefs once more.",
        ),
        "1": (
            "a filter",
            "Nothing in a step knows of edges: it goes some way towards what is believed. What changes in that belief?",
        ),
        "3": (
            "noise makes details",
            "Then a way without new noise would end in a blur. `ddim_step` has none: what did its digits look like?",
        ),
    },
    hints=[
        "What does the network believe at the first step, where nothing but noise is there? And at the last ones?",
        "Among 200 people you are told ever more of the one who is meant. What is the mean of all to whom it fits?",
        "Elsewhere: the mean of all routes through a city leads through houses. Who takes one turn after another, and "
        "then asks anew for the mean of what is left, walks on streets.",
    ],
    solved="how a network that can only say means draws what is no mean. At each step a little is decided, and the "
    "next belief is about what is left.",
)
