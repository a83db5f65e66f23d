"""Experiments of lesson 21, driving: a driver's pictures, networks that learn from them, and who stays on the road."""

from dlcourse.experiments.driving.growing import off_and_away, power
from dlcourse.experiments.driving.learning import by_expert, dagger, learn, record
from dlcourse.experiments.driving.sceptic import Brightness, fit_linear
from dlcourse.experiments.driving.stored import measured
from dlcourse.nn.driving import HALF_WIDTH, alike, drive, wheel_turned

__all__ = [
    "HALF_WIDTH",
    "Brightness",
    "alike",
    "by_expert",
    "dagger",
    "drive",
    "fit_linear",
    "learn",
    "measured",
    "off_and_away",
    "power",
    "record",
    "wheel_turned",
]
