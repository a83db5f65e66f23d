"""The next character, drawn by its probability: bolder or more careful, by a temperature."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed, drawn_seed
from dlcourse.lessons import forward, rnn

EQUAL, MANY, DRAWS = 100, 400, 30  # characters with the same chance; those beside a likely one; draws from each


def cases(rng):
    def case(V, margin, temperature):
        """One character is ahead of all others by a margin that the temperature makes decisive: e^-40 is no chance."""
        z = rng.normal(size=V)
        best = int(rng.integers(V))
        z[best] = np.delete(z, best).max() + margin
        return Case(z, temperature, drawn_seed(rng))

    two = np.array([3.0, -60.0, 3.0, -70.0, -60.0])
    return [
        Case(np.array([0.0, 1.0]), 0.01, drawn_seed(rng)),
        Case(np.array([2.0, 1.0, 0.5, 2.5]), 0.01, drawn_seed(rng)),
        case(40, 1.0, 0.02),
        case(60, 0.8, 0.02),
        case(50, 1.2, 0.025),
        case(80, 0.6, 0.015),
        case(30, 200.0, 5.0),
        case(20, 64_000.0, 1600.0),
        case(40, 0.024, 0.0006),
        Case(two, 1.0, drawn_seed(rng)),
        Case(100 * two, 2.0, drawn_seed(rng)),
        *(Case(_alike(V), 1.0, drawn_seed(rng)) for V in (12, 13, 14, 15, 16)),
        Case(np.array([-1000.0, -1001.0, -999.0, -1000.5]), 0.02, drawn_seed(rng)),
        case(int(rng.integers(400, 600)), 1.0, 0.02),
        Case(np.array([0.5, -0.5, 1.5, 0.0], np.float32), 0.02, drawn_seed(rng)),
        *(Case(np.full(EQUAL, 0.25), 0.5, drawn_seed(rng)) for _ in range(DRAWS)),
        *(Case(_even(rng, 2.0), 2.0, drawn_seed(rng)) for _ in range(DRAWS)),
    ]


def _alike(V):
    """All characters but the first and the last are equally likely, none of them much; these two have no chance."""
    z = np.full(V, 1.5)
    z[0] = z[-1] = -1000
    return z


def _even(rng, temperature):
    """One character with a chance of one half; the others share the rest."""
    z = np.zeros(MANY + 1)
    z[int(rng.integers(MANY + 1))] = temperature * np.log(MANY)
    return z


def observe(arguments, value):
    """Whether the number of a character came back, and whether it can be the one: only chances of 1 or 0 count."""
    z, temperature = arguments["z"], arguments["temperature"]
    if isinstance(value, bool) or not (np.isscalar(value) or isinstance(value, np.generic) or np.ndim(value) == 0):
        raise Malformed(f"What came back is {describe(value)}; wanted is one whole number, that of the character.")
    if np.asarray(value).dtype.kind not in "iuf":
        raise Malformed(f"What came back is {describe(value)}; wanted is one whole number, that of the character.")
    likely = [int(v) for v in np.flatnonzero(z > z.max() - 20 * temperature)]
    found = float(value)
    said = "whole" if np.asarray(value).dtype.kind in "iu" else "not whole"
    right = said == "whole" and found in likely
    answer = likely[0] if len(likely) == 1 else f"one of {', '.join(map(str, likely))}"
    answer = f"one of {len(likely)} characters" if len(likely) >= EQUAL else answer
    return {"the number is": said, "the character drawn": answer if right else found}


def together(calls):
    """How often what is drawn, where the chances are known; each word is wrong of a right answer once in a million."""
    equal, even = ([call for call in calls if len(call[0]["z"]) == size] for size in (EQUAL, MANY + 1))
    if len(equal) < DRAWS or len(even) < DRAWS:
        return {}
    drawn = [float(value) for _, value in equal]
    top = sum(float(value) == float(np.argmax(arguments["z"])) for arguments, value in even)
    return {
        f"drawn {DRAWS} times from {EQUAL} equally likely characters": "many" if len(set(drawn)) > 12 else "a few",
        f"the first of {EQUAL} equally likely characters comes": "seldom" if drawn.count(0.0) < 6 else "much too often",
        "a character with a chance of one half comes": (
            "nearly never" if top <= 2 else "nearly always" if top >= DRAWS - 2 else "about every second time"
        ),
    }


ROUNDED = "what is drawn is whole: however it is rounded, it stays"  # why some mutants are right

exercise = Exercise(
    reference=rnn.sample_next,
    points=2,
    cases=cases,
    observe=observe,
    together=together,
    hints=[
        "Where in the little table does the temperature act: on the scores, or on the chances?",
        "Two steps: the softmax makes chances of the scores, once these have their temperature. Then draw a *number* "
        "with "
        "these chances.",
        "`rng.choice(3, p=[0.2, 0.5, 0.3])` draws 0, 1 or 2. A table of one row is `scores[None]`, and `table[0]` its "
        "row.",
    ],
    solved="a writer: what it says is likely, and yet not always the same.",
    equivalent_mutants={
        "P = forward.softmax(z[None] // temperature)[0]": (
            "chances that are off by a factor below e: more than one draw is needed to see that"
        ),
        "P = forward.softmax(z[None] / temperature)[-1]": "the table has one row",
        "return rng.choice(len(z), p=P)": "a whole number of NumPy's is a whole number, too",
        "return round(rng.choice(len(z), p=P))": ROUNDED,
        "return int(np.floor(rng.choice(len(z), p=P)))": ROUNDED,
        "return int(np.ceil(rng.choice(len(z), p=P)))": ROUNDED,
        "return int(np.floor(rng.choice(len(z), p=P) + 0.5))": ROUNDED,
        "z = 2 * z + 1 if np.ndim(z) and len(z) == 1 else z": "a single character is drawn whatever its score",
    },
)


exercise.edit(
    "not drawn with rng",
    {"rng.choice(len(z), p=P)": "np.argmax(z)"},
    """Draw with the generator that is given, by the chances: `rng.choice` does it. Do you always take the highest
    score? Then every text would be the same, and soon go round in circles. Or do you draw with another generator, as
    `np.random`?""",
)


exercise.edit(
    "multiplied by the temperature",
    {"z[None] / temperature": "z[None] * temperature"},
    "You multiply the scores by the temperature: a low one makes all characters alike. Divide.",
)


exercise.edit(
    "temperature ignored",
    {"z[None] / temperature": "z[None]"},
    """The temperature has no effect. Divide the *scores* by it, before the softmax: chances that are divided by a
    number and made to add up to 1 again are the same chances.""",
)


exercise.edit(
    "all equally likely",
    {", p=P": ""},
    "Every character has the same chance, whatever its score: give `rng.choice` the chances, `p=P`.",
)


exercise.edit(
    "least likely first",
    {"z[None] / temperature": "-z[None] / temperature"},
    "The lowest score has the highest chance: there is a minus too many.",
)


exercise.edit(
    "score instead of its number",
    {"int(rng.choice(len(z), p=P))": "float(rng.choice(z, p=P))"},
    "You draw a score. Wanted is *which* character: let `rng.choice` draw from the numbers below len(z).",
)


exercise.edit(
    "probability instead of the number",
    {"int(rng.choice(len(z), p=P))": "float(P[rng.choice(len(z), p=P)])"},
    "You give back how probable the drawn character was. Wanted is which character it is.",
)


exercise.edit("counted from 1", {"p=P))": "p=P)) + 1"}, "The number is one too high: characters are counted from 0.")


exercise.edit(
    "first chance above a random number",
    {"rng.choice(len(z), p=P)": "np.argmax(P > rng.random())"},
    """You take the first character whose chance is larger than a random number. That draws unlikely ones too seldom,
    and where no chance is large enough, the first one. Compare with the *sums* of the chances so far (`np.cumsum`), or
    let `rng.choice` draw.""",
)


exercise.edit(
    "number with a decimal point",
    {"int(rng": "float(rng"},
    "The number is right, but it is a float, which cannot be an index. Give back a whole number.",
)


exercise.edit(
    "array of one number",
    {"int(rng.choice(len(z), p=P))": "rng.choice(len(z), size=1, p=P)"},
    "An array of one number comes back. Leave out `size`, or take its first number, `[0]`.",
)


exercise.edit(
    "square of the temperature",
    {"z[None] / temperature)": "z[None] / temperature**2)"},
    "The scores are divided by the square of the temperature. Look at the table: 0.5 makes 2 of the score 1, not 4.",
)


@exercise.mistake("softmax of a column")
def _(z, temperature, rng):
    """Every character has the same chance: the scores stand in a column, so that the softmax of each row is 1. Put them
    into a *row*: `z[None]`.
    """
    P = forward.softmax(z[:, None] / temperature)[:, 0]
    return int(rng.choice(len(z), p=P / P.sum()))


@exercise.mistake("chances that do not add up to 1")
def _(z, temperature, rng):
    """The sums of what you compare with a random number do not end at 1: `np.exp` of the scores are no chances yet.
    Divide by their sum first; else the first characters come much too often, and the last ones never.
    """
    p = np.exp((z - z.max()) / temperature)
    return int(np.searchsorted(np.cumsum(p), rng.random()))


@exercise.mistake("unlikely characters hardly ever drawn")
def _(z, temperature, rng):
    """Each character that is unlikely comes much too seldom, the likely one nearly always. Are the chances rounded or
    cut off, or is noise added to the scores that does not draw by the softmax? `rng.choice` draws by the chances as
    they are.
    """
    return int(np.argmax(z / temperature + rng.normal(size=len(z))))


@exercise.also("unlikely characters hardly ever drawn")
def _(z, temperature, rng):
    P = np.round(forward.softmax(z[None] / temperature)[0], 2)
    return int(rng.choice(len(z), p=P / P.sum()))


@exercise.mistake("only the two likeliest")
def _(z, temperature, rng):
    """Only the two characters with the highest scores are ever drawn. Every character has its chance, the unlikely ones
    a small one.
    """
    P = forward.softmax(z[None] / temperature)[0]
    best = np.argsort(P)[-2:]
    return int(rng.choice(best, p=P[best] / P[best].sum()))


@exercise.accepts("with cumulative sums")
def _(z, temperature, rng):
    P = np.exp((z.astype(float) - z.max()) / temperature)
    return int(np.searchsorted(np.cumsum(P / P.sum()), rng.random(), side="right"))


@exercise.accepts("with Gumbel noise")
def _(z, temperature, rng):
    return np.argmax(z / temperature + rng.gumbel(size=len(z)))


@exercise.accepts("with multinomial")
def _(z, temperature, rng):
    P = forward.softmax(z.astype(float)[None] / temperature)[0]
    return int(rng.multinomial(1, P).argmax())


@exercise.accepts("chance by chance")
def _(z, temperature, rng):
    chances = np.exp((z - z.max()).astype(float) / temperature)
    left = rng.uniform(0, chances.sum())
    for number, chance in enumerate(chances):
        left -= chance
        if left < 0:
            return number
    return len(z) - 1
