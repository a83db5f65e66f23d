"""The plan for a semester says what exists, and its numbers are those of the lessons."""

import re
from pathlib import Path

from dlcourse.cli.commands import main
from dlcourse.coursework.catalog import lesson_catalog
from dlcourse.coursework.files import course_notebooks, read_notebook

PLAN = (Path(__file__).parents[2] / "docs" / "semester.md").read_text("utf-8")
LESSONS = {lesson["notebook"][:2]: lesson for lesson in lesson_catalog()["lessons"] if lesson["notebook"]}


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def rows(text):
    return [cells(line) for line in re.findall(r"^\| (?:\d+|all) \|.*$", text, re.MULTILINE)]


ROWS = rows(PLAN.split("\n## Two more lessons\n")[0])
WEEKS, TOTAL = ROWS[:-1], ROWS[-1]
CHOSEN = {row[0]: row[1:] for row in rows(PLAN.split("\n## Two more lessons\n")[1])}


def sittings(text):
    """`02: 1; 03: 2, 3` as a list of (lesson, number)."""
    found = []
    for part in filter(None, text.split(";")):
        lesson, numbers = part.split(":")
        found += [(lesson.strip(), int(number)) for number in numbers.split(",")]
    return found


def minutes(places):
    return sum(LESSONS[lesson]["sittings"][number - 1]["minutes"] for lesson, number in places)


def rest(lesson):
    return sum(sitting["minutes"] for sitting in LESSONS[lesson]["sittings"] if not sitting["core"])


def test_every_lesson_has_its_week_and_every_sitting_its_place():
    assert [row[0] for row in WEEKS] == [str(number) for number in range(1, 13)]
    planned = [lesson for row in WEEKS for lesson in row[1].split(", ")]
    assert planned + list(CHOSEN) == sorted(LESSONS)
    assert TOTAL[1] == str(len(planned))
    placed = [place for row in WEEKS for place in sittings(row[2]) + sittings(row[3])]
    core = [
        (lesson, number)
        for lesson, about in LESSONS.items()
        for number, sitting in enumerate(about["sittings"], 1)
        if sitting["core"] and lesson not in CHOSEN
    ]
    assert sorted(placed) == core
    assert f"{len(core)} sittings in {-(-len(core) // 2)} weeks" in PLAN
    for row in WEEKS:
        assert {lesson for lesson, _ in sittings(row[2]) + sittings(row[3])} == set(row[1].split(", "))


def test_the_minutes_are_the_sums_of_the_lessons():
    for row in WEEKS:
        lessons = row[1].split(", ")
        assert int(row[4]) == sum(LESSONS[lesson]["minutes"] for lesson in lessons), row
        assert int(row[4]) == minutes(sittings(row[2]) + sittings(row[3])), row
        assert int(row[5]) == sum(map(rest, lessons)), row
    in_class = sum(minutes(sittings(row[2])) for row in WEEKS)
    at_home = sum(minutes(sittings(row[3])) for row in WEEKS)
    assert TOTAL[2:6] == [f"{in_class} minutes", f"{at_home} minutes", f"{in_class + at_home}", f"{480}"]
    assert sum(map(rest, set(LESSONS) - set(CHOSEN))) == 480
    assert f"take {in_class / 60:.1f}, and {at_home / 60:.1f} hours at home" in PLAN
    hours = {row[0]: (90 + minutes(sittings(row[3]))) / 60 for row in WEEKS}
    assert 3 < hours.pop("1") < 3.3
    assert all(3.6 < hours.pop(week) < 4 for week in ("9", "10"))
    assert all(2.4 <= each < 2.7 for each in hours.values())
    assert f"about {round((in_class + at_home) / 22)} minutes a week" in PLAN


def needs():
    """The lessons that each lesson says it needs."""
    found = {}
    for path in course_notebooks():
        needed = re.search(r"\*\*You need:\*\*(.*?)\n\n", read_notebook(path).cells[0].source, re.DOTALL)
        found[path.name[:2]] = set(re.findall(r"\b\d\d\b", needed[1].split(". ")[0] if needed else ""))
    return found


def test_what_is_left_out_is_needed_by_nothing_that_stays():
    needed = needs()
    for stays in sorted(set(LESSONS) - {"09", "10", "13"}):
        assert not needed[stays] & {"09", "10", "13"}, stays


def test_an_application_has_its_minutes_and_comes_after_what_it_needs():
    needed = needs()
    week_of = {lesson: int(row[0]) for row in WEEKS for lesson in row[1].split(", ")}
    for lesson, (_, here, own, week) in CHOSEN.items():
        assert int(here) == LESSONS[lesson]["minutes"], lesson
        assert int(own) == rest(lesson), lesson
        assert int(week) > max(week_of[earlier] for earlier in needed[lesson]), lesson


def test_the_commands_and_exercises_exist():
    exercises = {exercise["id"]: exercise for lesson in LESSONS.values() for exercise in lesson["exercises"]}
    named = set(re.findall(r"\b(?!results\b)[a-z_]+\.[a-z_]+\b", PLAN)) - {"jupyterhub.md", "groups.csv"}
    assert named <= set(exercises)
    for name in re.findall(r"`([a-z_]+\.[a-z_]+)`", PLAN):
        assert exercises[name]["bonus"], name
    for names in re.findall(r'--lessons (\w+)|--assignment "[^"=]*=([^"]*)"|--due (\w+)=', PLAN):
        assert set(filter(None, ",".join(names).split(","))) <= {lesson["name"] for lesson in LESSONS.values()}


def test_the_commands_have_these_options():
    for line in re.findall(r"^dlcourse [a-z]+ .*$", PLAN, re.MULTILINE):
        name, *words = line.split()[1:]
        options = {option for parameter in main.commands[name].params for option in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= options, line
