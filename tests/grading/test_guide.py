"""The guide for instructors says what exists."""

import re
from pathlib import Path

from dlcourse.checking.status import Status
from dlcourse.cli.commands import main
from dlcourse.grading.policy.late import penalty, policy

GUIDE = (Path(__file__).parents[2] / "docs" / "instructors.md").read_text("utf-8")
DAY, HOUR = 86_400, 3600
# What is left of 10 points of 20: a minute late, an hour and a half, a day and a second, six days.
LEFT = {
    "10% per day": (9, 9, 8, 4),
    "10% per day, at most 50%": (9, 9, 8, 5),
    "10% of the maximum per day": (8, 8, 6, 0),
    "1 point per hour, 15 minutes grace": (10, 8, 0, 0),
    "20%, nothing after 5 days": (8, 8, 8, 0),
}


def test_the_guide_says_what_exists():
    guide = GUIDE
    for line in re.findall(r"^dlcourse [a-z]+ .*$", guide, re.MULTILINE):
        name, *rest = line.split()[1:]
        options = {option for parameter in main.commands[name].params for option in parameter.opts}
        assert {word for word in rest if word.startswith("-")} <= options, line
    known = {option for command in main.commands.values() for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"--[a-z][a-z-]+", guide)) <= known
    for status in Status:
        assert f"`{status}`" in guide


def test_what_the_guide_says_of_late_work():
    [table] = re.findall(r"^\| `--late` .*\n\|.*\n((?:\|.*\n)+)", GUIDE, re.MULTILINE)
    said = re.findall(r"^\| `(.*?)`", table, re.MULTILINE)
    times = (60, 1.5 * HOUR, DAY + 1, 6 * DAY)
    assert {text: tuple(10 - penalty(policy(text), late, 10, 20) for late in times) for text in said} == LEFT
