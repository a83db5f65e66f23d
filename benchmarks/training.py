"""How fast the course's network trains beside PyTorch: `python benchmarks/training.py [--rounds 9] [--threads 1]`.

One step is a forward pass, a backward pass and an update, in float32, on the same data and with the same sizes. Each
side runs in a process of its own, bound to the same cores; the two take turns, and the ratio is that of the medians.
PyTorch runs eagerly; without it, only the course's times are shown.
"""

import argparse
import functools
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import time

import numpy as np
from rich.console import Console
from rich.table import Table

# Name -> sizes, batch, optimizer, steps in one measurement, target for time(dlcourse) / time(torch).
CASES = {
    "tiny": ([2, 16, 2], 32, "SGD", 400, 0.25),
    "tiny, Adam": ([2, 16, 2], 32, "Adam", 400, 0.25),
    "digits": ([64, 32, 10], 32, "SGD", 400, None),
    "MLP, batch 64": ([784, 256, 128, 10], 64, "Adam", 60, 0.9),
    "MLP, batch 256": ([784, 256, 128, 10], 256, "Adam", 30, 0.9),
}
RATES = {"SGD": 0.1, "Adam": 0.001}
MEASUREMENTS = 5  # in each process


def data(sizes, batch):
    """A batch that both sides get."""
    rng = np.random.default_rng(0)
    return rng.normal(size=(batch, sizes[0])).astype(np.float32), rng.integers(0, sizes[-1], batch)


def dlcourse_step(sizes, batch, optimizer):
    """A function that makes one step with the course's network and gives back the loss."""
    from dlcourse.lessons import training

    X, y = data(sizes, batch)
    network = training.mlp(sizes, np.random.default_rng(1), dtype=np.float32)
    chosen = getattr(training, optimizer)(RATES[optimizer])

    def step():
        loss, gradients = network.loss_and_gradients(X, y)
        chosen.step(network, gradients)
        return loss

    return step


def torch_step(sizes, batch, optimizer):
    """The same with PyTorch."""
    import torch

    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    X, y = map(torch.from_numpy, data(sizes, batch))
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    network = torch.nn.Sequential(*layers[:-1])
    chosen = getattr(torch.optim, optimizer)(network.parameters(), lr=RATES[optimizer])

    def step():
        chosen.zero_grad()
        loss = torch.nn.functional.cross_entropy(network(X), y)
        loss.backward()
        chosen.step()
        return loss.item()

    return step


SIDES = {"dlcourse": dlcourse_step, "torch": torch_step}


def microseconds(side, name):
    """Microseconds of a step, measured a few times in this process."""
    sizes, batch, optimizer, steps, _ = CASES[name]
    step = SIDES[side](sizes, batch, optimizer)
    first = step()
    for _ in range(steps):
        step()
    found = []
    for _ in range(MEASUREMENTS):
        begun = time.perf_counter()
        for _ in range(steps):
            last = step()
        found.append(1e6 * (time.perf_counter() - begun) / steps)
    assert last < first, "the network does not learn"
    return found


def apart(side, name, threads):
    """`microseconds` in a process of its own, on as many cores as threads."""
    variables = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    cores = sorted(os.sched_getaffinity(0))[-threads:]
    result = subprocess.run(
        [sys.executable, __file__, "--side", side, "--case", name],
        env=os.environ | dict.fromkeys(variables, str(threads)),
        check=True,
        capture_output=True,
        text=True,
        preexec_fn=functools.partial(os.sched_setaffinity, 0, cores),
    )
    return json.loads(result.stdout)


def main():
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="processes of each side")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--case", choices=CASES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        print(json.dumps(microseconds(options.side, options.case)))
        return
    load = os.getloadavg()[0]
    sides = list(SIDES) if importlib.util.find_spec("torch") else ["dlcourse"]
    title = f"One training step in float32, {options.threads} thread{'s' if options.threads > 1 else ''}"
    table = Table("network", "optimizer", "dlcourse µs", "torch µs", "ratio (spread)", "target", title=title)
    for name, (sizes, _, optimizer, _, target) in CASES.items():
        times = {side: [] for side in sides}
        for _ in range(options.rounds):
            for side in sides:
                times[side].append(statistics.median(apart(side, name, options.threads)))
        medians = {side: statistics.median(found) for side, found in times.items()}
        cells = [f"{medians['dlcourse']:.0f}", "", ""]
        if "torch" in times:
            ratios = [mine / theirs for mine, theirs in zip(times["dlcourse"], times["torch"])]
            ratio = medians["dlcourse"] / medians["torch"]
            cells[1:] = [f"{medians['torch']:.0f}", f"{ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f})"]
        shape = "-".join(map(str, sizes))
        table.add_row(f"{name}: {shape}", optimizer, *cells, "" if target is None else f"{target}")
    console = Console(width=120)
    console.print(table, f"Load of the machine before: {load:.1f}")
    if len(sides) == 1:
        console.print("PyTorch is not installed: pip install torch")


if __name__ == "__main__":
    main()
