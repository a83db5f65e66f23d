"""What a worker is asked, and what its answers are compared with; what is the same for a whole class is made once.

A request is a list of frames, each plain data as bytes: the student's own part, the modules of the course, and for each
job (an exercise) its cases.
"""

import functools
import zlib

from dlcourse.checking.oracle import Oracle
from dlcourse.checking.runtime.parameters import parameters
from dlcourse.checking.runtime.plain import decode, encode
from dlcourse.checking.trials import case_arguments, positional
from dlcourse.exercises import find
from dlcourse.grading.sandbox.provisions import compiled, modules_for, wanted
from dlcourse.grading.sandbox.runner import outcome_fields

VISIBLE, HIDDEN = "visible", "hidden"  # the cases in the notebook, and those of the secret seed
NOTEBOOK_SEED = 0
KINDS = ("references", "stand_ins", "brought")  # of references in a job
REMEMBERED = 128  # the cases of a lesson are far fewer


def hidden_seed(seed, exercise_id):
    """The seed of an exercise's hidden cases: the same for every submission of a run."""
    return [seed, zlib.crc32(exercise_id.encode()), 1]


@functools.lru_cache(maxsize=REMEMBERED)
def oracle_of(exercise_id, kind, seed=None):
    """The Oracle of the visible cases, or of the hidden ones of a secret seed."""
    exercise = find(exercise_id)
    return Oracle(
        exercise, case_arguments(exercise, NOTEBOOK_SEED if kind == VISIBLE else hidden_seed(seed, exercise_id))
    )


def _cases(exercise_id, kinds, seed):
    oracles = [oracle_of(exercise_id, kind, None if kind == VISIBLE else seed) for kind in kinds]
    return [case for oracle in oracles for case in oracle.cases]


@functools.lru_cache(maxsize=REMEMBERED)
def _cases_frame(exercise_id, kinds, seed):
    reference = find(exercise_id).reference
    cases = _cases(exercise_id, kinds, seed)
    cases = [dict(case) for case in cases]  # without what a case keeps, which no answer must see
    return encode({"positional": positional(reference), "parameters": parameters(reference), "cases": cases})


@functools.lru_cache(maxsize=REMEMBERED)
def reference_answers(exercise_id, seed):
    """What a runner sends of the reference, case by case, visible ones first: (the bytes, the plain data) of each."""
    answers = []
    for kind in (VISIBLE, HIDDEN):
        oracle = oracle_of(exercise_id, kind, None if kind == VISIBLE else seed)
        for outcome in oracle.outcomes(oracle.exercise.reference):
            data = encode(outcome_fields(outcome))
            answers.append((data, decode(data)))
    return answers


@functools.lru_cache(maxsize=REMEMBERED)
def _modules_frame(exercise_ids, names):
    sources = modules_for(exercise_ids)
    return encode({"modules": {name: compiled(name, sources[name]) for name in names}})


def request_for(jobs, cells, seed, kinds=(VISIBLE, HIDDEN)):
    """The frames of a request.

    Parameters
    ----------
    jobs : dict
        Exercise id -> {"parts": those of its answer, as from the Marker}, or {"script": as from `second_try.job_of`}.
        None of these exercises' references is provided.
    cells : dict
        The Python source of each cell of the notebook.
    seed : int
        The secret seed.
    kinds : tuple of VISIBLE and HIDDEN
        Which cases the process gets to know.

    Returns
    -------
    tuple (list of bytes, int)
        The frames, and how many answers there are at most.
    """
    parts = [part for job in jobs.values() for part in job.get("parts") or [job["script"]]]
    statements = [statement for part in parts for statement in part["statements"]]
    used = {statement["cell"] for statement in statements}  # errors quote the lines of these cells
    own = {"cells": {index: source for index, source in cells.items() if index in used}, "jobs": [*jobs.values()]}
    texts = [statement["source"] for statement in statements]
    places = [place for part in parts for kind in KINDS for place in part.get(kind, {}).values()]
    texts += [module for module, _ in places]
    ids = tuple(jobs)
    frames = [encode(own), _modules_frame(ids, wanted(ids, "\n".join(texts)))]
    count = sum(1 + number_of_cases(key, seed, kinds) for key in ids)
    return [*frames, *(_cases_frame(key, kinds, seed) for key in ids)], count


def number_of_cases(exercise_id, seed, kinds=(VISIBLE, HIDDEN)):
    """How many cases of these kinds an exercise has."""
    return len(_cases(exercise_id, kinds, seed))
