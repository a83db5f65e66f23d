"""Rows of submissions, as a `Layer` gives them, for those who want them in another form."""

from dlcourse.checking.status import NOT_GRADED, Status


def undecided(submission, results):
    """A submission and its results as rows of a `Layer`, with nothing decided where they have no field for it."""
    score, most = (submission.get(name, sum(result[name] for result in results)) for name in ("score", "max_score"))
    row = {"adjusted": score, "penalty": 0.0, "final": score, "final_max": most, "decision": None, "decided": False}
    row |= {"due": None, "late_by": 0.0, "handed_in": None, "time_from": "", "late": False}
    row |= {"counts": submission.get("status") not in NOT_GRADED and not submission.get("machine")}
    row |= {"by": submission.get("student", ""), "group": ""}
    return row | submission, [_undecided(result) for result in results]


def _undecided(result):
    fields = dict.fromkeys(("points", "adjusted", "final"), result["score"]) | {"penalty": 0.0, "decision": None}
    return fields | {"final_max": result["max_score"], "final_bonus": result.get("bonus", 0)} | result


def final_rows(pairs):
    """Rows as those who hand grades on want them: `score` is what counts, `max_score` what that is out of.

    Of a result `score` are the points before the submission's penalty.

    Parameters
    ----------
    pairs : iterable of (row, results)
        As from `Layer.rows`.

    Returns
    -------
    list of (submission, results)
    """
    return [(_final(row), [_final_result(result) for result in results]) for row, results in pairs]


def _final(row):
    changed = {"score": row["final"], "max_score": row["final_max"]}
    if row["counts"]:
        changed |= {"machine": False}
        if row["status"] in NOT_GRADED:
            changed |= {"status": Status.PARTIAL}  # a person has seen it, and gave points
    return row | changed


def _final_result(result):
    return result | {"score": result["adjusted"], "max_score": result["final_max"], "bonus": result["final_bonus"]}
