"""The guide for instructors says what exists."""

import re
from pathlib import Path

from dlcourse.checking.status import Status
from dlcourse.cli.commands import main


def test_the_guide_says_what_exists():
    guide = (Path(__file__).parents[2] / "docs" / "instructors.md").read_text("utf-8")
    for line in re.findall(r"^dlcourse [a-z]+ .*$", guide, re.MULTILINE):
        name, *rest = line.split()[1:]
        options = {option for parameter in main.commands[name].params for option in parameter.opts}
        assert {word for word in rest if word.startswith("-")} <= options, line
    known = {option for command in main.commands.values() for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"--[a-z][a-z-]+", guide)) <= known
    for status in Status:
        assert f"`{status}`" in guide
