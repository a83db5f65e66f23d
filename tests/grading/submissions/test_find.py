"""Whose work is what, in every layout."""

import os

import pytest
from classroom import about, archive, notebook, put

from dlcourse.grading.errors import UsageError
from dlcourse.grading.submissions.find import find_submissions

NEURON, FORWARD = about("neuron"), about("forward")
NAMES = ["李小龙", "Ольга Иванова", "محمد", 'O\'Brien, "Pat"', "new\nline", "=1+1", "José", "x" * 200, "a;b|c"]


def keys(found):
    return [submission.key for submission in found]


def one(found):
    [submission] = found
    return submission


# ---- layouts ----


def test_folders_of_students(tmp_path):
    put(tmp_path, "hw/alice/01_neuron.ipynb", NEURON)
    put(tmp_path, "hw/alice/02_forward.ipynb", FORWARD)
    put(tmp_path, "hw/bob/01_neuron.ipynb", NEURON)
    found = find_submissions([tmp_path / "hw"])
    assert keys(found) == [("alice", "forward"), ("alice", "neuron"), ("bob", "neuron")]
    assert found[1].read() == NEURON
    assert found[1].name == "hw/alice/01_neuron.ipynb"
    assert not any(submission.problem or submission.notes for submission in found)


def test_nbgraders_folders_of_assignments(tmp_path):
    for student in ("alice", "bob"):
        for assignment, name, data in (("ps1", "01_neuron", NEURON), ("ps2", "02_forward", FORWARD)):
            put(tmp_path, f"submitted/{student}/{assignment}/{name}.ipynb", data)
    everyone = [(student, lesson) for student in ("alice", "bob") for lesson in ("forward", "neuron")]
    assert keys(find_submissions([tmp_path / "submitted"])) == everyone
    assert keys(find_submissions(sorted((tmp_path / "submitted").iterdir()))) == everyone
    # One student alone is no reason to take the assignments for students.
    assert keys(find_submissions([tmp_path / "submitted" / "alice" / "ps1"])) == [("ps1", "neuron")]


def test_several_folders_of_students(tmp_path):
    for week, data in (("week1", NEURON), ("week2", FORWARD)):
        for student in ("alice", "bob"):
            put(tmp_path, f"{week}/{student}/homework.ipynb", data)
    expected = [(student, lesson) for student in ("alice", "bob") for lesson in ("forward", "neuron")]
    assert keys(find_submissions([tmp_path / "week1", tmp_path / "week2"])) == expected


@pytest.mark.parametrize("wrapper", ["", "submissions/", "class 7/"])
def test_a_zip_file_of_folders(tmp_path, wrapper):
    members = [(f"{wrapper}{name}/01_neuron.ipynb", NEURON) for name in ("alice", "bob")]
    path = archive(tmp_path / "class 7.zip", members)
    assert keys(find_submissions([path])) == [("alice", "neuron"), ("bob", "neuron")]


def test_canvas(tmp_path):
    members = [
        ("smithjohn_12345_67890_01_neuron.ipynb", NEURON),
        ("smithjohn_LATE_12345_67999_01_neuron-1.ipynb", about("neuron", "  # again")),
        ("leeann_LATE_222_333_homework.ipynb", FORWARD),
        ("leeann_444_555_01_neuron.ipynb", NEURON),
        ("obrien_777_888_essay.pdf", b"%PDF"),
        ("zoe_1_2_all.zip", archive(None, [("work/01_neuron.ipynb", NEURON), ("work/b.ipynb", FORWARD)])),
    ]
    found = find_submissions([archive(tmp_path / "submissions.zip", members)])
    assert keys(found) == [
        ("leeann_222", "forward"),
        ("leeann_444", "neuron"),
        ("obrien_777", ""),
        ("smithjohn_12345", "neuron"),
        ("zoe_1", "forward"),
        ("zoe_1", "neuron"),
    ]
    late, _, nothing, again, *_ = found
    assert late.notes == ("Handed in late, says the learning platform.",)
    assert nothing.problem.endswith("holds no notebook (.ipynb), only obrien_777_888_essay.pdf.")
    assert b"again" in again.read()
    assert again.notes[-1].endswith(
        "counts (the last attempt), not submissions.zip/smithjohn_12345_67890_01_neuron.ipynb."
    )


def test_attempts_count_by_number_not_by_date(tmp_path):
    first = put(tmp_path, "a_1_2_01_neuron-2.ipynb", about("neuron", "  # second"))
    put(tmp_path, "a_1_3_01_neuron-10.ipynb", about("neuron", "  # tenth"))
    os.utime(first, (4e9, 4e9))
    assert b"tenth" in one(find_submissions([tmp_path])).read()


def test_the_newest_counts(tmp_path):
    put(tmp_path, "hw/alice/01_neuron.ipynb", about("neuron", "  # new"))
    old = put(tmp_path, "hw/alice/01_neuron-Copy1.ipynb", about("neuron", "  # old"))
    os.utime(old, (1e9, 1e9))
    found = one(find_submissions([tmp_path / "hw"]))
    assert b"new" in found.read()
    assert "not hw/alice/01_neuron-Copy1.ipynb" in found.notes[0]


def test_moodle(tmp_path):
    members = [
        ("Ann Lee_11_assignsubmission_file_/01_neuron.ipynb", NEURON),
        ("Ann Lee_12_assignsubmission_file_/sub/x.ipynb", NEURON),
        ("李小龙_13_assignsubmission_file_02_forward.ipynb", FORWARD),
        ("Bo_14_assignsubmission_onlinetext_/onlinetext.html", b"<p>hello</p>"),
    ]
    expected = [("Ann Lee_11", "neuron"), ("Ann Lee_12", "neuron"), ("Bo_14", ""), ("李小龙_13", "forward")]
    assert keys(find_submissions([archive(tmp_path / "a.zip", members)])) == expected
    wrapped = [(f"Assignment {i % 2}/{name}", data) for i, (name, data) in enumerate(members)]
    assert keys(find_submissions([archive(tmp_path / "b.zip", wrapped)])) == expected


def test_single_files(tmp_path):
    for name in ("alice.ipynb", "01_neuron_bob.ipynb", "carl_01_neuron.ipynb", "dora-neuron (2).ipynb"):
        put(tmp_path, f"hw/{name}", NEURON)
    expected = [(name, "neuron") for name in ("alice", "bob", "carl", "dora")]
    assert keys(find_submissions([tmp_path / "hw"])) == expected
    assert keys(find_submissions(sorted((tmp_path / "hw").iterdir()))) == expected
    mine = put(tmp_path, "eve/01_neuron.ipynb", NEURON)
    assert keys(find_submissions([mine])) == keys(find_submissions([tmp_path / "eve"])) == [("eve", "neuron")]
    assert keys(find_submissions([archive(tmp_path / "fay.zip", [("neuron.ipynb", NEURON)])])) == [("fay", "neuron")]


@pytest.mark.parametrize("student", NAMES)
def test_names_in_every_script(tmp_path, student):
    put(tmp_path, f"hw/{student}/01_neuron.ipynb", NEURON)
    put(tmp_path, "hw/other/01_neuron.ipynb", NEURON)
    path = archive(tmp_path / "x.zip", [(f"{name}/01_neuron.ipynb", NEURON) for name in (student, "other")])
    for place in (tmp_path / "hw", path):
        found = find_submissions([place])
        assert {submission.student for submission in found} == {student, "other"}
        assert not any("\n" in submission.name for submission in found)


def test_a_name_that_is_no_text_stays_distinct(tmp_path):
    for name in (b"a\xff", b"a\xfe"):
        folder = os.path.join(os.fsencode(tmp_path), b"hw", name)
        os.makedirs(folder)
        with open(os.path.join(folder, b"01_neuron.ipynb"), "wb") as file:
            file.write(NEURON)
    found = find_submissions([tmp_path / "hw"])
    assert len(found) == 2
    for submission in found:
        submission.student.encode()


def test_one_person_in_two_spellings_of_an_accent(tmp_path):
    put(tmp_path, "hw/Jose\u0301/01_neuron.ipynb", NEURON)
    put(tmp_path, "hw/Jos\u00e9/02_forward.ipynb", FORWARD)
    assert {submission.student for submission in find_submissions([tmp_path / "hw"])} == {"Jos\u00e9"}


def test_what_systems_leave_behind_is_ignored(tmp_path):
    junk = ["__MACOSX/alice/._01_neuron.ipynb", ".DS_Store", "alice/.ipynb_checkpoints/01_neuron-checkpoint.ipynb"]
    members = [(name, b"junk") for name in junk] + [("alice/01_neuron.ipynb", NEURON)]
    found = find_submissions([archive(tmp_path / "x.zip", members)])
    for name, data in members:
        put(tmp_path / "x", name, data)
    for submission in (one(found), one(find_submissions([tmp_path / "x"]))):
        assert submission.key == ("alice", "neuron")
        assert not submission.notes


def test_a_folder_of_results_is_no_submission(tmp_path):
    put(tmp_path, "alice/01_neuron.ipynb", NEURON)
    put(tmp_path, "out/gradebook.sqlite", b"")
    put(tmp_path, "out/feedback/alice/neuron.html", b"")
    assert keys(find_submissions([tmp_path])) == [("alice", "neuron")]


# ---- lessons ----


def test_lessons_are_known_by_their_exercises(tmp_path):
    put(tmp_path, "hw/a/homework.ipynb", NEURON)
    put(tmp_path, "hw/b/01_neuron.ipynb", FORWARD)
    put(tmp_path, "hw/c/cut.ipynb", FORWARD[:-40])
    put(tmp_path, "hw/d/02 forward-2.ipynb", b"")
    assert keys(find_submissions([tmp_path / "hw"])) == [
        ("a", "neuron"),
        ("b", "forward"),
        ("c", "forward"),
        ("d", "forward"),
    ]


def test_other_notebooks_count_only_for_students_without_one_of_the_course(tmp_path):
    other = notebook("print(1)")
    put(tmp_path, "hw/alice/scratch.ipynb", other)
    put(tmp_path, "hw/alice/01_neuron.ipynb", NEURON)
    put(tmp_path, "hw/bob/scratch.ipynb", other)
    assert keys(find_submissions([tmp_path / "hw"])) == [("alice", "neuron"), ("bob", "")]


def test_a_readable_notebook_counts_before_an_unreadable_one(tmp_path):
    put(tmp_path, "hw/alice/01_neuron.ipynb", NEURON)
    (tmp_path / "hw/alice/neuron.ipynb").symlink_to("/etc/passwd")
    found = one(find_submissions([tmp_path / "hw"]))
    assert not found.problem
    assert found.read() == NEURON


def test_paths_that_make_no_sense(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        find_submissions([tmp_path / "nothing"])
    for data in (b"no zip", archive(None, [("a/01_neuron.ipynb", NEURON)])[:-30]):
        with pytest.raises(UsageError, match="damaged zip"):
            find_submissions([put(tmp_path, "x.zip", data)])
    assert find_submissions([put(tmp_path, "empty/readme.txt", b"").parent]) == []


def test_where_everything_is_one_students_names_say_nothing(tmp_path):
    for number, name in enumerate(("alice/01_neuron.ipynb", "bob/01_neuron.ipynb", "cleo_neuron.ipynb", "x/a/b.ipynb")):
        put(tmp_path, f"submission/{name}", about("neuron", f"  # {number}"))
    put(tmp_path, "submission/forward.ipynb", about("forward"))
    found = find_submissions([tmp_path / "submission"], owner="student")
    assert [item.key for item in found] == [("student", "forward"), ("student", "neuron")]
