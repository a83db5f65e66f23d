"""How fast the course's NumPy code is, beside PyTorch, other NumPy code, and loops: `python benchmarks/speed.py`.

Each side measures in a process of its own (`benchmarks/test_speed.py`, with pytest-benchmark); all are bound to the
same cores and take turns, measurement by measurement. This is done in several rounds with new processes. A ratio is
that of the medians over the rounds, time(dlcourse) / time(other); its spread is that of the rounds. With one thread,
the processor's time is measured, and other programs matter little; with more, the time on the wall: run that on a
machine that does nothing else. The table is printed and written with the plot to a folder, `speed.json`, `speed.md` and
`speed.png` (with two threads `speed-2-threads.json` and so on); a full run also puts the short table into
`benchmarks/README.md`, with what is stored of the other number of threads. Other NumPy code, and the loops that a
learner writes first, are measured with one thread. A round takes about a minute.
"""

import argparse
import functools
import importlib.metadata
import importlib.util
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import tables

HERE = Path(__file__).resolve().parent
OPTIONAL = {"torch": "torch", "numpy_ml": "numpy-ml"}  # a side, and the package without which it is left out


def clock(threads):
    """With one thread the processor's own clock, which stands still while other programs run."""
    return "process_time" if threads == 1 else "perf_counter"


def take_turns(sides, beside, threads, only):
    """Measure once on all sides, in processes that take turns: side -> {measurement: what pytest-benchmark says}.

    `beside` chooses what is measured: "torch", "peers" or "loops", whether or not the others are here.
    """
    variables = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    surroundings = os.environ | dict.fromkeys(variables, str(threads))
    surroundings["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # others' plugins take seconds in each process
    surroundings["PYTHONPATH"] = os.pathsep.join([str(HERE.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    pipes = [os.pipe() for _ in sides]
    with tempfile.TemporaryDirectory() as folder:
        running = []
        for number, side in enumerate(sides):
            mine, following = pipes[number][0], pipes[(number + 1) % len(sides)][1]
            command = [sys.executable, "-m", "pytest", "-q", "-o", "addopts=", "-p", "no:cacheprovider"]
            command += ["-p", "pytest_benchmark.plugin"]
            command += [str(HERE / "test_speed.py"), "--side", side, "--beside", beside, "-k", only]
            command += ["-W", "ignore:Not saving anything"]  # where `only` leaves nothing to do
            command += [
                "--turn",
                f"{mine},{following}",
                f"--benchmark-timer=time.{clock(threads)}",
                "--benchmark-json",
                f"{folder}/{side}.json",
            ]
            how = {"env": surroundings, "cwd": HERE.parent, "pass_fds": (mine, following), "text": True}
            pinned = functools.partial(_bind, threads)
            running.append(
                subprocess.Popen(
                    command,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    preexec_fn=pinned,
                    start_new_session=True,
                    **how,
                )
            )
        os.write(pipes[0][1], b".")  # the first side begins
        for pipe in pipes:
            os.close(pipe[0])
        for pipe in pipes[1:]:
            os.close(pipe[1])  # only the processes hold them now: if one of them ends, the others notice
        try:
            said = [process.communicate()[0] for process in running]
        finally:
            for process in running:
                process.kill()
            os.close(pipes[0][1])
        for process, text in zip(running, said):
            if process.returncode not in (0, 5):
                raise SystemExit(f"a process has failed:\n{text}")
        return {side: _read(Path(folder, f"{side}.json")) for side in sides}


def _bind(threads):
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-threads:])


def _read(path):
    """Name of a measurement -> microseconds (the median) and what else is known."""
    if not path.exists() or not path.stat().st_size:
        return {}
    found = json.loads(path.read_text("utf-8"))["benchmarks"]
    return {
        item["extra_info"]["id"]: {"us": 1e6 * item["stats"]["median"], "memory": item["extra_info"].get("memory")}
        for item in found
    }


def compare(rounds):
    """One row for each measurement, from what `take_turns` found in each round, on our side and on another, if any."""
    (mine, *other) = rounds[0]
    rows = []
    for name in rounds[0][mine]:
        case, part, dtype = name.split("|")
        times = {side: [found[side][name]["us"] for found in rounds if name in found[side]] for side in rounds[0]}
        row = {"case": case, "part": part, "dtype": dtype, "memory": rounds[0][mine][name]["memory"]}
        row |= {f"{side}_us": statistics.median(found) for side, found in times.items() if found}
        if other and times[other[0]]:
            ratios = [own / theirs for own, theirs in zip(times[mine], times[other[0]])]
            row["ratio"] = row[f"{mine}_us"] / row[f"{other[0]}_us"]
            row["spread"] = [min(ratios), max(ratios)]
        rows.append(row)
    return rows


def compare_each(rounds):
    """The rows of `compare` for each other side that has them: side -> rows."""
    mine, *others = rounds[0]
    found = {other: compare([{mine: one[mine], other: one[other]} for one in rounds]) for other in others}
    return {other: [row for row in rows if "ratio" in row] for other, rows in found.items()}


def installed():
    """The sides that need a package, and its version, where it is installed."""
    here = {side: package for side, package in OPTIONAL.items() if importlib.util.find_spec(side)}
    return {side: importlib.metadata.version(package) for side, package in here.items()}


def machine(threads, rounds):
    """Where and how this was measured."""
    cpus = Path("/proc/cpuinfo")
    models = (
        [line.partition(":")[2].strip() for line in cpus.read_text().split("\n") if line.startswith("model name")]
        if cpus.exists()
        else []
    )
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "threads": threads,
        "clock": clock(threads),
        "rounds": rounds,
        "python": platform.python_version(),
        "blas": np.show_config("dicts")["Build Dependencies"]["blas"]["name"],
        "numpy": np.__version__,
        **installed(),
        "load": round(os.getloadavg()[0], 2),
    }


def measure(rounds, threads, only):
    """What is written to `speed.json`: the machine, and the rows beside each of the others."""
    about = machine(threads, rounds)
    sides = {"torch": ["dlcourse"], "peers": ["dlcourse", "im2col", "im2col_float64"]}
    for side in installed():
        sides["torch" if side == "torch" else "peers"].append(side)
    if threads > 1:
        del sides["peers"]
    found = {beside: [] for beside in sides}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
        for beside, those in sides.items():
            found[beside].append(take_turns(those, beside, threads, only))
    result = {"machine": about, "torch": compare(found["torch"]), "peers": {}, "loops": []}
    if threads == 1:
        result["peers"] = compare_each(found["peers"])
        result["loops"] = compare([take_turns(["dlcourse", "loops"], "loops", threads, only)])
    return result


def main():
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="processes of each side (default 5)")
    parser.add_argument("--threads", type=int, default=1, help="of each side (default 1)")
    parser.add_argument("--only", default="", help="cases with this in their name, as pytest's -k")
    parser.add_argument("-o", "--out", type=Path, default=HERE / "results", help="the folder for what is written")
    options = parser.parse_args()
    result = measure(options.rounds, options.threads, options.only)
    tables.show(result)
    options.out.mkdir(parents=True, exist_ok=True)
    file = options.out / tables.file_name(options.threads)
    file.with_suffix(".json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    file.with_suffix(".md").write_text(tables.markdown(result), "utf-8")
    if any("ratio" in row for row in result["torch"]):
        tables.plot(result, file.with_suffix(".png"))
        if options.out == HERE / "results" and not options.only and options.threads in (1, 2):
            tables.into_page(tables.stored(options.out), HERE / "README.md")


if __name__ == "__main__":
    main()
