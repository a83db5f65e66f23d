"""One hand-in of a group, a row for each of its members."""

import time

import pytest
from classroom import cells_of
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.grading.csv_files import write_csv
from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.canvas import write_canvas_csv
from dlcourse.grading.exports.canvas_gradebook import fill_canvas_gradebook
from dlcourse.grading.exports.moodle import write_moodle_csv
from dlcourse.grading.exports.moodle_worksheet import fill_moodle_worksheet, read_moodle_worksheet
from dlcourse.grading.policy.columns import person
from dlcourse.grading.policy.groups import read_groups
from dlcourse.grading.policy.hand_ins import expand
from dlcourse.grading.policy.people import People


def row(student, lesson="neuron", score=1.0, name="", **more):
    name = name or f"{student}/01_{lesson}.ipynb"
    fields = {"student": student, "lesson": lesson, "name": name, "score": score, "max_score": 4.0, "sha256": ""}
    return fields | {"status": "partial", "machine": False} | more


def canvas(name, number, **more):
    return row(f"{name}_{number}", name=f"all.zip/{name}_{number}_99_01_neuron.ipynb", **more)


def moodle(name, number, **more):
    return row(f"{name}_{number}", name=f"{name}_{number}_assignsubmission_file_/01_neuron.ipynb", **more)


def groups(**names):
    return {group: [person(name) for name in members] for group, members in names.items()}


AB = {"Group A": [person("Lee, Ann", "ann"), person("Ray, Bob", "bob")]}


def shown(result):
    return [(item.student, item.submission["student"], item.group) for item in result.rows]


@pytest.mark.parametrize("name", ["Group A", "group a", "Group A_12345", "group_a", "GROUP-A", "groupa_4711"])
def test_a_hand_in_under_the_groups_name_is_every_members(name):
    result = expand([row(name), row("eve")], AB)
    assert shown(result) == [("Lee, Ann", name, "Group A"), ("Ray, Bob", name, "Group A"), ("eve", "eve", "")]
    assert [item.note for item in result.rows] == ["Handed in for the group Group A."] * 2 + [""]
    assert (result.without, result.notes) == ([], [])


@pytest.mark.parametrize("name", ["ann", "Ann Lee", "Ann Lee_815", "leeann_4711"])
def test_a_member_may_hand_in_and_keeps_the_name_of_the_run(name):
    place = "all.zip/leeann_4711_99_x.ipynb" if "4711" in name else f"{name}_assignsubmission_file_/x.ipynb"
    result = expand([row(name, name=place)], AB)
    assert shown(result) == sorted([("Ray, Bob", name, "Group A"), (name, name, "Group A")])


def test_of_several_hand_ins_the_one_under_the_groups_name_counts():
    result = expand([row("ann", score=4.0), row("Group A", score=1.0), row("bob")], AB)
    assert {item.submission["student"] for item in result.rows} == {"Group A"}
    told = "Of several hand-ins that of Group A counts, for it bears the group's name; not that of ann, bob."
    assert result.notes == [f"Group A, neuron: {told}"]
    assert result.rows[0].note == f"Handed in for the group Group A. {told}"
    assert [item.student for item in result.rows] == ["ann", "bob"]


@pytest.mark.parametrize(
    ("ann", "bob", "counts", "why"),
    [
        ({"score": 1.0, "handed_in": 9.0}, {"score": 2.0, "handed_in": 5.0}, "bob", "worth most"),
        ({"score": 1.0, "handed_in": 9.0}, {"score": 2.0, "handed_in": None}, "bob", "worth most"),
        ({"score": 2.0, "handed_in": 9.0}, {"score": 2.0, "handed_in": 5.0}, "ann", "handed in last"),
        ({"score": 2.0, "handed_in": 9.0}, {"score": 2.0, "handed_in": None}, "ann", "worth most"),
        ({"score": 2.0, "worth": 2.0}, {"score": 3.0, "worth": 0.0}, "ann", "worth most"),  # late by days
    ],
)
def test_else_the_best_of_these_the_last(ann, bob, counts, why):
    result = expand([row("ann", **ann), row("bob", **bob)], AB)
    assert {item.submission["student"] for item in result.rows} == {counts}
    assert why in result.notes[0]


def test_what_cannot_be_read_counts_only_if_nothing_else_is_there():
    broken = row("Group A", score=0.0, status="invalid")
    result = expand([broken, row("bob")], AB)
    assert {item.submission["student"] for item in result.rows} == {"bob"}
    assert "the only one that can be read" in result.notes[0]
    assert {item.submission["status"] for item in expand([broken], AB).rows} == {"invalid"}
    ours = broken | {"machine": True, "status": "crashed"}
    assert {item.submission["student"] for item in expand([ours, row("bob")], AB).rows} == {"Group A"}


def test_what_is_missing_never_counts_before_what_is_there():
    missing = {"status": "missing", "score": 0.0}
    rows = [row("ann", **missing), row("bob"), row("ann", "losses", **missing), row("bob", "losses", **missing)]
    result = expand(rows, AB)
    assert [(item.student, item.submission["lesson"], item.submission["status"]) for item in result.rows] == [
        ("ann", "losses", "missing"),
        ("ann", "neuron", "partial"),
        ("bob", "losses", "missing"),
        ("bob", "neuron", "partial"),
    ]
    assert (result.notes, result.without) == ([], [])
    assert expand(rows[2:], AB).without == ["Group A"]
    assert {item.note for item in expand(rows[2:], AB).rows} == {""}


def test_moodle_gives_a_copy_to_each_member():
    rows = [moodle("Group A-Ann Lee", 815, sha256="x"), moodle("Group A-Bob Ray", 816, sha256="x")]
    result = expand(rows, AB)
    assert shown(result) == [(item["student"], item["student"], "Group A") for item in rows]
    assert result.notes == []
    assert result.rows[0].submission["identity"]["number"] == "815"


def test_who_stands_in_a_group_and_is_not_in_the_file_keeps_a_row():
    result = expand([moodle("Group A-Ann Lee", 815), moodle("Group A-Cy Dee", 9)], AB)
    assert ("Group A-Cy Dee_9", "Group A-Cy Dee_9", "") in shown(result)
    assert result.notes == [
        "Beside the name of a group stands one of nobody in it, so it counts for itself alone: Group A-Cy Dee_9."
    ]


def test_namesakes_in_two_groups_are_told_apart_by_their_groups():
    both = groups(A=["Ann Lee"], B=["Lee, Ann"])
    rows = [moodle("A-Ann Lee", 1), moodle("B-Ann Lee", 2)]
    assert shown(expand(rows, both)) == [("A-Ann Lee_1", "A-Ann Lee_1", "A"), ("B-Ann Lee_2", "B-Ann Lee_2", "B")]


def test_the_exports_learn_who_a_member_is():
    member = person("Lee, Ann", "ann@x.org") | {"login": "ann@x.org", "platform": "canvas", "number": "4711"}
    # Canvas puts one member's number after the name of the group.
    [item] = expand([canvas("groupa", 4711)], {"Group A": [member]}).rows
    assert item.student == "Lee, Ann"
    identity = {role: item.submission["identity"][role] for role in ("platform", "name", "number", "login")}
    assert identity == {"platform": "canvas", "name": "Lee, Ann", "number": "4711", "login": "ann@x.org"}
    [item] = expand([row("ann")], {"Group A": [member]}).rows
    assert (item.student, item.submission["identity"]["name"]) == ("ann", "ann")
    [item] = expand([canvas("leeann", 4711)], {"Group A": [member]}).rows
    assert (item.student, item.submission["identity"]["number"]) == ("leeann_4711", "4711")


def as_rows(result):
    """The rows of the members, as the exports read them."""
    return [item.submission | {"student": item.student} for item in result.rows]


def test_a_class_in_groups_on_canvas(tmp_path):
    export = tmp_path / "groups.csv"
    head = ["name", "canvas_user_id", "user_id", "login_id", "sections", "group_name", "canvas_group_id", "group_id"]
    people = [("Lee, Ann", 11, "ann"), ("Ray, Bob", 12, "bob"), ("Lee, Ann", 13, "lee2"), ("Dee, Di", 14, "di")]
    places = ["Group A", "Group A", "Group B", ""]
    lines = [[name, n, "", login, "X", place, "9", ""] for (name, n, login), place in zip(people, places)]
    write_csv(export, [head, *lines], mark=False)
    run = [canvas("groupa", 12, score=3.0), canvas("leeann", 13, score=2.0), canvas("deedi", 14, score=4.0)]
    result = expand(run, read_groups(export))
    assert [(item.student, item.group) for item in result.rows] == [
        ("Lee, Ann (ann)", "Group A"),
        ("Ray, Bob", "Group A"),
        ("deedi_14", ""),
        ("leeann_13", "Group B"),
    ]
    rows = as_rows(result)
    book = [["Student", "ID", "SIS Login ID", "Section"], ["    Points Possible", "", "", ""]]
    book += [[name, str(n), login, "X"] for name, n, login in people]
    write_csv(tmp_path / "book.csv", book)
    assert fill_canvas_gradebook(rows, tmp_path / "book.csv", tmp_path / "out.csv").strangers == []
    assert [line[-1] for line in cells_of(tmp_path / "out.csv")[2:]] == ["3", "3", "2", "4"]
    write_canvas_csv(rows, tmp_path / "canvas.csv")
    assert ["Lee, Ann", "11", "", "", "", "3"] in cells_of(tmp_path / "canvas.csv")
    members = People(rows)  # who is in the tables is found by what the file of groups says, too
    assert (members.find("ann"), members.find("x", "12"), members.find("Bob Ray")) == (
        "Lee, Ann (ann)",
        "Ray, Bob",
        "Ray, Bob",
    )


def test_a_class_in_groups_on_moodle(tmp_path):
    head = ["Identifier", "Full name", "Email address", "Group", "Grade", "Maximum Grade"]
    lines = [["Participant 1", "Ann Lee", "ann@x.org", "Team 1"], ["Participant 2", "Bob Ray", "bob@x.org", "Team 1"]]
    write_csv(tmp_path / "sheet.csv", [head, *([*line, "", "8"] for line in lines)])
    teams = read_groups(tmp_path / "sheet.csv")
    result = expand([moodle("Team 1-Ann Lee", 1, score=2.0)], teams)
    assert [item.student for item in result.rows] == ["Bob Ray", "Team 1-Ann Lee_1"]
    rows, out = as_rows(result), tmp_path / "out.csv"
    people = read_moodle_worksheet(tmp_path / "sheet.csv")
    assert fill_moodle_worksheet(rows, [], people, out).strangers == []
    assert [line[4] for line in cells_of(out)[1:]] == ["4", "4"]
    assert write_moodle_csv(rows, [], out) == []
    assert [line[-1] for line in cells_of(out)[1:]] == ["bob@x.org", "ann@x.org"]
    # Another assignment has other numbers: there the address tells.
    other = [["Participant 7", *lines[0][1:]], ["Participant 8", *lines[1][1:]]]
    write_csv(tmp_path / "other.csv", [head, *([*line, "", "4"] for line in other)])
    fill_moodle_worksheet(rows, [], read_moodle_worksheet(tmp_path / "other.csv"), out)
    assert [line[4] for line in cells_of(out)[1:]] == ["2", "2"]


@pytest.mark.parametrize(
    ("rows", "teams", "told"),
    [
        ([row("group11_7")], groups(**{"Group 1-1": ["ann"], "Group 11": ["bob"]}), "may be that of the groups"),
        ([moodle("Ann Lee", 1), moodle("Ann Lee", 2)], groups(A=["Ann Lee"]), "may be Ann Lee_1, Ann Lee_2"),
        ([moodle("Ann Lee", 1)], groups(A=["Ann Lee"], B=["Lee, Ann"]), "fits 'Lee, Ann' of the group 'B'"),
        ([moodle("Ann Lee", 1)], groups(A=["Ann Lee", "Lee, Ann"]), "somebody else of the group 'A'"),
    ],
)
def test_what_fits_two_is_refused(rows, teams, told):
    with pytest.raises(UsageError) as caught:
        expand(rows, teams)
    assert told in str(caught.value)


def test_a_name_that_fits_exactly_is_no_riddle():
    teams = groups(**{"Group 1-1": ["ann"], "Group 11": ["bob"]})
    assert shown(expand([row("Group 1-1"), row("Group 11")], teams)) == [
        ("ann", "Group 1-1", "Group 1-1"),
        ("bob", "Group 11", "Group 11"),
    ]


def test_a_stray_text_of_a_member_is_nobody_elses():
    rows = [row("ann", "", status="invalid"), row("bob")]
    result = expand(rows, AB)
    assert [(item.student, item.submission["lesson"]) for item in result.rows] == [
        ("ann", ""),
        ("ann", "neuron"),
        ("bob", "neuron"),
    ]
    assert [item.student for item in expand([row("Group A", "", status="invalid")], AB).rows] == [
        "Lee, Ann",
        "Ray, Bob",
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["ann", "bob", "Group A", "eve", "B_1", "cy", "x"]), unique=True),
    st.lists(st.sampled_from(["neuron", "losses", ""]), min_size=1, unique=True),
)
def test_each_row_is_somebodys_and_nobody_has_two_for_a_lesson(students, lessons):
    rows = [row(student, lesson) for student in students for lesson in lessons]
    teams = AB | groups(B=["cy", "dan"])
    result = expand(rows, teams)
    keys = [(item.student, item.submission["lesson"]) for item in result.rows]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)
    kept = {item.student for item in result.rows if not item.group}
    assert kept == set(students) & {"eve", "x"}
    for group in teams:
        for lesson in set(lessons) - {""}:
            sizes = {
                item.student for item in result.rows if item.group == group and item.submission["lesson"] == lesson
            }
            assert len(sizes) in (0, 2)


def test_a_large_class_is_divided_at_once():
    rows = [moodle(f"Team {number // 3}-{'Ann ' * 30}{number}", number) for number in range(3000)]
    teams = {f"Team {n}": [person(f"{'Ann ' * 30}{3 * n + k}") for k in range(3)] for n in range(1000)}
    start = time.perf_counter()
    result = expand(rows, teams, People(rows, teams))
    assert time.perf_counter() - start < 20
    assert {item.student for item in result.rows} == {item["student"] for item in rows}
