"""How fast the course's NumPy code is, beside PyTorch and beside plain loops: `python benchmarks/speed.py`.

Each side measures in a process of its own (`benchmarks/test_speed.py`, with pytest-benchmark); all are bound to the
same cores and take turns, measurement by measurement. This is done in several rounds with new processes. A ratio is
that of the medians over the rounds, time(dlcourse) / time(other); its spread is that of the rounds. With one thread,
the processor's time is measured, and other programs matter little; with more, the time on the wall: run that on a
machine that does nothing else. The table is printed and written with the plot to a folder, `speed.json`, `speed.md` and
`speed.png`; a full run also puts the short table into the README. A round takes about a minute and a half.
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

import measured
import numpy as np
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
MARKS = "<!-- speed: written by benchmarks/speed.py -->", "<!-- /speed -->"  # in the README
PARTS = {"both": "forward + backward", "step": "training step"}


def clock(threads):
    """With one thread the processor's own clock, which stands still while other programs run."""
    return "process_time" if threads == 1 else "perf_counter"


def take_turns(sides, beside, threads, only):
    """Measure once on all sides, in processes that take turns: side -> {measurement: what pytest-benchmark says}.

    `beside` chooses what is measured: "torch" or "loops", whether or not that is one of the sides.
    """
    variables = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    surroundings = os.environ | dict.fromkeys(variables, str(threads))
    surroundings["PYTHONPATH"] = os.pathsep.join([str(HERE.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    pipes = [os.pipe() for _ in sides]
    with tempfile.TemporaryDirectory() as folder:
        running = []
        for number, side in enumerate(sides):
            mine, following = pipes[number][0], pipes[(number + 1) % len(sides)][1]
            command = [sys.executable, "-m", "pytest", "-q", "-o", "addopts=", "-p", "no:cacheprovider"]
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
    """One row for each measurement, from what `take_turns` found in each round."""
    (mine, *others) = rounds[0]
    rows = []
    for name in rounds[0][mine]:
        case, part, dtype = name.split("|")
        times = {side: [found[side][name]["us"] for found in rounds if name in found[side]] for side in rounds[0]}
        row = {"case": case, "part": part, "dtype": dtype, "memory": rounds[0][mine][name]["memory"]}
        row |= {f"{side}_us": statistics.median(found) for side, found in times.items() if found}
        for other in others:
            if times[other]:
                ratios = [own / theirs for own, theirs in zip(times[mine], times[other])]
                row["ratio"] = row[f"{mine}_us"] / row[f"{other}_us"]
                row["spread"] = [min(ratios), max(ratios)]
        known = measured.CASES.get(case) if "torch" in others else None
        row["target"] = known.target if known and part == known.parts[-1] else None
        rows.append(row)
    return rows


def machine(threads, rounds):
    """Where and how this was measured."""
    packages = ["numpy", *(["torch"] if importlib.util.find_spec("torch") else [])]
    versions = {name: importlib.metadata.version(name) for name in packages}
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
        **versions,
        "load": round(os.getloadavg()[0], 2),
    }


def lines(result):
    """The rows of both tables as words: what, part, own time, other time, ratio, target, ratio in float64, memory."""
    tables = {}
    for other in ("torch", "loops"):
        rows = result[other]
        double = {(row["case"], row["part"]): row for row in rows if row["dtype"] == "float64"}
        shown = [row for row in rows if row["dtype"] == "float32"] if other == "torch" else rows
        tables[other] = [_line(row, other, double.get((row["case"], row["part"]), {})) for row in shown]
    return tables


def _line(row, other, double):
    ratio = f"{row['ratio']:.2g}" if row.get("ratio", 1) < 0.01 else f"{row.get('ratio', 0):.2f}"
    spread = " ({:.2f} to {:.2f})".format(*row["spread"]) if "spread" in row and other == "torch" else ""
    target = row["target"]
    met = "" if target is None or "ratio" not in row else " met" if row["ratio"] <= target else " MISSED"
    words = [row["case"], PARTS.get(row["part"], row["part"]), f"{row['dlcourse_us']:,.0f}"]
    words += [f"{row[f'{other}_us']:,.0f}", ratio + spread] if "ratio" in row else ["", ""]
    if other == "loops":
        return [*words[:4], f"{1 / row['ratio']:,.0f} times" if "ratio" in row else ""]
    words += ["" if target is None else f"{target}{met}", f"{double['ratio']:.2f}" if "ratio" in double else ""]
    return [*words, "" if row["memory"] is None else f"{row['memory']:.1f}"]


HEADS = {
    "torch": ["what", "part", "dlcourse µs", "PyTorch µs", "ratio (rounds)", "target", "float64", "memory"],
    "loops": ["what", "part", "dlcourse µs", "loops µs", "faster"],
}


def title(result):
    """What was measured where."""
    about = result["machine"]
    threads = f"{about['threads']} thread{'s' if about['threads'] > 1 else ''}"
    other = f"PyTorch {about['torch']}" if "torch" in about else "no PyTorch here"
    return (
        f"{about['processor']}, {threads}, NumPy {about['numpy']}, {other}; {about['rounds']} rounds; "
        f"load {about['load']}"
    )


def show(result):
    """Print the tables."""
    console = Console(width=150)
    for other, rows in lines(result).items():
        kind = "float32" if other == "torch" else "float64, beside plain loops"
        table = Table(*HEADS[other], title=f"{kind}; {title(result)}")
        for row in rows:
            table.add_row(*row)
        if rows:
            console.print(table)
    if "torch" not in result["machine"]:
        console.print("PyTorch is not installed: only the course's times are shown (pip install torch).")


def markdown(result):
    """The tables as Markdown."""
    text = [f"Measured with `python benchmarks/speed.py`: {title(result)}.", ""]
    for other, rows in lines(result).items():
        if rows:
            text += [f"| {' | '.join(HEADS[other])} |", f"|{' --- |' * len(HEADS[other])}"]
            text += [*(f"| {' | '.join(row)} |" for row in rows), ""]
    return "\n".join(text)


def summary(result):
    """What the README shows: the last part of each measurement, float32, beside PyTorch."""
    last = {case.name: case.parts[-1] for case in measured.CASES.values()}
    text = [
        f"Measured on {title(result)}.",
        "",
        "| what | time(dlcourse) / time(PyTorch) | target |",
        "| --- | --- | --- |",
    ]
    for row in result["torch"]:
        if row["dtype"] == "float32" and row["part"] == last.get(row["case"]) and "ratio" in row:
            target = f"at most {row['target']}" if row["target"] else ""
            missed = " (missed)" if row["target"] and row["ratio"] > row["target"] else ""
            part = PARTS.get(row["part"], row["part"])
            text.append(f"| {row['case']}: {part} | {row['ratio']:.2f} | {target}{missed} |")
    return "\n".join(text)


def into_readme(result, path):
    """Put the summary between the two marks in the README."""
    before, rest = path.read_text("utf-8").split(MARKS[0])
    path.write_text(f"{before}{MARKS[0]}\n{summary(result)}\n{MARKS[1]}{rest.split(MARKS[1])[1]}", "utf-8")


def plot(result, path):
    """The ratios as dots on a logarithmic axis, with the targets as ticks."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt
    from PIL import Image

    from dlcourse.figures.style import INK, NEGATIVE, POSITIVE, QUIET, in_style

    rows = [row for row in result["torch"] if "ratio" in row and row["part"] in ("step", "both", "update")]
    last = {case.name: case.parts[-1] for case in measured.CASES.values()}
    rows = [row for row in rows if row["part"] == last[row["case"]]]
    names = list(dict.fromkeys(row["case"] for row in rows))
    with in_style():
        figure, ax = plt.subplots(figsize=(8, 2.2 + 0.25 * len(names)))
        for dtype, colour, marker, shift in (("float32", POSITIVE, "o", -0.12), ("float64", NEGATIVE, "D", 0.12)):
            chosen = [row for row in rows if row["dtype"] == dtype]
            heights = [names.index(row["case"]) + shift for row in chosen]
            ax.plot([row["ratio"] for row in chosen], heights, marker, color=colour, markersize=5, label=dtype)
            ax.hlines(heights, *zip(*[row["spread"] for row in chosen]), color=colour, linewidth=1.2)
        goals = [
            (row["target"], names.index(row["case"])) for row in rows if row["target"] and row["dtype"] == "float32"
        ]
        ax.plot(*zip(*goals), "|", color=INK, markersize=13, markeredgewidth=2, label="target, at most")
        ax.axvline(1, color=QUIET, linewidth=1)
        ax.set_xscale("log")
        ticks = [0.1, 0.25, 0.5, 1, 2, 4]
        ax.set_xticks(ticks, [str(tick) for tick in ticks])
        ax.minorticks_off()
        ax.set_yticks(range(len(names)), names)
        ax.invert_yaxis()
        ax.set_xlabel("time(dlcourse) / time(PyTorch)\n← the course's NumPy is faster · PyTorch is faster →")
        figure.suptitle("The course's NumPy beside PyTorch: training steps, layers, optimizers", x=0.01, ha="left")
        ax.legend(loc="lower right")
        figure.savefig(path, dpi=100)
    plt.close(figure)
    image = Image.open(path)
    image.convert("RGB").quantize(64).save(path, optimize=True)  # few colours: a third of the size


def main():
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="processes of each side (default 5)")
    parser.add_argument("--threads", type=int, default=1, help="of each side (default 1)")
    parser.add_argument("--only", default="", help="cases with this in their name, as pytest's -k")
    parser.add_argument("-o", "--out", type=Path, default=HERE / "results", help="the folder for what is written")
    options = parser.parse_args()
    sides = ["dlcourse", *(["torch"] if importlib.util.find_spec("torch") else [])]
    about = machine(options.threads, options.rounds)
    rounds = []
    for number in range(options.rounds):
        print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
        rounds.append(take_turns(sides, "torch", options.threads, options.only))
    result = {"machine": about, "torch": compare(rounds)}
    result["loops"] = compare([take_turns(["dlcourse", "loops"], "loops", options.threads, options.only)])
    show(result)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "speed.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (options.out / "speed.md").write_text(markdown(result), "utf-8")
    if any("ratio" in row for row in result["torch"]):
        plot(result, options.out / "speed.png")
        if options.out == HERE / "results" and not options.only:
            into_readme(result, HERE.parent / "README.md")


if __name__ == "__main__":
    main()
