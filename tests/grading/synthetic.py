"""A class that never was: its answers are the known mistakes, right ones and none, judged by the engine itself."""

import functools

import numpy as np

from dlcourse.checking.check import Verdict, check
from dlcourse.checking.question import Question
from dlcourse.exercises import find, lesson

NAMES = ["Ada Lovelace", "José Núñez", "李小龍", "محمد الفارسي", "O'Brien, Seán", "Zoë <b>Quinn</b>", "Ярослава Мудра"]
STATUSES = ("timeout", "crashed", "error", "not attempted")


@functools.cache
def judged(key, variant):
    """The verdict on a variant: "right", the number of a known mistake, or a status."""
    exercise = find(key)
    if variant == "right":
        return check(exercise, exercise.right)
    if variant in STATUSES:
        verdict = Verdict.about(exercise, variant)
        if variant == "error":
            verdict.message, verdict.line = "Your code raised NameError in line 6: name 'numpy' is not defined", 6
            verdict.code, verdict.call = "return numpy.exp(-z)", "sigmoid(np.array([-2.0, 0.0]))"
        elif variant != "not attempted":
            verdict.message = "The code ended its own process: a segmentation fault."
        return verdict
    return check(exercise, exercise.mistakes[variant].answer)


def result(key, variant, **more):
    """A result as `Marker.mark` gives it."""
    return judged(key, variant).to_dict() | {"cell": 7, "carried": []} | more


def submission(student, name, results, **more):
    """A submission as the grade book gives it."""
    score, most = (sum(item[field] for item in results) for field in ("score", "max_score"))
    wrong = [item["status"] for item in results if item["status"] != "correct" and not item["bonus"]]
    serious = [status for status in ("crashed", "timeout") if status in wrong]
    status = serious[0] if serious else "correct" if not wrong else "partial" if score else "wrong"
    row = {"student": student, "lesson": name, "name": f"{student}/{name}.ipynb", "status": status, "message": ""}
    row |= {"score": float(score), "max_score": float(most), "sha256": student, "fingerprint": "", "seconds": 0.1}
    return row | {"notes": [], "machine": False} | more


@functools.cache
def some_class(size, name="neuron", seed=0):
    """Pairs (submission, results) of `size` students of differing skill."""
    rng = np.random.default_rng(seed)
    pairs = []
    for number in range(size):
        student = NAMES[number] if number < len(NAMES) else f"student {number:03}"
        skill = rng.beta(3, 1.6)
        results = [_one(exercise, skill * (1 - 0.05 * place), rng) for place, exercise in enumerate(lesson(name))]
        for item in results:
            item["fingerprint"] = "copied" if number in (3, 12) else f"{student} {item['exercise']}"
        pairs.append((submission(student, name, results), results))
    if size > 20:
        unreadable = submission("nobody", name, [], status="invalid", message="The file breaks off in the middle.")
        pairs.append((unreadable | {"max_score": float(sum(item.max_score for item in lesson(name)))}, []))
    return pairs


def _one(exercise, skill, rng):
    chance = rng.random()
    if chance < skill:
        return result(exercise.id, "right")
    if chance > 0.985 and not isinstance(exercise, Question):
        return result(exercise.id, str(rng.choice(["timeout", "crashed"])))
    if chance > 0.93 and not isinstance(exercise, Question):
        return result(exercise.id, "error")
    if chance > 0.85:
        return result(exercise.id, "not attempted")
    weights = 0.5 ** np.arange(len(exercise.mistakes))
    return result(exercise.id, int(rng.choice(len(weights), p=weights / weights.sum())))


RUN = {"id": 1, "seed": 190283, "sandboxed": True, "started": 1_790_000_000.0, "finished": 1_790_000_100.0}


def pair(student, *variants, name="", **more):
    """A submission of which the first exercises of a lesson are answered as told, the others not, with its results."""
    variants = [*variants, *["not attempted"] * (len(lesson("neuron")) - len(variants))]
    results = [result(exercise.id, variant) for exercise, variant in zip(lesson("neuron"), variants)]
    row = submission(student, "neuron", results, **more)
    return row | {"name": name or row["name"]}, results


POINTS = sum(exercise.max_score for exercise in lesson("neuron"))
CANVAS = pair("nunezjose_4711", "right", name="submissions.zip/nunezjose_LATE_4711_99_01_neuron-1.ipynb")
MOODLE = pair("José Núñez_815", "right", 0, name="all.zip/José Núñez_815_assignsubmission_file_/01_neuron.ipynb")
PLAIN = pair("jnunez", "right")
BROKEN = (submission("cut_9", "neuron", [], status="invalid", message="Cut.") | {"max_score": float(POINTS)}, [])
