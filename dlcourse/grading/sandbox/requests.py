"""What a worker is asked, and what its answers are compared with; what is the same for a whole class is made once.

A request is a list of frames, each plain data as bytes: the student's own part, the modules of the course, and for each
job (an exercise) its cases.
"""

import functools
import zlib

from dlcourse.checking.check import Oracle
from dlcourse.checking.runtime.parameters import parameters
from dlcourse.checking.runtime.plain import encode
from dlcourse.checking.trials import case_arguments, positional
from dlcourse.exercises import find
from dlcourse.grading.sandbox.provisions import compiled, modules_for, wanted

VISIBLE = 0  # the seed of the cases in the notebook
REMEMBERED = 64  # exercises: a lesson has far fewer


def hidden_seed(seed, exercise_id):
    """The seed of an exercise's hidden cases: the same for every submission of a run."""
    return [seed, zlib.crc32(exercise_id.encode()), 1]


@functools.lru_cache(maxsize=REMEMBERED)
def oracles(exercise_id, seed):
    """The Oracles of the visible and of the hidden cases."""
    exercise = find(exercise_id)
    seeds = (VISIBLE, hidden_seed(seed, exercise_id))
    return tuple(Oracle(exercise, case_arguments(exercise, item)) for item in seeds)


@functools.lru_cache(maxsize=REMEMBERED)
def _cases_frame(exercise_id, seed):
    cases = [case for oracle in oracles(exercise_id, seed) for case in oracle.cases]
    reference = find(exercise_id).reference
    return encode({"positional": positional(reference), "parameters": parameters(reference), "cases": cases})


@functools.lru_cache(maxsize=REMEMBERED)
def _modules_frame(exercise_ids, names):
    sources = modules_for(exercise_ids)
    return encode({"modules": {name: compiled(name, sources[name]) for name in names}})


def request_for(jobs, cells, seed):
    """The frames of a request.

    Parameters
    ----------
    jobs : dict
        Exercise id -> how its answer is made: "id", "function" (its name), and "parts" as from the Marker or "script"
        as from a SecondTry. None of these exercises' references is provided.
    cells : dict
        The Python source of each cell of the notebook.
    seed : int
        The secret seed.

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
    places = [place for part in parts for kind in ("references", "stand_ins") for place in part.get(kind, {}).values()]
    texts += [module for module, _ in places]
    ids = tuple(jobs)
    frames = [encode(own), _modules_frame(ids, wanted(ids, "\n".join(texts)))]
    count = sum(1 + number_of_cases(key, seed) for key in ids)
    return [*frames, *(_cases_frame(key, seed) for key in ids)], count


def number_of_cases(exercise_id, seed):
    """How many cases an exercise is judged on."""
    return sum(len(oracle.cases) for oracle in oracles(exercise_id, seed))
