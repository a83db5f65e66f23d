"""Mark one submission: send inputs into its sandbox, compare what comes back out here.

Every exercise is judged on the cases the student saw and on hidden ones, drawn from the secret seed. An exercise that
builds on another one gets the student's own answer to that if it was right, else the reference: a mistake costs once.
"""

from dataclasses import asdict

from dlcourse.checking.check import Verdict, verdict_on
from dlcourse.checking.python_errors.syntax import plain_sentence
from dlcourse.checking.questions import check_question
from dlcourse.checking.runtime.plain import Opaque
from dlcourse.checking.runtime.run import Failure, Outcome
from dlcourse.checking.signatures import name_misfit, other_name
from dlcourse.checking.specification import BLANK, Exercise, Question
from dlcourse.checking.status import Status
from dlcourse.coursework.planning import Planner, source_in
from dlcourse.coursework.second_try import SecondTry
from dlcourse.grading.sandbox.client import Lost
from dlcourse.grading.sandbox.requests import number_of_cases, oracles, request_for
from dlcourse.grading.second_try import cell_in, job_of, learn_from, place_of

UNREADABLE = Opaque("unreadable", "something that is not plain data")
SIGNALS = {6: "it aborted", 7: "a bus error", 9: "it was killed", 11: "a segmentation fault", 24: "too much CPU time"}


class Marker:
    """Marks the exercises of one submission, each once.

    Parameters
    ----------
    extraction : Extraction
        What the notebook answers.
    exercises : sequence of Exercise
        Those of the lesson that it is asked for, in lesson order.
    seed : int
        The secret seed.
    workers : function
        `workers()` starts a new Worker.
    """

    def __init__(self, extraction, exercises, seed, workers):
        self.extraction, self.seed, self.workers = extraction, seed, workers
        self.planner = Planner(extraction, exercises)
        self.worker = None
        self.second = SecondTry(extraction, self.planner)
        self.worker_seconds = 0
        self.right_together = {}
        self.passed = set()  # ids of the answers that are right, as far as it is known

    def mark(self):
        """The results of all exercises, in lesson order: verdicts as dicts with `cell` and `carried`."""
        results = {}
        try:
            self._try_together()
            for key in self.planner.order():
                results[key] = self._mark_one(self.planner.exercises[key])
                if results[key]["status"] == "correct":
                    self.passed.add(key)
        finally:
            self._drop_worker()
        return [results[key] for key in self.planner.exercises]

    def _mark_one(self, exercise):
        verdict, extra = Verdict(exercise.id, Status.MISSING, max_score=exercise.points), {"cell": None, "carried": []}
        place = self.extraction.exercises.get(exercise.id) or self.extraction.questions.get(exercise.id)
        if place is None:
            self._absent(exercise, verdict, extra)
        elif isinstance(exercise, Question):
            extra["cell"] = place.cell + 1
            self._question(exercise, verdict)
        elif exercise.id not in self.extraction.exercises:
            verdict.status = Status.ERROR
            verdict.message = f'This wants a function: @exercise("{exercise.id}") above its def.'
        else:
            extra["cell"] = place.cell + 1
            verdict = self._function(exercise, verdict, extra)
        verdict = self._try_again(exercise, verdict, extra)
        if exercise.id in self.extraction.exercises:
            verdict.note = f"{verdict.note} {other_name(exercise, place.function, verdict.status)}".strip()
        return asdict(verdict) | extra

    def _try_again(self, exercise, verdict, extra):
        """The verdict after all statements of the notebook, where that is better."""
        key = exercise.id
        if not isinstance(exercise, Exercise) or not self.second.may_help(key, verdict.status):
            return verdict
        self._start_worker()
        try:
            answers, ending = self._ask({key: job_of(self.second, key, self.passed, self.worker_seconds)})
        except Lost:
            return verdict
        first = answers[0] if answers and isinstance(answers[0], dict) else {}
        learn_from(first, self.second)
        if ending["how"] != "done" or "ready" not in first or len(answers) < 1 + number_of_cases(key, self.seed):
            return verdict
        fresh = Verdict(key, Status.MISSING, max_score=exercise.points)
        fresh = _judge(exercise, fresh, answers[1:], self.seed)
        if not self.second.is_better(key, fresh.status, verdict.status):
            return verdict
        extra["cell"] = extra["cell"] or cell_in(first, self.extraction)
        return fresh

    def _absent(self, exercise, verdict, extra):
        verdict.message = "The notebook has no answer to this."
        for cell in self.extraction.broken:
            if exercise.id in cell.ids:
                verdict.status, verdict.line, verdict.code = Status.ERROR, cell.line, cell.code
                verdict.message = f"Cell {cell.cell + 1} is not Python, line {cell.line}: {cell.message}."
                verdict.message = f"{verdict.message} {plain_sentence(cell.message, cell.code)}".rstrip()
                extra["cell"] = cell.cell + 1

    def _question(self, exercise, verdict):
        choice = self.extraction.questions.get(exercise.id)
        if choice is None or choice.error:
            verdict.status = Status.ERROR
            verdict.message = choice.error if choice else f'Answer with question("{exercise.id}", answer=...).'
        else:
            verdict.status = Status.WRONG  # unless the check finds better
            check_question(exercise, choice.value if choice.attempted else BLANK, verdict)

    def _function(self, exercise, verdict, extra):
        if not self.extraction.exercises[exercise.id].attempted:
            verdict.status = Status.NOT_ATTEMPTED
            return verdict
        if exercise.id in self.right_together:
            return self.right_together[exercise.id]
        parts = self.planner.parts(exercise.id, self.passed)
        extra["carried"] = parts[-1].carried
        count = number_of_cases(exercise.id, self.seed)
        try:
            answers, ending = self._ask({exercise.id: parts})
        except Lost as error:
            verdict.status, verdict.message = Status.CRASHED, f"The answer took its sandbox with it: {error}."
            return verdict
        if ending["how"] != "done" or len(answers) < 1 + count:
            return _cut_short(verdict, answers, ending, self.worker_seconds)
        if not isinstance(answers[0], dict) or "ready" not in answers[0]:
            return _cannot(verdict, answers[0])
        source = source_in(self.extraction, exercise.id)
        return _judge(exercise, verdict, answers[1 : 1 + count], self.seed, source=source)

    def _try_together(self):
        """Run all answers in one process that has no reference of the whole lesson, and keep what is right.

        That is several times faster than a process for each. What is not right there, or needs a reference of its own
        lesson, or builds on one that is not right, is run again by itself: only that says what is wrong with it.
        """
        written = {key for key, answer in self.extraction.exercises.items() if answer.attempted}
        functions = [
            key for key, item in self.planner.exercises.items() if isinstance(item, Exercise) and key in written
        ]
        plans = {key: self.planner.parts(key, set(functions)) for key in functions}
        jobs = {key: parts for key, parts in plans.items() if not any(part.references for part in parts)}
        if len(jobs) < 2:
            return
        try:
            answers, _ = self._ask(jobs)
        except Lost:
            return
        right, position = {}, 0
        for key in jobs:
            first = answers[position] if position < len(answers) else None
            if not isinstance(first, dict) or "ready" not in first:
                position += 1
                continue
            end = position + 1 + number_of_cases(key, self.seed)
            if end <= len(answers):
                exercise = self.planner.exercises[key]
                verdict = Verdict(key, Status.MISSING, max_score=exercise.points)
                right[key] = _judge(exercise, verdict, answers[position + 1 : end], self.seed, diagnose=False)
            position = end
        right = {key: verdict for key, verdict in right.items() if verdict.status == Status.CORRECT}
        while fallen := [key for key in right if not {part.id for part in jobs[key]} <= right.keys()]:
            for key in fallen:
                del right[key]
        self.right_together = right

    def _ask(self, jobs):
        """What comes back for jobs: exercise id -> its planned Parts, or the dict of a second try."""
        sent = {key: job if isinstance(job, dict) else self._sent_job(key, job) for key, job in jobs.items()}
        frames, count = request_for(sent, self.extraction.cells, self.seed)
        self._start_worker()
        try:
            answers = self.worker.ask(frames, count)
        except Lost:
            self._drop_worker()
            raise
        if self.worker.spent:
            self._drop_worker()
        return answers

    def _sent_job(self, key, parts):
        return {"id": key, "function": parts[-1].function, "parts": [self._sent(part) for part in parts]}

    def _sent(self, part):
        """A planned Part as plain data. A reference that is not in the sandbox is not put in place there."""
        return {
            "id": part.id,
            "function": part.function,
            "statements": [asdict(self.extraction.statements[index]) for index in part.needs],
            "answers": part.answers,
            "references": {name: place_of(key) for name, key in part.references.items()},
            "future": self.extraction.future,
        }

    def _start_worker(self):
        if self.worker is None:
            self.worker = self.workers()
        self.worker_seconds = self.worker.seconds

    def _drop_worker(self):
        if self.worker is not None:
            self.worker.close()
            self.worker = None


def outcome_from(answer):
    """An Outcome from what a runner sent: whatever it is, an Outcome comes back."""
    if not isinstance(answer, dict):
        return Outcome(value=UNREADABLE)
    failure = answer.get("failure")
    outcome = Outcome(value=answer.get("value"))
    if isinstance(failure, dict):
        outcome.failure = Failure(
            type=_text(failure.get("type"))[:80] or "Exception",
            message=_text(failure.get("message"))[:1000],
            line=failure["line"] if type(failure.get("line")) is int else None,
            code=_text(failure.get("code"))[:200],
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


def _text(value):
    return value if isinstance(value, str) else ""


def _cut_short(verdict, answers, ending, seconds):
    """The runner did not get to its end."""
    if answers and isinstance(answers[0], dict) and "cannot" in answers[0]:
        return _cannot(verdict, answers[0])
    if ending["how"] == "timeout":
        verdict.status = Status.TIMEOUT
        verdict.message = f"Stopped after {seconds:g} seconds. Is there a loop that never ends?"
    elif ending["how"] == "flood":
        verdict.status, verdict.message = Status.CRASHED, "Stopped: it gave back more data than any answer needs."
    else:
        why = SIGNALS.get(ending.get("signal"), "it left before it had answered")
        verdict.status, verdict.message = Status.CRASHED, f"The code ended its own process: {why}."
    return verdict


def _cannot(verdict, answer):
    """The student's code failed before the exercise was called at all."""
    fields = answer.get("cannot") if isinstance(answer, dict) else None
    fields = fields if isinstance(fields, dict) else {}
    verdict.status = Status.ERROR
    verdict.message = _text(fields.get("message"))[:600] or "The answer could not be run."
    verdict.line = fields["line"] if type(fields.get("line")) is int else None
    verdict.code = _text(fields.get("code"))[:200]
    name_misfit(verdict)
    return verdict


def _judge(exercise, verdict, answers, seed, diagnose=True, source=None):
    """The verdict: on the visible cases, which may be shown, then on the hidden ones, which may not."""
    visible, hidden = oracles(exercise.id, seed)
    try:
        outcomes, first = [outcome_from(answer) for answer in answers], len(visible.cases)
        options = {"diagnosed": diagnose, "source": source}
        shown = verdict_on(exercise, visible.cases, outcomes[:first], oracle=visible, **options)
        if shown.status != Status.CORRECT:
            return shown
        secret = verdict_on(exercise, hidden.cases, outcomes[first:], oracle=hidden, secret=True, **options)
    except Exception:  # the engine is made for learners; nobody promised it plain data made to break it
        verdict.status = Status.ERROR
        verdict.message = "What came back could not be compared."
        return verdict
    if secret.status == Status.CORRECT:
        return shown
    verdict.status = Status.WRONG if secret.status == Status.NOT_ATTEMPTED else secret.status
    verdict.diagnosis, verdict.advice = secret.diagnosis, secret.advice
    verdict.line, verdict.code = secret.line, secret.code
    verdict.message = "The cases in the notebook pass, but the same function on other numbers does not."
    return verdict
