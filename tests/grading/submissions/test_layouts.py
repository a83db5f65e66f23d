"""Class folders as they really come: each layout, and who and what is found in it."""

import shutil

import pytest
from classroom import about, archive, put, tar

from dlcourse.grading.errors import UsageError
from dlcourse.grading.submissions.find import find_submissions

N, F, F2 = about("neuron"), about("forward"), about("forward", "  # second")
N2, N3 = about("neuron", "  # second"), about("neuron", "  # third")


def z(members):
    """The bytes of a zip file with {name: bytes}."""
    return archive(None, list(members.items()))


CLASS = ["alice neuron", "bob neuron"]
BOTH = ["alice forward", "alice neuron", "bob forward", "bob neuron"]
LAYOUTS = {
    # folders around the students' own
    "one folder": ({"alice/01_neuron.ipynb": N, "bob/01_neuron.ipynb": N2}, CLASS),
    "homework and a folder of the course": (
        {f"Homework 1/{name}/my-dlcourse/01_neuron.ipynb": data for name, data in (("alice", N), ("bob", N2))},
        CLASS,
    ),
    "class, week, student": ({"class/week1/alice/01_neuron.ipynb": N, "class/week1/bob/01_neuron.ipynb": N2}, CLASS),
    "five folders deep": ({f"a b/c/d/e/f/{name}/01_neuron.ipynb": N for name in ("alice", "bob")}, CLASS),
    "week by week": (
        {f"week{i}/{name}/hw.ipynb": data for i, data in ((1, N), (2, F)) for name in ("alice", "bob")},
        BOTH,
    ),
    "week by week, one student in the second": (
        {"week1/alice/x.ipynb": N, "week1/bob/x.ipynb": N2, "week2/alice/x.ipynb": F},
        ["alice forward", *CLASS],
    ),
    "sections": (
        {"morning/alice/x.ipynb": N, "morning/bob/x.ipynb": N2, "evening/cleo/x.ipynb": N, "evening/dan/x.ipynb": N3},
        [*CLASS, "cleo neuron", "dan neuron"],
    ),
    "nbgrader": (
        {f"{name}/{ps}/{ps}.ipynb": data for ps, data in (("ps1", N), ("ps2", F)) for name in ("alice", "bob")},
        BOTH,
    ),
    "nbgrader, one assignment": ({f"{name}/ps1/01_neuron.ipynb": N for name in ("alice", "bob")}, CLASS),
    "folders of the lessons": (
        {
            f"{name}/{i}/{i}.ipynb": data
            for i, data in (("01_neuron", N), ("02_forward", F))
            for name in ("alice", "bob")
        },
        BOTH,
    ),
    "a student's own backups": (
        {
            "alice/01_neuron.ipynb": N,
            "alice/old/01_neuron.ipynb": N2,
            "alice/copy/01_neuron.ipynb": N3,
            "bob/x.ipynb": N,
        },
        CLASS,
    ),
    "one with folders like students' among three": (
        {
            **{f"{name}/01_neuron.ipynb": N for name in ("alice", "bob", "cleo")},
            "mallory/alice/01_neuron.ipynb": N2,
            "mallory/bob/01_neuron.ipynb": N3,
        },
        [*CLASS, "cleo neuron", "mallory neuron"],
    ),
    "Canvas, one whose file is called like another student's": (
        {
            "leeann_4711_90000_01_neuron.ipynb": N,
            "malmo_4712_90001_leeann_4711_90000_01_neuron.ipynb": N2,
            "raybob_4713_90002_01_neuron.ipynb": N3,
        },
        ["leeann_4711 neuron", "malmo_4712 neuron", "raybob_4713 neuron"],
    ),
    "Blackboard, one whose file is called like another student's": (
        {
            "H_ann_attempt_2026-01-02-10-11-12_n.ipynb": N,
            "H_mallory_attempt_2026-01-02-10-11-12_H_ann_attempt_2026-01-03-10-11-12_n.ipynb": N2,
        },
        ["ann neuron", "mallory neuron"],
    ),
    "the same two folders in each": (
        {
            f"{name}/{i}/x.ipynb": about("neuron", f"  # {name} {i}")
            for name in ("alice", "bob", "cleo")
            for i in ("hers", "theirs")
        },
        [*CLASS, "cleo neuron"],
    ),
    "one student's folder": (
        {"01_neuron.ipynb": N, "02_forward.ipynb": F, "old/01_neuron.ipynb": N2},
        ["hw forward", "hw neuron"],
    ),
    "one student's assignments": ({"ps1/01_neuron.ipynb": N, "ps2/02_forward.ipynb": F}, ["hw forward", "hw neuron"]),
    "submissions by number": (
        {"submission_11/x.ipynb": N, "submission_12/x.ipynb": N2, "submission_metadata.yml": b""},
        ["submission_11 neuron", "submission_12 neuron"],
    ),
    "numbers of students": ({"20261/x.ipynb": N, "20262/x.ipynb": N2}, ["20261 neuron", "20262 neuron"]),
    "Moodle, names with signs that files cannot have": (
        {
            "Teilnehmer_in 101_101_assignsubmission_file_/x.ipynb": N,
            "Jane_Doe_5_assignsubmission_file_/x.ipynb": N2,
            "Jane_Doe_5_assignsubmission_onlinetext_/onlinetext.html": b"",
        },
        ["Jane_Doe_5 neuron", "Teilnehmer_in 101_101 neuron"],
    ),
    "Blackboard in other languages": (
        {
            f"Aufgabe 1_{name}_{word}_2026-11-{day}-10-11-12_my_work.ipynb": data
            for name, word, day, data in (
                ("ann", "Versuch", 18, N),
                ("ann", "Versuch", 20, N2),
                ("bo", "intento", 20, N3),
                ("b_c", "尝试", 20, N3),
            )
        },
        ["ann neuron", "b_c neuron", "bo neuron"],
    ),
    "Brightspace with other dates": (
        {
            "12-345 - Al Lee- 18 novembre, 2026 22 11/x.ipynb": N,
            "12-345 - Al Lee- 9 décembre, 2026 09 11/x.ipynb": N2,
            "13-345 - Bo Day-Roe - 2026-11-18 22 11 - my - x.ipynb": N3,
        },
        ["Al Lee_12 neuron", "Bo Day-Roe_13 neuron"],
    ),
    # a section, a week or a tutor with one student only, or with few
    "sections, one student in each": ({"Section A/alice/x.ipynb": N, "Section B/bob/x.ipynb": N2}, CLASS),
    "school classes": (
        {"Klasse 10a/alice/x.ipynb": N, "Klasse 10a/bob/x.ipynb": N2, "Klasse 10b/cleo/x.ipynb": N},
        [*CLASS, "cleo neuron"],
    ),
    "sections with the same work": (
        {"Section A/alice/x.ipynb": N, "Section B/bob/x.ipynb": N, "Section B/cleo/x.ipynb": N},
        [*CLASS, "cleo neuron"],
    ),
    "weeks of files with names": (
        {"week 1/alice_01_neuron.ipynb": N, "week 1/bob_01_neuron.ipynb": N2, "week 2/alice_02_forward.ipynb": F},
        ["alice forward", *CLASS],
    ),
    "a platform's files by tutor": (
        {"Tom/al_1_11_x.ipynb": N, "Tom/bo_2_12_x.ipynb": N2, "Sue/cy_3_13_x.ipynb": N3},
        ["al_1 neuron", "bo_2 neuron", "cy_3 neuron"],
    ),
    "archives of sections": (
        {
            "Section A.zip": z({"alice/x.ipynb": N, "bob/x.ipynb": N2}),
            "Section B.zip": z({"Section B/cleo/x.ipynb": N}),
        },
        [*CLASS, "cleo neuron"],
    ),
    "archives of lessons": (
        {
            "neuron.zip": z({"alice/x.ipynb": N, "bob/x.ipynb": N2}),
            "forward.zip": z({"alice/x.ipynb": F, "bob/x.ipynb": F2}),
        },
        BOTH,
    ),
    "an archive called after sections among students' own": (
        {"alice.zip": z({"x.ipynb": N}), "bob.zip": z({"x.ipynb": N2}), "week 1.zip": z({"alice/x.ipynb": N3})},
        [*CLASS, "week 1 neuron"],
    ),
    # names with more than a name
    "what names say of the work": (
        {
            "alice_hw1.zip": z({"x.ipynb": N}),
            "alice_hw2.zip": z({"x.ipynb": F}),
            "bob_my-dlcourse.zip": z({"x.ipynb": N}),
            "01_neuron (Cleo).ipynb": N2,
            "Dan Lee - Copy of 01_neuron.ipynb": N3,
            "Doris Day.zip": z({"x.ipynb": N}),
            "Eve Homework 1.ipynb": N,
            "HW1 - Fay Roe.ipynb": N,
            "hw1-gus-main.zip": z({"hw1-gus-main/x.ipynb": N}),
            "hal_v1.ipynb": N,
            "hal_final.ipynb": N2,
            "ps2_homework.ipynb": F,
        },
        [
            *("alice forward", "alice neuron", "bob neuron", "Cleo neuron", "Dan Lee neuron", "Doris Day neuron"),
            *("Eve neuron", "Fay Roe neuron", "gus neuron", "hal neuron", "hw forward!"),
        ],
    ),
    "a class day by day": (
        {"2026-11-18/alice/x.ipynb": N, "2026-11-18/bob/x.ipynb": N, "2026-11-20/alice/x.ipynb": N2},
        CLASS,
    ),
    "times before the names of files": (
        {"A/X_Al_x_1/20261118101112_01_neuron.ipynb": N, "A/X_Al_x_1/20261120101112_01_neuron.ipynb": N2}
        | {"A/Y_Bo_y_2/20261120101112_01_neuron.ipynb": N3},
        ["X_Al_x_1 neuron", "Y_Bo_y_2 neuron"],
    ),
    "days as folders": (
        {"alice/2026-11-18/x.ipynb": N, "alice/2026-11-20/x.ipynb": N2, "bob/x.ipynb": N3},
        CLASS,
    ),
    # archives
    "an archive for each": (
        {"alice.zip": z({"01_neuron.ipynb": N}), "bob.tar.gz": tar({"w/01_neuron.ipynb": N})},
        CLASS,
    ),
    "kinds of archives": (
        {f"{kind or 'tar'}.t{kind}": b"" for kind in ()}
        | {
            "alice.tgz": tar({"x.ipynb": N}),
            "bob.tar": tar({"x.ipynb": N}, ""),
            "cleo.tar.xz": tar({"x.ipynb": N}, "xz"),
        },
        [*CLASS, "cleo neuron"],
    ),
    "some zip, some folders, some notebooks": (
        {"alice.zip": z({"x.ipynb": N}), "bob/01_neuron.ipynb": N, "cleo_01_neuron.ipynb": N, "dan.ipynb": N},
        [*CLASS, "cleo neuron", "dan neuron"],
    ),
    "an archive that names others": (
        {"alice/01_neuron.ipynb": N, "mallory.zip": z({"alice/01_neuron.ipynb": N2, "bob/01_neuron.ipynb": N3})},
        ["alice neuron", "mallory neuron"],
    ),
    "a tar file that names others as Moodle does": (
        {
            "alice/01_neuron.ipynb": N,
            "mallory.tgz": tar({"alice_1_assignsubmission_file_/01_neuron.ipynb": N2, "bob_2_3_x.ipynb": N3}),
        },
        ["alice neuron", "mallory neuron"],
    ),
    "most are odd archives": (
        {"alice/x.ipynb": N} | {f"m{i}.zip": z({"alice/x.ipynb": N2, "bob/x.ipynb": N3}) for i in range(3)},
        ["alice neuron", "m0 neuron", "m1 neuron", "m2 neuron"],
    ),
    "archives in a folder each": (
        {"alice/all.zip": z({"w/01_neuron.ipynb": N, "w/f.ipynb": F}), "bob/a.zip": z({"b.zip": z({"x.ipynb": N})})},
        ["alice forward", "alice neuron", "bob neuron"],
    ),
    # flat files
    "flat": ({"alice_01_neuron.ipynb": N, "01_neuron_bob.ipynb": N2}, CLASS),
    "flat, copies": ({"alice_01_neuron.ipynb": N, "alice_01_neuron (1).ipynb": N2, "bob-neuron-Copy1.ipynb": N}, CLASS),
    "flat in a folder of the homework": ({"HW 1/alice.ipynb": N, "HW 1/bob.ipynb": N2}, CLASS),
    "flat, week by week": (
        {f"week{i}/{name}.ipynb": data for i, data in ((1, N), (2, F)) for name in ("alice", "bob")},
        BOTH,
    ),
    "flat, one with another kind of file": (
        {"alice.ipynb": N, "bob.pdf": b"", "readme.txt": b""},
        ["alice neuron", "bob !"],
    ),
    "checkpoints of a flat folder": (
        {"alice.ipynb": N, ".ipynb_checkpoints/alice-checkpoint.ipynb": N2},
        ["alice neuron"],
    ),
    # what must not change who the others are
    "a notebook beside folders": (
        {"01_neuron.ipynb": N3, "alice/01_neuron.ipynb": N, "bob/01_neuron.ipynb": N2},
        [*CLASS, "hw neuron!"],
    ),
    "a grade book among the files": (
        {"alice/gradebook.sqlite": b"", "alice/01_neuron.ipynb": N, "bob/01_neuron.ipynb": N},
        CLASS,
    ),
    "a grade book and pages like the grader's": (
        {"alice/gradebook.sqlite": b"", "alice/feedback/x.html": b"", "alice/01_neuron.ipynb": N, "bob/x.ipynb": N},
        CLASS,
    ),
    "a lone grade book": ({"alice/gradebook.sqlite": b"", "bob/01_neuron.ipynb": N}, ["alice !", "bob neuron"]),
    "results in the class's folder": (
        {"alice/x.ipynb": N, "out/gradebook.sqlite": b"", "out/grades.csv": b"", "out/feedback/alice/x.html": b""},
        ["alice neuron"],
    ),
    # platforms
    "Canvas": (
        {
            "alice_1_22_01_neuron.ipynb": N,
            "bob_LATE_2_23_x.ipynb": N2,
            "group_3_4567_8901_x.ipynb": N,
            "group3_77_9_x.ipynb": F,
            "groupa_12_3456_01_neuron.ipynb": N,
            "groupb_LATE_13_3457_12_lstm.ipynb": N2,
            "dan_5_text.html": b"",
            "eve_LATE_6_link.html": b"",
            "LATE_anon_aB3dE_678_x.ipynb": F,
            "anon_12345_679_x.ipynb": N,
            "anon_zzzzz_text.html": b"",
        },
        [
            *("alice_1 neuron", "bob_2 neuron", "group_3_4567 neuron", "group3_77 forward", "groupa_12 neuron"),
            *("groupb_13 neuron", "dan_5 !", "eve_6 !"),
            *("anon_aB3dE forward", "anon_12345 neuron", "anon_zzzzz !"),
        ],
    ),
    "Canvas, a file named like others' files": (
        {
            "alice_1_22_x.ipynb": N,
            "mallory_2_23_alice_1_24_x.ipynb": N2,
            "eve_3_25_Al_1_assignsubmission_file_x.ipynb": N,
        }
        | {"zed_4_26_HW_alice_attempt_2026-01-02-10-11-12_x.ipynb": N3},
        ["alice_1 neuron", "eve_3 neuron", "mallory_2 neuron", "zed_4 neuron"],
    ),
    "Moodle": (
        {
            "Ann Lee_11_assignsubmission_file_/01_neuron.ipynb": N,
            "Ann Lee_12_assignsubmission_file/sub/x.ipynb": N,
            "Participant_13_assignsubmission_file_/x.zip": z({"Ann Lee_11_assignsubmission_file_/x.ipynb": N2}),
            "Bo_14_assignsubmission_onlinetext_/onlinetext.html": b"",
            "Team A_15_assignsubmission_file_x.ipynb": F,
            "Teilnehmer_16_assignsubmission_file/x.ipynb": F,
        },
        [
            *("Ann Lee_11 neuron", "Ann Lee_12 neuron", "Bo_14 !", "Participant_13 neuron", "Team A_15 forward"),
            "Teilnehmer_16 forward",
        ],
    ),
    "Blackboard": (
        {
            "HW_1_2_alice_attempt_2026-01-02-10-11-12_x.ipynb": N,
            "HW_1_2_alice_attempt_2026-01-02-10-11-12.txt": b"",
            "HW_1_2_alice_attempt_2026-01-03-10-11-12_x.ipynb": N2,
            "HW_1_2_bob_attempt_2026-01-02-10-11-12_HW_alice_attempt_2027-01-02-10-11-12_x.ipynb": N3,
            "HW_1_2_cleo_attempt_2026-01-02-10-11-12.txt": b"",
        },
        ["alice neuron", "bob neuron", "cleo !"],
    ),
    "Blackboard, underscores in names of users": (
        {
            f"HW_{i}_{name}_attempt_2026-01-02-10-11-12_x.ipynb": data
            for i, data in ((1, N), (2, F))
            for name in ("john_doe", "jane_doe", "doe")
        },
        [f"{name} {lesson}" for name in ("john_doe", "jane_doe", "doe") for lesson in ("neuron", "forward")],
    ),
    "numbers after a dash": (
        {"s-1001.ipynb": N, "s-1002.ipynb": N2, "s-1003.zip": z({"x.ipynb": N})},
        [f"s-100{i} neuron" for i in (1, 2, 3)],
    ),
    "an archive twice": (
        {"alice.zip": z({"x.ipynb": N}), "alice (1).zip": z({"x.ipynb": N2}), "bob.zip": z({"x.ipynb": N})},
        CLASS,
    ),
    "a folder like others' beside these": (
        {"alice/x.ipynb": N, "mallory/alice/x.ipynb": N2, "mallory/bob/x.ipynb": N3},
        ["alice neuron", "mallory neuron"],
    ),
    "results among the class's own files": (
        {"alice/x.ipynb": N, "gradebook.sqlite": b"", "grades.csv": b"", "feedback/alice/x.html": b""},
        ["alice neuron"],
    ),
    "Brightspace": (
        {
            "12-345 - Al Lee - Jan 2, 2026 1011 AM/x.ipynb": N,
            "12-345 - Al Lee - Jan 2, 2026 1211 PM/x.ipynb": N2,
            "13-345 - Al Lee - Feb 2, 2026 911 PM - my - file.ipynb": F,
            "14-345 - Jean-Luc O'Neil - 2 March, 2026 9 11 PM/x.pdf": b"",
            "index.html": b"",
        },
        ["Al Lee_12 neuron", "Al Lee_13 forward", "Jean-Luc O'Neil_14 !"],
    ),
    # what cannot be graded
    "nothing and other things": (
        {
            "alice/01_neuron.ipynb": N,
            "bob/": b"",
            "cleo/x.py": b"",
            "dan/x.rar": b"",
            "eve.7z": b"",
            "finn.zip": b"no",
            "gus.zip": z({}),
            "hal/a/b/": b"",
        },
        ["alice neuron", "bob !", "cleo !", "dan !", "eve !", "finn !", "gus !", "hal !"],
    ),
    "endings": (
        {"alice/01_neuron.ipynb.txt": N, "bob/X.IPYNB": N, "cleo/a.ipynb.json": F, "dan/n.html": N},
        [*CLASS, "cleo forward", "dan !"],
    ),
    "names": (
        {f"{name}/01_neuron.ipynb": N for name in ("Ana", "ana", "a\u202eb", "😀", "e" * 240, "x\ny")}
        | {"Jose\u0301/a.ipynb": N, "Jos\u00e9/b.ipynb": F},
        [
            "Ana neuron",
            "ana neuron",
            "a\u202eb neuron",
            "😀 neuron",
            "x\ny neuron",
            "José neuron",
            "José forward",
            None,
        ],
    ),
}


def lay_out(folder, files):
    for name, data in files.items():
        if name.endswith("/"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        else:
            put(folder, name, data)


def rows(found):
    return sorted(f"{item.student} {item.lesson}{'!' if item.problem else ''}" for item in found)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(tmp_path, layout):
    files, expected = LAYOUTS[layout]
    lay_out(tmp_path / "hw", files)
    found = rows(find_submissions([tmp_path / "hw"]))
    if None in expected:  # a name that is cut
        expected = [item for item in expected if item]
        [cut] = set(found) - set(expected)
        assert len(cut) < 250
        found.remove(cut)
    assert found == sorted(item for item in expected if item)
    if layout not in ("checkpoints of a flat folder",):  # a shell's star does not find them
        everything = [path for path in (tmp_path / "hw").iterdir() if not path.name.startswith(".")]
        assert rows(find_submissions(everything)) == rows(find_submissions([tmp_path / "hw"]))


@pytest.mark.parametrize("around", ["", "Homework 1/", "my class/"])
@pytest.mark.parametrize("kind", ["zip", "tgz"])
def test_the_same_in_an_archive(tmp_path, around, kind):
    for layout in ("one folder", "homework and a folder of the course", "week by week", "nbgrader", "Moodle", "Canvas"):
        files, expected = LAYOUTS[layout]
        files = {f"{around}{name}": data for name, data in files.items()}
        whole = put(tmp_path, f"my class.{kind}", z(files) if kind == "zip" else tar(files))
        assert rows(find_submissions([whole])) == sorted(item for item in expected if item), layout


STOPS = {
    "a section beside a few students": {f"morning/{i}x/x.ipynb": about("neuron", f"# {i}") for i in "abcdefghi"}
    | {f"{i}/x.ipynb": N for i in "xyz"},
    "downloads without names": {f"01_neuron ({i}).ipynb": about("neuron", f"# {i}") for i in range(9)},
    "several students in one folder, beside one": {
        "others/ann/x.ipynb": N,
        "others/bo/x.ipynb": N2,
        "cleo/x.ipynb": N3,
    },
    "a platform's names in one of two folders": {
        "alice/x.ipynb": N,
        "mallory/alice_1_11_x.ipynb": N2,
        "mallory/bob_2_12_x.ipynb": N3,
    },
    "tutors' folders of files with names": {
        "Tom/alice_01_neuron.ipynb": N,
        "Tom/bob_01_neuron.ipynb": N2,
        "Sue/cleo_01_neuron.ipynb": N3,
    },
    "a week of several beside one without names": {
        "week 1/alice_01_neuron.ipynb": N,
        "week 1/bob_01_neuron.ipynb": N2,
        "week 2/02_forward.ipynb": F,
    },
    "namesakes in sections": {"Section A/alice/x.ipynb": N, "Section B/alice/x.ipynb": N2, "Section B/bob/x.ipynb": N2},
    "namesakes": {f"{group}/{name}/x.ipynb": about("neuron", f"# {group}") for group in ("am", "pm") for name in "vwx"}
    | {"am/eve/x.ipynb": N, "am/fay/x.ipynb": N, "pm/gus/x.ipynb": N, "pm/hal/x.ipynb": N},
}


@pytest.mark.parametrize("layout", STOPS)
def test_what_is_not_clear_stops(tmp_path, layout):
    lay_out(tmp_path / "hw", STOPS[layout])
    with pytest.raises(UsageError) as caught:
        find_submissions([tmp_path / "hw"])
    assert "different notebooks of" in str(caught.value)


def test_the_files_of_a_folder_each(tmp_path):
    for name, data in (("alice", N), ("bob", N2)):
        put(tmp_path, f"hw/{name}/ps1/01_neuron.ipynb", data)
        put(tmp_path, f"flat/{name}/01_neuron.ipynb", data)
    for folder in ("hw", "flat"):
        assert rows(find_submissions(sorted((tmp_path / folder).rglob("*.ipynb")))) == CLASS
    assert rows(find_submissions([tmp_path / "hw/alice", tmp_path / "flat/bob"])) == CLASS


@pytest.mark.parametrize("kind", ["zip", "gztar"])
def test_empty_folders_in_an_archive_have_a_row(tmp_path, kind):
    lay_out(tmp_path / "of" / "HW", {"alice/x.ipynb": N, "bob/": b"", "cleo/a/": b"", "__MACOSX/": b""})
    made = shutil.make_archive(tmp_path / "hw", kind, tmp_path / "of")
    assert rows(find_submissions([made])) == ["alice neuron", "bob !", "cleo !"]
