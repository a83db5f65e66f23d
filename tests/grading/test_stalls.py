"""Files that are made to stall or fill the grader cost themselves, and nobody else."""

import io
import json
import sqlite3
import zipfile

import pytest
from classroom import IMPORTS, archive, needs_sandbox, notebook, put, rows_of, start_here, statuses

from dlcourse.grading.gradebook import BOOK
from dlcourse.grading.run import grade

pytestmark = [pytest.mark.slow, needs_sandbox]

MOST_TEXT = 200_000  # signs that a submission may leave in the grade book


def answer(key, body):
    """The cell of an answer that takes anything."""
    return f'@exercise("{key}")\ndef {key.partition(".")[2]}(*a, **k):\n    {body}'


def nested_zips(depth=6, wide=8):
    """An archive that holds archives that hold archives, and at the bottom a notebook."""
    data = zipped({"x.ipynb": start_here()})
    for _ in range(depth):
        data = zipped({f"{number}.zip": data for number in range(wide)})
    return data


def zipped(members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return stream.getvalue()


ERROR = "raise type('A' * 90_000, (Exception,), {})('x' * 90_000)"
LAMBDAS = "return [" + ",".join(["lambda a: " * 95 + "0"] * 60) + "]"
FINALLY = "\n".join(f"{' ' * i}try:\n{' ' * i} pass\n{' ' * i}finally:" for i in range(25)) + f"\n{' ' * 25}pass"
FILES = {  # name of a file -> its bytes
    "ids/00_start_here.ipynb": b"exercise" * 250_000,
    "ids_in_a_cell/x.ipynb": notebook(IMPORTS, "exercise(" * 200_000),
    "spaces/x.ipynb": notebook(IMPORTS, "exercise" + " " * 190_000, answer("neuron.relu", "return 1")),
    "finally/x.ipynb": notebook(IMPORTS, FINALLY, answer("neuron.relu", "return 1")),
    "lambdas/x.ipynb": notebook(IMPORTS, answer("neuron.relu", LAMBDAS)),
    "decorators/x.ipynb": notebook(IMPORTS, "@np.a\n" * 30_000 + answer("neuron.relu", "return 1")),
    "twice/x.ipynb": notebook(IMPORTS, *[answer("neuron.relu", "return 1")] * 3_000),
    "order/x.ipynb": notebook(IMPORTS, answer("backprop.topological_order", "return ['a'] * 150_000")),
    "error/x.ipynb": notebook(IMPORTS, answer("neuron.relu", ERROR)),
    "prints/x.ipynb": notebook(IMPORTS, answer("neuron.relu", r"print(' \\' * 200_000); return 1")),
    "parameters/x.ipynb": notebook(IMPORTS, '@exercise("neuron.relu")\ndef relu(' + "a, " * 3_000 + "):\n    return 1"),
    "deep/x.ipynb": b'{"a":' * 200_000,
    "docstring/x.ipynb": notebook(IMPORTS, answer("neuron.relu", f'"""{"x " * 80_000}"""\n    return 1')),
    "magics/x.ipynb": notebook(IMPORTS, "!ls\n" * 1_000, answer("neuron.relu", "return 1")),
    "nested.zip": nested_zips(),
    "long_names.zip": archive(None, [("a" * 15_000 + ".ipynb", start_here()), ("-1" * 7_000 + ".ipynb", start_here())]),
    "many.zip": zipped({f"{number}/x.ipynb": b"{}" for number in range(3_000)}),
}  # fmt: skip
HONEST = 6


def test_they_cost_themselves(tmp_path):
    for number in range(HONEST):
        put(tmp_path, f"hw/honest{number}/00_start_here.ipynb", start_here())
    for name, data in FILES.items():
        put(tmp_path, f"hw/{name}", data)
    summary = grade([tmp_path / "hw"], tmp_path / "out", seed=1, timeout=2.0)
    assert summary.failed == 0
    found = statuses(tmp_path / "out")
    assert {found[f"honest{number}"] for number in range(HONEST)} == {"correct"}
    hostile = {name.partition("/")[0].removesuffix(".zip") for name in FILES}
    assert hostile <= set(found)
    # Some of them hold a right answer, in a name that is no student's.
    assert {student for student in hostile if found[student] == "correct"} <= {"long_names", "nested"}
    book = sqlite3.connect(tmp_path / "out" / BOOK)
    for row in book.execute("SELECT student, notes, message, name FROM submissions"):
        assert sum(map(len, row)) < MOST_TEXT, row[0]
    for row in book.execute("SELECT student, detail FROM results"):
        assert len(row[1]) < MOST_TEXT, row[0]
    for page in (tmp_path / "out" / "feedback").rglob("*.html"):
        assert page.stat().st_size < 2 * MOST_TEXT, page
    assert all(len(json.dumps(row)) < MOST_TEXT for row in rows_of(tmp_path / "out" / "exercises.csv"))
