"""The command for authors."""

import click

from dlcourse.cli.group import BadInput


@click.command()
@click.argument("lesson")
@click.argument("exercises", metavar="[EXERCISE]...", nargs=-1)
@click.option("--number", type=click.IntRange(0, 99), help="Of its notebook (default: one more than the last).")
@click.option("--into", "folder", metavar="DIR", default=".", help="A checkout of the course (default: this folder).")
def new(lesson, exercises, number, folder):
    """Make the files of a new lesson in a checkout of the course.

    They hold a tiny lesson that runs at once: write yours in place of what stands between « and ».

    With the names of two exercises, a function to mend and a challenge, the lesson is a small one of one sitting. With
    three, a function to write before these two, it has two sittings, an explorer, a figure and an experiment, too.
    """
    from dlcourse.coursework.files import CourseworkError
    from dlcourse.coursework.new_lesson import checkout_of, make

    try:
        root = checkout_of(folder)
        made = make(lesson, root, number, exercises)
    except CourseworkError as error:
        raise BadInput(str(error)) from None
    notebook = next(path for path in made if path.endswith(".ipynb"))
    for path, marks in made.items():
        click.echo(f"{path}: {marks} to fill in" if marks else path)
    click.echo(f"\nWrite your lesson in place of what stands between « and », in {root}. Then:")
    click.echo(f"    python -m dlcourse.coursework.authoring {notebook}")
    click.echo(f"    pytest -k {lesson}")
    click.echo("and add a line to the table of README.md and to CHANGELOG.md. docs/authors.md says what makes one.")
