"""When a submission was handed in, and who says so."""

import io
import os
import tarfile
import time
import zipfile
from datetime import UTC, datetime

import pytest
from classroom import about, archive, put
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.grading.processes.pool import Pool
from dlcourse.grading.roll import found_and_wanted
from dlcourse.grading.submissions.find import find_submissions
from dlcourse.grading.submissions.moments_of_files import (
    EARLIEST,
    UNKNOWN_MOMENT,
    moment,
    platform_moment,
    same_moment,
    stamped_moment,
    zip_moment,
)

NEURON, OTHER_NEURON, FORWARD = about("neuron"), about("neuron", "  # other"), about("forward")
DAY = 86_400.0
T = 1.7e9  # an even second, as zip files have them
NOTHING_KNOWN = (None, "", False)


def local(*numbers):
    return datetime(*numbers).timestamp()


def told(submission):
    return submission.handed_in, submission.time_from, submission.naive


def times(*paths, owner=""):
    """{(student, lesson): (time, source, naive)}"""
    return {one.key: told(one) for one in find_submissions(paths, owner=owner)}


def at(folder, name, data, when):
    path = put(folder, name, data)
    os.utime(path, (when, when))
    return path


def member(name, when, extra=b""):
    """A member of a zip file with a time: seconds since 1970, or the numbers of a date."""
    numbers = when if isinstance(when, tuple) else tuple(datetime.fromtimestamp(when).timetuple()[:6])
    info = zipfile.ZipInfo(name, numbers)
    info.extra = extra
    return info


def unix_times(when):
    """The extra field in which Info-ZIP writes a time in UTC."""
    return b"UT\x05\x00\x01" + int(when).to_bytes(4, "little", signed=True)


def tar_at(path, members, pax=None):
    with tarfile.open(path, "w:gz", format=tarfile.PAX_FORMAT) as file:
        for name, data, when in members:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), when
            info.pax_headers = pax or {}
            file.addfile(info, io.BytesIO(data))
    return path


# ---- files and archives ----


def test_a_file_in_a_folder_has_its_own_time(tmp_path):
    at(tmp_path, "hw/alice/01_neuron.ipynb", NEURON, T)
    at(tmp_path, "hw/bob/01_neuron.ipynb", NEURON, T + 0.5)
    expected = {("alice", "neuron"): (T, "file", False), ("bob", "neuron"): (T + 0.5, "file", False)}
    assert times(tmp_path / "hw") == expected
    assert times(tmp_path / "hw" / "alice", tmp_path / "hw" / "bob") == expected
    assert times(tmp_path / "hw" / "alice" / "01_neuron.ipynb") == {("alice", "neuron"): (T, "file", False)}


@pytest.mark.parametrize("owner", ["", "alice"])
@pytest.mark.parametrize("is_alone", [False, True])
@pytest.mark.parametrize("kind", ["zip", "tar.gz", "zip in zip"])
def test_what_a_students_own_archive_says_does_not_count(tmp_path, kind, is_alone, owner):
    """Else whoever is late sets back the clock of the computer before zipping."""
    forged, path = T - 30 * DAY, tmp_path / "hw" / f"alice.{'tar.gz' if kind == 'tar.gz' else 'zip'}"
    path.parent.mkdir()
    members = [(member("work/01_neuron.ipynb", forged, unix_times(forged)), NEURON)]
    if kind == "tar.gz":
        tar_at(path, [("work/01_neuron.ipynb", NEURON, forged)])
    else:
        if kind == "zip in zip":
            members = [(member("inner.zip", forged), archive(None, members))]
        archive(path, members)
    os.utime(path, (T, T))
    where = [path] if is_alone else [tmp_path / "hw"]
    if not owner and not is_alone:
        at(tmp_path, "hw/bob/01_neuron.ipynb", OTHER_NEURON, T + DAY)
    found = times(*where, owner=owner)
    found.pop(("bob", "neuron"), None)
    assert list(found.values()) == [(T, "file", False)]


def test_nor_does_it_when_a_folder_in_it_has_the_students_name(tmp_path):
    forged = T - DAY
    path = archive(tmp_path / "homework.zip", [(member("alice/01_neuron.ipynb", forged), NEURON)])
    os.utime(path, (T, T))
    assert times(path) == {("alice", "neuron"): (T, "file", False)}


def test_the_archive_of_a_class_is_believed(tmp_path):
    """Of its members, and not of what is in an archive among them."""
    forged = T - 30 * DAY
    inner = archive(None, [(member("01_neuron.ipynb", forged), NEURON)])
    files = [("bob/01_neuron.ipynb", OTHER_NEURON, T + 4), ("alice.zip", inner, T + 2), ("carl/essay.pdf", b"%PDF", T)]
    expected = {("alice", "neuron"): T + 2, ("bob", "neuron"): T + 4, ("carl", ""): T}
    zipped = archive(tmp_path / "class.zip", [(member(name, when), data) for name, data, when in files])
    assert times(zipped) == {key: (when, "archive", True) for key, when in expected.items()}
    assert times(tar_at(tmp_path / "class.tar.gz", files)) == {
        key: (when, "archive", False) for key, when in expected.items()
    }


def test_a_zip_file_with_times_in_utc_names_its_zone(tmp_path):
    members = [(member(f"{name}/01_neuron.ipynb", T, unix_times(T - 5)), NEURON) for name in ("alice", "bob")]
    found = times(archive(tmp_path / "class.zip", members))
    assert set(found.values()) == {(T - 5, "archive", False)}


@pytest.mark.parametrize("extra", [b"UT\5\0\2" + unix_times(T)[5:], unix_times(T)[:7], b"UT\xff\xff\1"])
def test_an_extra_field_without_the_time_of_change(extra):
    info = member("a", T, extra)
    assert (zip_moment(info).at, zip_moment(info).naive) == (T, True)
    info.extra = b"ux\x00\x00" + unix_times(T - 4)
    assert (zip_moment(info).at, zip_moment(info).naive) == (T - 4, False)


def test_an_archive_around_those_of_several_says_when_each_came(tmp_path):
    """No student has made it. What a student's own archive in it says is not believed."""
    own = archive(None, [(member("01_neuron.ipynb", T - 9), NEURON)])
    members = [(member(f"{name}/01_neuron.ipynb", T), NEURON) for name in ("alice", "bob")]
    members.append((member("carl/work.zip", T + 8), own))
    (tmp_path / "hw").mkdir()
    archive(tmp_path / "hw" / "Section A.zip", members)
    expected = {"alice": (T, "archive", True), "bob": (T, "archive", True), "carl": (T + 8, "archive", True)}
    assert {student: when for (student, _), when in times(tmp_path / "hw").items()} == expected
    outer = archive(tmp_path / "all.zip", [(member("Section A.zip", T), archive(None, members))])
    assert {student: when for (student, _), when in times(outer).items()} == expected
    second = archive(
        tmp_path / "second.zip", [(member(f"{name}/02_forward.ipynb", T), about("forward")) for name in "ab"]
    )
    found = {told(one) for one in find_submissions([tmp_path / "hw" / "Section A.zip", second])}
    assert found == {(T, "archive", True), (T + 8, "archive", True)}


@pytest.mark.parametrize("when", [0, 315_532_800, EARLIEST - 1, "in three days", 4e9])
def test_impossible_times_say_nothing(tmp_path, when):
    when = time.time() + 3 * DAY if when == "in three days" else when
    at(tmp_path, "hw/alice/01_neuron.ipynb", NEURON, when)
    assert times(tmp_path / "hw") == {("alice", "neuron"): NOTHING_KNOWN}
    members = [(f"{name}/01_neuron.ipynb", NEURON, when) for name in ("alice", "bob")]
    assert set(times(tar_at(tmp_path / "class.tar.gz", members)).values()) == {NOTHING_KNOWN}


@pytest.mark.parametrize("when", ["nan", "inf", "-inf", "1e400"])
def test_times_that_are_no_numbers_say_nothing(tmp_path, when):
    members = [(f"{name}/01_neuron.ipynb", NEURON, T) for name in ("alice", "bob")]
    path = tar_at(tmp_path / "class.tar.gz", members, {"mtime": when})
    assert set(times(path).values()) == {NOTHING_KNOWN}


@given(
    st.tuples(
        st.integers(1980, 2107), *(st.integers(0, most) for most in (15, 31, 31, 63, 59)),
    ),
    st.binary(max_size=30) | st.integers(-(2**31), 2**31 - 1).map(unix_times),
)  # fmt: skip
def test_any_date_in_a_zip_file(date, extra):
    """What no calendar has (month 0, 31 February, 27 o'clock) is no time, and never an error."""
    info = zipfile.ZipInfo("a")
    info.date_time, info.extra = date, extra
    found = zip_moment(info)
    assert found == UNKNOWN_MOMENT or (EARLIEST <= found.at <= time.time() + DAY + 60 and found.source == "archive")
    try:
        expected = local(*date)
    except ValueError:
        expected = 0.0
    if found.naive:
        assert found.at == expected


def test_a_problem_has_a_time(tmp_path):
    at(tmp_path, "hw/alice/01_neuron.ipynb", NEURON[:40], T)
    at(tmp_path, "hw/bob/work.rar", b"Rar!", T + 1)
    at(tmp_path, "hw/carl/essay.pdf", b"%PDF", T + 2)
    at(tmp_path, "hw/dora.zip", b"no zip", T + 3)
    at(tmp_path, "hw/eve/notes.txt", b"late", T + 4)
    at(tmp_path, "hw/eve/more.txt", b"later", T + 5)
    found = find_submissions([tmp_path / "hw"])
    assert {one.student: told(one) for one in found} == {
        name: (T + seconds, "file", False)
        for name, seconds in (("alice", 0), ("bob", 1), ("carl", 2), ("dora", 3), ("eve", 5))
    }
    assert all(one.problem for one in found if one.student != "alice")


def test_an_archive_with_nothing_in_it_has_a_time(tmp_path):
    archive(tmp_path / "alice.zip", [])
    os.utime(tmp_path / "alice.zip", (T, T))
    at(tmp_path, "bob/01_neuron.ipynb", NEURON, T)
    assert times(tmp_path)["alice", ""] == (T, "file", False)


# ---- several of one student ----


def test_the_time_of_the_file_that_counts(tmp_path):
    at(tmp_path, "hw/alice/01_neuron.ipynb", NEURON, T)
    at(tmp_path, "hw/alice/01_neuron-new.ipynb", OTHER_NEURON, T + DAY)
    at(tmp_path, "hw/alice/02_forward.ipynb", FORWARD, T + 2 * DAY)
    found = times(tmp_path / "hw")
    assert found == {("alice", "neuron"): (T + DAY, "file", False), ("alice", "forward"): (T + 2 * DAY, "file", False)}


def test_the_same_handed_in_again_was_handed_in_before(tmp_path):
    """A class graded once at the end has the times of one that was graded after each attempt."""
    for day in ("02", "09", "05"):
        put(tmp_path, f"hw/HW_alice_attempt_2026-01-{day}-10-11-12_n.ipynb", NEURON)
    put(tmp_path, "hw/HW_bob_attempt_2026-01-02-10-11-12_n.ipynb", NEURON)
    put(tmp_path, "hw/HW_bob_attempt_2026-01-09-10-11-12_n.ipynb", OTHER_NEURON)
    found = times(tmp_path / "hw")
    assert found["alice", "neuron"] == (local(2026, 1, 2, 10, 11, 12), "platform", True)
    assert found["bob", "neuron"] == (local(2026, 1, 9, 10, 11, 12), "platform", True)


def test_a_file_does_not_contradict_the_platform(tmp_path):
    """Whoever was handed the same by mail, with an earlier time on disk or a later one, keeps to the platform's."""
    for when in (local(2026, 1, 1), local(2026, 1, 3)):
        put(tmp_path, "a/HW_alice_attempt_2026-01-02-10-11-12_n.ipynb", NEURON)
        at(tmp_path, "b/alice/n.ipynb", NEURON, when)
        put(tmp_path, "b/bob/01_neuron.ipynb", NEURON)
        expected = (local(2026, 1, 2, 10, 11, 12), "platform", True)
        assert times(tmp_path / "a", tmp_path / "b")["alice", "neuron"] == expected
    at(tmp_path, "c/alice/n.pdf", b"%PDF", local(2026, 1, 3))
    at(tmp_path, "c/HW_alice_attempt_2026-01-02-10-11-12_n.pdf", b"%PDF", local(2026, 1, 3))
    put(tmp_path, "c/HW_bob_attempt_2026-01-02-10-11-12_n.ipynb", NEURON)
    assert times(tmp_path / "c")["alice", ""] == expected


# ---- platforms ----


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["HW_{}_attempt_2026-01-02-10-11-12_n.ipynb"], (2026, 1, 2, 10, 11, 12)),
        (["HW_{}_attempt_2026-01-02-10-11-12.txt"], (2026, 1, 2, 10, 11, 12)),
        (["12-67 - {} - Jan 2, 2026 1011 PM/n.ipynb"], (2026, 1, 2, 22, 11)),
        (["12-67 - {} - Jan 2, 2026 926 AM/n.ipynb"], (2026, 1, 2, 9, 26)),
        (["12-67 - {} - 2. Januar 2026 2211/n.ipynb"], (2026, 1, 2, 22, 11)),
    ],
)
@pytest.mark.parametrize("is_zip", [False, True])
def test_what_a_platforms_name_says(tmp_path, names, expected, is_zip):
    """It beats the time of the file, in a folder and in an archive."""
    files = {name.format(who): NEURON for name in names for who in ("alice", "bob")}
    if is_zip:
        path = archive(tmp_path / "class.zip", [(member(name, T), data) for name, data in files.items()])
    else:
        path = tmp_path / "hw"
        for name, data in files.items():
            at(path, name, data, T)
    found = times(path)
    assert len(found) == 2
    assert set(found.values()) == {(local(*expected), "platform", True)}


def test_a_platforms_time_that_cannot_be_gives_way_to_the_files(tmp_path):
    for day in ("2026-13-45-10-11-12", "1970-01-01-00-00-00", "9999-01-01-00-00-00"):
        at(tmp_path, f"{day}/HW_alice_attempt_{day}_n.ipynb", NEURON, T)
        assert times(tmp_path / day) == {("alice", "neuron"): (T, "file", False)}


def test_canvas_says_late_and_no_time(tmp_path):
    files = [("annlee_LATE_1_11_n.ipynb", NEURON), ("bo_2_22_n.ipynb", NEURON), ("cy_LATE_3_33_essay.pdf", b"%PDF")]
    for name, data in files:
        at(tmp_path, f"hw/{name}", data, T)
    zipped = archive(tmp_path / "submissions.zip", [(member(name, T), data) for name, data in files])
    for path, expected in ((tmp_path / "hw", (T, "file", False)), (zipped, NOTHING_KNOWN)):
        found = {one.student: one for one in find_submissions([path])}
        assert {name: one.late for name, one in found.items()} == {"annlee_1": True, "bo_2": False, "cy_3": True}
        assert found["annlee_1"].notes == ("Handed in late, says the learning platform.",)
        assert {told(one) for one in found.values()} == {expected}


def test_the_time_at_which_a_platform_made_an_archive_is_seen_from_that_archive_alone(tmp_path):
    """Two downloads, of two sections or of two weeks, do not make each other's times any truer."""
    paths = []
    for section, when in (("A", T), ("B", T + 7 * DAY)):
        names = [
            f"{name}{section.lower()}_{n}_{n}1_n.ipynb" for n, name in enumerate(("ann", "bo", "cy"), 10 * len(paths))
        ]
        members = [(member(name, when + 2 * n), NEURON) for n, name in enumerate(names)]
        paths.append(archive(tmp_path / f"{section}.zip", members))
    assert {told(one) for one in find_submissions(paths)} == {NOTHING_KNOWN}
    members = [(member(f"x{n}_{n}_{n}1_n.ipynb", T + n * DAY), NEURON) for n in range(3)]
    path = archive(tmp_path / "true.zip", members)  # whoever put true times in
    assert set(times(path).values()) == {(T + n * DAY, "archive", True) for n in range(3)}


@pytest.mark.parametrize("names", [("A.zip", "B.zip"), ("submissions.zip", "submissions (1).zip")])
def test_an_archive_of_a_platform_with_one_hand_in_beside_another_one(tmp_path, names):
    groups = (["ann_1_11_n.ipynb", "bo_2_22_n.ipynb"], ["cy_3_33_n.ipynb"])
    paths = [archive(tmp_path / name, [(file, NEURON) for file in files]) for name, files in zip(names, groups)]
    assert {one.student for one in find_submissions(paths)} == {"ann_1", "bo_2", "cy_3"}


# ---- nbgrader ----

STAMP = b"2015-02-02 15:58:23.948203 UTC"
STAMPED = (datetime(2015, 2, 2, 15, 58, 23, tzinfo=UTC).timestamp(), "platform", False)


@pytest.mark.parametrize("is_zip", [False, True])
@pytest.mark.parametrize("place", ["submitted/{}/ps1", "submitted/{}", "ps1/{}"])
def test_nbgraders_time(tmp_path, place, is_zip):
    files = {}
    for who in ("alice", "bob", "carl"):
        files[f"{place.format(who)}/01_neuron.ipynb"] = NEURON
        files[f"{place.format(who)}/timestamp.txt"] = STAMP
        # What nbgrader writes into the folder stands above what a student puts into one inside.
        files[f"{place.format(who)}/sub/02_forward.ipynb"] = FORWARD
    files[f"{place.format('alice')}/sub/timestamp.txt"] = b"1999-01-01 00:00:00 UTC"
    if is_zip:
        path = archive(tmp_path / "class.zip", [(member(name, T), data) for name, data in files.items()])
    else:
        for name, data in files.items():
            at(tmp_path, name, data, T)
        path = tmp_path / place.partition("/")[0]
    found = times(path)
    assert len(found) == 6
    assert set(found.values()) == {STAMPED}


def test_nbgraders_time_of_one_students_folder(tmp_path):
    put(tmp_path, "submitted/alice/ps1/01_neuron.ipynb", NEURON)
    put(tmp_path, "submitted/alice/ps1/timestamp.txt", STAMP)
    for path, owner in (("submitted", ""), ("submitted/alice", ""), ("submitted/alice/ps1", "alice")):
        assert set(times(tmp_path / path, owner=owner).values()) == {STAMPED}


def test_nbgraders_time_counts_for_a_zip_file_in_the_folder(tmp_path):
    put(tmp_path, "submitted/alice/ps1/work.zip", archive(None, [(member("01_neuron.ipynb", T), NEURON)]))
    put(tmp_path, "submitted/alice/ps1/timestamp.txt", STAMP)
    assert times(tmp_path / "submitted" / "alice") == {("alice", "neuron"): STAMPED}


def test_a_students_own_timestamp_is_not_nbgraders(tmp_path):
    """Where not most of a class have one, it came from the student; and in a student's archive, always."""
    for who in ("alice", "bob"):
        at(tmp_path, f"hw/{who}/01_neuron.ipynb", NEURON, T)
    put(tmp_path, "hw/alice/timestamp.txt", STAMP)
    assert set(times(tmp_path / "hw").values()) == {(T, "file", False)}
    mine = [("01_neuron.ipynb", NEURON), ("timestamp.txt", STAMP)]
    path = archive(tmp_path / "fay.zip", mine)
    os.utime(path, (T, T))
    assert times(path) == {("fay", "neuron"): (T, "file", False)}
    for who in ("dora", "eve", "fay"):
        path = put(tmp_path, f"zips/{who}.zip", archive(None, mine))
        os.utime(path, (T, T))
    assert set(times(tmp_path / "zips").values()) == {(T, "file", False)}
    for who in ("Ann Lee_1", "Bo_2"):  # a platform has named these folders: it says nothing, nor may they
        at(tmp_path, f"moodle/{who}_assignsubmission_file_/n.ipynb", NEURON, T)
        put(tmp_path, f"moodle/{who}_assignsubmission_file_/timestamp.txt", STAMP)
    assert set(times(tmp_path / "moodle").values()) == {(T, "file", False)}


def test_a_timestamp_beside_the_notebooks_of_several_is_nobodys(tmp_path):
    for who in ("alice", "bob"):
        at(tmp_path, f"hw/{who}.ipynb", NEURON, T)
    put(tmp_path, "hw/timestamp.txt", STAMP)
    assert {key: when for key, when in times(tmp_path / "hw").items() if key[1]} == {
        ("alice", "neuron"): (T, "file", False),
        ("bob", "neuron"): (T, "file", False),
    }


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"yesterday", b"x" * 10_000_000, b"2015-02-30 10:00:00 UTC"])
def test_a_timestamp_that_says_nothing(tmp_path, data):
    at(tmp_path, "hw/alice/01_neuron.ipynb", NEURON, T)
    put(tmp_path, "hw/alice/timestamp.txt", data)
    assert times(tmp_path / "hw" / "alice") == {("alice", "neuron"): (T, "file", False)}
    members = [(f"{who}/{name}", text) for who in "ab" for name, text in (("n.ipynb", NEURON), ("timestamp.txt", data))]
    found = times(archive(tmp_path / "class.zip", [(member(name, T), text) for name, text in members]))
    assert set(found.values()) == {(T, "archive", True)}


def test_a_timestamp_that_is_no_file(tmp_path):
    at(tmp_path, "hw/alice/01_neuron.ipynb", NEURON, T)
    secret = put(tmp_path, "secret.txt", STAMP)
    os.symlink(secret, tmp_path / "hw" / "alice" / "timestamp.txt")
    assert times(tmp_path / "hw" / "alice")["alice", "neuron"] == (T, "file", False)
    os.remove(tmp_path / "hw" / "alice" / "timestamp.txt")
    os.mkfifo(tmp_path / "hw" / "alice" / "timestamp.txt")  # would be read for ever
    os.mkfifo(tmp_path / "pipe.ipynb")
    os.utime(tmp_path / "pipe.ipynb", (T, T))
    assert list(times(tmp_path / "pipe.ipynb").values()) == [(T, "file", False)]
    assert times(tmp_path / "hw" / "alice") == {("alice", "neuron"): (T, "file", False)}
    os.remove(tmp_path / "hw" / "alice" / "timestamp.txt")
    at(tmp_path, "hw/alice/timestamp.txt/02_forward.ipynb", FORWARD, T)
    assert len(times(tmp_path / "hw" / "alice")) == 2


def test_a_timestamp_that_is_a_link_in_an_archive(tmp_path):
    """The text of a link is where it leads to."""
    link = member("alice/timestamp.txt", T)
    link.external_attr = 0o120777 << 16
    members = [(member(f"{who}/01_neuron.ipynb", T), NEURON) for who in ("alice", "bob")]
    stamp = (member("bob/timestamp.txt", T), STAMP)
    found = times(archive(tmp_path / "class.zip", [*members, (link, b"2015-01-01 00:00:00"), stamp]))
    assert found["alice", "neuron"] == (T, "archive", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015-02-02 15:58:23.948203 UTC", (15, 58, 23)),
        ("2015-02-02 15:58:23.948203 UTC\n", (15, 58, 23)),
        ("2015-02-02 15:58:23.948203", (15, 58, 23)),  # as `nbgrader zip_collect` writes it
        ("2015-02-02 15:58:23", (15, 58, 23)),
        ("2015-02-02T15:58:23Z", (15, 58, 23)),
        ("2015-02-02 15:58:23 +0100", (14, 58, 23)),
        ("2015-02-02 15:58:23-05:30", (21, 28, 23)),
        ("2015-02-02 15:58:23.1 CET", (14, 58, 23)),
        ("2015-02-02 15:58 GMT", (15, 58)),
    ],
)
def test_the_forms_of_nbgraders_timestamp(text, expected):
    found = stamped_moment(text)
    assert datetime.fromtimestamp(found.at, UTC) == datetime(2015, 2, 2, *expected, tzinfo=UTC)
    assert (found.source, found.naive) == ("platform", False)


def test_an_abbreviation_of_several_zones_is_none():
    found = stamped_moment("2015-02-02 15:58:23 CST")
    assert (found.at, found.naive) == (local(2015, 2, 2, 15, 58, 23), True)
    assert stamped_moment("2015-02-02 15:58:23 posix").naive  # a folder of zones, on some machines
    assert stamped_moment("2015-02-02 15:58:23 +9900") == UNKNOWN_MOMENT


@given(st.text(max_size=60) | st.from_regex(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})? ?([A-Za-z]{0,5}|[+-]\d{4})"))
def test_any_text_as_a_timestamp(text):
    for found in (stamped_moment(text), platform_moment(text)):
        assert found == UNKNOWN_MOMENT or (found.source == "platform" and found.at >= EARLIEST)


def test_a_moment_at_most_a_day_ahead():
    """A clock may go wrong by a zone or two."""
    assert moment(T + DAY, "file", now=T).at == T + DAY
    assert moment(T + DAY + 1, "file", now=T) == UNKNOWN_MOMENT


def test_processes_of_their_own_say_the_same(tmp_path):
    for who in ("alice", "bob"):
        put(tmp_path, f"submitted/{who}/ps1/01_neuron.ipynb", NEURON)
        put(tmp_path, f"submitted/{who}/ps1/timestamp.txt", STAMP)
    members = [(member(f"{who}/01_neuron.ipynb", T), NEURON) for who in ("carl", "dora")]
    path = archive(tmp_path / "class.zip", members)
    with Pool(1) as processes:
        found, _ = found_and_wanted([tmp_path / "submitted", path], (), processes)
    assert {told(one) for one in found} == {STAMPED, (T, "archive", True)}
    with Pool(1) as processes:
        found, _ = found_and_wanted([path], (), processes)
    assert {told(one) for one in found} == {(T, "archive", True)}


# ---- the time of a download ----


def test_the_times_of_a_download():
    assert same_moment([T + i for i in range(30)])
    assert same_moment([T] * 4 + [T + 900, None])
    assert not same_moment([T] * 4)  # too few to know
    assert not same_moment([])
    assert not same_moment([None] * 30)
    assert not same_moment([T + 300 * i for i in range(30)])


def test_a_late_file_that_came_by_mail_does_not_hide_a_download():
    assert same_moment([T] * 28 + [T + 3 * DAY, T + 4 * DAY])
    assert not same_moment([T] * 20 + [T + i * 3600 for i in range(10)])


@given(st.lists(st.none() | st.floats(EARLIEST, 2e9), max_size=40))
def test_the_order_and_what_is_unknown_make_no_difference(known):
    expected = same_moment([at for at in known if at is not None])
    assert same_moment(known) == same_moment(reversed(known)) == expected


def test_a_large_class(tmp_path):
    """The time grows with the number of files, timestamps among them."""
    work = (("n.ipynb", NEURON), ("timestamp.txt", STAMP))
    files = [(f"submitted/s{i}/ps1/{name}", data) for i in range(300) for name, data in work]
    began = time.perf_counter()
    found = times(archive(tmp_path / "class.zip", [(member(name, T), data) for name, data in files]))
    assert len(found) == 300
    assert set(found.values()) == {STAMPED}
    assert time.perf_counter() - began < 60
