"""What the commands print: tables on a terminal, plain lines in a pipe, where rich need not be imported."""

import sys

import click

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
    """The lessons of `lesson_catalog`."""
    rows = [
        [
            lesson["notebook"] or lesson["name"],
            lesson["title"],
            lesson["minutes"] or "",
            len(lesson["exercises"]),
            sum(exercise["points"] for exercise in lesson["exercises"]),
        ]
        for lesson in catalog["lessons"]
    ]
    return table("Lessons", "notebook", "title", ">minutes", ">exercises", ">points", rows=rows)


def progress_table(catalog, entries):
    """What is solved, by lesson; `entries` as in a progress file."""
    rows = []
    for lesson in catalog["lessons"]:
        mine = [(exercise, entries.get(exercise["id"], {})) for exercise in lesson["exercises"]]
        if mine:
            solved = [entry.get("score", 0) >= exercise["points"] for exercise, entry in mine]
            signs = [
                "✓" if right else "✗" if entry.get("attempts") else "○"
                for right, (_, entry) in zip(solved, mine, strict=True)
            ]
            points = sum(entry.get("score", 0) for _, entry in mine)
            total = sum(exercise["points"] for exercise, _ in mine)
            rows.append([lesson["name"], "".join(signs), f"{sum(solved)}/{len(mine)}", f"{points:g}/{total:g}"])
    return table("Your progress", "lesson", "exercises", ">solved", ">points", rows=rows)


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
    heading = f"{result['notebook']}: {result['score']:g} of {result['max_score']:g} points"
    console.print(Text(heading, style="bold"))
    for item in result["exercises"]:
        sign, colour = Status(item["status"]).sign, COLOURS.get(item["status"], "red")
        points = f"{item['score']:g}/{item['max_score']:g}"
        line = Text(f"  {sign} {item['status']:<13} {points:>5}  ", style=colour)
        line.append(item["id"], style="default")
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
