"""Shifted pictures: what was done to them, and how learners cut windows out of framed ones."""

import numpy as np

ORDERS = (  # in which learners draw two numbers for each picture
    lambda rng, low, high, N: [rng.integers(low, high, size=2) for _ in range(N)],
    lambda rng, low, high, N: [(rng.integers(low, high), rng.integers(low, high)) for _ in range(N)],
    lambda rng, low, high, N: rng.integers(low, high, size=(N, 2)),
    lambda rng, low, high, N: zip(*(rng.integers(low, high, size=N) for _ in range(2)), strict=True),
)


def around(most):
    """The frame that is wanted, as `np.pad` takes it."""
    return (0, 0), (most, most), (most, most)


def framed_and_cut(images, corners, frame, size, filled=True):
    """Windows of the `size` (height, width) out of framed pictures, filled into room for them or made an array."""
    padded, out = np.pad(images, frame), np.zeros_like(images)
    windows = [padded[n, i : i + size[0], j : j + size[1]] for n, (i, j) in enumerate(corners)]
    if not filled:
        return np.array(windows)
    for n, window in enumerate(windows):
        out[n] = window
    return out


def evenness(places, most):
    """Whether all shifts down, and all across, come about equally often: each count within six standard deviations."""
    share = 1 / (2 * most + 1)
    far = 6 * np.sqrt(share * (1 - share) * len(places))
    shifts = np.arange(-most, most + 1)
    counts = (places[:, :, None] == shifts).sum(axis=0)  # (2, 2 most + 1)
    return "about equally often" if np.abs(counts - share * len(places)).max() < far else "some more often than others"


def places_of(images, shifted, most, way):
    """By how much each picture was moved down and across, (N, 2), or None if some were not."""
    places, found = np.zeros((len(images), 2), int), np.zeros(len(images), bool)
    for down in range(-most, most + 1):
        for across in range(-most, most + 1):
            same = np.abs(way(images, (down, across), (1, 2)) - shifted).max(axis=(1, 2)) < 1e-6
            places[same], found[same] = (down, across), True
    return places if found.all() else None


def otherwise(images, shifted, most):
    """In words, what was done to the pictures if they were not moved over zeros."""
    if places_of(images, shifted, most, np.roll) is not None:
        return "is moved, and what leaves on one side comes in again on the other"
    blank = {
        (down, across): moved(np.ones(images.shape), (down, across), (1, 2)) == 0
        for down in range(-most, most + 1)
        for across in range(-most, most + 1)
    }

    def filled(images, shift, axes):
        return np.where(blank[shift], shifted, moved(images, shift, axes))

    filled_up = places_of(images, shifted, most, filled) is not None
    return "is moved, but what is uncovered is not 0" if filled_up else "is not itself, moved"


def moved(images, shift, axes):
    """`np.roll` with zeros in the place of what comes in again."""
    rolled = np.roll(images, shift, axes)
    for axis, distance in zip(axes, shift):
        if distance:
            edge = [slice(None)] * images.ndim
            edge[axis] = slice(None, distance) if distance > 0 else slice(distance, None)
            rolled[tuple(edge)] = 0
    return rolled


def reach(shifts):
    """The smallest and the largest shift, and whether all between them occur."""
    gaps = "" if len(np.unique(shifts)) == np.ptp(shifts) + 1 else ", but not all between"
    return f"from {shifts.min()} to {shifts.max()}{gaps}".replace("-", "−")
