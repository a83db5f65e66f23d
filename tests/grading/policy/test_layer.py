"""What counts in the end, from what the machine gave, what people decided, when it came, and with whom."""

import pytest
from class_folder import DAY, DUE, WRONG, folder, layer_of
from classroom import rows_of
from html_text import text_of
from hypothesis import given
from hypothesis import strategies as st
from synthetic import POINTS, pair, submission

from dlcourse.grading.gradebook import GradeBook
from dlcourse.grading.policy.columns import person
from dlcourse.grading.policy.decisions import Decision, decide
from dlcourse.grading.policy.late import policy
from dlcourse.grading.policy.rows import final_rows, undecided
from dlcourse.grading.reports.class_report import flat
from dlcourse.grading.reports.statistics import exercise_table


def late(days, student="Bob Ray", source="platform", **more):
    row, results = pair(student, "right", WRONG, "right")
    return row | {"handed_in": DUE + days * DAY, "time_from": source} | more, results


RULES = {"due": {"": DUE}, "late": policy("10% per day, at most 50%")}


def only(out):
    [row] = layer_of(out).submissions
    return row


def test_without_rules_what_the_machine_gave_counts(tmp_path):
    for row, results in layer_of(folder(tmp_path)).pairs:
        assert row["final"] == row["adjusted"] == row["score"] == sum(item["final"] for item in results)
        assert (row["final_max"], row["penalty"], row["by"], row["group"]) == (POINTS, 0, row["student"], "")
        assert not row["decided"]


@pytest.mark.parametrize(("days", "share"), [(-1, 0), (0, 0), (0.01, 0.1), (1, 0.1), (1.01, 0.2), (30, 0.5)])
def test_late_work(tmp_path, days, share):
    out = folder(tmp_path, late(days), rules=RULES)
    row = only(out)
    assert row["penalty"] == pytest.approx(share * row["score"])
    assert row["final"] == pytest.approx((1 - share) * row["score"])
    [written] = rows_of(out / "grades.csv")
    assert float(written["score"]) == row["score"]
    assert float(written["penalty"]) == pytest.approx(row["penalty"], abs=1e-6)
    assert written["time_from"] == "platform"
    parts = rows_of(out / "exercises.csv")
    assert sum(float(part["final"]) for part in parts) == pytest.approx(row["final"], abs=1e-5)


def test_an_extension_is_for_one(tmp_path):
    rules = RULES | {
        "extensions": [{"student": "bob ray", "names": ["bob ray"], "lesson": "", "seconds": 2 * DAY, "row": 2}]
    }
    rules["extensions"].append({"student": "Nobody", "names": ["Nobody"], "lesson": "", "seconds": DAY, "row": 3})
    layer = layer_of(folder(tmp_path, late(1.5), late(1.5, "Ann Lee"), rules=rules))
    assert {row["student"]: row["late_by"] for row in layer.submissions} == {"Bob Ray": 0, "Ann Lee": 1.5 * DAY}
    assert layer.late.strangers == ["Nobody"]


def test_a_table_of_times_counts_before_the_file(tmp_path):
    time = {"names": ["Bob Ray"], "number": "", "lesson": "", "time": DUE - 5, "row": 2}
    row = only(folder(tmp_path, late(3, source="file"), rules=RULES | {"times": [time]}))
    assert (row["handed_in"], row["time_from"], row["penalty"]) == (DUE - 5, "table", 0)


def test_times_of_the_table_leave_no_doubt(tmp_path, dl):
    rows = [late(3 + n / 10_000, f"s{n}", "file") for n in range(6)]
    times = [{"names": [f"s{n}"], "number": "", "lesson": "", "time": DUE - 5, "row": n} for n in range(6)]
    out = folder(tmp_path, *rows, rules=RULES | {"times": times})
    assert "that of the download" not in dl("report", out)[1]
    out = folder(tmp_path, *rows, rules=RULES | {"times": times[1:]})
    assert "that of the download" in dl("report", out)[1]


def test_a_time_without_a_zone_is_moved_to_the_instructors_zone_once(tmp_path):
    layer = layer_of(folder(tmp_path, late(3, naive=True), rules=RULES | {"zone": "Asia/Tokyo"}))
    assert [row for row, _ in layer.pairs] == layer.submissions


def test_files_that_were_all_downloaded_at_once_make_nobody_late(tmp_path, dl):
    rows = [late(3 + n / 10_000, f"s{n}", "file") for n in range(6)]
    out = folder(tmp_path, *rows, rules=RULES)
    assert all(row["penalty"] == 0 and row["handed_in"] is None for row in layer_of(out).submissions)
    assert "that of the download" in dl("report", out)[1]
    out = folder(tmp_path, *rows, late(-1, "early", "file"), rules=RULES)
    assert sum(row["penalty"] > 0 for row in layer_of(out).submissions) == 6


def test_late_by_the_platforms_word_alone_takes_nothing_off_and_is_listed(tmp_path, dl):
    row, results = late(0, late=True)
    out = folder(tmp_path, (row | {"handed_in": None, "time_from": ""}, results), rules=RULES)
    assert only(out)["penalty"] == 0
    assert "Late by the platform's word" in dl("report", out)[1]


def test_a_penalty_is_on_what_a_person_gave(tmp_path, dl):
    out = folder(tmp_path, late(1), rules=RULES)
    dl("adjust", out, "Bob Ray", "neuron", "--points", "10")
    row = only(out)
    assert (row["adjusted"], row["penalty"], row["final"]) == (10, 1, 9)
    [page] = (out / "feedback").rglob("*.html")
    assert f"10 of {POINTS} points; 9 count" in " ".join(text_of(page.read_text("utf-8")).split())


def test_a_row_for_each_member_of_a_group(tmp_path, dl):
    groups = tmp_path / "groups.csv"
    groups.write_text("group,student\nalpha,Bob Ray\nalpha,Eve Fox\nbeta,Gus\n", "utf-8")
    out = folder(tmp_path, late(0), pair("Ann Lee", "right"))
    code, printed, errors = dl("report", out, "--groups", groups)
    assert (code, errors) == (0, "")
    assert "Nothing came from beta" in printed
    rows = {row["student"]: row for row in rows_of(out / "grades.csv")}
    assert set(rows) == {"Ann Lee", "Bob Ray", "Eve Fox"}
    assert rows["Eve Fox"]["final"] == rows["Bob Ray"]["final"]
    assert (out / "feedback" / "Eve Fox" / "neuron.html").is_file()
    assert "Eve Fox" in (out / "canvas.csv").read_text("utf-8-sig")
    dl("adjust", out, "alpha", "neuron", "--comment", "Both of you: well done.")
    dl("adjust", out, "Eve Fox", "neuron", "--points", "1")
    rows = {row["student"]: row for row in rows_of(out / "grades.csv")}
    assert rows["Bob Ray"]["comment"] == rows["Eve Fox"]["comment"] == "Both of you: well done."
    assert (rows["Eve Fox"]["final"], rows["Bob Ray"]["final"]) == ("1", rows["Bob Ray"]["score"])
    assert dl("report", out)[0] == 0
    page = (out / "report.html").read_text("utf-8")
    assert "2 submitted" in page.replace("<strong>", "").replace("</strong>", "")
    assert dl("report", out, "--groups", "none")[0] == 0
    assert {row["student"] for row in rows_of(out / "grades.csv")} == {"Ann Lee", "Bob Ray"}


def test_difficulty_is_of_the_machines_points(tmp_path, dl):
    out = folder(tmp_path)
    before = exercise_table(flat(layer_of(out).pairs)[1])
    dl("adjust", out, "Bob Ray", "neuron", "--points", "0")
    row = rows_of(out / "exercises.csv")[0]
    dl("adjust", out, "Bob Ray", row["exercise"], "--points", "0")
    after = exercise_table(flat(layer_of(out).pairs)[1])
    assert [item["difficulty"] for item in before] == [item["difficulty"] for item in after]


def test_other_points(tmp_path):
    out = folder(tmp_path, rules={"weights": {"neuron": 100.0}})
    rows = {row["student"]: row for row in rows_of(out / "grades.csv")}
    assert float(rows["Ann Lee"]["max_score"]) == POINTS
    assert float(rows["Ann Lee"]["final_max"]) == pytest.approx(100)
    assert float(rows["Bob Ray"]["final"]) == pytest.approx(100 * float(rows["Bob Ray"]["score"]) / POINTS, abs=1e-4)


@given(st.floats(0, 20), st.floats(0, 40))
def test_final_rows_hand_on_what_counts(points, days):
    row, results = undecided(*pair("x", "right"))
    [(final, items)] = final_rows([(row | {"final": points, "final_max": 20.0, "penalty": days}, results)])
    assert (final["score"], final["max_score"]) == (points, 20.0)
    assert [item["score"] for item in items] == [item["adjusted"] for item in results]


def test_a_decision_for_a_group_is_for_all_of_it_whoever_handed_in(tmp_path, dl):
    groups = tmp_path / "groups.csv"
    groups.write_text("group,student\nalpha,Bob Ray\nalpha,Eve Fox\nbeta,Gus\nbeta,Ida\n", "utf-8")
    other = submission("Eve Fox", "forward", [], status="wrong") | {"max_score": 4.0}
    out = folder(tmp_path, late(0), (other, []), rules={"asked": {"run": 1, "lessons": ["neuron"]}})
    dl("report", out, "--groups", groups)
    assert dl("adjust", out, "alpha", "neuron", "--points", "9")[0] == 0
    assert dl("adjust", out, "beta", "neuron", "--points", "6")[0] == 0
    finals = {row["student"]: row["final"] for row in rows_of(out / "grades.csv") if row["lesson"] == "neuron"}
    assert finals == {"Bob Ray": "9", "Eve Fox": "9", "Gus": "6", "Ida": "6"}
    dl("adjust", out, "Ida", "neuron", "--withdraw")
    assert [row["final"] for row in rows_of(out / "grades.csv") if row["student"] in ("Gus", "Ida")] == ["6", "0"]


def of_group(tmp_path, first, second, rules=None):
    """The (student, final) of two members of whom both handed in."""
    members = [person("Ann Lee"), person("Bob Ray")]
    out = folder(tmp_path, first, second, rules=RULES | {"groups": {"alpha": members}} | (rules or {}))
    rows = layer_of(out).submissions
    assert rows[0]["by"] == rows[1]["by"]
    return out, rows[0]["by"], rows[0]["final"]


def test_of_a_groups_hand_ins_the_one_counts_that_is_worth_most_in_the_end(tmp_path):
    better_but_late = pair("Bob Ray", *["right"] * 6)
    better_but_late[0].update(handed_in=DUE + 9 * DAY, time_from="platform")
    in_time = pair("Ann Lee", *["right"] * 5)
    in_time[0].update(handed_in=DUE, time_from="platform")
    assert of_group(tmp_path, in_time, better_but_late)[1] == "Ann Lee"
    more_time = {"extensions": [{"student": "alpha", "names": ["alpha"], "lesson": "", "seconds": 10 * DAY, "row": 2}]}
    assert of_group(tmp_path, in_time, better_but_late, more_time)[1] == "Bob Ray"
    last = better_but_late[1][5]["exercise"]
    assert of_group(tmp_path, in_time, better_but_late, more_time | {"weights": {last: 0.0}})[1:] == (
        "Bob Ray",  # as much worth, and handed in later
        in_time[0]["score"],
    )


def test_a_hand_in_for_which_a_person_gave_points_counts_for_its_group(tmp_path, dl):
    broken, _ = pair("Bob Ray")
    broken |= {"status": "invalid", "message": "Cut.", "score": 0.0}
    out, by, _ = of_group(tmp_path, pair("Ann Lee", "right"), (broken, []))
    assert by == "Ann Lee"
    with GradeBook(out / "gradebook.sqlite") as book:
        decide(book, [Decision("Bob Ray", "neuron", "", broken["sha256"], 12.0, float(POINTS))])
    assert [(row["by"], row["final"]) for row in layer_of(out).submissions] == [("Bob Ray", 12.0)] * 2


def test_who_lacks_what_was_asked_for_in_another_week_is_missing_there(tmp_path):
    other = submission("Eve Fox", "forward", [], status="wrong") | {"max_score": 4.0}
    asked = {"asked": {"run": 1, "lessons": ["forward", "neuron"]}}
    rows = layer_of(folder(tmp_path, late(0), (other, []), rules=asked)).submissions
    assert {(row["student"], row["lesson"]) for row in rows if row["status"] == "missing"} == {
        ("Bob Ray", "forward"),
        ("Eve Fox", "neuron"),
    }


def test_points_by_hand_keep_their_share_when_weights_change(tmp_path, dl):
    out = folder(tmp_path, late(0))
    dl("adjust", out, "Bob Ray", "neuron", "--points", "10.5")
    weights = tmp_path / "weights.csv"
    weights.write_text("exercise,points\nneuron,100\n", "utf-8")
    assert dl("report", out, "--weights", weights)[0] == 0
    assert (only(out)["final"], only(out)["final_max"]) == (50, 100)
    assert "\t50\t" in dl("adjust", out)[1]
    assert dl("report", out, "--weights", "none")[0] == 0
    assert only(out)["final"] == 10.5
