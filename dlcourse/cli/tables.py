"""What the commands print: tables on a terminal, plain lines in a pipe, where rich need not be imported."""

import sys

import click

from dlcourse.checking.asked import points_in_words
from dlcourse.checking.status import Status

COLOURS = {Status.CORRECT: "green", Status.NOT_ATTEMPTED: "dim", Status.MISSING: "yellow"}  # of a terminal


def table(title, *columns, rows):
    """A table for `show`: columns are names, with a leading ">" for numbers."""
    return {"title": title, "columns": columns, "rows": [[str(cell) for cell in row] for row in rows]}


def show(content):
    """Print a table: with lines on a terminal, its cells separated by tabs in a pipe."""
    if not sys.stdout.isatty():
        names = [name.removeprefix(">") for name in content["columns"]]
        for row in [names, *content["rows"]]:
            click.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=content["title"], title_justify="left", title_style="bold")
    for name in content["columns"]:
        # What identifies a row keeps its width; what explains it may be folded.
        drawn.add_column(
            name.removeprefix(">"),
            justify="right" if name.startswith(">") else "left",
            no_wrap=name.startswith(">") or name == content["columns"][0],
            overflow="fold",
        )
    for row in content["rows"]:
        drawn.add_row(*(Text(cell) for cell in row))  # Text: brackets are no markup
    Console().print(drawn)


def lessons_table(catalog):
    """The lessons of `lesson_catalog`; what can be left out stands behind a plus sign."""
    rows = []
    for lesson in catalog["lessons"]:
        asked, more = ([item for item in lesson["exercises"] if item["bonus"] == bonus] for bonus in (False, True))
        rows.append(
            [
                lesson["notebook"] or lesson["name"],
                lesson["title"],
                lesson["minutes"] or "",
                _sittings(lesson["sittings"]),
                f"{len(asked)}{f' + {len(more)}' if more else ''}",
                f"{_points(asked):g}{f' + {_points(more):g}' if more else ''}",
            ]
        )
    return table("Lessons", "notebook", "title", ">minutes", ">sittings", ">exercises", ">points", rows=rows)


def _sittings(sittings):
    """The minutes of each sitting, and of the part at the end that no later one needs."""
    core, more = ([item for item in sittings if item["core"] == core] for core in (True, False))
    text = ", ".join(str(item["minutes"] or "?") for item in core)
    return text + "".join(f" + {item['minutes'] or '?'}" for item in more)


def _points(exercises):
    return sum(exercise["points"] for exercise in exercises)


def progress_table(catalog, entries):
    """What is solved, by lesson; `entries` as in a progress file."""
    rows, columns = [], ["lesson", "exercises", ">solved", ">points"]
    bonus = any(exercise["bonus"] for lesson in catalog["lessons"] for exercise in lesson["exercises"])
    for lesson in catalog["lessons"]:
        if lesson["exercises"]:
            cells = _solved([item for item in lesson["exercises"] if not item["bonus"]], entries)
            extra = _solved([item for item in lesson["exercises"] if item["bonus"]], entries)
            rows.append([lesson["name"], *cells, *([f"{extra[0]} {extra[2]}" if extra[0] else ""] if bonus else [])])
    return table("Your progress", *columns, *([">bonus"] if bonus else []), rows=rows)


def _solved(exercises, entries):
    """Signs, how many of some exercises are solved, and their points."""
    mine = [(exercise, entries.get(exercise["id"], {})) for exercise in exercises]
    solved = [entry.get("score", 0) >= exercise["points"] for exercise, entry in mine]
    signs = [
        "✓" if right else "✗" if entry.get("attempts") else "○" for right, (_, entry) in zip(solved, mine, strict=True)
    ]
    points = sum(entry.get("score", 0) for _, entry in mine)
    return "".join(signs), f"{sum(solved)}/{len(mine)}", f"{points:g}/{_points(exercises):g}"


def milestones_table(goals, kept):
    """The milestones by year; `kept` as in a progress file."""
    rows = [[goal.year, goal.state(kept.get(goal.year))] for goal in sorted(goals, key=lambda goal: goal.year)]
    return table("Milestones", "year", "milestone", rows=rows)


def doctor_table(findings):
    """What `examine` found."""
    rows = [[finding.name, "ok" if finding.good else "missing", finding.found, finding.purpose] for finding in findings]
    return table("This machine", "what", "state", "found", "needed for", rows=rows)


def show_checked(result):
    """Print the result of `check` for one notebook."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    extra = [item for item in result["exercises"] if item["bonus"]]
    asked, more = result["score"] - sum(item["score"] for item in extra), sum(item["bonus"] for item in extra)
    heading = f"{result['notebook']}: {asked:g} of {result['max_score']:g} points"
    heading += f", and {points_in_words(sum(item['score'] for item in extra), 0, more)}" if more else ""
    console.print(Text(heading, style="bold"))
    for item in result["exercises"]:
        sign, colour = Status(item["status"]).sign, COLOURS.get(item["status"], "red")
        points = f"{item['score']:g}/{item['bonus'] or item['max_score']:g}"
        line = Text(f"  {sign} {item['status']:<13} {points:>5}  ", style=colour)
        line.append(f"{item['id']}{' (bonus)' if item['bonus'] else ''}", style="default")
        console.print(line)
        for text in explanation(item):
            console.print(Padding(Text(text), (0, 0, 0, 4)) if sys.stdout.isatty() else Text(f"    {text}"))
    for note in result["notes"]:
        console.print(Text(f"  {note}"))


def explanation(item):
    """The lines under an exercise that is not right: what, where, why."""
    lines = [item["message"]] if item["status"] != Status.CORRECT else []
    if item.get("call") and lines:
        lines.append(item["call"])
        lines.append(f"gave {item['got']}, expected {item['expected']}" if item.get("got") else "")
    if item.get("code"):
        lines.append(f"line {item['line']}: {item['code']}")
    if item["diagnosis"]:
        lines.append(f"{item['diagnosis']}: {item['advice']}")
    elif item["advice"]:
        lines.append(item["advice"])
    lines.append(item.get("note", ""))
    if item.get("carried"):
        names = ", ".join(item["carried"])
        lines.append(f"Checked with the reference in place of {names}, not right yet.")
    return [line for line in lines if line]
