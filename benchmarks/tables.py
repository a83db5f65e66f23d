"""What the speed benchmark found, as tables for the terminal, for `results/` and for this folder's page, and a plot."""

import json

import measured
from rich.console import Console
from rich.table import Table

MARKS = "<!-- speed: written by benchmarks/speed.py -->", "<!-- /speed -->"  # in this folder's README.md
PARTS = {"both": "forward + backward", "step": "training step"}
OTHERS = {
    "torch": "PyTorch",
    "im2col": "im2col",
    "im2col_float64": "im2col, float64 tables",
    "numpy_ml": "numpy-ml",
    "loops": "loops",
}
LONG_NAMES = {
    "im2col": "a table of columns and one product (im2col), as in many books",
    "im2col_float64": "im2col with its tables in float64, as the books' code has them",
    "numpy_ml": "the package numpy-ml",
    "loops": "loops over single numbers, in float64",
}


def file_name(threads):
    """What the files of a run are called, without their ending."""
    return "speed" if threads == 1 else f"speed-{threads}-threads"


def stored(folder):
    """The results with one and with two threads that are stored: threads -> result."""
    files = {threads: folder / f"{file_name(threads)}.json" for threads in (1, 2)}
    return {threads: json.loads(file.read_text("utf-8")) for threads, file in files.items() if file.exists()}


def target(row, threads):
    """The largest ratio wanted, or None: only the last part of a case has one."""
    case = measured.CASES.get(row["case"])
    return case.target(threads) if case and row["part"] == case.parts[-1] else None


def memory_target(row):
    """The largest memory wanted, as a multiple of the activations, or None."""
    case = measured.CASES.get(row["case"])
    return case.memory if case and row["part"] == case.parts[-1] else None


def times_faster(row):
    """The ratio the other way round, in words."""
    factor = 1 / row["ratio"]
    return f"{factor:.1f} times" if factor < 10 else f"{factor:,.0f} times"


def lines(result):
    """The rows of all tables as words: other side -> rows."""
    rows = result["torch"]
    double = {(row["case"], row["part"]): row for row in rows if row["dtype"] == "float64"}
    threads = result["machine"]["threads"]
    single = [row for row in rows if row["dtype"] == "float32"]
    tables = {"torch": [_line(row, double.get((row["case"], row["part"]), {}), threads) for row in single]}
    for other, rows in _peers_of(result).items():
        tables[other] = [[*_times(row, other), times_faster(row) if "ratio" in row else ""] for row in rows]
    return tables


def _peers_of(result):
    return {**result.get("peers", {}), "loops": result["loops"]}  # older results have no peers


def _times(row, other):
    own = [row["case"], PARTS.get(row["part"], row["part"]), f"{row['dlcourse_us']:,.0f}"]
    return [*own, f"{row[f'{other}_us']:,.0f}" if "ratio" in row else ""]


def _line(row, double, threads):
    """What, part, own time, PyTorch's, ratio and its spread, target, ratio in float64, memory."""
    words = _times(row, "torch")
    words.append("{:.2f} ({:.2f} to {:.2f})".format(row["ratio"], *row["spread"]) if "ratio" in row else "")
    words.append(_judged(row.get("ratio"), target(row, threads), "{}"))
    words.append(f"{double['ratio']:.2f}" if "ratio" in double else "")
    if row["memory"] is None:
        return [*words, ""]
    wanted = memory_target(row)
    judged = "" if wanted is None else f" (target {_judged(row['memory'], wanted, '{:.0f}')})"
    return [*words, f"{row['memory']:.1f}{judged}"]


def _judged(value, wanted, form):
    if wanted is None:
        return ""
    met = "" if value is None else " met" if value <= wanted else " MISSED"
    return form.format(wanted) + met


def heads(other):
    """The first line of a table."""
    if other == "torch":
        return ["what", "part", "dlcourse µs", "PyTorch µs", "ratio (rounds)", "target", "float64", "memory"]
    return ["what", "part", "dlcourse µs", f"{OTHERS[other]} µs", "faster"]


def title(result):
    """What was measured where."""
    about = result["machine"]
    threads = f"{about['threads']} thread{'s' if about['threads'] > 1 else ''}"
    other = f"PyTorch {about['torch']}" if "torch" in about else "no PyTorch here"
    return (
        f"{about['processor']}, {threads}, NumPy {about['numpy']}, {other}; {about['rounds']} "
        f"round{'s' if about['rounds'] > 1 else ''}; load {about['load']}"
    )


def missing(result):
    """Sentences on what was left out because it is not installed."""
    about, found = result["machine"], []
    if "torch" not in about:
        found.append("PyTorch is not installed: only the course's times are shown (pip install torch).")
    if "numpy_ml" not in about and about["threads"] == 1:
        found.append("numpy-ml is not installed: its rows are left out (pip install numpy-ml).")
    return found


def show(result):
    """Print the tables."""
    console = Console(width=150)
    for other, rows in lines(result).items():
        kind = "float32" if other == "torch" else f"beside {LONG_NAMES[other]}"
        table = Table(*heads(other), title=f"{kind}; {title(result)}")
        for row in rows:
            table.add_row(*row)
        if rows:
            console.print(table)
    for sentence in missing(result):
        console.print(sentence)


def markdown(result):
    """The tables as Markdown."""
    text = [f"Measured with `python benchmarks/speed.py`: {title(result)}.", ""]
    for other, rows in lines(result).items():
        if rows:
            text += [] if other == "torch" else [f"Beside {LONG_NAMES[other]}:", ""]
            text += _markdown_table(heads(other), rows)
    text += [f"{sentence}\n" for sentence in missing(result)]
    return "\n".join(text)


def _markdown_table(head, rows):
    return [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows), ""]


def summary(results):
    """What this folder's page shows (threads -> result): float32, the last part of each case, and the peers."""
    text = [f"Measured on {title(result)}.\n" for result in results.values()]
    head = ["time(dlcourse) / time(PyTorch)", "1 thread", "at most", "2 threads", "at most"]
    text += _markdown_table(head, _ratios(results))
    text += _memory(results)
    return "\n".join(text + (_peers(results[1]) if 1 in results else [])).rstrip()


def _memory(results):
    """The memory of the cases that have a target for it, the largest of all results."""
    rows = [row for result in results.values() for row in result["torch"] if row["dtype"] == "float32"]
    found = {}
    for row in rows:
        if memory_target(row):
            found[row["case"]] = max(row["memory"], found.get(row["case"], 0))
    text = []
    for name, memory in found.items():
        goal, missed = _goal(memory, measured.CASES[name].memory)
        text.append(f"- {name}, memory: {memory:.1f} times its input and output, at most {goal:.0f}{missed}")
    return [*text, ""] if text else []


def _ratios(results):
    """A row for each case, with ratio and target for each number of threads."""
    found = {
        (row["case"], threads): row["ratio"]
        for threads, result in results.items()
        for row in result["torch"]
        if row["dtype"] == "float32" and target(row, threads) and "ratio" in row
    }
    rows = []
    for name, case in measured.CASES.items():
        line = [f"{name}: {PARTS.get(case.parts[-1], case.parts[-1])}"]
        for threads in (1, 2):
            ratio = found.get((name, threads))
            goal, missed = _goal(ratio, case.target(threads))
            line += ["" if ratio is None else f"{ratio:.2f}", f"{goal}{missed}"]
        if any(line[1::2]):
            rows.append(line)
    return rows


def _goal(value, wanted):
    return wanted, " (missed)" if value is not None and value > wanted else ""


def _peers(result):
    """How many times faster than other NumPy code, and than loops: a row for each case, a column for each of them."""
    found, others = {}, []
    for other, rows in _peers_of(result).items():
        for row in rows:
            if "ratio" in row and (other != "loops" or row["case"].startswith("conv")):
                name = f"{row['case']}: {PARTS.get(row['part'], row['part'])}"
                found.setdefault(name, {})[other] = times_faster(row)
                others += [] if other in others else [other]
    if not found:
        return []
    versions = {other: f" {result['machine'][other]}" for other in others if other in result["machine"]}
    head = ["1 thread: the course is faster than", *(f"{OTHERS[other]}{versions.get(other, '')}" for other in others)]
    return _markdown_table(head, [[name, *(row.get(other, "") for other in others)] for name, row in found.items()])


def into_page(results, path):
    """Put the summary between the two marks in a page."""
    before, rest = path.read_text("utf-8").split(MARKS[0])
    path.write_text(f"{before}{MARKS[0]}\n{summary(results)}\n{MARKS[1]}{rest.split(MARKS[1])[1]}", "utf-8")


def plot(result, path):
    """The ratios as dots on a logarithmic axis, with the targets as ticks."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt
    from PIL import Image

    from dlcourse.figures.style import INK, NEGATIVE, POSITIVE, QUIET, in_style

    threads = result["machine"]["threads"]
    rows = [row for row in result["torch"] if "ratio" in row and target(row, threads)]
    names = list(dict.fromkeys(row["case"] for row in rows))
    with in_style():
        figure, ax = plt.subplots(figsize=(8, 2.2 + 0.25 * len(names)))
        for dtype, colour, marker, shift in (("float32", POSITIVE, "o", -0.12), ("float64", NEGATIVE, "D", 0.12)):
            chosen = [row for row in rows if row["dtype"] == dtype]
            if not chosen:
                continue
            heights = [names.index(row["case"]) + shift for row in chosen]
            ax.plot([row["ratio"] for row in chosen], heights, marker, color=colour, markersize=5, label=dtype)
            ax.hlines(heights, *zip(*[row["spread"] for row in chosen]), color=colour, linewidth=1.2)
        goals = [measured.CASES[name].target(threads) for name in names]
        ax.plot(goals, range(len(names)), "|", color=INK, markersize=13, markeredgewidth=2, label="target, at most")
        ax.axvline(1, color=QUIET, linewidth=1)
        ax.set_xscale("log")
        ticks = [0.1, 0.25, 0.5, 1, 2, 4]
        ax.set_xticks(ticks, [str(tick) for tick in ticks])
        ax.minorticks_off()
        ax.set_yticks(range(len(names)), names)
        ax.invert_yaxis()
        ax.set_xlabel("time(dlcourse) / time(PyTorch)\n← the course's NumPy is faster · PyTorch is faster →")
        about = f"The course's NumPy beside PyTorch, {threads} thread{'s' if threads > 1 else ''}"
        figure.suptitle(about, x=0.01, ha="left")
        ax.legend(loc="upper right")  # the targets of what comes first are low
        figure.savefig(path, dpi=100)
    plt.close(figure)
    image = Image.open(path)
    image.convert("RGB").quantize(64).save(path, optimize=True)  # few colours: a third of the size
