"""From what a runner sent to a verdict. Nothing that it sent is trusted, and two kinds of runners are told apart.

One that was sent the cases in the notebook only may say what it likes: its texts are cut and shown. One that held
hidden cases may hide them in everything that it says: of that one only whether it is right counts, and which of our
own names of mistakes its results fit.
"""

from dlcourse.checking import marks
from dlcourse.checking.check import Verdict, verdict_on
from dlcourse.checking.runtime.plain import Opaque
from dlcourse.checking.runtime.run import Failure, Outcome
from dlcourse.checking.signatures import name_misfit
from dlcourse.checking.status import Status
from dlcourse.grading.hidden_mistakes import named
from dlcourse.grading.sandbox.requests import HIDDEN, VISIBLE, oracle_of, reference_answers
from dlcourse.grading.time_budget import TooLong

UNREADABLE = Opaque("unreadable", "something that is not plain data")
SIGNALS = {6: "it aborted", 7: "a bus error", 9: "it was killed", 11: "a segmentation fault", 24: "too much CPU time"}
ONLY_HIDDEN = "The cases in the notebook pass, but "


def outcome_from(answer, lines=()):
    """An Outcome from what a runner sent: whatever it is, an Outcome comes back.

    Parameters
    ----------
    answer : plain data
    lines : list of str
        The cell of the function, as it was handed in: the line of an error is quoted from it.
    """
    if not isinstance(answer, dict):
        return Outcome(value=UNREADABLE)
    failure = answer.get("failure")
    outcome = Outcome(value=answer.get("value"))
    if isinstance(failure, dict):
        line = _whole(failure.get("line"))
        outcome.failure = Failure(
            type=_text(failure.get("type"))[:80] or "Exception",
            message=_text(failure.get("message"))[:1000],
            line=line,
            code=quoted_line(lines, line),
            unfinished=failure.get("unfinished") is True,
            facts=failure.get("facts"),  # read with suspicion, by `python_errors.facts`
        )
    arguments = answer.get("arguments")
    outcome.arguments = arguments if isinstance(arguments, dict) else {}
    warned = answer.get("warnings")
    outcome.warnings = tuple(_text(item)[:200] for item in warned[:10]) if isinstance(warned, list) else ()
    shared = answer.get("shared")
    outcome.shared = tuple(_text(item)[:80] for item in shared[:20]) if isinstance(shared, list) else ()
    outcome.printed, outcome.cut = _text(answer.get("printed"))[:10_000], answer.get("cut") is True
    return outcome


def quoted_line(lines, line):
    """A line of a cell, counted from 1, as a page quotes it; "" if there is no such line."""
    return lines[line - 1].strip()[:200] if line and 0 < line <= len(lines) else ""


def cell_lines(extraction, cell):
    """The lines of a cell of the notebook."""
    return extraction.cells.get(cell, "").splitlines()


def is_ready(answer):
    """Whether a runner says that the exercise's function can be called."""
    return isinstance(answer, dict) and "ready" in answer


def judge(exercise, verdict, answers, budget, *, source, lines):
    """The verdict on the cases in the notebook, by a process that was sent no others.

    Parameters
    ----------
    exercise : Exercise
    verdict : Verdict
        To be used where there is none to be found.
    answers : list of plain data
        One for each visible case.
    budget : TimeBudget
    source : Source
    lines : list of str
        Of the function's cell.
    """
    oracle = oracle_of(exercise.id, VISIBLE)
    for diagnosed in (True, False):  # what takes too long to diagnose may still be compared
        try:
            with budget.comparing():
                outcomes, options = [outcome_from(answer, lines) for answer in answers], {"diagnosed": diagnosed}
                return verdict_on(exercise, oracle.cases, outcomes, oracle=oracle, source=source, **options)
        except TooLong:
            continue
        except Exception:  # the engine is made for learners; nobody promised it plain data made to break it
            break
    verdict.status, verdict.message = Status.ERROR, "What came back could not be compared."
    return verdict


def judge_hidden(exercise, shown, answers, budget, *, seed, source):
    """The verdict on the hidden cases, put into the one on the visible ones, which is right until here.

    Where there are marks, those of the hidden cases count: on the visible ones it was enough to do what an answer must.
    """
    try:
        with budget.comparing():
            oracle = oracle_of(exercise.id, HIDDEN, seed)
            outcomes = [outcome_from(answer) for answer in answers]
            found = verdict_on(exercise, oracle.cases, outcomes, oracle=oracle, source=source, secret=True)
            if found.measured is not None:
                return _marked(exercise, shown, found)
            if found.status == Status.CORRECT:
                return shown
            name, advice = named(exercise, oracle, found, outcomes, source)
    except Exception:
        return not_on_others(shown, Status.ERROR, "what it gives back on other numbers could not be compared.")
    status = Status.ERROR if found.status == Status.ERROR else Status.WRONG
    verdict = not_on_others(shown, status, "the same function on other numbers does not.")
    verdict.diagnosis, verdict.advice = name, advice
    return verdict


def _marked(exercise, shown, found):
    """The visible Verdict with the points of the hidden cases: how good an answer is there is no secret of theirs."""
    marks.give(exercise, shown, found.measured, begin="In the grader's own cases: ")
    return shown


def not_on_others(shown, status, rest):
    """A Verdict that tells of the hidden cases nothing but a status and a sentence of ours."""
    fields = {"max_score": shown.max_score, "bonus": shown.bonus, "message": f"{ONLY_HIDDEN}{rest}"}
    return Verdict(shown.exercise, status, **fields)


def right_together(exercise, answers, budget, *, seed, known):
    """A Verdict of our own words if the answers to all cases, visible and hidden, are right; else None.

    Parameters
    ----------
    exercise : Exercise
    answers : list of plain data
    budget : TimeBudget
    seed : int
        The secret seed.
    known : dict
        The reference's answers by their bytes, as `Worker.ask` was given them: what is equal to the last bit is right.
    """
    oracles = oracle_of(exercise.id, VISIBLE), oracle_of(exercise.id, HIDDEN, seed)
    wanted = [known[data] for data, _ in reference_answers(exercise.id, seed)]
    is_same = all(answer is same for answer, same in zip(answers, wanted, strict=True))
    if not is_same and not _all_right(exercise, answers, oracles, budget):
        return None
    shown = len(oracles[0].cases)
    return Verdict.about(exercise, Status.CORRECT, score=exercise.points, cases=shown, passed=shown)


def _all_right(exercise, answers, oracles, budget):
    first = 0
    try:
        with budget.comparing():
            for oracle in oracles:
                outcomes = [outcome_from(answer) for answer in answers[first : first + len(oracle.cases)]]
                found = verdict_on(exercise, oracle.cases, outcomes, oracle=oracle, diagnosed=False)
                if found.status != Status.CORRECT:
                    return False
                first += len(oracle.cases)
    except Exception:  # to be looked at alone
        return False
    return True


def cannot(verdict, answer, extraction):
    """The student's code failed before the exercise was called at all: what a process without hidden cases says."""
    fields = answer.get("cannot") if isinstance(answer, dict) else None
    fields = fields if isinstance(fields, dict) else {}
    verdict.status = Status.ERROR
    verdict.message = _text(fields.get("message"))[:600] or "The answer could not be run."
    verdict.line = _whole(fields.get("line"))
    verdict.code = quoted_line(cell_lines(extraction, _whole(fields.get("cell"))), verdict.line)
    name_misfit(verdict)
    return verdict


def ended_early(ending):
    """What is said of a runner that did not get to its end, but for the time limit, as a sentence in small letters."""
    if ending["how"] == "flood":
        return "it was stopped: it gave back more data than any answer needs."
    if ending["how"] == "files":
        return "it was stopped: it made thousands of files."
    why = SIGNALS.get(ending.get("signal"), "it left before it had answered")
    return f"the code ended its own process: {why}."


def _text(value):
    return value if isinstance(value, str) else ""


def _whole(value):
    return value if type(value) is int and 0 <= value < 1_000_000 else None
