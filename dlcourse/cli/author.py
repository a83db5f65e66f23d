"""The command for authors."""

import click

from dlcourse.cli.group import BadInput


@click.command()
@click.argument("lesson")
@click.option("--number", type=click.IntRange(0, 99), help="Of its notebook (default: one more than the last).")
@click.option("--into", "folder", metavar="DIR", default=".", help="A checkout of the course (default: this folder).")
def new(lesson, number, folder):
    """Make the files of a new lesson in a checkout of the course.

    They hold a tiny lesson that runs at once: write yours in place of what stands between « and ».
    """
    from dlcourse.coursework.files import CourseworkError
    from dlcourse.coursework.new_lesson import checkout_of, make

    try:
        root = checkout_of(folder)
        made = make(lesson, root, number)
    except CourseworkError as error:
        raise BadInput(str(error)) from None
    notebook = next(path for path in made if path.endswith(".ipynb"))
    for path, marks in made.items():
        click.echo(f"{path}: {marks} to fill in" if marks else path)
    click.echo(f"\nWrite your lesson in place of what stands between « and », in {root}. Then:")
    click.echo(f"    python -m dlcourse.coursework.authoring {notebook}")
    click.echo(f"    pytest -k {lesson}")
    click.echo("and add a line to the table of README.md and to CHANGELOG.md. CONTRIBUTING.md says what makes one.")
