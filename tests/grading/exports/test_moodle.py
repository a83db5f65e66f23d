"""Grades and feedback for Moodle."""

import csv

import pytest
from classroom import cells_of
from synthetic import MOODLE, PLAIN, POINTS, pair

from dlcourse.grading.errors import UsageError
from dlcourse.grading.exports.moodle import write_moodle_csv
from dlcourse.grading.exports.moodle_worksheet import (
    fill_moodle_worksheet,
    read_moodle_participants,
    read_moodle_worksheet,
)
from dlcourse.grading.reports.class_report import flat
from dlcourse.grading.reports.pages import lesson_title

TITLE = lesson_title("neuron")
HEADS = {
    "en": "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments",
    "de": "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,"
    "Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),Feedback als Kommentar",
    "fr": "Identifiant,Nom complet,Adresse de courriel,Statut,Note,Note maximale,La note peut être modifiée,"
    "Dernière modification (travail remis),Dernière modification (note),Feedback par commentaires",
    "es": "Identificador,Nombre completo,Dirección de correo,Estado,Calificación,Calificación máxima,"
    "La calificación puede ser cambiada,Última modificación (entrega),Última modificación (calificación),Comentarios",
    "pt": "Identificador,Nome completo,Número de identificação,Status,Nota,Nota máxima,Nota pode ser alterada,"
    "Última modificação (envio),Última modificação (nota),Comentários de feedback",
    "of no language here": "Aaa,Bbb,Ccc,Ddd,Eee,Fff,Ggg,Hhh,Iii,Jjj",
}


def sheet(folder, *lines, delimiter=","):
    """Write lines as a CSV file, and return its place."""
    path = folder / "sheet.csv"
    with open(path, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(lines)
    return path


def fill(folder, path, *pairs):
    """What `fill_moodle_worksheet` says, and the rows that it wrote."""
    people = read_moodle_worksheet(path)
    filled = fill_moodle_worksheet(*flat(list(pairs)), people, folder / "filled.csv")
    return filled, cells_of(folder / "filled.csv")


def test_moodle_csv_has_grade_and_feedback(tmp_path):
    submissions, results = flat([MOODLE])
    write_moodle_csv(submissions, results, tmp_path / "moodle.csv")
    head, row = cells_of(tmp_path / "moodle.csv")
    assert head == ["Identifier", "Full name", "Username", TITLE, f"{TITLE} (feedback)", "ID number", "Email address"]
    assert row[:4] == ["Participant 815", "José Núñez", "", "1"]
    assert "weighted_sum: right, 1 of 1 point." in row[4]


def test_a_worksheet_of_moodle_is_filled_in(tmp_path):
    head = ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"]
    rows = [
        ["Participant 815", "José Núñez", "", "10.00", "-", ""],
        ["Participant 816", "N. N.", "3", "10.00", "-", ""],
    ]
    result, filled = fill(tmp_path, sheet(tmp_path, head, *rows), MOODLE, PLAIN)
    assert (result.strangers, result.notes) == (["jnunez"], [])
    assert filled[0] == head
    assert float(filled[1][2]) == pytest.approx(10 / POINTS, abs=0.01)
    assert "weighted_sum: right" in filled[1][5]
    assert filled[2] == rows[1]


@pytest.mark.parametrize("language", HEADS)
def test_a_worksheet_in_any_language(tmp_path, language):
    head = HEADS[language].split(",")
    rows = [[f"Teilnehmer/in{n}", f"N {n}", f"n{n}@x", "-", "", "10,00", "Ja", "-", "-", ""] for n in (814, 815)]
    _, filled = fill(tmp_path, sheet(tmp_path, head, *rows), MOODLE)
    assert filled[0] == head
    assert filled[1] == rows[0]
    assert float(filled[2][4]) == pytest.approx(10 / POINTS, abs=0.01)
    if language != "of no language here":  # there no column is known to be for comments
        assert "weighted_sum: right" in filled[2][9]
    assert filled[2][5:9] == ["10,00", "Ja", "-", "-"]


@pytest.mark.parametrize(("most", "told"), [("1,000", "may be"), ("many", "is no number"), ("1.000", "may be")])
def test_a_maximum_that_is_not_understood_is_refused(tmp_path, most, told):
    path = sheet(tmp_path, HEADS["en"].split(","), ["Participant 815", "N", "", "", "", most, "", "-", "-", ""])
    with pytest.raises(UsageError, match=f"row 2, column 'Maximum Grade': .* {told}"):
        fill(tmp_path, path, MOODLE)


def test_a_worksheet_with_a_scale_or_without_grades_is_refused(tmp_path):
    head = ["ID", "Vollständiger Name", "Bewertung", "Skala", "Zuletzt geändert (Bewertung)"]
    with pytest.raises(UsageError, match="by a scale"):
        read_moodle_worksheet(sheet(tmp_path, head, ["Teilnehmer/in1", "N", "", "gut", "-"]))
    for head in (["Identifier", "Full name"], ["a", "b", "c"]):
        with pytest.raises(UsageError, match="as the platform exports it"):
            read_moodle_worksheet(sheet(tmp_path, head, ["1", "2", "3"]))


def test_what_moodles_import_lacks_is_said_and_filled_from_a_list_of_participants(tmp_path):
    pairs = [MOODLE, pair("ann@x.org", "right"), PLAIN]
    [note] = write_moodle_csv(*flat(pairs), tmp_path / "moodle.csv")
    assert note.startswith("moodle.csv: 1 of 3 rows have no username")
    # Moodle would take a later row without a key for the person of the row before.
    assert [row[2] for row in cells_of(tmp_path / "moodle.csv")[1:]] == ["", "ann@x.org", "jnunez"]
    head = ["Vorname", "Nachname", "Anmeldename", "E-Mail-Adresse", "ID-Nummer"]
    lines = [["José", "Núñez", "jose", "jose@x.org", "77"], ["Ann", "Lee", "ann", "ann@x.org", ""]]
    lines.append(["J.", "N.", "jnunez", "jn@x.org", "78"])
    people = read_moodle_participants(sheet(tmp_path, head, *lines, delimiter=";"))
    assert write_moodle_csv(*flat(pairs), tmp_path / "moodle.csv", people=people) == []
    rows = cells_of(tmp_path / "moodle.csv")
    assert rows[0][-2:] == ["ID number", "Email address"]
    assert {(row[2], *row[-2:]) for row in rows[1:]} == {
        ("jose", "77", "jose@x.org"),
        ("ann", "", "ann@x.org"),
        ("jnunez", "78", "jn@x.org"),
    }


def test_two_people_of_one_name_get_nothing(tmp_path):
    lines = [["Ann Lee", "a1"], ["Ann Lee", "a2"]]
    people = read_moodle_participants(sheet(tmp_path, ["Full name", "Username"], *lines))
    assert people.keys_of({"platform": "moodle", "name": "Ann Lee", "number": "4"}) is None
    with pytest.raises(UsageError, match="has no column 'Username'"):
        read_moodle_participants(sheet(tmp_path, ["Full name"], ["Ann Lee"]))


def test_two_for_one_row_fill_in_neither(tmp_path):
    head = ["Identifier", "Full name", "Username", "Grade", "Maximum Grade"]
    path = sheet(tmp_path, head, ["Participant 815", "J", "jnunez", "2", "10"])
    result, filled = fill(tmp_path, path, MOODLE, PLAIN)
    assert filled[1][3] == "2"
    assert "one person" in result.notes[0]
