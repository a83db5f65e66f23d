"""What was measured once, and comes with the course."""

from dlcourse.data.stored import measurements


def measured(what):
    """What scripts/measure_capstone.py has measured: "networks", "sources" or "pruning"."""
    return measurements(f"capstone_{what}.json")
