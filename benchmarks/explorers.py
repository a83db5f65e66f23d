"""How long an explorer takes from a moved slider to a new picture: `python benchmarks/explorers.py [cnn ...]`.

The explorers are those of the tests, of all lessons or of those that are named. Every control is moved through its
range; the picture is made and encoded each time.
"""

import statistics
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from explore.samples import EXPLORERS

from dlcourse.explore._controls import Pad

MOVES = 25  # of each control, at most
TARGET = 100  # milliseconds, the slowest redraw


def positions(control):
    """Different values from one end of a control to the other."""
    if isinstance(control, Pad):
        line = [(k / MOVES, k / MOVES) for k in range(MOVES)]
        return [[line[: k + 1]] for k in range(MOVES)]
    last = len(control.options) - 1
    places = {round(last * k / (MOVES - 1)) for k in range(MOVES)}
    return [control.options[place] for place in sorted(places)]


def milliseconds(action):
    """The time that one call takes."""
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def measure(explorer):
    """(median, slowest) milliseconds of a redraw."""
    times = []
    for name, control in explorer.controls.items():
        for value in positions(control):
            if value != control.value:  # otherwise nothing is drawn
                times.append(milliseconds(lambda name=name, value=value: explorer.set(**{name: value})))
    return statistics.median(times), max(times)


def main():
    """Print the table; exit with 1 if a redraw took longer than the target."""
    table = Table("explorer", "median ms", "slowest ms")
    slow = False
    for name, make in EXPLORERS.items():
        if sys.argv[1:] and name.partition(".")[0] not in sys.argv[1:]:
            continue
        median, slowest = measure(make())
        slow = slow or slowest > TARGET
        table.add_row(name, f"{median:.0f}", f"{slowest:.0f}")
    Console().print(table)
    raise SystemExit(int(slow))


if __name__ == "__main__":
    main()
