"""What was measured once, and comes with the course."""

from dlcourse.data.stored import arrays, measurements


def measured(what):
    """What scripts/measure_capstone.py has measured: "networks", "pruning" or "sources"."""
    return measurements(f"capstone_{what}.json")


def trained_weights():
    """The weights of a network of convolutions that has learned from damaged digits (scripts/train_capstone.py).

    Returns
    -------
    dict of str to array
        As :func:`dlcourse.lessons.capstone.forward` takes them.
    """
    return arrays("capstone_network.npz")
