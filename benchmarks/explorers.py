"""How long an explorer takes from a moved slider to a new picture: `python benchmarks/explorers.py`.

Every control is moved through its range; the picture is made and encoded each time.
"""

import statistics
import time

import ipywidgets
from rich.console import Console
from rich.table import Table

from dlcourse import datasets
from dlcourse.explore import forward, neuron, start_here

MOVES = 25  # of each control
TARGET = 100  # milliseconds, the slowest redraw


def explorers():
    """All explorers of the course, by name."""
    parameters, names = datasets.photograph_network()
    return {
        "start_here.threshold": start_here.threshold(),
        "neuron.weights": neuron.weights(),
        "neuron.boundary": neuron.boundary(),
        "neuron.activations": neuron.activations(),
        "forward.network": forward.network(),
        "forward.temperature": forward.temperature(),
        "forward.steps": forward.steps(),
        "forward.photograph": forward.photograph(datasets.photograph("portrait"), parameters, names),
    }


def positions(control):
    """Values from one end of a control to the other."""
    if isinstance(control, ipywidgets.Dropdown):
        return [value for _, value in control._options_full]
    steps = range(MOVES)
    values = [control.min + (control.max - control.min) * k / (MOVES - 1) for k in steps]
    return [int(v) for v in values] if isinstance(control, ipywidgets.IntSlider) else values


def milliseconds(action):
    """The time that one call takes."""
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def measure(explorer):
    """(median, slowest) milliseconds of a redraw."""
    times = [
        milliseconds(lambda name=name, value=value: explorer.set(**{name: value}))
        for name, control in explorer.controls.items()
        for value in positions(control)
    ]
    return statistics.median(times), max(times)


def main():
    """Print the table; exit with 1 if a redraw took longer than the target."""
    table = Table("explorer", "median ms", "slowest ms")
    slow = False
    for name, explorer in explorers().items():
        median, slowest = measure(explorer)
        slow = slow or slowest > TARGET
        table.add_row(name, f"{median:.0f}", f"{slowest:.0f}")
    Console().print(table)
    raise SystemExit(int(slow))


if __name__ == "__main__":
    main()
