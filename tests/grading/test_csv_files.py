"""CSV files: what spreadsheets take for formulas, and what platforms export."""

import pytest
from classroom import cells_of

from dlcourse.grading.csv_files import Grade, as_it_was, harmless, plain_number, read_csv, write_csv
from dlcourse.grading.errors import UsageError

FORMULAS = [
    "=1",
    "+1",
    "-1",
    "@A",
    "\t1",
    "\r1",
    " =1",
    "\t=1",
    "\n=1",
    "\u00a0=1",
    "\ufeff=1",
    "\u200b=1",
    "＝1",
    "-2+3",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_made_harmless_and_come_back(text):
    assert harmless(text) == f"'{text}"
    assert harmless(harmless(text)) == harmless(text)
    assert as_it_was(harmless(text)) == text


@pytest.mark.parametrize(
    "text", ["", "-", " - ", "a=b", "1", "a-b", "'tis", "’=", Grade("-3"), Grade("-3,5"), 3, -3.5, None]
)
def test_what_is_no_formula_stays(text):
    assert harmless(text) == text


def test_a_formula_where_a_grade_stands_is_one():
    assert harmless(Grade("-3+1")) == "'-3+1"


def test_a_file_has_a_mark_unless_it_is_raw(tmp_path):
    path = tmp_path / "x.csv"
    write_csv(path, [["é", "=1"], [Grade("-1"), ""]])
    assert path.read_bytes() == b"\xef\xbb\xbf\xc3\xa9,'=1\r\n-1,\r\n"
    write_csv(path, [["é", "=1"]], raw=True)
    assert path.read_bytes() == b"\xc3\xa9,=1\r\n"


def test_numbers_are_written_out():
    assert [plain_number(x, 2) for x in (0, 1, 1234567.5, 1e9, 0.004, 99.999, 7.1)] == [
        *("0", "1", "1234567.5", "1000000000", "0", "100", "7.1")
    ]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "a;b\n1;2\n", "a\tb\n1\t2\n", "sep=;\na;b\n1;2\n", '"a","b"\n\n1,2'])
def test_separators(tmp_path, text):
    path = tmp_path / "x.csv"
    path.write_text(text, "utf-8-sig")
    sheet = read_csv(path)
    assert (sheet.header, sheet.rows) == (["a", "b"], [["1", "2"]])


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None, b"a,b\n" + b"x" * 200_000])
def test_a_file_that_cannot_be_read(tmp_path, content):
    if content is not None:
        (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(UsageError, match="as the platform exports it"):
        read_csv(tmp_path / "x.csv")


def test_what_is_written_is_read(tmp_path):
    rows = [["Ann; Lee", 'say "hi"', "two\nlines"], ["a", "b", "c"]]
    write_csv(tmp_path / "x.csv", rows)
    assert cells_of(tmp_path / "x.csv") == rows
