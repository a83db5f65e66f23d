"""The guide for instructors, followed to the letter: one class, from the hand-ins to the upload, on each platform.

Commands and files are taken from the guide itself. What the class hands in and what a platform exports is made here,
and so is, by hand, what must come out in the end.
"""

import csv
import datetime
import os
import re
import shlex
import zoneinfo
from pathlib import Path
from typing import ClassVar

import pytest
from classroom import IMPORTS, archive, needs_sandbox, notebook, put, rows_of

from dlcourse.grading.reports import plots

pytestmark = needs_sandbox

# A year earlier, so that nothing is handed in in the future, wherever the clock stands.
GUIDE = (Path(__file__).parents[2] / "docs" / "instructors.md").read_text("utf-8").replace("2026-", "2025-")
OF_ONE_PLATFORM = {"--canvas": "canvas", "--moodle": "moodle"}
ANN, BOB, CEM, DAI, EVE = "Ann Lee", "Bob Ray", "Cem Öz", "Dai Wu", "Eve Fox"
MOST = 21  # points of the lesson neuron

REST = [  # without these it would be an earlier edition of the lesson
    '@exercise("neuron.catch_step")\ndef catch_step(tests):\n    raise NotImplementedError',
    'question("neuron.boundary_height", answer=...)\nquestion("neuron.doubled", answer=...)',
]
WEIGHTED = '@exercise("neuron.weighted_sum")\ndef weighted_sum(x, w, b):\n    return np.sum(x * w) + b'
STEP = '@exercise("neuron.step")\ndef step(z):\n    return np.where(z >= 0, 1.0, 0.0)'
SIGMOID = '@exercise("neuron.sigmoid")\ndef sigmoid(z):\n    return {}'
RELU = '@exercise("neuron.relu")\ndef relu(z):\n    return np.maximum(0, {})'
STABLE, NAIVE, ROUNDED = "np.exp(-np.logaddexp(0, -z))", "1 / (1 + np.exp(-z))", "np.round(1 / (1 + np.exp(-z)), 1)"


def work(sigmoid, relu):
    """A notebook of four exercises, the first two of them right."""
    return notebook(IMPORTS, WEIGHTED, STEP, SIGMOID.format(sigmoid), RELU.format(relu), *REST)


HAND_INS = {
    ANN: work(ROUNDED, "z"),
    BOB: work(STABLE, "-z"),
    CEM: work(STABLE, "z")[:300],  # damaged
    DAI: work(NAIVE, "z"),
}
BOB_AGAIN = work(STABLE, "z")
RAW = {ANN: 3, BOB: 4, CEM: 0, DAI: 3, EVE: 3}
ADJUSTED = {ANN: 3 + 2, BOB: 4 + 0.5, CEM: 12, DAI: 3, EVE: 3 + 2}
IN_TIME = dict.fromkeys(ADJUSTED, 0)
LATE = IN_TIME | {CEM: 0.1 * 12, DAI: 0.3 * 3}
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
CAME = {
    ANN: datetime.datetime(2025, 10, 16, 21, tzinfo=BERLIN),
    BOB: datetime.datetime(2025, 10, 18, 10, tzinfo=BERLIN),  # has three days more
    CEM: datetime.datetime(2025, 10, 17, 0, 9, tzinfo=BERLIN),  # ten minutes late
    DAI: datetime.datetime(2025, 11, 1, 12, 30, tzinfo=BERLIN),  # two days and half an hour after the extension
}


class Canvas:
    """A zip file of squeezed names, with the time of the download; the exported gradebook."""

    calls: ClassVar = {ANN: "leeann_4711", BOB: "raybob_4712", CEM: "ozcem_4713", DAI: "wudai_4714", EVE: EVE}
    penalty = IN_TIME
    collected, uploaded = "submissions.zip", "canvas-gradebook.csv"

    def hand_in(self, works):
        names = {ANN: "leeann", BOB: "raybob", CEM: "ozcem_LATE", DAI: "wudai_LATE"}
        numbers = {student: name.rpartition("_")[2] for student, name in self.calls.items()}
        members = [(f"{names[who]}_{numbers[who]}_99_01_neuron.ipynb", data) for who, data in works.items()]
        archive(Path(self.collected), members)

    def export(self):
        rows = [["    Points Possible", "", "", "", "", "10", ""], ["Fox, Eve", "4715", "u5", "efox", "A", "", "3"]]
        for who in HAND_INS:
            first, last = who.split()
            rows.append([f"{last}, {first}", self.calls[who][-4:], f"u{last}", first, "A", "", "4"])
        header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Homework 1 (501)", "Essay (502)"]
        table("exported.csv", [header, *rows])

    def points(self, rows):
        names = {row["Student"]: row["Homework 1 (501)"] for row in rows}
        assert float(names.pop("    Points Possible")) == 10
        return {" ".join(reversed(name.split(", "))): float(points) / 10 * MOST for name, points in names.items()}


class Moodle:
    """A zip file of folders with the participants' numbers; the grading worksheet, the list of participants."""

    calls: ClassVar = {ANN: "Ann Lee_815", BOB: "Bob Ray_816", CEM: "Cem Öz_817", DAI: "Dai Wu_818", EVE: EVE}
    penalty = LATE
    collected, uploaded = "submissions.zip", "moodle-worksheet.csv"

    def hand_in(self, works):
        archive(
            Path(self.collected),
            [(f"{self.calls[who]}_assignsubmission_file_/01_neuron.ipynb", data) for who, data in works.items()],
        )

    def export(self):
        header = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade"]
        header += ["Grade can be changed", "Last modified (submission)", "Last modified (grade)", "Feedback comments"]
        rows, people = [], []
        for number, who in enumerate([*HAND_INS, EVE], 815):
            came = f"{CAME[who]:%A, %-d %B %Y, %-I:%M %p}" if who in CAME else "-"
            address = f"{who.split()[0].lower()}@school.edu"
            rows.append([f"Participant {number}", who, address, "Submitted", "", "42.00", "Yes", came, "-", ""])
            people.append([*who.split(), f"id{number}", address])
        table("worksheet.csv", [header, *rows])
        table("participants.csv", [["First name", "Last name", "ID number", "Email address"], *people])

    def points(self, rows):
        assert all(row["Feedback comments"] for row in rows)
        imported = rows_of("results/moodle.csv")
        assert {row["Email address"][:3] for row in imported} == {"ann", "bob", "cem", "dai", "eve"}
        return {row["Full name"]: float(row["Grade"]) / 42 * MOST for row in rows}


class Blackboard:
    """A zip file of logins and times."""

    calls: ClassVar = {ANN: "annlee", BOB: "bobray", CEM: "cemoz", DAI: "daiwu", EVE: EVE}
    penalty = LATE
    collected, uploaded = "submissions.zip", "grades.csv"

    def hand_in(self, works):
        time = "%Y-%m-%d-%H-%M-%S"
        names = {who: f"Homework 1_{self.calls[who]}_attempt_{CAME[who]:{time}}_01_neuron.ipynb" for who in works}
        archive(Path(self.collected), [(names[who], data) for who, data in works.items()])

    def export(self):
        pass

    def points(self, rows):
        names = {name: who for who, name in self.calls.items()}
        return {names[row["student"]]: float(row["final"]) for row in rows}


class Brightspace(Blackboard):
    """A zip file of folders with numbers, names and times."""

    calls: ClassVar = {ANN: "Ann Lee_12345", BOB: "Bob Ray_12346", CEM: "Cem Öz_12347", DAI: "Dai Wu_12348", EVE: EVE}

    def hand_in(self, works):
        members = [("index.html", b"<html></html>")]
        for number, (who, data) in enumerate(works.items(), 12345):
            time = f"{CAME[who]:%b %-d, %Y %-I%M %p}"
            members.append((f"{number}-678 - {who} - {time}/01_neuron.ipynb", data))
        archive(Path(self.collected), members)


class Nbgrader(Blackboard):
    """The folder `submitted` of a course, with nbgrader's timestamps."""

    collected = "submitted"

    def hand_in(self, works):
        for who, data in works.items():
            folder = Path("submitted", self.calls[who], "neuron")
            put(folder, "01_neuron.ipynb", data)
            put(folder, "timestamp.txt", f"{CAME[who].astimezone(datetime.UTC):%Y-%m-%d %H:%M:%S} UTC".encode())


class Folders(Blackboard):
    """A folder for each student; the time is that of the file."""

    calls: ClassVar = {who: who for who in ADJUSTED}
    collected = "submissions"

    def hand_in(self, works):
        for who, data in works.items():
            path = put(Path("submissions", who), "01_neuron.ipynb", data)
            os.utime(path, (CAME[who].timestamp(),) * 2)


PLATFORMS = {kind.__name__.lower(): kind for kind in (Canvas, Moodle, Blackboard, Brightspace, Nbgrader, Folders)}


def table(name, rows):
    """Write a CSV file as platforms do."""
    with open(name, "w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)


def steps(first, last):
    """The guide from one section to another: pairs (name of a file, text) and ("", a command)."""
    part = GUIDE[GUIDE.index(f"\n## {first}. ") :].partition(f"\n## {last + 1}. ")[0].partition("\n## Gradescope")[0]
    before = ""
    for number, block in enumerate(re.split(r"^```", part, flags=re.MULTILINE)):
        if number % 2 == 0:
            before = block
        elif block.startswith("csv\n"):
            yield re.findall(r"[\w-]+\.csv", before)[-1], block.removeprefix("csv\n")
        else:
            yield from (("", line) for line in block.strip().splitlines())


def follow(dl, platform, name, first, last):
    """Do what the sections of the guide say; returns all that was printed."""
    printed = []
    for file, text in steps(first, last):
        if file:
            Path(file).write_text(text, "utf-8")
            continue
        words = shlex.split(text)
        assert words.pop(0) == "dlcourse"
        if any(word.startswith(option) for word in words for option, its in OF_ONE_PLATFORM.items() if its != name):
            continue
        code, out, err = dl(*_here(platform, words))
        assert code == 0, (text, out, err)
        printed.append(f"$ {text}\n{out}{err}")
    return "\n".join(printed)


def _here(platform, words):
    """A command with what this platform gives in place of the guide's file, and in one process, which is quicker."""
    words = [platform.collected if word == "submissions.zip" else word for word in words]
    return [*words, "--jobs", "1"] if "-o" in words else words


def grades(platform, column, kind=float):
    """Real name -> what stands in a column of grades.csv."""
    names = {name: who for who, name in platform.calls.items()}
    return {names[row["student"]]: kind(row[column]) for row in rows_of("results/grades.csv")}


def finals(platform, adjusted=ADJUSTED):
    return {who: pytest.approx(adjusted[who] - platform.penalty[who], abs=0.02) for who in adjusted}


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_class_from_release_to_upload(tmp_path, monkeypatch, dl, name):
    monkeypatch.chdir(tmp_path)
    if name != "folders":  # once is enough
        for plot in ("score_plot", "exercise_plot", "mistake_plot"):
            monkeypatch.setattr(plots, plot, lambda *arguments: {"src": "", "alt": ""})
    platform = PLATFORMS[name]()
    platform.hand_in(HAND_INS)
    platform.export()
    follow(dl, platform, name, 3, 5)
    assert grades(platform, "score") == {who: RAW[who] for who in HAND_INS}
    said = follow(dl, platform, name, 6, 9)
    assert platform.points(rows_of(f"results/{platform.uploaded}")) == finals(platform)
    assert grades(platform, "score") == RAW
    _pages_tell(platform)
    assert ("Where no time is known nothing is taken off" in said.rpartition("$ ")[2]) == (platform.penalty is IN_TIME)
    _decisions_stay_with_their_hand_in(dl, platform, name)


def _pages_tell(platform):
    """Each has a page, which says what was decided."""
    pages = [page.read_text("utf-8") for page in Path("results/feedback").rglob("neuron.html")]
    assert len(pages) == len(ADJUSTED)
    said = {
        "A fine way of your own.": 2,  # to Eve, too
        "Only the sign is wrong.": 1,
        "Please write your helper functions above the exercise.": 1,
        "Shown in the lab, the file is damaged.": 1,
        "See me about the limits of exp.": 1,
        "after it was due": sum(map(bool, platform.penalty.values())),
    }
    assert {text: sum(text in page for page in pages) for text in said} == said


def _decisions_stay_with_their_hand_in(dl, platform, name):
    """A regrade changes none; what Bob hands in anew does not take his."""
    [command] = [line for _, line in steps(4, 4) if line.endswith("--lessons neuron")]
    words = _here(platform, shlex.split(command)[1:])
    assert dl(*words, "--regrade")[0] == 0
    assert (grades(platform, "score"), grades(platform, "final")) == (RAW, finals(platform))
    platform.hand_in(HAND_INS | {BOB: BOB_AGAIN})
    assert dl(*words)[0] == 0
    assert grades(platform, "final") == finals(platform) | {BOB: 5}
    lines = dl("adjust", "results")[1].splitlines()[1:]
    assert [line.split("\t")[-1] for line in lines if platform.calls[BOB] in line] == [
        "stale: on an earlier hand-in"
    ] * 2
    assert sum(line.endswith("counts") for line in lines) == len(lines) - 2
    assert dl(*words, "--weights", "weights.csv")[0] == 0  # as the guide has it: relu is worth nothing
    assert grades(platform, "final_max") == dict.fromkeys(ADJUSTED, 100)
    assert grades(platform, "adjusted")[BOB] == 4 * 100 / (MOST - 1)
    assert grades(platform, "score") == RAW | {BOB: 5}
    assert dl(*words, "--weights", "none")[0] == 0
    assert grades(platform, "final") == finals(platform) | {BOB: 5}
