"""Who is who in the files of the platforms."""

from synthetic import CANVAS, MOODLE, PLAIN, pair

from dlcourse.grading.exports.platform_csv import identity_of


def test_names_are_taken_from_the_download():
    assert identity_of(CANVAS[0]) == {"platform": "canvas", "name": "nunezjose", "number": "4711"}
    assert identity_of(MOODLE[0]) == {"platform": "moodle", "name": "José Núñez", "number": "815"}
    assert identity_of(PLAIN[0]) == {"platform": "", "name": "jnunez", "number": ""}
    assert identity_of(pair("group_7")[0])["name"] == "group_7"  # a folder, no platform
