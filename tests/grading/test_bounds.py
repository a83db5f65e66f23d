"""Bounds on what an outcome may hold."""

import json

from dlcourse.checking.status import Status
from dlcourse.grading.bounds import bounded
from dlcourse.grading.submission import ungraded


def test_an_ordinary_outcome_stays_as_it_is():
    outcome = ungraded(Status.INVALID, "It breaks off.", "neuron") | {"notes": ["A note."], "results": [{"cell": 3}]}
    assert bounded(outcome) == outcome


def test_a_monstrous_one_becomes_small():
    deep = "x"
    for _ in range(5_000):
        deep = [deep]
    monster = dict.fromkeys(("message", "printed", "got", "note", "exercise", "diagnosis"), "x" * 10**6) | {
        "status": "error"
    }
    monster |= {"score": 10**5000, "line": -(10**400), "carried": ["y" * 10**5] * 10**4, "deep": deep, "what": object()}
    monster |= {f"key {n} {'z' * 10**4}": {str(m): "w" * 10**4 for m in range(100)} for n in range(200)}
    outcome = ungraded(Status.WRONG, "m" * 10**7, "neuron")
    outcome |= {"notes": ["n" * 10**5] * 10**4, "results": [monster] * 10**4, "fingerprint": "f" * 10**6}
    kept = bounded(outcome)
    assert len(kept["notes"]) == 30
    assert kept["notes"][-1] == "… and 9971 more notes."
    assert len(kept["results"]) == 100
    assert {item["status"] for item in kept["results"]} == {"error"}
    assert len(kept["results"][0]["printed"]) == 10_000
    assert kept["message"].endswith(" … (cut)")
    assert len(kept["message"]) == 2_000
    assert len(json.dumps(kept, ensure_ascii=False)) < 2_000_000
    assert set(outcome) == set(kept)


def test_half_signs_are_kept_for_others_to_deal_with():
    assert bounded({"message": "\ud800"}) == {"message": "\ud800"}
