"""guess: what is noted, what is asked for again, and what stands beside the outcome; the experiment always runs."""

import json

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from dlcourse.checking.guesses import Guess, plain_number
from dlcourse.coursework.execute import execute
from dlcourse.exercises import UnknownExercise
from dlcourse.notebook import guessing
from dlcourse.notebook.guessing import guess
from dlcourse.notebook.progress import FILE_NAME, record_guess
from dlcourse.notebook.session import session

STEPS, WINNER = "sample.steps", "sample.winner"
KNOWN = {
    STEPS: Guess(asks="steps that Adam needs", unit="steps", between=(0, 1000), id=STEPS),
    WINNER: Guess(asks="who comes first", options={"a": "SGD", "b": "Adam"}, id=WINNER),
    "sample.percent": Guess(asks="% named right", unit="%", id="sample.percent"),
    "sample.loss": Guess(asks="the loss", id="sample.loss"),
    "sample.share": Guess(asks="the share", between=(0, float("inf")), id="sample.share"),
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder and a fresh kernel of its own; the guesses above are those of the course."""

    def find(guess_id):
        if guess_id not in KNOWN:
            raise UnknownExercise(f"There is no guess {guess_id!r}.")
        return KNOWN[guess_id]

    monkeypatch.setattr(guessing, "find_guess", find)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DLCOURSE_PROGRESS", raising=False)
    session.begin_anew()
    return tmp_path


@pytest.fixture
def notebook(monkeypatch):
    """What is shown is printed, and what is recorded is written, as in a notebook."""
    monkeypatch.setattr(guessing, "recording", lambda: True)


@pytest.fixture
def said(capsys):
    return lambda: capsys.readouterr().out


def kept(folder):
    path = folder / FILE_NAME
    return json.loads(path.read_text())["guesses"] if path.exists() else {}


# ---- before the experiment ----


@pytest.mark.parametrize("answer", [100, 100.0, np.int64(100), np.float32(100), np.array(100.0)])
def test_a_number_is_given_back_as_a_float_and_kept(notebook, folder, said, answer):
    given = guess(STEPS, answer=answer)
    assert (given, type(given)) == (100.0, float)
    assert "your guess, steps that Adam needs: 100 steps" in said()
    assert kept(folder) == {STEPS: {"answer": 100.0}}


@pytest.mark.parametrize("answer", ["b", "B", " b "])
def test_a_letter_is_given_back_and_kept(notebook, folder, said, answer):
    assert guess(WINNER, answer) == "b"
    assert "b: Adam" in said()
    assert kept(folder) == {WINNER: {"answer": "b"}}


def test_three_dots_guess_nothing(notebook, folder, said):
    assert guess(STEPS, answer=...) is None
    assert "nothing guessed yet" in said()
    assert kept(folder) == {}


@pytest.mark.parametrize(
    ("guess_id", "answer", "words"),
    [
        (WINNER, "c", 'Guess one letter in quotes: "a", "b"; you gave the text \'c\'.'),
        (WINNER, 1, "you gave the single number 1"),
        (WINNER, "ab", "one letter"),
        (STEPS, "100", "without quotes, as in `answer=3.5`; you gave the text '100'"),
        (STEPS, True, "you gave the truth value True"),
        (STEPS, [100], "you gave a list of 1 number"),
        (STEPS, 1j, "Guess one number"),
        (STEPS, None, "you gave None"),
        (STEPS, 10**400, "Guess one number"),
        (STEPS, float("nan"), "Guess a number from 0 to 1000; nan cannot be meant."),
        (STEPS, -1, "Guess a number from 0 to 1000; -1 cannot be meant."),
        (STEPS, 1000.5, "cannot be meant"),
        ("sample.loss", float("inf"), "Guess a number that is finite; you gave inf."),
        ("sample.share", -0.5, "Guess a number of at least 0; -0.5 cannot be meant."),
    ],
)
def test_what_cannot_be_meant_is_asked_for_again_and_the_experiment_runs(
    notebook, folder, said, guess_id, answer, words
):
    assert guess(guess_id, answer=answer) is None
    text = said()
    assert "not a guess yet" in text
    assert words in text
    assert "the experiment goes on without your guess" in text
    assert kept(folder) == {}


def test_an_unknown_guess_is_told_and_nothing_is_raised(said):
    assert guess("sample.nothing", answer=3) is None
    assert "There is no guess 'sample.nothing'" in said()


def test_two_percentages_are_so_many_points_apart(notebook, said):
    guess("sample.percent", answer=40)
    said()
    guess("sample.percent", outcome=68)
    assert "Your guess is 28 points below it: it is 1.7 times as much as you guessed." in said()


def test_the_ends_of_the_range_can_be_meant(notebook):
    assert [guess(STEPS, 0), guess(STEPS, 1000)] == [0.0, 1000.0]


# ---- after it ----


@pytest.mark.parametrize(
    ("given", "outcome", "words"),
    [
        (100, 40, ["you guessed 100 steps; it is 40 steps", "Your guess is 60 steps above it: 2.5 times as much."]),
        (50, 40, ["Your guess is 10 steps above it."]),
        (
            40,
            100,
            ["you guessed 40 steps; it is 100 steps", "60 steps below it: it is 2.5 times as much as you guessed"],
        ),
        (40, np.int64(40), ["That is the number that you guessed."]),
        (0, 40, ["Your guess is 40 steps below it."]),
        (40, float("inf"), ["it is inf steps", "came to no number"]),
        (40, float("nan"), ["came to no number"]),
        (40, None, []),
        (40, [1, 2], ["came to no number"]),
    ],
)
def test_guess_and_outcome_stand_side_by_side(notebook, said, given, outcome, words):
    guess(STEPS, answer=given)
    said()
    assert guess(STEPS, outcome=outcome) is None  # as the last line of a cell it would be shown
    text = said()
    for piece in words:
        assert piece in text


def test_letters_stand_side_by_side(notebook, said):
    guess(WINNER, answer="a")
    guess(WINNER, outcome="b")
    text = said()
    assert "you guessed a: SGD; it is b: Adam" in text
    guess(WINNER, outcome="a")
    assert "it came out as you guessed" in said()


def test_without_a_guess_the_outcome_is_told(notebook, folder, said):
    assert guess(STEPS, outcome=40) is None
    assert "nothing guessed; it is 40 steps" in said()
    assert kept(folder) == {}


def test_after_a_restart_the_kept_guess_is_used(notebook, folder, said):
    guess(STEPS, answer=100)
    session.begin_anew()
    guess(STEPS, outcome=40)
    assert "you guessed 100 steps; it is 40 steps" in said()
    assert kept(folder) == {STEPS: {"answer": 100.0, "outcome": 40.0}}


def test_a_guess_taken_back_in_this_kernel_is_none(notebook, said):
    guess(STEPS, answer=100)
    guess(STEPS, answer=...)
    assert guess(STEPS, outcome=40) is None  # as in the figure, which got None as well


@pytest.mark.parametrize("answer", ["b", 5000])
def test_a_kept_guess_that_no_longer_fits_is_none(notebook, said, answer):
    record_guess(STEPS, answer=answer)
    assert guess(STEPS, outcome=40) is None
    assert "nothing guessed; it is 40 steps" in said()


def test_both_in_one_call(notebook, said):
    assert guess(STEPS, answer=100, outcome=40) == 100.0
    assert "you guessed 100 steps; it is 40 steps" in said()


# ---- where nobody guesses ----


def test_with_the_reference_nothing_is_guessed_and_the_outcome_is_one_line(monkeypatch, folder, said):
    record_guess(STEPS, answer=100)
    before = (folder / FILE_NAME).read_bytes()
    monkeypatch.setenv("DLCOURSE_MODE", "reference")
    assert guess(STEPS, answer=3) is None
    assert said() == ""
    assert guess(STEPS, outcome=40) is None
    assert said() == "ℹ sample.steps — it is 40 steps\n"
    assert guess(WINNER, outcome="b") is None
    assert said() == "ℹ sample.winner — it is b: Adam\n"
    assert (folder / FILE_NAME).read_bytes() == before


def test_a_plain_script_remembers_and_writes_nothing(folder, said):
    assert guess(STEPS, answer=100) == 100.0
    guess(STEPS, outcome=40)
    assert "you guessed 100 steps; it is 40 steps" in said()
    assert list(folder.iterdir()) == []


SAMPLE = """
from dlcourse.checking.guesses import Guess
from dlcourse.notebook import guessing
guessing.find_guess = lambda key: Guess(asks="steps that Adam needs", unit="steps", id=key)
from dlcourse import guess
"""


@pytest.mark.slow
def test_a_real_kernel_keeps_a_guess_for_the_next_one(folder):
    def run(*sources):
        book = new_notebook(cells=[new_code_cell(source) for source in (SAMPLE, *sources)])
        return [
            "\n".join(output.get("text") or output.data["text/plain"] for output in cell.outputs)
            for cell in execute(book, folder).cells[1:]
        ]

    shown = run(
        "mine = guess('sample.steps', answer=100)", "print(mine)", "print(guess('sample.steps', answer='many'))"
    )
    assert "your guess, steps that Adam needs: 100 steps" in shown[0]
    assert shown[1] == "100.0\n"
    assert "not a guess yet" in shown[2]
    assert "None" in shown[2]
    assert kept(folder) == {"sample.steps": {"answer": 100.0}}
    (shown,) = run("_ = guess('sample.steps', outcome=40)")
    assert "you guessed 100 steps; it is 40 steps" in shown
    assert kept(folder) == {"sample.steps": {"answer": 100.0, "outcome": 40.0}}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (40.0, "40"),
        (0.123456, "0.1235"),
        (1234567, "1,234,567"),
        (-2.5, "-2.5"),
        (0, "0"),
        (2e-7, "2e-07"),
        (1e30, "1e+30"),
    ],
)
def test_numbers_are_short(value, text):
    assert plain_number(value) == text
