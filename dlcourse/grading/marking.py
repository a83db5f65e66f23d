"""Mark one submission: send inputs into its sandbox, compare what comes back out here.

Every exercise is judged on the cases the student saw and on hidden ones, drawn from the secret seed: alone, on the
visible ones first, by a process that is never sent the others. An exercise that builds on another one gets the
student's own answer to that if it was right, else the reference: a mistake costs once.
"""

import math
import time
from dataclasses import asdict

from dlcourse.checking import marks
from dlcourse.checking.check import Verdict
from dlcourse.checking.question import BLANK, Question
from dlcourse.checking.questions import check_question
from dlcourse.checking.signatures import other_name
from dlcourse.checking.slips.source import Source
from dlcourse.checking.specification import Exercise
from dlcourse.checking.status import Status
from dlcourse.coursework.lost import lost
from dlcourse.coursework.not_there import advice_on
from dlcourse.coursework.planning import Planner, source_in
from dlcourse.coursework.second_try import SecondTry
from dlcourse.exercises import find
from dlcourse.grading import judging
from dlcourse.grading.jobs import plain_part
from dlcourse.grading.sandbox.client import Lost
from dlcourse.grading.sandbox.requests import HIDDEN, VISIBLE, number_of_cases, reference_answers, request_for
from dlcourse.grading.second_try import cell_in, job_of, learn_from
from dlcourse.grading.time_budget import TimeBudget

READY, CANNOT = "ready", "cannot"
NOT_RUN = "Not run: other exercises of this notebook had used up all its time. Make those faster, or mend them, first."


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
    end : float
        When all must be marked, by the monotonic clock: what has not been run by then is not run.
    chosen : sequence of str
        The ids of those to give results of, none for all. What their answers build on is marked with them, silently:
        whether the learner's own or the reference is put in its place must not depend on what was chosen.
    """

    def __init__(self, extraction, exercises, seed, workers, end=math.inf, chosen=()):
        self.extraction, self.seed, self.workers = extraction, seed, workers
        self.planner = Planner(extraction, exercises)
        self.chosen = [key for key in self.planner.exercises if not chosen or key in chosen]
        self.marked = self.planner.with_what_they_use(self.chosen)
        self.worker, self.budget, self.end = None, None, end
        self.later = 0  # exercises that come after the one that is being marked
        self.second, self.told = SecondTry(extraction, self.planner), {}
        self.right_together = {}
        self.passed = set()  # ids of the answers that are right, as far as it is known

    def mark(self):
        """The results of what was chosen, in lesson order: verdicts as dicts with `cell` and `carried`."""
        results = {}
        try:
            self._try_together()
            order = [key for key in self.planner.order() if key in self.marked]
            for self.later, key in zip(reversed(range(len(order))), order, strict=True):
                results[key] = self._mark_one(self.planner.exercises[key])
                if Status(results[key]["status"]).works:
                    self.passed.add(key)
        finally:
            self._drop_worker()
        return [results[key] for key in self.chosen]

    def _mark_one(self, exercise):
        verdict, extra = Verdict.about(exercise, Status.MISSING), {"cell": None, "carried": []}
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
        if self.second.may_help(exercise.id, verdict.status):
            verdict = self._second_try(exercise, verdict, extra)
        elif self.second.lacks_choice(exercise.id, verdict.status):
            verdict = self._second_choice(exercise, verdict)
        marks.lend(exercise, verdict, self.passed, begin=judging.IN_HIDDEN)
        if exercise.bonus and verdict.status == Status.MISSING:
            verdict.status, verdict.message = Status.NOT_ATTEMPTED, ""
        if verdict.status == Status.ERROR:
            verdict.advice = advice_on(verdict.message) or verdict.advice
        if exercise.id in self.extraction.exercises:
            name = self.extraction.exercises[exercise.id].function
            verdict.note = f"{verdict.note} {other_name(exercise, name, verdict.status)}".strip()
        return asdict(verdict) | extra

    def _absent(self, exercise, verdict, extra):
        verdict.message = "The notebook has no answer to this."
        found = lost(self.extraction, exercise.id)
        extra["cell"] = found.pop("cell", None)
        for name, value in found.items():
            setattr(verdict, name, value)

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
        return self._judged(exercise, verdict, parts)

    def _second_try(self, exercise, verdict, extra):
        """The verdict after all statements of the notebook, where that is better."""
        job = job_of(self.second, exercise.id, self.passed, self._budget().seconds)
        fresh = self._judged(exercise, Verdict.about(exercise, Status.MISSING), job)
        if not judging.is_ready(self.told) or not self.second.is_better(exercise.id, fresh.status, verdict.status):
            return verdict
        extra["cell"] = extra["cell"] or cell_in(self.told, self.extraction)
        return fresh

    def _second_choice(self, exercise, verdict):
        """The verdict on the answer to a question that running all statements tells; any exercise will do for that."""
        functions = [item for item in self.planner.exercises.values() if isinstance(item, Exercise)]
        limit = self._budget().next_limit(self.later) if self.second.choices is None and functions else 0
        if limit:
            self.second.choices = {}
            job = job_of(self.second, functions[0].id, self.passed, self._budget().seconds)
            self._alone(functions[0], job, VISIBLE, limit)
        if exercise.id in (self.second.choices or {}):
            verdict = Verdict.about(exercise)
            check_question(exercise, self.second.choices[exercise.id], verdict)
        return verdict

    def _judged(self, exercise, verdict, job):
        """The verdict on an answer that runs by itself, on the visible cases and then on the hidden ones.

        A job is the planned Parts of an answer, or the dict of a second try.
        """
        limit = self._budget().next_limit(self.later, exercise.graded_seconds)
        begun = time.monotonic()
        if not limit:
            verdict.status, verdict.message = Status.TIMEOUT, NOT_RUN
            return verdict
        status, told = self._alone(exercise, job, VISIBLE, limit)
        if status == CANNOT:
            return judging.cannot(verdict, told, self.extraction)
        if status != READY:
            words = told.removeprefix("it was ")
            verdict.status, verdict.message = status, f"{words[0].upper()}{words[1:]}"
            return verdict
        place = self.extraction.exercises.get(exercise.id)
        source = source_in(self.extraction, exercise.id) if place else Source()
        lines = judging.cell_lines(self.extraction, place and place.cell)
        verdict = judging.judge(exercise, verdict, told, self._budget(), source=source, lines=lines)
        if verdict.status != Status.CORRECT and verdict.measured is None:  # which hidden cases tell anew
            return verdict
        limit = self._budget().what_is_left(limit, time.monotonic() - begun)
        status, told = self._alone(exercise, job, HIDDEN, limit)
        if status == CANNOT:
            return judging.not_on_others(verdict, Status.ERROR, "run a second time, your code does not get to them.")
        if status != READY:
            return judging.not_on_others(verdict, status, f"on other numbers {told}")
        return judging.judge_hidden(exercise, verdict, told, self._budget(), seed=self.seed, source=source)

    def _alone(self, exercise, job, kind, limit):
        """Run one answer by itself on one kind of cases.

        Returns
        -------
        tuple
            READY and the answers to the cases; CANNOT and the runner's answer that says why; or a status and how
            that ended, as a sentence in small letters.
        """
        count, budget = number_of_cases(exercise.id, self.seed, (kind,)), self._budget()
        told = budget.sentence(limit, exercise.graded_seconds)
        try:
            answers, ending = self._ask({exercise.id: job}, (kind,), limit)
        except Lost as error:
            return Status.CRASHED, f"the answer took its sandbox with it: {error}."
        if kind == VISIBLE:
            self.told = answers[0] if answers and isinstance(answers[0], dict) else {}
            learn_from(self.told, self.second)
        if answers and isinstance(answers[0], dict) and "cannot" in answers[0]:
            return CANNOT, answers[0]
        if ending["how"] == "timeout":
            return Status.TIMEOUT, told
        if ending["how"] != "done" or len(answers) < 1 + count:
            return Status.CRASHED, judging.ended_early(ending)
        return (READY, answers[1 : 1 + count]) if judging.is_ready(answers[0]) else (CANNOT, answers[0])

    def _try_together(self):
        """Run all answers in one process that has no reference of the whole lesson, and keep what is right.

        That is several times faster than a process for each. What is not right there, or needs a reference of its own
        lesson, or builds on one that is not right, is run again by itself: only that says what is wrong with it. What
        has a time of its own, as it may train, would use up that of the others: it is run by itself only. So is what
        may earn a part of its points.
        """
        written = {key for key, answer in self.extraction.exercises.items() if answer.attempted}
        asked = self.planner.exercises
        functions = [key for key in asked if key in written & self.marked and isinstance(asked[key], Exercise)]
        plans = {key: self.planner.parts(key, set(functions)) for key in functions}
        jobs = {key: parts for key, parts in plans.items() if not any(map(self._by_itself, parts))}
        if len(jobs) < 2:
            return
        known = {data: plain for key in jobs for data, plain in reference_answers(key, self.seed)}
        try:
            answers, _ = self._ask(jobs, (VISIBLE, HIDDEN), self._budget().together, known)
        except Lost:
            return
        right, position = {}, 0
        for key in jobs:
            first = answers[position] if position < len(answers) else None
            if not judging.is_ready(first):
                position += 1
                continue
            end = position + 1 + number_of_cases(key, self.seed)
            if end <= len(answers):
                exercise, mine = self.planner.exercises[key], answers[position + 1 : end]
                verdict = judging.right_together(exercise, mine, self._budget(), seed=self.seed, known=known)
                right |= {key: verdict} if verdict else {}
            position = end
        while fallen := [key for key in right if not {part.id for part in jobs[key]} <= right.keys()]:
            for key in fallen:
                del right[key]
        self.right_together = right

    def _by_itself(self, part):
        """Whether an answer with this part is not tried together with the others."""
        exercise = find(part.id)
        return bool(part.references or exercise.marks) or exercise.seconds is not None

    def _ask(self, jobs, kinds, limit, known=None):
        """The answers of one process to some jobs, and how it ended; what it takes to be stopped is written down."""
        sent = {
            key: job if isinstance(job, dict) else {"parts": [plain_part(part, self.extraction) for part in job]}
            for key, job in jobs.items()
        }
        frames, count = request_for(sent, self.extraction.cells, self.seed, kinds)
        begun, stopped = time.monotonic(), True
        self._budget().running(limit)
        try:
            answers, ending = self._worker().ask(frames, count, limit, known)
            stopped = ending["how"] == "timeout"
            if self.worker.spent:
                self._drop_worker()
        except Lost:
            self._drop_worker()
            raise
        finally:
            if stopped:
                self.budget.waste(time.monotonic() - begun)
        return answers, ending

    def _worker(self):
        if self.worker is None:
            self.worker = self.workers()
        return self.worker

    def _budget(self):
        if self.budget is None:
            self.budget = TimeBudget(self._worker().seconds, self.end)
        return self.budget

    def _drop_worker(self):
        if self.worker is not None:
            self.worker.close()
            self.worker = None
