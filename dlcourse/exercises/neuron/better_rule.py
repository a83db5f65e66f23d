"""A learning rule of one's own: fewer mistakes on unseen signs than the plain perceptron makes."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed
from dlcourse.lessons import neuron

PIXELS, UNSEEN, TASKS, BITS = 64, 500, 6, 20
NOISE, DIFFERENT = 0.8, 0.4  # of a pixel; the share of pixels in which two signs differ
PASSES = 5  # of the plain perceptron
ENOUGH = 0.5  # of its mistakes
FOUR = np.array([[0.0, 0.0], [0.25, 0.0], [1.0, 0.75], [1.0, 1.0]])  # the smallest case: two kinds, far apart


def noisy(signs, y, rng):
    """Pictures of two signs, y says of which, with noise and between 0 (paper) and 1 (ink)."""
    return np.clip(signs[y] + NOISE * rng.normal(size=(len(y), PIXELS)), 0, 1)  # (2, 64)[(N,)] -> (N, 64)


def task(y):
    """Pictures of two made-up signs to learn from, unseen ones, and which sign each of these shows.

    The first targets spell the number that the signs, and all noise, are drawn from: so the unseen pictures need not be
    among the arguments, and nobody can have seen them.
    """
    rng = np.random.default_rng([int(bit) for bit in y[:BITS]])
    first = (rng.random(PIXELS) < 0.5) * 1.0
    signs = np.stack([first, np.where(rng.random(PIXELS) < DIFFERENT, 1 - first, first)])
    unseen = (np.arange(UNSEEN) < UNSEEN // 2).astype(int)
    return noisy(signs, y, rng), noisy(signs, unseen, rng), unseen


def cases(rng):
    drawn = [Case(FOUR, np.array([0, 0, 1, 1]))]
    for rest in rng.integers(3, 22, TASKS):
        bits = (rng.random(BITS) < 0.5).astype(int)
        y = np.concatenate([bits, 1 - bits, np.arange(2 * rest) % 2])  # as many of one kind as of the other
        drawn.append(Case(task(y)[0], y))
    return drawn


def is_task(arguments):
    """Whether a case has unseen pictures; the smallest one has none."""
    return len(arguments["y"]) >= 2 * BITS


def perceptron(X, y):
    """What the plain perceptron learns in some passes, in the order in which the examples come."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(PASSES):
        for x, target in zip(X, y, strict=True):
            w, b = neuron.perceptron_update(w, b, x=x, target=target, learning_rate=1.0)
    return w, b


def weights_and_bias(value, D):
    """The weights as an array (D,) and the bias as a number, or Malformed."""
    if not (isinstance(value, list | tuple) and len(value) == 2):
        raise Malformed(f"Two things are wanted, the weights and the bias: `return w, b`; not {describe(value)}.")
    w, b = (np.asarray(part) for part in value)
    if w.shape != (D,) or w.dtype.kind not in "iuf":
        want = f"an array of shape ({D},), one for each input"
        raise Malformed(f"The weights should be {want}, but they are {describe(value[0])}.")
    if b.size != 1 or b.dtype.kind not in "iuf":
        raise Malformed(f"The bias should be a single number, but it is {describe(value[1])}.")
    return w.astype(float), float(b.reshape(-1)[0])


def finite_or_silent(w, b):
    """Whether all numbers are finite; and weights and bias, or, if they are not, those of a neuron that never fires."""
    finite = bool(np.isfinite(w).all() and np.isfinite(b))
    return finite, *((w, b) if finite else (np.zeros_like(w), -1.0))


def observe(arguments, value):
    """Whether there are weights and a bias, and whether with them it fires for some of the (unseen) pictures only."""
    X, y = arguments["X"], arguments["y"]
    finite, w, b = finite_or_silent(*weights_and_bias(value, X.shape[1]))
    known = {"weights and bias": "finite" if finite else "not all finite"}
    if not is_task(arguments):
        return {**known, "mistakes on these four": mistakes_of(w, b, X, y)}
    fires = answers(w, b, task(y)[1])
    kind = "some of them" if 0 < fires.sum() < len(fires) else "all of them" if fires.all() else "none of them"
    return {**known, "unseen signs for which it fires": kind}


def answers(w, b, X):
    """What the neuron says to each picture; weights that are too large say something, too, without a warning."""
    with np.errstate(all="ignore"):
        return neuron.step(X @ w + b)


def mistakes_of(w, b, X, y):
    """How many pictures are answered wrongly."""
    return int(np.sum(answers(w, b, X) != y))


def together(calls):
    """The mistakes on the unseen signs of all tasks, beside those of the plain perceptron."""
    calls = [call for call in calls if is_task(call[0])]
    if len(calls) < TASKS:
        return {}
    own, plain = 0, 0.0
    for arguments, value in calls:
        X, y = arguments["X"], arguments["y"]
        _, unseen, right = task(y)
        _, w, b = finite_or_silent(*weights_and_bias(value, PIXELS))
        own += mistakes_of(w, b, unseen, right)
        # What a perceptron comes to depends on the order of its examples: the mean of four beginnings.
        orders = [np.roll(np.arange(len(y)), k) for k in (0, 13, 26, 39)]
        plain += np.mean([mistakes_of(*perceptron(X[i], y[i]), unseen, right) for i in orders])
    return {"mistakes on all unseen signs, beside the perceptron's": in_words(own, plain)}


def in_words(own, plain):
    """How many mistakes there are, against so many of the perceptron's."""
    limits = {ENOUGH: "half as many or fewer", 1.5: "about as many", 8: "several times as many"}
    return next((words for times, words in limits.items() if own <= times * plain), "far more")


def better_rule(X, y):
    """Learn to tell two signs apart: on unseen ones at most half as many mistakes as the perceptron.

    X: array (N, D), the examples; y: int array (N,), their targets 0 and 1
    -> (w, b): array (D,) and a number, the weights and the bias of a step neuron

    >>> X, y = np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([0, 1])
    >>> w, b = better_rule(X, y)
    >>> print(X @ w + b >= 0)
    [False  True]
    """
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(100):
        error = y - 1 / (1 + np.exp(-(X @ w + b)))  # (N,): all examples at once, and never quite 0
        w, b = w + 0.02 * error @ X, b + 0.02 * error.sum()  # (N,) @ (N, 64) -> (64,)
    return w, b


exercise = Exercise(
    reference=better_rule,
    points=3,
    form="challenge",
    minutes=12,
    since=2,
    cases=cases,
    observe=observe,
    together=together,
    outputs=("w", "b"),
    hints=[
        "Why is the perceptron content with any weights that make no mistake on its own examples, and what would "
        "better ones have in common?",
        "Each of these ideas is enough: go on correcting examples that are right, but only just; let the error be "
        "small where the neuron is nearly right, instead of 0 or 1; let many perceptrons, each with its own order of "
        "the examples, add up what they have learned; or compare what the two signs look like on average.",
        "Elsewhere: `bread[kind == 1].mean(axis=0)` is the mean of all rows of one kind, `rng.permutation(7)` the "
        "numbers 0 to 6 in a mixed order.",
    ],
    solved="a learning rule of your own, tried on what nobody had seen.",
)


@exercise.mistake("about as good as the plain perceptron")
def _(X, y):
    """On unseen signs it makes more than half of the mistakes of the lesson's perceptron, which stops as soon as its
    examples are right. Change the rule, and compare on examples that it did not learn from.
    """
    return perceptron(X, y)


@exercise.also("about as good as the plain perceptron")
def _(X, y):
    w, b = total, bias = np.zeros(X.shape[1]), 0.0  # the mean of all weights on the way
    for _ in range(2 * PASSES):
        for x, target in zip(X, y, strict=True):
            w, b = neuron.perceptron_update(w, b, x=x, target=target, learning_rate=1.0)
            total, bias = total + w, bias + b
    return total, bias


@exercise.mistake("far behind the plain perceptron")
def _(X, y):
    """On unseen signs it makes several times the mistakes of the plain perceptron. Does every example count, those at
    the end, too? And how many of the examples themselves does it get right?
    """
    return perceptron(X[:12], y[:12])


@exercise.mistake("fires for everything")
def _(X, y):
    """It fires for every unseen sign: the sum is never below 0. Have weights and bias moved away from 0 at all, and is
    the bias far too high?
    """
    return np.zeros(X.shape[1]), 0.0


@exercise.mistake("fires for the wrong sign")
def _(X, y):
    """It mostly fires where it should be silent, and is silent where it should fire. A target of 1 wants a sum of 0 or
    more: does a correction go the wrong way?
    """
    w, b = better_rule(X, y)
    return -w, -b


@exercise.mistake("never fires")
def _(X, y):
    """It is silent for every unseen sign. Is its bias far too low? The two signs have much in common: what both have in
    the sum, the bias must take away, and no more.
    """
    w, _ = better_rule(X, y)
    return w, -1000.0


@exercise.mistake("numbers without end")
def _(X, y):
    """Weights or bias are infinite or nan: each correction is larger than the last. Let them be smaller, or keep the
    error between -1 and 1.
    """
    return np.full(X.shape[1], np.inf), 0.0


@exercise.accepts("between the two means")
def _(X, y):
    silent, fire = X[y == 0].mean(axis=0), X[y == 1].mean(axis=0)
    w = fire - silent
    return w, -w @ (fire + silent) / 2


@exercise.accepts("many perceptrons, added up")
def _(X, y):
    rng, total, bias = np.random.default_rng(0), np.zeros(X.shape[1]), 0.0
    for _ in range(8):
        order = rng.permutation(len(y))
        w, b = perceptron(X[order], y[order])
        total, bias = total + w, bias + b
    return total, bias


@exercise.accepts("the perceptron's rule with a sigmoid")
def _(X, y):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(20):
        for i in range(len(y)):
            error = y[i] - 1 / (1 + np.exp(-np.clip(X[i] @ w + b, -500, 500)))
            w, b = w + 0.1 * error * X[i], b + 0.1 * error
    return w, b
