"""One measurement for each part of each case: `pytest -o addopts= benchmarks/test_speed.py --side torch`.

`benchmarks/speed.py` runs this file for all sides, in turns, and compares them.
"""

import importlib
import tracemalloc

import measured
import pytest


def pytest_generate_tests(metafunc):
    """The same measurements in the same order on every side."""
    if metafunc.config.getoption("--beside") == "torch":
        chosen = [
            (case, part, dtype)
            for case in measured.CASES.values()
            for part in case.parts
            for dtype in ("float32", "float64")
            if dtype == "float32" or part == case.parts[-1]
        ]
    else:
        first = {"layer": "forward"}
        chosen = [(case, first.get(case.kind, case.parts[-1]), "float64") for case in measured.LOOPS.values()]
    names = [f"{case.name}|{part}|{dtype}" for case, part, dtype in chosen]
    metafunc.parametrize(("case", "part", "dtype"), chosen, ids=names)


@pytest.mark.benchmark(min_rounds=5, min_time=0.00005, max_time=0.08)  # seconds
def test_speed(turn, request, benchmark, case, part, dtype):
    """Time the part; for the course's own, also the largest memory in use, as a multiple of the activations."""
    side = request.config.getoption("--side")
    built = importlib.import_module(f"side_{side}").build(case, dtype)
    function = built[part]
    benchmark.extra_info["id"] = f"{case.name}|{part}|{dtype}"
    if side == "loops":
        benchmark.pedantic(function, rounds=3)
        return
    for _ in range(3):
        function()
    benchmark(function)
    if "activations" in built:
        tracemalloc.start()
        function()
        benchmark.extra_info["memory"] = tracemalloc.get_traced_memory()[1] / built["activations"]
        tracemalloc.stop()
