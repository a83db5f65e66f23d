"""A challenge: two labelled examples a class, and an old task that knows which differences do not matter."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed
from dlcourse.lessons.representations import k_means_step
from dlcourse.lessons.transfer import prototype_scores

CLASSES, PER_CLASS, OLD_CLASSES, OLD, TASKS = 5, 2, 6, 180, 5
FEATURES, LOUD = 16, 4  # directions; in so many of them things of one class differ much
SPREADS = 3.0, 0.7  # standard deviations within a class, in those directions and in all others
ENOUGH = 0.5  # of the mistakes of plain prototypes
SAME = 0.97  # of the names: then an answer is a plain way, whatever it looks like inside
SMALL = (
    np.array([[0.0, 0.0], [9.0, 1.0]]),
    np.array([0, 1]),
    np.array([[8.0, 0.1], [1.0, 0.9], [-5.0, 0.0], [14.0, 1.1]]),
)
SMALL_OLD = (
    np.array([[-8.0, 5.0], [0.0, 5.1], [8.0, 4.9], [-9.0, 6.0], [1.0, 6.1], [8.0, 5.9]]),
    np.array([0, 0, 0, 1, 1, 1]),
)


def task(labels, count):
    """few, so many others, the right names of these, old, old_labels.

    The order of the labels is the number that all else is drawn from: so the right names need not be among the
    arguments, and nobody can have seen them.
    """
    rng = np.random.default_rng(labels.tolist())
    turn, _ = np.linalg.qr(rng.normal(size=(FEATURES, FEATURES)))
    spread = np.where(np.arange(FEATURES) < LOUD, *SPREADS)
    middles = rng.normal(size=(OLD_CLASSES + CLASSES, FEATURES))
    right, old_labels = np.arange(count) % CLASSES, np.arange(OLD) % OLD_CLASSES
    drawn = [middles[which] + (rng.normal(size=(len(which), FEATURES)) * spread) @ turn.T
             for which in (OLD_CLASSES + labels, OLD_CLASSES + right, old_labels)]  # fmt: skip
    return drawn[0], drawn[1], right, drawn[2], old_labels


def cases(rng):
    """Four points by hand, then tasks."""
    drawn = [Case(*SMALL, old=SMALL_OLD[0], old_labels=SMALL_OLD[1])]
    for _ in range(TASKS):
        labels = rng.permutation(np.repeat(np.arange(CLASSES), PER_CLASS))
        few, others, _, old, old_labels = task(labels, int(rng.integers(150, 250)))
        drawn.append(Case(few, labels, others, old=old, old_labels=old_labels))
    return drawn


def is_task(arguments):
    """Whether a case is more than the four points."""
    return len(arguments["labels"]) == CLASSES * PER_CLASS


def nearest_prototype(few, labels, others):
    """The plain way: the class whose mean is nearest."""
    return prototype_scores(others, few=few, labels=labels, classes=int(labels.max()) + 1).argmax(axis=1)


def nearest_example(few, labels, others):
    """The label of the nearest labelled example."""
    return labels[((others[:, None] - few) ** 2).sum(axis=2).argmin(axis=1)]


def moved_prototypes(few, labels, others, rounds=10):
    """Prototypes that k-means moves to where the others crowd."""
    centers = np.stack([few[labels == c].mean(axis=0) for c in range(int(labels.max()) + 1)])
    for _ in range(rounds):
        _, centers = k_means_step(np.concatenate([few, others]), centers)
    return ((others[:, None] - centers) ** 2).sum(axis=2).argmin(axis=1)


def whitened(rows, tables):
    """Tables in coordinates in which `rows` spread by 1 in every direction."""
    S = np.atleast_2d(np.cov(rows.T, bias=True))
    sizes, directions = np.linalg.eigh(S + 1e-3 * np.trace(S) / len(S) * np.eye(len(S)))
    return [table @ (directions / np.sqrt(sizes)) for table in tables]


def around_their_means(old, old_labels):
    """What is left of each old example without the mean of its class."""
    means = np.stack([old[old_labels == c].mean(axis=0) for c in range(int(old_labels.max()) + 1)])
    return old - means[old_labels]


PLAIN = {
    "the nearest prototype": nearest_prototype,
    "the nearest labelled example": nearest_example,
    "prototypes moved to where the others crowd": moved_prototypes,
    "the nearest prototype, each feature on the scale of the others": lambda few, labels, others: nearest_prototype(
        few / others.std(axis=0), labels, others / others.std(axis=0)
    ),
    "the nearest prototype, all directions on the scale of the others": lambda few, labels, others: _by_others(
        few, labels, others
    ),
}


def _by_others(few, labels, others):
    few, others = whitened(others, [few, others])
    return nearest_prototype(few, labels, others)


def names_of(arguments, value):
    """The names as an int array, or Malformed."""
    wanted, most = len(arguments["others"]), int(arguments["labels"].max())
    names = np.asarray(value) if isinstance(value, list | tuple | np.ndarray) else np.array(None)
    if names.shape != (wanted,) or names.dtype.kind not in "iu":
        raise Malformed(f"Wanted are {wanted} whole numbers, a label for each of the others; not {describe(value)}.")
    if wanted and (names.min() < 0 or names.max() > most):
        raise Malformed(f"Labels go from 0 to {most}: not all of yours do.")
    return names


def observe(arguments, value):
    """How many are named, and whether in one of the plain ways; of the four points, which."""
    names = names_of(arguments, value)
    if not is_task(arguments):
        return {"named": len(names), "the four points": names.tolist()}
    given = [arguments[name] for name in ("few", "labels", "others")]
    way = next((words for words, plain in PLAIN.items() if np.mean(plain(*given) == names) > SAME), "another way")
    return {"named": len(names), "as by": "one label for all" if np.ptp(names) == 0 else way}


def together(calls):
    """The mistakes in all tasks, beside those of plain prototypes."""
    calls = [call for call in calls if is_task(call[0])]
    if len(calls) < TASKS:
        return {}
    own = plain = 0
    for arguments, value in calls:
        few, others, right, *_ = task(arguments["labels"], len(arguments["others"]))
        own += np.sum(names_of(arguments, value) != right)
        plain += np.sum(nearest_prototype(few, arguments["labels"], others) != right)
    words = "half as many or fewer" if own <= ENOUGH * plain else "more than half as many"
    return {"mistakes in all tasks, beside those of plain prototypes": words}


def best_of_few(few, labels, others, *, old, old_labels):
    """Name examples of new classes, of which few are labelled, with the help of an old task.

    few: array (M, D), features; labels: int array (M,), from 0 to K - 1, each at least once; others: array (N, D);
    old: array (P, D), features of examples of other classes; old_labels: int array (P,), from 0 on, without gaps
    -> int array (N,), a label for each of the others

    >>> old, old_labels = np.array([[-9.0, 1.0], [9.0, 1.0], [-9.0, 2.0], [9.0, 2.0]]), np.array([0, 0, 1, 1])
    >>> few, labels = np.array([[0.0, 0.0], [6.0, 1.0]]), np.array([0, 1])
    >>> best_of_few(few, labels, np.array([[5.0, 0.0]]), old=old, old_labels=old_labels)  # the second number tells
    array([0])
    """
    means = np.stack([old[old_labels == c].mean(axis=0) for c in range(old_labels.max() + 1)])
    left = old - means[old_labels]  # how things of one class differ: that tells nothing about the class
    S = left.T @ left / len(left)
    S += 1e-3 * np.trace(S) / len(S) * np.eye(len(S))  # where there is no spread at all it would not be divided by 0
    sizes, directions = np.linalg.eigh(S)
    scale = directions / np.sqrt(sizes)  # (D, D): every direction counts in units of that spread
    return prototype_scores(others @ scale, few=few @ scale, labels=labels, classes=labels.max() + 1).argmax(axis=1)


exercise = Exercise(
    reference=best_of_few,
    points=3,
    minutes=15,
    cases=cases,
    observe=observe,
    together=together,
    form="challenge",
    hints=[
        "Two drawings of the same old object: in what may their features differ, though the answer was the same? Would "
        "you trust such a difference between two new ones?",
        "Take from each old example the mean of its class. What is left spreads much in some directions and little in "
        "others. Measure distances in units of that spread, and then ask for the nearest prototype.",
        "Elsewhere: of a covariance `M`, `lengths, axes = np.linalg.eigh(M)` gives the axes, a column each, and the "
        "variance along each of them; `A @ axes` has the rows of `A` in these coordinates.",
    ],
    solved="few labels that go far: in which directions old drawings differ most counts least for the new ones.",
)


@exercise.mistake("nearest prototype")
def _(few, labels, others, *, old, old_labels):
    """That is the nearest prototype in the features as they are: the ways in which things of one class differ drown
    those in which classes do. What do the old examples tell about that?
    """
    return nearest_prototype(few, labels, others)


@exercise.mistake("nearest labelled example")
def _(few, labels, others, *, old, old_labels):
    """You take the label of the nearest labelled example, in the features as they are. With two a class that is weaker
    still than their mean; and it is the distance that is the trouble.
    """
    return nearest_example(few, labels, others)


@exercise.mistake("crowds of the others")
def _(few, labels, others, *, old, old_labels):
    """You let the prototypes move to where the others crowd. But they crowd along the differences that do not matter:
    first find a distance in which crowds are classes. The old examples come with labels.
    """
    return moved_prototypes(few, labels, others)


@exercise.mistake("features on one scale")
def _(few, labels, others, *, old, old_labels):
    """You bring every feature to the same scale. What does not matter lies across the features, and the others do not
    say what matters: a loud direction could be the one that tells classes apart. The old labels say it.
    """
    scale = others.std(axis=0)
    return nearest_prototype(few / scale, labels, others / scale)


@exercise.mistake("spread of all others")
def _(few, labels, others, *, old, old_labels):
    """You divide by the spread of all others, and with it by that *between* the classes, which is what tells them
    apart. Only the spread within a class should go: the old labels tell it from the other.
    """
    return _by_others(few, labels, others)


@exercise.mistake("features on the scale within a class")
def _(few, labels, others, *, old, old_labels):
    """You divide each feature by its spread within a class: the right spread, but feature by feature. What does not
    matter lies *across* the features: look for its directions.
    """
    scale = around_their_means(old, old_labels).std(axis=0)
    return nearest_prototype(few / scale, labels, others / scale)


@exercise.mistake("spread multiplied")
def _(few, labels, others, *, old, old_labels):
    """You multiply by the spread within a class, it seems, and make the loud directions louder still. Divide by it."""
    S = np.cov(around_their_means(old, old_labels).T)
    return nearest_prototype(few @ S, labels, others @ S)


@exercise.mistake("one label for all")
def _(few, labels, others, *, old, old_labels):
    """All get the same label: look at what you compare with what, and along which axis."""
    return np.zeros(len(others), dtype=int)


@exercise.mistake("old names")
def _(few, labels, others, *, old, old_labels):
    """You seem to name the others by the old classes, of which they are none. Their names are those in `labels`."""
    means = np.stack([old[old_labels == c].mean(axis=0) for c in range(old_labels.max() + 1)])
    return nearest_prototype(means, np.arange(len(means)), others) % (labels.max() + 1)


@exercise.accepts("whitened, then moved to the crowds")
def _(few, labels, others, *, old, old_labels):
    few, others = whitened(around_their_means(old, old_labels), [few, others])
    return moved_prototypes(few, labels, others) if len(others) > 10 else nearest_prototype(few, labels, others)


@exercise.accepts("Mahalanobis distance, one by one")
def _(few, labels, others, *, old, old_labels):
    S = np.cov(around_their_means(old, old_labels).T)
    P = np.linalg.inv(S + 1e-6 * np.eye(len(S)))
    means = [few[labels == c].mean(axis=0) for c in range(labels.max() + 1)]
    return [int(np.argmin([(x - mean) @ P @ (x - mean) for mean in means])) for x in others]


@exercise.accepts("loud directions left out")
def _(few, labels, others, *, old, old_labels):
    left = around_their_means(old, old_labels)
    sizes, directions = np.linalg.eigh(left.T @ left / len(left))
    quiet = directions[:, sizes < sizes.mean()]
    return nearest_prototype(few @ quiet, labels, others @ quiet)
