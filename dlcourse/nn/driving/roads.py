"""Roads: curves in turn, the light along them, and the cars that one meets."""

from dataclasses import dataclass

import numpy as np

SPEED = 1.0  # metres a step: with ten steps a second a car drives 36 km/h
HALF_WIDTH = 2.0  # metres from the middle of the lane to its edge
SHARPEST = 0.02  # 1/m, the curvature of the sharpest curves: circles with a radius of 50 m
LOOK = 8  # metres ahead, where a driver looks
AHEAD = 90  # metres of road beyond the last place on it


@dataclass(frozen=True, eq=False)
class Road:
    """A road, metre by metre: place k is k metres from its beginning.

    Parameters
    ----------
    curvature : array (L,)
        In 1/m, above 0 to the right.
    light : array (L,)
        How bright it is, 1 on a clear day.
    other_car : array (L,)
        Metres from here to the car that one meets next, if one drives at its own speed.
    heading, across : array (L,)
        The sum of the curvature so far, and the sum of that again: how the road runs, seen from its beginning.
    """

    curvature: np.ndarray
    light: np.ndarray
    other_car: np.ndarray
    heading: np.ndarray
    across: np.ndarray

    @property
    def length(self):
        """How many places there are, in metres, with road to be seen ahead of each."""
        return len(self.curvature) - AHEAD

    def ahead(self, places):
        """The curvature of the arc that leads from some places to where the road is 8 m further on: array (N,), 1/m."""
        bend = self.across[places + LOOK] - self.across[places] - LOOK * self.heading[places]
        return 2 * bend / LOOK**2

    def from_above(self, place, offsets, behind=10, ahead=40):
        """A line along the road near a place, seen from above: metres to the right and ahead, array (L, 2).

        Parameters
        ----------
        place : int
            The middle of the lane here is at 0, 0, and the road leads straight up.
        offsets : float or array (L,)
            Metres right of the middle of the lane.
        behind, ahead : int
            Metres of road; less behind, where it begins.

        Returns
        -------
        array (L, 2)
        """
        behind = min(behind, place)
        headings = self.heading[place - behind : place + ahead] - self.heading[place]
        way = np.cumsum(np.column_stack([np.sin(headings), np.cos(headings)]), axis=0)
        to_the_right = np.column_stack([np.cos(headings), -np.sin(headings)])
        return way - way[behind] + np.asarray(offsets)[..., None] * to_the_right


def road(seed, *, length):
    """A road that is drawn from a seed.

    Parameters
    ----------
    seed : int
    length : int
        Metres.

    Returns
    -------
    Road
    """
    rng, size = np.random.default_rng([seed, 21]), length + AHEAD
    curvature = _in_turn(rng, size, lengths=(20, 70), values=(-SHARPEST, SHARPEST), smooth=15)
    light = _in_turn(rng, size, lengths=(15, 60), values=(0.5, 1.1), smooth=8)
    meetings = np.cumsum(rng.uniform(40, 160, size // 40 + 2))
    places = np.arange(size)
    other_car = 2 * (meetings[np.searchsorted(meetings, places)] - places)  # both drive at the same speed
    heading = np.concatenate([[0.0], np.cumsum(curvature)[:-1]])
    return Road(curvature, light, other_car, heading, np.cumsum(heading))


def _in_turn(rng, size, *, lengths, values, smooth):
    """Stretches with one value each, drawn evenly, with smooth passages between them: array (size,)."""
    ends = np.cumsum(rng.uniform(*lengths, (size + smooth) // lengths[0] + 2))
    drawn = rng.uniform(*values, len(ends) + 1)
    stretched = drawn[np.searchsorted(ends, np.arange(size + smooth - 1), side="right")]
    return np.convolve(stretched, np.full(smooth, 1 / smooth), mode="valid")
