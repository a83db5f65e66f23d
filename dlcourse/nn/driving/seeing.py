"""What a camera on the roof of a car sees: the road in perspective, drawn pixel by pixel.

A pixel that looks at a point z metres ahead and y metres to the right is ``FOCAL * y / z`` columns right of the middle
and ``FOCAL * HEIGHT / z`` rows below the horizon.
"""

import numpy as np

from dlcourse.nn.driving.roads import HALF_WIDTH

ROWS, COLUMNS = 16, 32
HORIZON, FOCAL, HEIGHT = 1, 20.0, 1.5  # a row, pixels, metres
SKY, GRASS, ASPHALT, PAINT, DASH, BODY, LAMP = 0.75, 0.2, 0.4, 1.0, 3, 0.05, 0.95
LINE = 0.15  # metres, how wide the lines on the road are
CAR_WIDTH, CAR_HEIGHT, SEEN_FROM = 1.8, 1.5, 60.0  # metres
_DEPTHS = FOCAL * HEIGHT / (np.arange(HORIZON, ROWS) + 0.5 - HORIZON)  # metres ahead, of the rows below the horizon
_SIDES = np.arange(COLUMNS) + 0.5 - COLUMNS / 2  # columns right of the middle


def camera(road, places, positions):
    """Pictures from cars on a road.

    Parameters
    ----------
    road : Road
    places : int array (N,)
        Metres from the beginning of the road.
    positions : array (N, 2)
        Metres right of the middle of the lane, and the heading against the road in radians.

    Returns
    -------
    array (N, 16, 32)
        Brightness, from 0 to 1.
    """
    pictures = np.full((len(places), ROWS, COLUMNS), SKY)
    pictures[:, HORIZON:] = _ground(road, places, positions)
    _put_cars(pictures, road, places, positions)
    return np.clip(pictures * road.light[places][:, None, None], 0, 1)


def alike(pictures):
    """Pictures with a mean of 0 and a standard deviation of 1 each, whatever the light: array (N, 16, 32)."""
    X = pictures.reshape(len(pictures), ROWS * COLUMNS)
    X = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
    return X.reshape(pictures.shape)


def middle_ahead(road, places, positions, depths):
    """How far right of the camera's view the middle of the lane lies at some depths, (D,) or (N, D): array (N, D)."""
    here, there = road.across[places][:, None], _between(road.across, places, depths)
    bend = there - here - road.heading[places][:, None] * depths
    return bend - positions[:, :1] - positions[:, 1:] * depths


def _between(values, places, depths):
    """Values of a road some metres ahead, a straight line between whole metres: array (N, D)."""
    whole = np.floor(depths).astype(int)
    share = depths - whole
    at = places[:, None] + whole
    return (1 - share) * values[at] + share * values[at + 1]


def _ground(road, places, positions):
    """The pixels below the horizon."""
    footprint = (_DEPTHS / FOCAL)[:, None]  # metres that a pixel is wide there
    across = _SIDES * footprint - middle_ahead(road, places, positions, _DEPTHS)[:, :, None]  # from the lane's middle
    left = across + 2 * HALF_WIDTH  # the other lane lies to the left of the middle line
    on_road = _inside(np.minimum(HALF_WIDTH - across, left + HALF_WIDTH), footprint)
    dashes = (places[:, None] + _DEPTHS) % (2 * DASH) < DASH
    lines = _line(across - HALF_WIDTH, footprint) + _line(left + HALF_WIDTH, footprint)
    lines += _line(across + HALF_WIDTH, footprint) * dashes[:, :, None]
    return GRASS + on_road * (ASPHALT - GRASS) + np.minimum(lines, 1) * (PAINT - ASPHALT)


def _inside(distance, footprint):
    """The share of a pixel that is inside, from how far its middle is: 1/2 on the edge."""
    return np.clip(0.5 + distance / footprint, 0, 1)


def _line(distance, footprint):
    """The share of a pixel that a line covers."""
    return _inside(distance + LINE / 2, footprint) - _inside(distance - LINE / 2, footprint)


def _put_cars(pictures, road, places, positions):
    """Draw the other cars, in the other lane: a dark body with two lamps."""
    other_car = road.other_car[places]
    (seen,) = np.nonzero((other_car > 4) & (other_car < SEEN_FROM))
    depths = other_car[seen]
    lane = middle_ahead(road, places[seen], positions[seen], depths[:, None])[:, 0]
    scale = (FOCAL / depths)[:, None]
    across = (_SIDES - (lane - 2 * HALF_WIDTH)[:, None] * scale) / scale  # metres from the car's middle
    columns = _inside(CAR_WIDTH / 2 - np.abs(across), 1 / scale)
    below = (np.arange(ROWS) + 0.5 - HORIZON) / scale  # metres below the camera
    rows = _inside(np.minimum(HEIGHT - below, below - HEIGHT + CAR_HEIGHT), 1 / scale)
    body = rows[:, :, None] * columns[:, None, :]
    lamps = _inside(0.2 - np.abs(np.abs(across) - 0.65), 1 / scale)[:, None, :]
    lamps = lamps * _inside(0.2 - np.abs(below - HEIGHT + 0.7), 1 / scale)[:, :, None]
    shown = BODY + lamps * (LAMP - BODY)
    pictures[seen] += body * (shown - pictures[seen])
