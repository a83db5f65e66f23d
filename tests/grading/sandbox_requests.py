"""Requests to a worker, written by hand."""

from dlcourse.checking.runtime.plain import encode


def request(body, cases=({"z": 1.0},)):
    """The frames of a request for a function of `z` with this body, and how many answers there are."""
    source = "def f(z):\n" + "".join(f"    {line}\n" for line in body.splitlines())
    part = {"id": "a.f", "function": "f", "answers": {}, "references": {}, "calls": []}
    part["statements"] = [{"cell": 0, "line": 1, "source": source}]
    own = {"cells": {0: source}, "jobs": [{"parts": [part]}]}
    frames = [own, {"modules": {}}, {"positional": ["z"], "parameters": ["z"], "cases": list(cases)}]
    return [encode(frame) for frame in frames], 1 + len(cases)
