"""What was measured once, and comes with the course."""

from dlcourse.data.stored import measurements


def measured(what):
    """What scripts/measure_finance.py has measured: "detectors", "habits", "splits", "monitors" or "loans"."""
    return measurements(f"finance_{what}.json")
