"""Who is who in the files of the platforms."""

import pytest
from synthetic import CANVAS, MOODLE, PLAIN, pair

from dlcourse.grading.exports.platform_csv import identity_among, identity_of


def test_names_are_taken_from_the_download():
    assert identity_of(CANVAS[0]) == {"platform": "canvas", "name": "nunezjose", "number": "4711"}
    assert identity_of(MOODLE[0]) == {"platform": "moodle", "name": "José Núñez", "number": "815"}
    assert identity_of(PLAIN[0]) == {"platform": "", "name": "jnunez", "number": ""}
    assert identity_of(pair("group_7")[0])["name"] == "group_7"  # a folder, no platform


def test_a_lesson_that_is_missing_hides_nobodys_number():
    missing = CANVAS[0] | {"lesson": "backprop", "name": "", "status": "missing"}
    assert identity_among([missing, CANVAS[0]])["number"] == "4711"
    assert identity_among([missing])["number"] == ""


@pytest.mark.parametrize(
    ("student", "name", "platform"),
    [
        ("ann_3", "all.zip/ann_3_99_01_neuron.ipynb", "canvas"),
        ("ann_3", "all.zip/ann_LATE_3_99_01_neuron.ipynb", "canvas"),
        ("ann_3", "all.zip/ann_3_text.html", "canvas"),
        ("ann_3", "all.zip/ann_late_3_link.html", "canvas"),
        ("group_3_4711", "all.zip/group_3_4711_99_01_neuron.ipynb", "canvas"),
        ("Ann Lee_3", "all.zip/Ann Lee_3_assignsubmission_onlinetext/x.ipynb", "moodle"),
        ("Participant_3", "Participant_3_assignsubmission_file_x.ipynb", "moodle"),
    ],
)
def test_numbers_of_the_platforms(student, name, platform):
    found = identity_of({"student": student, "name": name})
    assert (found["platform"], found["number"]) == (platform, student.rpartition("_")[2])


@pytest.mark.parametrize(
    ("student", "name"),
    [
        ("group_3", "all.zip/group_3_4711_99_01_neuron.ipynb"),
        ("ann_3", "all.zip/ann_3/ann_3_99_01_neuron.ipynb"),
        ("ann_3", "all.zip/ann_3.zip/ann_3_assignsubmission_file_/01_neuron.ipynb"),
        ("anon_815", "all.zip/anon_815_99_01_neuron.ipynb"),
        ("ann_٣", "all.zip/ann_٣_99_01_neuron.ipynb"),
        ("_3", "_3_99_x.ipynb"),
        ("ann_3", "ann_33_99_x.ipynb"),
        ("ann_3", "joann_3_99_x.ipynb"),
    ],
)
def test_a_number_that_the_platform_did_not_give_is_no_id(student, name):
    assert identity_of({"student": student, "name": name}) == {"platform": "", "name": student, "number": ""}


def test_a_long_name_is_read_at_once():
    name = "_1" * 500_000
    assert identity_of({"student": name, "name": name})["number"] == ""
