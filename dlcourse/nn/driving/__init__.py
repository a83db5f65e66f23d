"""The world of lesson 21: roads, what a camera on a car sees of them, and cars that are driven by what it sees."""

from dlcourse.nn.driving.camera import COLUMNS, ROWS, alike, camera
from dlcourse.nn.driving.driving import STEPS, drive, expert, journeys
from dlcourse.nn.driving.roads import HALF_WIDTH, SPEED, Road, road

__all__ = [
    "COLUMNS",
    "HALF_WIDTH",
    "ROWS",
    "SPEED",
    "STEPS",
    "Road",
    "alike",
    "camera",
    "drive",
    "expert",
    "journeys",
    "road",
]
