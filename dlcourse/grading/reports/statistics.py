"""What a class did, in numbers: scores, exercises, mistakes, and what a human should look at.

Plain lists of dicts in (the rows of the grade book), plain lists of dicts out; nothing is drawn here.
"""

import itertools
import math
import statistics
from collections import Counter, defaultdict

from dlcourse.checking.question import Question
from dlcourse.checking.status import NOT_GRADED, NOT_TRIED, Status
from dlcourse.coursework.saved_with import SAVED_WITH
from dlcourse.exercises import UnknownExercise, find, lesson, lesson_names

LOOK = {  # status of a submission or of one exercise: what it means, the most serious first
    Status.CRASHED: "ended its own process or its sandbox: a crash, or an attempt to tamper",
    Status.INVALID: "could not be read",
    Status.TIMEOUT: "was stopped at the time limit",
    Status.ERROR: "raised an error",
}
BITS = 7  # less likely than one in 100, over all pairs of a class
FEW = 3  # a correlation over fewer submissions says nothing


def lessons_of(submissions):
    """The lessons that were handed in, in course order, unknown ones last."""
    present = {item["lesson"] for item in submissions if item["status"] != Status.MISSING}
    known = [name for name in _course_order() if name in present]
    return known + sorted(present - set(known))


def _course_order():
    from dlcourse.coursework.files import course_notebooks, lesson_name

    names = [lesson_name(path) for path in course_notebooks()]
    return names + [name for name in lesson_names() if name not in names]


def score_summary(submissions):
    """Of the submissions that could be graded: how many, points possible, mean, median, lowest, highest."""
    graded = [item for item in submissions if item["status"] not in NOT_GRADED]
    scores = [float(item["score"]) for item in graded]
    return {
        "submissions": len(submissions),
        "graded": len(graded),
        "scores": scores,
        "max_score": max((float(item["max_score"]) for item in submissions), default=0.0),
        "mean": statistics.fmean(scores) if scores else None,
        "median": statistics.median(scores) if scores else None,
        "lowest": min(scores, default=None),
        "highest": max(scores, default=None),
    }


def summary_rows(submissions):
    """How a run went, by lesson.

    Returns
    -------
    list of dict
        lesson, statuses (status -> how many), scores (of those that could be graded), max_score.
    """
    lessons = {}
    for submission in submissions:
        known = lessons.setdefault(submission["lesson"], {"statuses": Counter(), "scores": [], "max_score": 0})
        known["statuses"][submission["status"]] += 1
        if submission["status"] not in NOT_GRADED:
            known["scores"].append(submission["score"])
        known["max_score"] = max(known["max_score"], submission["max_score"])
    return [{"lesson": lesson, **lessons[lesson]} for lesson in sorted(lessons)]


def exercise_table(results):
    """How each exercise of a lesson went. What is for bonus points is apart: only some try it, and nobody has to.

    Parameters
    ----------
    results : list of dict
        Of one lesson: student, exercise, status, score, max_score, diagnosis.

    Returns
    -------
    list of dict
        In lesson order: exercise, students, difficulty (share of the points that were earned, of a bonus exercise by
        those who tried it), discrimination (corrected item-total correlation without bonus points, None where it is
        not defined, and for a bonus), counts (status -> how many), fixed (whether one answer is right for everybody,
        so that a copied one cannot be told from an own one), bonus (whether it is for bonus points).
    """
    of_student = defaultdict(dict)
    for item in results:
        of_student[item["student"]][item["exercise"]] = item
    rows = []
    for key in _in_lesson_order({item["exercise"] for item in results}):
        mine = [items for items in of_student.values() if key in items]
        bonus = any(items[key].get("bonus") for items in mine)
        rows.append(
            {
                "exercise": key,
                "students": len(mine),
                "difficulty": _difficulty([items[key] for items in mine]),
                "discrimination": None
                if bonus
                else discrimination(
                    [items[key]["score"] for items in mine], [_without_bonus(items, key) for items in mine]
                ),
                "counts": Counter(items[key]["status"] for items in mine),
                "fixed": _is_fixed(key),
                "bonus": bonus,
            }
        )
    return rows


def _difficulty(results):
    """The share of the points for one exercise that were earned; None where none were possible."""
    counted = [item for item in results if not (item.get("bonus") and item["status"] in NOT_TRIED)]
    possible = sum(item["max_score"] or item.get("bonus", 0) for item in counted)
    return sum(item["score"] for item in counted) / possible if possible else None


def _without_bonus(items, key):
    """A student's points in all other exercises but those for bonus points."""
    return sum(other["score"] for name, other in items.items() if name != key and not other.get("bonus"))


def _in_lesson_order(ids):
    ordered = []
    for name in sorted({key.partition(".")[0] for key in ids}):
        if name in lesson_names():
            ordered += [exercise.id for exercise in lesson(name) if exercise.id in ids]
    return ordered + sorted(ids - set(ordered))


def discrimination(scores, rests):
    """The correlation of an exercise's points with the points in all other exercises, or None.

    Taking the exercise out of the total keeps it from correlating with itself; near 0 or below, those who do
    well elsewhere do no better here.
    """
    if len(scores) < FEW or len(set(scores)) < 2 or len(set(rests)) < 2:
        return None
    return statistics.correlation([float(item) for item in scores], [float(item) for item in rests])


def mistake_table(results):
    """Which mistakes were made and how many made each. To be scored with too little for a point is none.

    Returns
    -------
    list of dict
        The most frequent first: exercise, diagnosis ("" for wrong answers that no known mistake explains),
        advice, count, share (of those who attempted the exercise), example (call, got, expected of one).
    """
    attempts = Counter(item["exercise"] for item in results if item["status"] not in NOT_TRIED)
    groups = defaultdict(list)
    for item in results:
        is_scored = item.get("measured") is not None
        if item["diagnosis"] or (item["status"] in (Status.WRONG, Status.ERROR) and not is_scored):
            groups[item["exercise"], item["diagnosis"]].append(item)
    rows = [_mistake(key, name, items, attempts[key]) for (key, name), items in groups.items()]
    return sorted(rows, key=lambda row: (-row["count"], row["exercise"], row["diagnosis"]))


def _mistake(key, name, items, attempts):
    advice = next((mistake.advice for mistake in _mistakes_of(key) if mistake.name == name), "")
    example = next((item for item in items if item.get("call")), {})
    return {
        "exercise": key,
        "diagnosis": name,
        "advice": advice or next((item["advice"] for item in items if item.get("advice")), ""),
        "count": len(items),
        "share": len(items) / attempts if attempts else None,
        "example": {field: example.get(field, "") for field in ("call", "got", "expected", "message")},
    }


def _is_fixed(key):
    try:
        specification = find(key)
    except UnknownExercise:
        return False
    return isinstance(specification, Question) or specification.fixed


def _mistakes_of(key):
    try:
        return find(key).mistakes
    except UnknownExercise:
        return []


def look_table(submissions, results):
    """The submissions that a human should look at, with the reasons.

    Returns
    -------
    list of dict
        student, lesson, kind (the most serious status), reasons (list of sentences); the most serious first.
    """
    found = defaultdict(list)  # (student, lesson) -> [(kind, sentence)]
    for item in submissions:
        if item.get("machine"):
            found[item["student"], item["lesson"]].append(("not graded", item["message"]))
        elif item["status"] in LOOK:
            reason = item.get("message") or f"It {LOOK[item['status']]}."
            found[item["student"], item["lesson"]].append((item["status"], reason))
    for item in results:
        if item["status"] in (Status.CRASHED, Status.TIMEOUT):
            reason = f"`{item['exercise']}`: {item.get('message') or LOOK[item['status']]}"
            found[item["student"], item["lesson"]].append((item["status"], reason))
    rank = ["not graded", *LOOK]
    rows = [_look_row(key, reasons, rank) for key, reasons in found.items()]
    return sorted(rows, key=lambda row: (rank.index(row["kind"]), row["lesson"], row["student"]))


def _look_row(key, reasons, rank):
    kind = min((kind for kind, _ in reasons), key=rank.index)
    specific = [text for _, text in reasons[1:]] or [text for _, text in reasons]
    return {"student": key[0], "lesson": key[1], "kind": kind, "reasons": list(dict.fromkeys(specific))}


def saved_with_table(submissions):
    """The notes that another version of Python or NumPy may be to blame: dicts of student, lesson, note."""
    return [
        {"student": item["student"], "lesson": item["lesson"], "note": note}
        for item in submissions
        for note in item.get("notes") or []
        if note.startswith(SAVED_WITH)
    ]


def saved_with_sentence(submissions):
    """How many submissions have such a note, for the summary of a run; "" if there is none."""
    many = len({(row["student"], row["lesson"]) for row in saved_with_table(submissions)})
    if not many:
        return ""
    which = "1 submission was" if many == 1 else f"{many} submissions were"
    return f"{which} saved with other versions of Python or NumPy, and may fail for that alone: see the class report."


def alike_table(submissions, results):
    """Groups of submissions of one lesson that share more answers than chance explains.

    Answers are the same if their code is but for names, spaces and comments (`fingerprint`). An answer that half
    the class gives says nothing, a rare one much: what two submissions share is summed as -log2 of how frequent it
    is, and must exceed what the most similar of so many honest pairs may reach.

    Returns
    -------
    list of dict
        lesson, students (two or more), shared (the number of equal answers, at least), same_file (whether the
        files are equal to the byte); the largest groups first.
    """
    rows = []
    for name in lessons_of(submissions):
        files = {item["student"]: item.get("sha256") for item in submissions if item["lesson"] == name}
        bits, shared = _shared_bits([item for item in results if item["lesson"] == name and item.get("fingerprint")])
        many = max(len(files) * (len(files) - 1) / 2, 1)
        pairs = {pair for pair, amount in bits.items() if amount > BITS + math.log2(many)} | _same_files(files)
        for group in _groups(pairs):
            within = [shared[pair] for pair in pairs if pair[0] in group]
            same = len({files[student] for student in group}) == 1
            rows.append({"lesson": name, "students": sorted(group), "shared": min(within), "same_file": same})
    return sorted(rows, key=lambda row: (row["lesson"], -len(row["students"]), row["students"]))


def _shared_bits(results):
    """For pairs of students: how unlikely what they share is, in bits, and how many answers they share."""
    answers, takers = defaultdict(list), Counter()
    for item in results:
        answers[item["exercise"], item["fingerprint"]].append(item["student"])
        takers[item["exercise"]] += 1
    bits, shared = Counter(), Counter()
    for (key, _), students in answers.items():
        weight = math.log2((takers[key] + 8) / len(students))  # 8 more takers: two of two alike are no wonder
        if weight >= 1:
            for pair in itertools.combinations(sorted(students), 2):
                bits[pair] += weight
                shared[pair] += 1
    return bits, shared


def _same_files(files):
    owners = defaultdict(list)
    for student, mark in sorted(files.items()):
        if mark:
            owners[mark].append(student)
    return {pair for students in owners.values() for pair in itertools.pairwise(students)}


def _groups(pairs):
    """The sets of students that pairs connect."""
    groups = []
    for pair in sorted(pairs):
        touched = [group for group in groups if group & set(pair)]
        groups = [group for group in groups if group not in touched] + [set(pair).union(*touched)]
    return groups
