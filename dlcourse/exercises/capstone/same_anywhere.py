"""A challenge: numbers that stay the same wherever a sign stands, and still tell one sign from another."""

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Case, Exercise, Malformed, drawn_sizes

SIDE = 12
SIGNS = (
    "### #.# #.# #.# ###",  # 0
    ".#. ##. .#. .#. ###",
    "### ..# ### #.. ###",
    "### ..# .## ..# ###",
    "#.# #.# ### ..# ..#",
    "### #.. ### ..# ###",
    "### #.. ### #.# ###",  # 6, and 9 is the same upside down
    "### ..# .#. .#. .#.",
    "### #.# ### #.# ###",
    "### #.# ### ..# ###",  # 9
)
CLOSE = 1e-9  # of the largest feature: what differs by less is the same


def sign(number, size=1):
    """A digit as an array, of ink from 0 to 1; with `size` 2 each pixel is four."""
    rows = [[letter == "#" for letter in row] for row in SIGNS[number].split()]
    return np.kron(np.array(rows, dtype=float), np.ones((size, size)))


def placed(ink, down, across):
    """A picture with a sign at some place."""
    picture = np.zeros((SIDE, SIDE))
    picture[down : down + len(ink), across : across + len(ink[0])] = ink
    return picture


def cases(rng):
    """A dot at two places; digits; 6 and 9; mirror images; grey and faint ones; other sizes; no ink; one picture."""
    dot, pair, bars = np.ones((1, 1)), np.ones((1, 2)), np.array([[1.0, 0.5, 0.25]])
    corners = [(0, 0), (0, 7), (5, 0), (7, 9)]
    some, many = drawn_sizes(rng, 2, least=5, most=11)
    return [
        Case(np.eye(4).reshape(4, 2, 2)[[0, 3]]),  # a dot in two corners
        Case(np.stack([placed(dot, 0, 0), placed(dot, 11, 11)])),
        Case(np.stack([placed(sign(4), 3, 1), placed(sign(4), 3, 6)])),
        Case(np.stack([placed(sign(4), 1, 3), placed(sign(4), 6, 3)])),
        Case(
            np.stack([placed(pair, 3, place) for place in (2, 3, 4)] + [placed(pair.T, place, 3) for place in (2, 3)])
        ),
        Case(np.stack([placed(bars, 4, 4), placed(bars.T, 4, 4)])),
        Case(np.stack([placed(sign(1), *place) for place in corners])),
        Case(np.stack([placed(sign(number), 3, 4) for number in (0, 1, 2, 7)])),
        Case(np.stack([placed(sign(number), 2, 5) for number in (6, 9)])),
        Case(np.stack([placed(sign(number), 2, 5) for number in (2, 5)])),
        Case(np.stack([placed(bars, 4, 4), placed(bars[:, ::-1], 4, 4), placed(bars.T, 4, 4)])),
        Case(np.stack([placed(sign(8), 3, 3), placed(0.5 * sign(8), 3, 3), placed(sign(8, 2), 1, 2)])),
        Case(np.stack([placed(sign(4), 1, 1), np.zeros((SIDE, SIDE))])),
        Case(placed(sign(3), 6, 2)[None]),
        Case(_drawn(rng, 3 * some)),
        Case(_drawn(rng, 3 * many)),
    ]


def _drawn(rng, count):
    """Digits in grey, each at several places."""
    pictures = []
    for _ in range(count // 3):
        ink = sign(int(rng.integers(10)))
        ink = ink * rng.uniform(0.3, 1, size=ink.shape)
        pictures += [placed(ink, *rng.integers(0, (SIDE - 4, SIDE - 2))) for _ in range(3)]
    return np.stack([pictures[k] for k in rng.permutation(len(pictures))])


def same(X):
    """bool array (N, N): which pictures show the same sign, wherever it stands."""
    cut = [_cut(picture) for picture in X]
    return np.array([[a.shape == b.shape and np.array_equal(a, b) for b in cut] for a in cut])


def _cut(picture):
    rows, columns = np.nonzero(picture)
    if not len(rows):
        return np.zeros((0, 0))
    return picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def observe(arguments, value):
    """Whether the features of pictures with the same sign agree, and those of others do not."""
    X = arguments["X"]
    try:
        features = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise Malformed(f"What came back is {describe(value)}: want an array, a row for each picture.") from None
    if features.ndim != 2 or len(features) != len(X) or not 1 <= features.shape[1] <= 1000:
        shape = str(features.shape).replace(",)", ")")
        raise Malformed(f"What came back has the shape {shape}: want ({len(X)}, F), with F from 1 to 1000.")
    if not np.isfinite(features).all():
        return {"all numbers": False, "the same anywhere": False, "signs told apart": False}
    apart, alike = _apart(features), same(X)
    return {
        "all numbers": True,
        "the same anywhere": not (apart & alike).any(),
        "signs told apart": not (~apart & ~alike).any(),
    }


def _apart(features):
    room = 1e3 * CLOSE * max(np.abs(features).max(initial=0.0), 1e-12)
    return np.abs(features[:, None] - features).max(axis=2) > room


def tell(arguments, value):
    """What is wrong with it, in words."""
    found = observe(arguments, value)
    if not found["all numbers"]:
        return "Some of the features are not numbers (nan or infinite)."
    words = []
    if not found["the same anywhere"]:
        words.append("The same sign at another place has other features.")
    if not found["signs told apart"]:
        words.append("Two different signs have the same features.")
    return " ".join(words)


def same_anywhere(X):
    """Features of pictures that do not depend on where the sign stands, and tell all signs apart.

    X: array (N, H, W), 0 is paper; the whole sign is always in the picture -> array (N, F), F at
    most 1000
    """
    features = []
    for picture in X:
        rows, columns = np.nonzero(picture)
        corner = (-rows.min(), -columns.min()) if len(rows) else (0, 0)
        features.append(np.roll(picture, corner, axis=(0, 1)).ravel())
    return np.stack(features)


exercise = Exercise(
    reference=same_anywhere,
    points=3,
    minutes=12,
    form="challenge",
    cases=cases,
    observe=observe,
    tell=tell,
    hints=[
        "What of a sign does not change when it is moved: its ink in all, the sums of its rows, how far apart two of "
        "its pixels are? And which signs have this in common?",
        "There are two ways: move every sign to one and the same place before you look at it; or look for a quantity "
        "that forgets the place, but then it must not forget which way is up, too.",
        "Elsewhere: `np.nonzero(T)` gives the rows and the columns of all that is not 0 in a table, and "
        "`np.roll([1, 2, 3], -1)` is `[2 3 1]`.",
    ],
    solved="features that are *exactly* the same anywhere. The next cell says what they are worth.",
    equivalent_mutants={
        "corner = (-rows.max(), -columns.min()) if len(rows) else (0, 0)": "another corner will do as well",
        "corner = (-rows.min(), -columns.max()) if len(rows) else (0, 0)": "another corner will do as well",
    },
)


@exercise.mistake("the picture as it is")
def _(X):
    """These are the pixels, place by place: they tell all signs apart, but another place gives other features."""
    return X.reshape(len(X), -1)


@exercise.mistake("6 is 9")
def _(X):
    """The place is forgotten, but also which way is up: a sign and the same one turned by half a turn, as 6 and 9, have
    the same features. Sizes of a Fourier transform and distances between pixels are like this.
    """
    return np.abs(np.fft.rfft2(X, (2 * X.shape[1], 2 * X.shape[2]))).reshape(len(X), -1)


@exercise.also("6 is 9")
def _(X):
    spectrum = np.abs(np.fft.fft2(X, (2 * X.shape[1], 2 * X.shape[2]))) ** 2
    return np.fft.ifft2(spectrum).real.reshape(len(X), -1)


@exercise.mistake("one and the same for all")
def _(X):
    """All features are the same, whatever the sign: nothing is told apart."""
    return np.zeros((len(X), 3))


@exercise.mistake("the amounts of ink alone")
def _(X):
    """You take the amounts of ink without where they are: signs of the same pixels in another order are the same."""
    return np.sort(X.reshape(len(X), -1), axis=1)


@exercise.also("the amounts of ink alone")
def _(X):
    return X.sum(axis=(1, 2))[:, None]


@exercise.mistake("rows and columns by themselves")
def _(X):
    """Sums of rows and of columns, wherever they begin, leave out which ink of a row meets which of a column, or in
    what order they stand.
    """
    return np.concatenate([np.sort(X.sum(axis=1), axis=1), np.sort(X.sum(axis=2), axis=1)], axis=1)


@exercise.mistake("moved down, but not across")
def _(X):
    """Signs that are moved up or down have the same features, those moved to the side do not."""
    return np.stack([np.roll(p, -np.flatnonzero(p.any(axis=1))[0] if p.any() else 0, axis=0).ravel() for p in X])


@exercise.mistake("moved across, but not down")
def _(X):
    """Signs that are moved to the side have the same features, those moved up or down do not."""
    return np.stack([np.roll(p, -np.flatnonzero(p.any(axis=0))[0] if p.any() else 0, axis=1).ravel() for p in X])


@exercise.mistake("no ink, no numbers")
def _(X):
    """On an empty picture, something is divided by an amount of ink of 0, so that features are not numbers."""
    with np.errstate(all="ignore"):
        return same_anywhere(X) / X.sum(axis=(1, 2))[:, None] * X.sum(axis=(1, 2))[:, None]


@exercise.mistake("the middle of the ink, rounded")
def _(X):
    """Signs whose middle lies between two pixels have other features elsewhere, as where the middle of the ink is
    rounded: 0.5 to 0, 1.5 to 2. Take something of the sign that is a whole number of pixels.
    """
    out = []
    for picture in X:
        middles = [(axis * picture).sum() / max(picture.sum(), 1e-12) for axis in np.indices(picture.shape)]
        out.append(np.roll(picture, [6 - round(middle) for middle in middles], axis=(0, 1)).ravel())
    return np.array(out)


@exercise.mistake("ink or none")
def _(X):
    """You look only whether there is ink: a faint sign and a dark one of one shape are the same. Here they are two."""
    return same_anywhere(X) > 0


@exercise.mistake("rows and columns by themselves, in order")
def _(X):
    """Sums of rows and of columns do not say which ink of a row is which of a column: different signs have the same."""
    cut = [_cut(picture) for picture in X]
    out = np.zeros((len(X), 2 * SIDE))
    for row, ink in zip(out, cut):
        row[: len(ink)] = ink.sum(axis=1)
        row[SIDE : SIDE + ink.shape[1]] = ink.sum(axis=0)
    return out


@exercise.mistake("cut out, and its shape forgotten")
def _(X):
    """The ink is cut out and written in one row, but how wide the sign was is forgotten: a line across and one down
    have the same features.
    """
    out = np.zeros((len(X), X[0].size))
    for row, picture in zip(out, X):
        row[: _cut(picture).size] = _cut(picture).ravel()
    return out


@exercise.mistake("brightness taken out")
def _(X):
    """A faint sign and a dark one have the same features: there is a division too many. Here they are two signs."""
    return same_anywhere(X) / np.maximum(X.max(axis=(1, 2)), 1e-12)[:, None]


@exercise.accepts("cut out, in a corner")
def _(X):
    out = np.zeros(X.shape)
    for n, picture in enumerate(X):
        down, across = np.flatnonzero(picture.any(axis=1)), np.flatnonzero(picture.any(axis=0))
        if len(down):
            ink = picture[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
            out[n, : len(ink), : len(ink[0])] = ink
    return out.reshape(len(X), -1)


@exercise.accepts("the largest of all ways to move it round")
def _(X):
    def ways(picture):
        return [
            np.roll(picture, (i, j), axis=(0, 1)).ravel().tolist()
            for i in range(len(picture))
            for j in range(len(picture[0]))
        ]

    return np.array([max(ways(picture)) for picture in X])
