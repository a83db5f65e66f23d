"""Files that try to be something else cost their owner only."""

import os
import stat
import struct
import zipfile

import pytest
from classroom import about, archive, put

from dlcourse.grading.submissions.find import find_submissions
from dlcourse.grading.submissions.unpack import Limits, Unreadable

NEURON, FORWARD = about("neuron"), about("forward")
SMALL = Limits(file_bytes=100_000, inner_members=50, inner_bytes=1_000_000, depth=3)


def keys(found):
    return [submission.key for submission in found]


def one(found):
    [submission] = found
    return submission


def bad(tmp_path, members, limits=None, name="mallory.zip"):
    """What becomes of a student whose zip file has these members, and of an honest one beside."""
    put(tmp_path, "hw/alice/01_neuron.ipynb", NEURON)
    put(tmp_path, f"hw/{name}", members if isinstance(members, bytes) else archive(None, members))
    found = find_submissions([tmp_path / "hw"], limits)
    honest = [submission for submission in found if submission.student == "alice"]
    assert keys(honest) == [("alice", "neuron")]
    assert not honest[0].problem
    assert honest[0].read() == NEURON
    assert not honest[0].notes
    [other] = [submission for submission in found if submission.student == "mallory"]
    return other


@pytest.mark.parametrize(
    "name", ["../alice/01_neuron.ipynb", "/alice/01_neuron.ipynb", "C:\\alice\\x.ipynb", "..\\alice\\x.ipynb"]
)
def test_names_that_lead_out_of_a_zip_file(tmp_path, name):
    other = bad(tmp_path, [(name, FORWARD)])
    assert "leads out of it" in other.problem
    whole = archive(tmp_path / "class.zip", [(name, FORWARD), ("alice/01_neuron.ipynb", NEURON)])
    assert keys(find_submissions([whole])) == [("alice", "neuron"), ("class", "")]


def test_names_of_others_inside_a_zip_file(tmp_path):
    members = [
        (f"{name}/01_neuron.ipynb", NEURON) for name in ("alice", "alice_1_2_x", "alice_1_assignsubmission_file_")
    ]
    assert bad(tmp_path, members).lesson == "neuron"


def test_links(tmp_path):
    info = zipfile.ZipInfo("01_neuron.ipynb")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "symbolic link" in bad(tmp_path, [(info, b"../alice/01_neuron.ipynb")]).problem
    put(tmp_path, "hw2/alice/01_neuron.ipynb", NEURON)
    (tmp_path / "hw2/bob").mkdir()
    (tmp_path / "hw2/bob/01_neuron.ipynb").symlink_to("../alice/01_neuron.ipynb")
    (tmp_path / "hw2/carl").symlink_to("alice")
    found = {submission.student: submission for submission in find_submissions([tmp_path / "hw2"])}
    assert not found["alice"].problem
    assert found["bob"].lesson == "neuron"
    assert "symbolic link" in found["bob"].problem
    assert "symbolic link" in found["carl"].problem


def test_what_is_no_file(tmp_path):
    put(tmp_path, "hw/alice/01_neuron.ipynb", NEURON)
    (tmp_path / "hw/bob").mkdir()
    os.mkfifo(tmp_path / "hw/bob/01_neuron.ipynb")
    os.mkfifo(tmp_path / "hw/bob/work.zip")
    found = find_submissions([tmp_path / "hw"])
    assert keys(found) == [("alice", "neuron"), ("bob", ""), ("bob", "neuron")]
    assert all("not a regular file" in submission.problem for submission in found[1:])


def test_bombs(tmp_path):
    spaces = NEURON + b" " * 90_000
    assert not bad(tmp_path, [("01_neuron.ipynb", spaces)], SMALL).problem  # it is small, whatever the ratio
    assert "larger than" in bad(tmp_path, [("01_neuron.ipynb", os.urandom(100_001))], SMALL).problem
    assert "more than 50 files" in bad(tmp_path, [(f"{i}.txt", b"") for i in range(60)], SMALL).problem
    many = [(f"{i}.ipynb", spaces) for i in range(20)]
    assert "unpacks to more than 1 MB" in bad(tmp_path, many, SMALL).problem


def test_a_header_that_lies_about_the_size(tmp_path):
    data = archive(None, [("01_neuron.ipynb", b" " * 200_000)])
    data = data.replace(struct.pack("<L", 200_000), struct.pack("<L", 1_000))
    other = bad(tmp_path, data, SMALL)
    assert other.problem or len(other.read()) <= 1_000


def test_zip_files_in_zip_files(tmp_path):
    inner = archive(None, [("01_neuron.ipynb", NEURON)])
    assert bad(tmp_path, [("a.zip", inner)], SMALL).lesson == "neuron"
    for _ in range(5):
        inner = archive(None, [("a.zip", inner)])
    assert "in zip files" in bad(tmp_path, inner, SMALL).problem


def test_damaged_and_encrypted_zip_files(tmp_path):
    good = archive(None, [("01_neuron.ipynb", NEURON)], zipfile.ZIP_STORED)
    assert "damaged zip file" in bad(tmp_path, good[: len(good) // 2]).problem
    assert "damaged zip file" in bad(tmp_path, b"").problem
    assert "cannot be unpacked" in bad(tmp_path, good.replace(b"exercise", b"EXERCISE", 1)).problem
    place = good.index(b"PK\x01\x02")
    locked = bytearray(good)
    locked[6] |= 1
    locked[place + 8] |= 1
    assert "encrypted" in bad(tmp_path, bytes(locked)).problem


def test_a_name_twice_in_a_zip_file(tmp_path):
    members = [("01_neuron.ipynb", about("neuron", "  # one")), ("01_neuron.ipynb", about("neuron", "  # two"))]
    other = bad(tmp_path, members)
    assert b"two" in other.read()
    assert other.notes


def test_a_file_that_is_gone_or_too_large_when_it_is_read(tmp_path):
    path = put(tmp_path, "alice/01_neuron.ipynb", NEURON)
    submission = one(find_submissions([tmp_path]))
    path.unlink()
    with pytest.raises(Unreadable, match="cannot be read"):
        submission.read()
    put(tmp_path, "alice/01_neuron.ipynb", b" " * 200_000)
    assert "larger than" in one(find_submissions([tmp_path], SMALL)).problem
