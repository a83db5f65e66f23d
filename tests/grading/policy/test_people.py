"""Who is meant by a text in an instructor's file."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.grading.policy.people import People, letters


def row(student, name="", lesson="neuron"):
    return {"student": student, "lesson": lesson, "name": name or f"{student}/01_neuron.ipynb"}


def canvas(name, number):
    return row(f"{name}_{number}", f"all.zip/{name}_{number}_99_01_neuron.ipynb")


def moodle(name, number):
    return row(f"{name}_{number}", f"all.zip/{name}_{number}_assignsubmission_file_/01_neuron.ipynb")


CLASS = [
    moodle("José Núñez", 815),
    canvas("nunezmaria", 4711),
    canvas("oconnorsean", 4712),
    row("ada"),
    row("Ann Lee"),
    row("李小龍"),
    row("محمد الفارسي"),
    row("=1+1"),
    row("zoe@x.org"),
    row("Kim_77", "12-77 - Kim - Jan 2, 2026 1011 AM/01_neuron.ipynb")
    | {"name": "77-12 - Kim - Jan 2, 2026 1011 AM/x"},
]


@pytest.mark.parametrize(
    ("text", "student"),
    [
        ("José Núñez_815", "José Núñez_815"),
        ("José Núñez", "José Núñez_815"),
        ("Jose\u0301 Nu\u0301n\u0303ez", "José Núñez_815"),
        ("  JOSÉ   núñez ", "José Núñez_815"),
        ("Núñez, José", "José Núñez_815"),
        ("jose nunez", "José Núñez_815"),
        ("nunezjose", "José Núñez_815"),
        ("815", "José Núñez_815"),
        ("María Núñez", "nunezmaria_4711"),
        ("Núñez, María", "nunezmaria_4711"),
        ("Seán O'Connor", "oconnorsean_4712"),
        ("ADA", "ada"),
        ("ada@uni.edu", "ada"),
        ("zoe", "zoe@x.org"),
        ("Lee, Ann", "Ann Lee"),
        ("李小龍", "李小龍"),
        ("محمد الفارسي", "محمد الفارسي"),
        ("=1+1", "=1+1"),
        ("'=1+1", "=1+1"),  # as our own tables have it
        ("Kim", "Kim_77"),
        ("77", "Kim_77"),
    ],
)
def test_a_student_is_found(text, student):
    assert People(CLASS).find(text) == student


@pytest.mark.parametrize(
    "text", ["", " ", "nobody", "José", "Lee", "zoe@y.org", "*", "-", "99", "x" * 10_000, "Ann Lee " * 2000]
)
def test_nobody_is_found(text):
    people = People(CLASS)
    assert people.find(text) is None
    assert people.fitting(text) == []
    assert people.problem(text).startswith("Nobody in the run is called")
    assert len(people.problem(text)) < 500


def test_a_number_finds_and_tells_namesakes_apart():
    people = People([moodle("Ann Lee", 1), moodle("Ann Lee", 2), canvas("raybob", 3)])
    assert people.find("Ann Lee") is None
    assert people.problem("Ann Lee") == "2 students may be meant by 'Ann Lee': Ann Lee_1, Ann Lee_2."
    assert people.candidates("ann lee") == ["Ann Lee_1", "Ann Lee_2"]
    assert people.find("Ann Lee", "2") == people.find("", "2") == "Ann Lee_2"
    # On Canvas a number is one person's: the one with another is a namesake who handed in nothing.
    assert people.find("Bob Ray", "3") == "raybob_3"
    assert people.find("Bob Ray", "4") is None
    assert people.find("Bob Ray", "u4") == "raybob_3"
    assert people.find("3") == "raybob_3"
    assert people.fitting("Cy Dee", "3") == []  # the number of a student beside a name is not the platform's
    assert people.fitting("Bob Ray", number="1") == ["Ann Lee_1"]
    assert set(people.fitting("Ann Lee_2", number="1")) == {"Ann Lee_1", "Ann Lee_2"}


def test_a_weaker_way_counts_only_where_the_stronger_find_nobody():
    people = People([row("Ann Lee"), row("Lee Ann"), row("ann lee"), row("ann_1"), row("ann1")])
    assert [people.find(name) for name in ("Ann Lee", "Lee Ann", "ann_1", "ann1")] == [
        "Ann Lee",
        "Lee Ann",
        "ann_1",
        "ann1",
    ]
    assert people.fitting("ANN LEE") == ["Ann Lee", "ann lee"]
    assert people.find("lee ann") == "Lee Ann"
    assert people.find("ann-1") is None  # a login with digits is no name to be squeezed


def test_a_lesson_that_is_missing_does_not_hide_who_it_is():
    people = People([row("ann_3", lesson="backprop") | {"name": ""}, canvas("ann", 3)])
    assert people.find("Ann", "3") == "ann_3"
    assert people.identity("ann_3")["platform"] == "canvas"


def test_moodle_puts_a_team_before_its_members_name():
    rows = [moodle("Team-1-Anna-Lena Roth", 8), moodle("Anna-Lena Roth", 9)]
    assert People(rows[:1], ["Team 1"]).find("Anna-Lena Roth") == "Team-1-Anna-Lena Roth_8"
    assert People(rows[:1], ["Team 2"]).find("Anna-Lena Roth") is None
    assert People(rows[1:], ["Team 1"]).find("Lena Roth") is None


def test_signs_without_which_a_word_is_another_one_stay():
    assert letters("Núñez, José") == "nunezjose"
    assert letters("Łukasz Sørensen") == "lukaszsorensen"
    assert letters("रमा") != letters("राम")
    assert letters("か") != letters("が")
    assert letters("") == letters("=+- *") == ""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=8, unique=True), st.text(max_size=12))
def test_any_names(names, text):
    people = People(map(row, names))
    for name in names:
        if name.strip() and name == name.strip():
            assert name in people.fitting(name)
    found = people.find(text)
    assert found is None or found in names
    assert isinstance(people.problem(text), str)


def test_a_large_class_with_long_names_is_read_at_once():
    start = time.perf_counter()
    rows = [moodle(f"{'Ann-' * 40}{number} {'b ' * 40}", number) for number in range(3000)]
    people = People(rows, [f"Team {number}" for number in range(300)])
    for number in range(3000):
        assert people.find("x" * 10_000, str(number)) == rows[number]["student"]
    assert time.perf_counter() - start < 20
