"""What the class report says of the instructor's own decisions: points by hand, late work, groups."""

import datetime
from collections import Counter
from dataclasses import asdict

from dlcourse.checking.status import Status
from dlcourse.grading.exports.platform_csv import listed
from dlcourse.grading.policy.late import how_late, in_words
from dlcourse.grading.policy.lateness import SAYS
from dlcourse.grading.policy.moments import written

OF_DOWNLOAD = (
    "All files bear nearly the same time, after the due date: that of the download or of unpacking, not of handing in. "
    "Nobody is taken to be late. Give the platform's own times (--times FILE)."
)


def decided_part(layer):
    """The part of the class report on what was decided, as plain data for its template.

    Parameters
    ----------
    layer : Layer

    Returns
    -------
    dict
        rows (for the list of all submissions), differs (whether what counts is not always what the machine gave),
        decisions, stale, late (rows), policy (a sentence or ""), notes (sentences).
    """
    rows = layer.submissions
    differs = any((row["final"], row["final_max"]) != (row["score"], row["max_score"]) for row in rows)
    return {
        "rows": rows,
        "differs": differs,
        "decisions": _decisions(layer),
        "stale": [_decision(one) for one in layer.stale()],
        "late": [_late(row, layer.late.zone) for row in rows if _is_late(row, layer.late)],
        "policy": in_words(layer.late.policy) if layer.late.policy and layer.late.dues else "",
        "notes": notes(layer),
    }


def _decisions(layer):
    """Those that count, beside what the checks gave."""
    given = {}
    for row, results in layer.rows():
        for name in (row["student"], row["by"]):
            given.setdefault((name, row["lesson"], ""), (sum(item["points"] for item in results), row["final_max"]))
            for item in results:
                most = item["final_max"] or item["final_bonus"]
                given.setdefault((name, row["lesson"], item["exercise"]), (item["points"], most))
    found, stale = [], {one.about for one in layer.stale()}
    for one in layer.decisions.latest():
        if one.about in given and one.about not in stale:
            machine, most = given[one.about]
            found.append(_decision(one) | {"machine": machine, "most": most})
    return sorted(found, key=lambda item: (item["student"], item["lesson"], item["exercise"]))


def _decision(one):
    return asdict(one) | {"made": datetime.datetime.fromtimestamp(one.made).date().isoformat()}


def _is_late(row, late):
    is_open = row["counts"] and row["due"] is not None and row["handed_in"] is None and not late.of_download
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
    counts = Counter(SAYS.get(row["time_from"], "nobody: not known") for row in rows)
    told = ", ".join(f"{source} ({count})" for source, count in counts.most_common())
    return [f"When {len(rows)} hand-in{'s' if len(rows) > 1 else ''} came, says: {told}."]


def notes(layer):
    """Sentences on the rules that could not be followed to the letter."""
    found = [*layer.notes, *_sources(layer)]
    if layer.idle:
        found.append(f"Nothing came from {listed(layer.idle)}.")
    if layer.late.strangers:
        found.append(f"Of the lists of extensions and of times nobody here is {listed(layer.late.strangers)}.")
    if layer.late.is_doubted(layer.hand_ins):
        found.append(OF_DOWNLOAD)
    unread = [row["student"] for row in layer.submissions if row["late"] and not row["late_by"]]
    if unread and layer.late.dues:
        found.append(f"Late by the platform's word, but not by any known time: {listed(unread)}.")
    stale = layer.stale()
    if stale:
        names = listed([f"{one.student} ({one.exercise or one.lesson})" for one in stale])
        found.append(f"Decided on an earlier hand-in than the one that counts now, so without effect: {names}.")
    return found
