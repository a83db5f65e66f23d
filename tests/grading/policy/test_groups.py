"""Files of groups: as Canvas and Moodle export them, and as people write them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.grading.csv_files import write_csv
from dlcourse.grading.errors import UsageError
from dlcourse.grading.policy.groups import read_groups


def read(folder, text, encoding="utf-8"):
    path = folder / "groups.csv"
    path.write_bytes(text.encode(encoding))
    return read_groups(path)


def names(groups):
    return {group: [member["name"] for member in members] for group, members in groups.items()}


CANVAS = """name,canvas_user_id,user_id,login_id,sections,group_name,canvas_group_id,group_id
"Lee, Ann",4711,s1,ann@x.org,"A, B",Group A,9,
"Ray, Bob",4712,s2,bob,A,Group A,9,
"Núñez, José",4713,s3,jose,A,Grupo é,10,
"Dee, Di",4714,s4,di,A,,,
"""
MOODLE = """Identifier,Full name,Email address,Status,Group,Grade,Maximum Grade
Participant 815,Ann Lee,ann@x.org,Submitted,Group A,,10
Participant 816,Bob Ray,bob@x.org,Submitted,Group A,,10
Participant 817,Di Dee,di@x.org,No submission,,,10
"""
EXPECTED = {"Group A": ["ann", "bob"], "B": ["cy"]}


def test_the_group_set_of_canvas(tmp_path):
    groups = read(tmp_path, CANVAS)
    assert names(groups) == {"Group A": ["Lee, Ann", "Ray, Bob"], "Grupo é": ["Núñez, José"]}
    ann = groups["Group A"][0]
    assert ann["keys"] == ["Lee, Ann", "ann@x.org", "s1"]
    assert (ann["platform"], ann["number"], ann["login"], ann["id"]) == ("canvas", "4711", "ann@x.org", "s1")
    assert json.loads(json.dumps(groups)) == groups


def test_a_grading_worksheet_of_moodle(tmp_path):
    groups = read(tmp_path, MOODLE)
    assert names(groups) == {"Group A": ["Ann Lee", "Bob Ray"]}
    assert [(member["platform"], member["number"]) for member in groups["Group A"]] == [
        ("moodle", "815"),
        ("moodle", "816"),
    ]


def test_the_participants_of_moodle_in_another_language(tmp_path):
    head = "Vorname;Nachname;E-Mail-Adresse;Gruppen\r\n"
    groups = read(tmp_path, f"{head}Ann;Lee;ann@x.org;Team 1\r\nDi;Dee;di@x.org;Keine Gruppen\r\n", "utf-8-sig")
    assert names(groups) == {"Team 1": ["Ann Lee"]}
    with pytest.raises(UsageError, match=r"row 2, column 'Gruppen': 'Team 1, Tutorium 3' are several groups"):
        read(tmp_path, f'{head}Ann;Lee;ann@x.org;"Team 1, Tutorium 3"\r\n')


@pytest.mark.parametrize(
    "text",
    [
        "group,student\nGroup A,ann\nGroup A,bob\nB,cy\n",
        "Student,GROUP-NAME,room\nann,Group A,1\nbob,group  a,1\ncy,B,2\ndan,,3\neve,No groups,3\n",
        "username\tTeam\nann\tGroup A\nbob\tGroup A\ncy\tB\n",
        "login_id,group_id\nann,Group A\nbob,Group A\nann,Group A\ncy,B\n",
        "group,member 1,member 2\nGroup A,ann,bob\nB,cy,\n",
        "group;Member_1;Member-2;room\nGroup A;ann;bob;7\nB;cy\n",
        "group,member,member\nGroup A,ann,bob\nB,cy,cy\n",
        "group,members\nGroup A,ann;bob\nB,cy\n",
        "group,members\nGroup A,ann,bob\nB,cy\n",
        'team,students\nGroup A,"ann\nbob"\nB, cy \n',
        "group,student\nGroup A,ann; bob\nB,cy\n",
        "sep=;\ngroup;student\nGroup A;ann\nGroup A;bob\n\nB;cy\n",
    ],
)
def test_forms_that_people_write(tmp_path, text):
    assert names(read(tmp_path, text)) == EXPECTED


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "has no column 'group' (it is empty)"),
        ("student,room\nann,1\n", "has no column 'group' (its columns are 'student', 'room')"),
        ("group,room\nA,1\n", "has no column for students (its columns are 'group', 'room')"),
        ("group,student\n,ann\n", "has nobody in a group"),
        ("group,student\nA,ann\nB,\n", "row 3: the group 'B' has nobody in it"),
        ("group,member 1\nA,ann\nB,\n", "row 3: the group 'B' has nobody in it"),
        ("group,student\nA,ann\n\nB,Ann\n", "row 4: 'Ann' is in the group 'B' and, by row 2, in 'A'"),
        ("group,member 1,member 2\nA,ann,bob\nB,bob,cy\n", "row 3: 'bob' is in the group 'B' and, by row 2, in 'A'"),
        ('group,members\nA,"ann, bob, cy"\n', "row 2: 'ann, bob, cy' may be one name or several"),
        ("group,student\nA,ann\nann,bob\n", "'ann' of the group 'A' has the name of the group 'ann'"),
        ("group,name,login\nA,Ann Lee,\nA,Ann Lee,a2\n", "two members are called 'Ann Lee'"),
    ],
)
def test_what_cannot_be_understood_is_refused(tmp_path, text, told):
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    assert told in str(caught.value)


def test_a_group_may_be_called_like_one_of_its_own(tmp_path):
    assert names(read(tmp_path, "group,student\nann,ann\nann,bob\n")) == {"ann": ["ann", "bob"]}


def test_namesakes_with_logins_stay_two_people(tmp_path):
    groups = read(tmp_path, "group,name,login\nA,Ann Lee,a1\nB,ann lee,a2\n")
    assert names(groups) == {"A": ["Ann Lee (a1)"], "B": ["ann lee (a2)"]}


def test_what_our_own_tables_made_harmless_is_as_it_was(tmp_path):
    write_csv(tmp_path / "x.csv", [["group", "student"], ["=A", "=1+1"], ["=A", "@bob"]])
    assert names(read_groups(tmp_path / "x.csv")) == {"=A": ["=1+1", "@bob"]}


def test_long_names_have_short_messages(tmp_path):
    with pytest.raises(UsageError) as caught:
        read(tmp_path, f"group,student\n{'A' * 10_000},{'b' * 10_000}\nC,{'b' * 10_000}\n")
    assert len(str(caught.value)) < 600


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), min_size=1, max_size=8))
def test_any_file_is_read_or_refused(tmp_path_factory, pairs):
    path = tmp_path_factory.mktemp("groups") / "x.csv"
    write_csv(path, [["group", "student"], *pairs])
    try:
        groups = read_groups(path)
    except UsageError:
        return
    assert all(members for members in groups.values())
