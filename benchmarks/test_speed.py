"""One measurement for each part of each case: `pytest -o addopts= benchmarks/test_speed.py --side torch`.

`benchmarks/speed.py` runs this file for all sides, in turns, and compares them.
"""

import importlib
import time
import tracemalloc

import measured
import pytest

LONGEST = 0.08  # seconds for one measurement


def chosen(beside):
    """(case, part, dtype) of each measurement."""
    if beside == "torch":
        return [
            (case, part, dtype)
            for case in measured.CASES.values()
            for part in case.parts
            for dtype in ("float32", "float64")
            if dtype == "float32" or part == case.parts[-1]
        ]
    if beside == "peers":
        return [(case, part, "float32") for case in measured.PEERS.values() for part in measured.PEERS_PARTS[case.kind]]
    first = {"layer": "forward"}
    return [(case, first.get(case.kind, case.parts[-1]), "float64") for case in measured.LOOPS.values()]


def pytest_generate_tests(metafunc):
    """The same measurements in the same order on every side."""
    found = chosen(metafunc.config.getoption("--beside"))
    names = [f"{case.name}|{part}|{dtype}" for case, part, dtype in found]
    metafunc.parametrize(("case", "part", "dtype"), found, ids=names)


@pytest.mark.benchmark(min_rounds=5, min_time=0.00005, max_time=LONGEST)
def test_speed(turn, request, case, part, dtype):
    """Time the part; for the course's own, also the largest memory in use, as a multiple of the activations."""
    side = request.config.getoption("--side")
    built = importlib.import_module(f"side_{side}").build(case, dtype)
    if part not in built:
        pytest.skip(f"{side} has no such thing")  # its turn goes on to the next side
    benchmark = request.getfixturevalue("benchmark")  # not earlier: it complains where it isn't used
    function, fresh = built[part], built.get("fresh", {}).get(part)
    benchmark.extra_info["id"] = f"{case.name}|{part}|{dtype}"
    if side == "loops":
        benchmark.pedantic(function, rounds=3)
        return
    arguments = fresh or tuple
    for _ in range(3):
        begun = time.perf_counter()
        function(*arguments())
        took = time.perf_counter() - begun
    if fresh:
        rounds = min(max(5, int(LONGEST / took)), 1000)
        benchmark.pedantic(function, setup=lambda: (fresh(), {}), rounds=rounds)
    else:
        benchmark(function)
    if "activations" in built:
        given = arguments()
        tracemalloc.start()
        function(*given)
        benchmark.extra_info["memory"] = tracemalloc.get_traced_memory()[1] / built["activations"]
        tracemalloc.stop()
