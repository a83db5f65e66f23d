"""All commands, in the order in which one meets them."""

import click

from dlcourse.cli import author, instructor, learner, web
from dlcourse.cli.group import Group
from dlcourse.cli.review import review


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dlcourse", prog_name="dlcourse")
def main():
    """A hands-on course on deep learning. Begin with: dlcourse lab"""


for command in (
    *(learner.lab, learner.list_lessons, learner.check, learner.progress, review, learner.solve, learner.build),
    *(instructor.grade, instructor.adjust, instructor.report, instructor.export),
    web.site,
    author.new,
    learner.doctor,
):
    main.add_command(command)
