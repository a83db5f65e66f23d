"""What a notebook imports to be checked: exercise, question, hint, solution.

`exercise` never wraps: it gives back the learner's own function, or the reference while there is nothing of
their own that could run. What it remembers is kept in the Session, for the life of the kernel.
"""

import os
import textwrap
import traceback
from contextlib import suppress
from types import FunctionType

from dlcourse.checking.cards import OFFERING, Card, QuestionReport, Report
from dlcourse.checking.check import SECONDS, Verdict, check, substituted
from dlcourse.checking.python_errors.syntax import plain_sentence
from dlcourse.checking.question import BLANK, Question
from dlcourse.checking.questions import chosen, right_in_words
from dlcourse.checking.signatures import other_name
from dlcourse.checking.slips.source import source_of
from dlcourse.checking.status import Status
from dlcourse.coursework.aliases import mentioned
from dlcourse.coursework.cells import parse
from dlcourse.coursework.watch import watched
from dlcourse.exercises import UnknownExercise, find
from dlcourse.notebook import kernel
from dlcourse.notebook import progress as store
from dlcourse.notebook.foresight import note_on
from dlcourse.notebook.hints import asked_for, offered, see
from dlcourse.notebook.keeping import keep
from dlcourse.notebook.session import session
from dlcourse.notebook.showing import in_reference_mode, recording, shell, show, tell


def start():
    """Put the course into the kernel that is running, if one is."""
    running = shell()
    if session.start(running, _tell_broken) and not in_reference_mode():
        sentence = kernel.why_no_figures(running)
        if sentence:
            tell("No figures will appear", sentence)


def seconds():
    """How long all cases of one exercise may take; the environment variable DLCOURSE_SECONDS changes it."""
    with suppress(KeyError, ValueError):
        return max(0.1, float(os.environ["DLCOURSE_SECONDS"]))
    return SECONDS


def exercise(exercise_id=None):
    """Check the function below, show the result, and give the function back.

    Parameters
    ----------
    exercise_id : str
        Lesson and name, as `"neuron.sigmoid"`.

    Returns
    -------
    function
        A decorator. It returns the learner's own function, never wrapped; or the reference while the body is
        still `raise NotImplementedError`, or if the answer had to be stopped, so that later cells work.
    """
    if exercise_id is None or callable(exercise_id):  # @exercise() and @exercise
        tell("exercise", 'The decorator wants an id, as `@exercise("neuron.sigmoid")`: your function is not checked.')
        return exercise_id or (lambda answer: answer)

    def decorate(answer):
        try:
            specification = find(exercise_id)
        except UnknownExercise as error:
            tell("exercise", f"{error} Your function is bound, but not checked.")
            return answer
        if isinstance(specification, Question):
            tell(exercise_id, f'This is a question: answer it with `question("{exercise_id}", answer=...)`.')
            return answer
        if in_reference_mode():
            answer = specification.reference
        return _check_function(specification, answer)

    return decorate


def _knows_itself(answer):
    """Bind a function to its name already now: Python does so only when the decorator is done, and it, or what is
    written inside it (a comprehension, a function of its own), may call it while it is checked.
    """
    if isinstance(answer, FunctionType) and answer.__qualname__ == answer.__name__ and answer.__name__.isidentifier():
        answer.__globals__[answer.__name__] = answer


def _check_function(specification, answer):
    session.forget(specification)
    _knows_itself(answer)
    with substituted(answer, session.stand_ins(specification, answer)) as names, watched() as watch:
        own = None if in_reference_mode() else session.called_by(specification)
        verdict = check(specification, answer, time_limit=seconds(), own=own)
    used = [name for name in names if name in getattr(getattr(answer, "__code__", None), "co_names", ())]
    if used:
        listed = ", ".join(f"`{name}`" for name in used)
        verb = "does" if len(used) == 1 else "do"
        verdict.note += f" Checked with the reference in place of your {listed}, which {verb} not pass yet."
    if not verdict.score:  # else it stands beside the points
        verdict.note += _called(specification, own)
    verdict.note = f"{verdict.note} {other_name(specification, source_of(answer).decorated, verdict.status)}"
    if verdict.status.works and not in_reference_mode():
        verdict.note += f" {note_on(session, specification, answer, watch.deeds)}"
        session.own[specification.id] = answer
        if recording():
            verdict.note += f" {keep(session, specification, seconds())}"
    verdict.note = " ".join(verdict.note.split())
    _report(specification, verdict, Report)
    if verdict.status in (Status.NOT_ATTEMPTED, Status.TIMEOUT):
        return specification.reference
    if not verdict.status.works:
        session.remember(specification, answer)
    return answer


def _called(specification, own):
    """Which answers of the course were called for arguments, in the place of the learner's own."""
    names = [] if own is None else [f"`{key.partition('.')[2]}`" for key in specification.calls if key not in own]
    return "" if not names else f" It was called with what the reference's {names[0]} gives."


def _tell_broken(source, error):
    """Show a syntax error under the exercises of its cell, which the reference answers for now."""
    specifications, error = [], _in_own_words(source, error)
    for key in mentioned(source):
        with suppress(UnknownExercise):
            specifications.append(find(key))
    for specification in specifications:
        verdict = Verdict.about(specification, Status.ERROR)
        verdict.message = f"This cell is not Python yet: {error.msg} in line {error.lineno}."
        verdict.message = f"{verdict.message} {plain_sentence(error.msg or '', error.text or '')}".rstrip()
        verdict.line, verdict.code = error.lineno, _marked(error)
        if not isinstance(specification, Question):
            verdict.note = "Meanwhile the rest of the notebook uses the reference."
            shell().user_ns[specification.name] = specification.reference
            session.forget(specification)
        _report(specification, verdict, Report)
    return bool(specifications)


def _in_own_words(source, error):
    """The syntax error as Python words it: IPython, which may wait for more lines, calls many "incomplete input"."""
    if error.msg == "incomplete input":
        try:
            compile(parse(0, source).python, "cell", "exec", dont_inherit=True)
        except SyntaxError as own:
            return own
    return error


def _marked(error):
    """The line of a syntax error, with a mark under the place."""
    lines = "".join(traceback.format_exception_only(error)).split("\n")[1:3]
    return textwrap.dedent("\n".join(line for line in lines if not line.startswith("SyntaxError"))).rstrip()


def _report(specification, verdict, kind):
    if verdict.status == Status.TIMEOUT:
        verdict.note += " Meanwhile the rest of the notebook uses the reference."
    verdict.note = verdict.note.strip()
    number = offered(specification, verdict) if verdict.status in OFFERING else 0
    told = {"solved": specification.solved, "hints": specification.hints, "hint": number}
    show(kind(verdict, **told, reference=in_reference_mode()))
    if recording() and verdict.status != Status.NOT_ATTEMPTED:
        store.record(specification.id, verdict.status, verdict.score, verdict.max_score, diagnosis=verdict.diagnosis)


def question(exercise_id, answer=BLANK):
    """Check the answer to a concept question and show the result.

    Parameters
    ----------
    exercise_id : str
        Lesson and name, as `"neuron.one_line"`.
    answer : str or number
        A letter or a number; `...` as long as it is not answered.
    """
    try:
        specification = find(exercise_id)
    except UnknownExercise as error:
        tell("question", str(error))
        return
    if not isinstance(specification, Question):
        tell(exercise_id, f'This is an exercise: put `@exercise("{exercise_id}")` above a function.')
        return
    verdict = check(specification, specification.right if in_reference_mode() else answer)
    _report(specification, verdict, QuestionReport)


def hint(exercise_id, number=None):
    """Show the next hint of an exercise, or the hint with this number (from 1).

    Parameters
    ----------
    exercise_id : str
        Lesson and name of the exercise.
    number : int, optional
        Which hint; without it, each call shows one more, behind the one that the report has offered.
    """
    specification = _find_or_tell(exercise_id)
    if not specification:
        return
    hints = specification.hints
    if number is None:
        number = asked_for(specification, store.record_hint(exercise_id) if recording() else 1)
    with suppress(TypeError, ValueError):
        number = max(1, min(int(number), len(hints)))
    if not isinstance(number, int):
        tell(exercise_id, f"There are {len(hints)} hints: ask for one by its number, from 1.")
        return
    see(specification, number)
    more = f'`hint("{exercise_id}")` shows the next one.' if number < len(hints) else "That was the last hint."
    show(Card("message", exercise_id, f"hint {number} of {len(hints)}", lead=[hints[number - 1], more]))


def solution(exercise_id):
    """Show the reference solution of an exercise, or the right answer of a question.

    Parameters
    ----------
    exercise_id : str
        Lesson and name of the exercise.
    """
    specification = _find_or_tell(exercise_id)
    if not specification:
        return
    if recording():
        store.record_solution(exercise_id)
    if isinstance(specification, Question):
        text = f"The answer is {right_in_words(specification)}."
        show(Card("message", exercise_id, "solution", lead=[text, *_option(specification)]))
        return
    from dlcourse.coursework.solve import reference_body

    signature_and_body = reference_body(specification.reference)
    show(Card("message", exercise_id, "solution", lead=["One way to write it:"], source=signature_and_body))


def _option(specification):
    """What the right answer stands for: the text of the choice, or of the claim and the reason."""
    return [] if not specification.options else list(chosen(specification, specification.right).values())


def _find_or_tell(exercise_id):
    try:
        return find(exercise_id)
    except UnknownExercise as error:
        tell("exercise", str(error))
        return None
