"""Experiments of lesson 21, driving."""

from dlcourse.experiments.driving.learning import dagger, learn, record
from dlcourse.nn.driving import HALF_WIDTH, SPEED, STEPS, camera, drive, expert, road

__all__ = ["HALF_WIDTH", "SPEED", "STEPS", "camera", "dagger", "drive", "expert", "learn", "record", "road"]
