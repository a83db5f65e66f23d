"""`dlcourse review`: old questions once more, in the terminal."""

import shutil
import sys
import textwrap

import click

from dlcourse.cli.learner import folder_of_progress

WIDEST = 92  # columns: longer lines are hard to read


@click.command()
@click.argument("folder", metavar="[DIR]", required=False)
@click.option("--count", type=click.IntRange(min=1), default=5, show_default=True, help="How many questions.")
@click.option("--seed", type=click.IntRange(min=0), help="Repeat an order of options and the same new numbers.")
def review(folder, count, seed):
    """Answer old questions once more.

    It takes what you had right longest ago. DIR is the folder of your notebooks (default: this folder or my-dlcourse).
    """
    import numpy as np

    from dlcourse.coursework.review import ask, due
    from dlcourse.notebook.progress import load, record_review

    folder = folder_of_progress(folder)
    rng = np.random.default_rng(seed)
    questions = due(load(folder)["exercises"], rng, count)
    if not questions:
        click.echo("Nothing to review yet: this asks once more what you had right. `dlcourse lab` opens the course.")
        return
    right = answered = 0
    for number, question in enumerate(questions, start=1):
        click.echo(f"\n{number} of {len(questions)}: {question.id}")
        try:
            right += _put(ask(question, rng))
        except click.Abort:  # the end of the input, or Ctrl-C: what was answered counts
            click.echo()
            break
        answered += 1
        record_review(question.id, folder)
    if answered:
        click.echo(f"\n{right} of {answered} right. The next review asks others first.")


def _put(asked):
    """Show a question, read the answer, say what is to be said of it; whether it was right."""
    for paragraph in asked.text.split("\n\n"):
        _say(paragraph)
    for part, before in ((asked.options, ""), (asked.reasons, "because")):
        if part and before:
            _say(before)
        for key, text in part.items():
            _say(text, f"  {key}  ")
    answer = None
    while answer is None:
        given = click.prompt(f"Your answer ({asked.wanted}; Enter to skip)", default="", show_default=False)
        if not sys.stdin.isatty():  # where nobody types, nobody sees what was typed either
            click.echo(given)
        if not given.strip():
            break
        try:
            answer = asked.read(given)
        except ValueError as error:
            click.echo(str(error))
    is_right, lines = asked.judge(answer)
    for line in lines:
        _say(line)
    return is_right


def _say(text, before=""):
    width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    text = " ".join(text.split())
    click.echo(textwrap.fill(text, width, initial_indent=before, subsequent_indent=" " * len(before)))
