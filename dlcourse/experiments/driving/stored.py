"""What was measured once, and comes with the course."""

from dlcourse.data.stored import measurements


def measured(what):
    """What scripts/measure_driving.py has measured: "ways" or "distance"."""
    return measurements(f"driving_{what}.json")
