"""The world of lesson 21: roads, what a camera on a car sees of them, and cars that are driven by what it sees."""

from dlcourse.nn.driving.cars import (
    STEPS,
    TIGHTEST,
    by_sight,
    drive,
    expert,
    journeys,
    turned_by_the_road,
    wheel_turned,
)
from dlcourse.nn.driving.roads import HALF_WIDTH, SPEED, Road, road
from dlcourse.nn.driving.seeing import COLUMNS, ROWS, alike, camera

__all__ = [
    "COLUMNS",
    "HALF_WIDTH",
    "ROWS",
    "SPEED",
    "STEPS",
    "TIGHTEST",
    "Road",
    "alike",
    "by_sight",
    "camera",
    "drive",
    "expert",
    "journeys",
    "road",
    "turned_by_the_road",
    "wheel_turned",
]
