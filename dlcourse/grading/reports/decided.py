"""What the class report says of the instructor's own decisions: points by hand, late work, groups."""

import datetime
from collections import Counter
from dataclasses import asdict

from dlcourse.checking.status import Status
from dlcourse.grading.exports.platform_csv import listed
from dlcourse.grading.policy.decisions import COUNTS, STALE
from dlcourse.grading.policy.late import how_late, in_words
from dlcourse.grading.policy.lateness import SAYS
from dlcourse.grading.policy.moments import written

OF_DOWNLOAD = (
    "When {count} of {all} hand-ins came is not known: their files bear nearly one time, after the due date, which is "
    "that of the download or of copying. They are not taken to be late. Give the platform's own times (--times FILE)."
)


UNKNOWN = (
    "Where no time is known nothing is taken off. Canvas and Moodle write the time of the download into archives: "
    "export a table of times (--times FILE)."
)
MOST_OF_GROUPS = 5
OF_GROUPS = "{count} hand-ins of groups were not the only ones: the class report says which counts."


def decided_part(layer):
    """The part of the class report on what was decided, as plain data for its template.

    Parameters
    ----------
    layer : Layer

    Returns
    -------
    dict
        rows (for the list of all submissions), differs (whether what counts is not always what the machine gave),
        decisions, late (rows), policy (a sentence or ""), notes (sentences).
    """
    rows = layer.submissions
    differs = any((row["final"], row["final_max"]) != (row["score"], row["max_score"]) for row in rows)
    return {
        "rows": rows,
        "differs": differs,
        "decisions": decisions_of(layer),
        "late": [_late(row, layer.late.zone) for row in rows if _is_late(row)],
        "policy": in_words(layer.late.policy) if layer.late.policy and layer.late.dues else "",
        "notes": notes(layer, whole=True),
    }


def decisions_of(layer, everything=False):
    """What is decided by hand: that which counts, beside what the checks gave, and that which does not.

    Parameters
    ----------
    layer : Layer
    everything : bool
        Also what was decided on an earlier hand-in, and anew on the one that counts now.

    Returns
    -------
    list of dict
        student, lesson, exercise, points, most (what these are out of now), machine, comment, made (a day), state.
    """
    given, whole = {}, {}
    for row, results in layer.rows():
        for name in (row["student"], row["by"]):
            machine = sum(item["points"] for item in results)
            possible = row["final_max"] or sum(item["final_bonus"] for item in results)
            given.setdefault((name, row["lesson"], ""), (machine, possible))
            whole[name, row["lesson"]] = bool(row["decision"]) and row["decision"]["points"] is not None
            for item in results:
                most = item["final_max"] or item["final_bonus"]
                given.setdefault((name, row["lesson"], item["exercise"]), (item["points"], most))
    found, outdated = [], set(layer.outdated())
    for one, state in layer.states():
        machine, most = given.get(one.about, (None, None)) if state == COUNTS else (None, None)
        points = one.points_of(most) if state == COUNTS else one.points
        if state == COUNTS and one.exercise and points is not None and whole[one.student, one.lesson]:
            state = "counts for less: the whole is decided"
        if everything or state != STALE or one in outdated:
            found.append(described(one) | {"points": points, "machine": machine, "most": most, "state": state})
    return found


def described(one):
    """A Decision as plain data, with the day on which it was made."""
    return asdict(one) | {"made": datetime.datetime.fromtimestamp(one.made).date().isoformat()}


def _is_late(row):
    is_open = row["counts"] and row["due"] is not None and row["handed_in"] is None and not row["is_doubted"]
    return bool(row["late_by"] or row["late"] or is_open)


def _late(row, zone):
    if row["late_by"]:
        how = how_late(row["late_by"])
    elif row["late"]:
        how = "says the platform; by how much is not known, nothing is taken off"
    else:
        how = "when it came is not known"
    return {
        "student": row["student"],
        "lesson": row["lesson"],
        "came": "" if row["handed_in"] is None else written(row["handed_in"], zone),
        "source": SAYS.get(row["time_from"], ""),
        "due": "" if row["due"] is None else written(row["due"], zone),
        "how": how,
        "penalty": row["penalty"],
    }


def _sources(layer):
    """From where the times come, where they matter."""
    rows = [row for row in layer.submissions if row["due"] is not None and row["status"] != Status.MISSING]
    if not rows:
        return []
    counts = Counter(SAYS[row["time_from"]] for row in rows if row["time_from"])
    told = [f"from {source} ({count})" for source, count in counts.most_common()]
    unknown = len(rows) - sum(counts.values())
    told += [f"{'they' if not told else unknown} are not known"] if unknown else []
    more = [f"The times of hand-ins: {', '.join(told)}."]
    return [*more, UNKNOWN] if unknown else more


def notes(layer, whole=False):
    """Sentences on what came of the rules, and on those that could not be followed to the letter.

    Parameters
    ----------
    layer : Layer
    whole : bool
        Also if they are many; else those of one kind are counted.
    """
    many = len(layer.notes) > MOST_OF_GROUPS and not whole
    found = [OF_GROUPS.format(count=len(layer.notes))] if many else [*layer.notes]
    found += _sources(layer)
    if layer.idle:
        found.append(f"Nothing came from {listed(layer.idle)}.")
    late = layer.late
    if late.strangers:
        found.append(f"In your lists of extensions and times, but not in this run: {listed(late.strangers)}.")
    if late.without_effect():
        found.append(
            f"These extensions end before the due date, so they have no effect: {listed(late.without_effect())}."
        )
    due = [row for row in layer.submissions if row["due"] is not None and row["status"] != Status.MISSING]
    doubted = sum(row["is_doubted"] for row in due)
    if doubted:
        found.append(OF_DOWNLOAD.format(count=doubted, all=len(due)))
    unread = [row["student"] for row in due if row["late"] and not row["late_by"]]
    if unread:
        found.append(f"Late by the platform's word, but not by any known time: {listed(unread)}.")
    outdated = layer.outdated()
    if outdated:
        names = listed([f"{one.student} ({one.exercise or one.lesson})" for one in outdated])
        found.append(f"Decided on an earlier hand-in than the one that counts now, so without effect: {names}.")
    return found
