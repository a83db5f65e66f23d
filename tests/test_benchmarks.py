"""The speed benchmark compares what is equal: each side gets the same numbers and finds the same results."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).resolve().parent.parent / "benchmarks"
sys.path.insert(0, str(FOLDER))
import measured  # noqa: E402
import side_dlcourse  # noqa: E402
import side_im2col  # noqa: E402
import side_im2col_float64  # noqa: E402
import side_loops  # noqa: E402
import speed  # noqa: E402
import tables  # noqa: E402

side_torch = side_numpy_ml = None
if importlib.util.find_spec("torch"):  # a second opinion where it is installed
    import side_torch
if importlib.util.find_spec("numpy_ml"):
    import side_numpy_ml
sys.path.remove(str(FOLDER))


def alike(found, wanted):
    """The same numbers, one by one; losses are numbers too."""
    found, wanted = ([numbers] if np.isscalar(numbers) else list(numbers) for numbers in (found, wanted))
    for mine, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-6, atol=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("name", measured.CASES)
def test_every_part_can_be_measured(name):
    case = measured.CASES[name]
    for dtype in ("float32", "float64"):
        built = side_dlcourse.build(case, dtype)
        for part in case.parts:
            built[part](*built.get("fresh", {}).get(part, tuple)())
        if case.kind == "layer":
            assert {array.dtype for array in built["numbers"]()} == {np.dtype(dtype)}


@pytest.mark.parametrize("name", measured.LOOPS)
def test_the_loops_find_the_same(name):
    mine, loops = (side.build(measured.LOOPS[name], "float64") for side in (side_dlcourse, side_loops))
    wanted = loops["numbers"]()
    alike(
        mine["numbers"]()[:1] if measured.LOOPS[name].kind == "layer" else mine["numbers"](), wanted
    )  # layers: forward only
    if measured.LOOPS[name].kind == "network":
        alike(mine["step"](), loops["step"]())  # after one step


PEERS = {"im2col": side_im2col, "im2col_float64": side_im2col_float64} | (
    {"numpy_ml": side_numpy_ml} if side_numpy_ml else {}
)


@pytest.mark.parametrize("name", measured.PEERS)
@pytest.mark.parametrize("peer", PEERS)
def test_peers_find_the_same(peer, name):
    case = measured.PEERS[name]
    mine, other = (side.build(case, "float64") for side in (side_dlcourse, PEERS[peer]))
    assert set(other) >= {*measured.PEERS_PARTS[case.kind], "numbers"} or (peer == "numpy_ml" and not other)
    for _ in range(2 if other else 0):
        alike(mine["numbers"](), other["numbers"]())


@pytest.mark.parametrize("name", [name for name, case in measured.PEERS.items() if case.kind == "layer"])
@pytest.mark.parametrize("peer", PEERS)
def test_peers_calculate_in_what_they_are_given(peer, name):
    built = PEERS[peer].build(measured.PEERS[name], "float32")
    arrays = built["numbers"]() if built else []
    if peer == "numpy_ml":
        arrays = arrays[:1]  # it makes its dX in float64 itself
    wanted = np.dtype("float64" if peer == "im2col_float64" else "float32")
    assert {array.dtype for array in arrays} <= {wanted}


@pytest.mark.parametrize("kind", ["rnn", "lstm"])
def test_each_measured_backward_pass_has_a_cache_of_its_own(kind):
    case = measured.layer("small", (kind, 3, 4), (2, 5, 3))
    built = side_dlcourse.build(case, "float64")
    [first], [second] = (built["fresh"]["backward"]() for _ in range(2))
    assert first is not second
    alike([built["backward"](first)[0]], [built["backward"](second)[0]])


if side_torch:

    @pytest.mark.slow
    @pytest.mark.parametrize("name", measured.CASES)
    def test_pytorch_finds_the_same(name):
        mine, other = (side.build(measured.CASES[name], "float64") for side in (side_dlcourse, side_torch))
        for _ in range(3):
            alike(mine["numbers"](), other["numbers"]())


def found(times):
    """What a process of one side reports."""
    return {name: {"us": us, "memory": 2.5} for name, us in times.items()}


def test_ratios_are_those_of_the_medians(tmp_path):
    case = next(iter(measured.CASES))
    step, double, update = f"{case}|step|float32", f"{case}|step|float64", f"{case}|update|float32"
    rounds = [
        {"dlcourse": found({step: own, double: 3.0, update: 1.0}), "torch": found({step: other, double: 2.0})}
        for own, other in ((10, 100), (20, 50), (90, 60))
    ]
    rows = speed.compare(rounds)
    assert [row.get("ratio") for row in rows] == [pytest.approx(20 / 60), 1.5, None]
    assert rows[0]["spread"] == pytest.approx([0.1, 1.5])
    assert (tables.target(rows[0], 1), tables.target(rows[2], 1)) == (0.25, None)
    loops = speed.compare([{"dlcourse": found({"a|step|float64": 2.0}), "loops": found({"a|step|float64": 600.0})}])
    result = {"machine": speed.machine(1, 3) | {"torch": "2"}, "torch": rows, "loops": loops, "peers": {}}
    text = tables.markdown(json.loads(json.dumps(result)))
    assert f"| {case} | training step | 20 | 60 | 0.33 (0.10 to 1.50) | 0.25 MISSED | 1.50 | 2.5 |" in text
    assert f"| {case} | update | 1 |  |  |  |  | 2.5 |" in text
    assert "| a | training step | 2 | 600 | 300 times |" in text
    tables.plot(result, tmp_path / "speed.png")
    assert (tmp_path / "speed.png").stat().st_size > 5000


def test_each_peer_is_compared_where_it_has_the_case():
    rounds = [
        {
            "dlcourse": found({"a|forward|float32": 10, "b|forward|float32": 20}),
            "im2col": found({"a|forward|float32": 44, "b|forward|float32": 50}),
            "numpy_ml": found({"a|forward|float32": 720}),
        }
    ]
    peers = speed.compare_each(rounds)
    assert {side: [row["case"] for row in rows] for side, rows in peers.items()} == {
        "im2col": ["a", "b"],
        "numpy_ml": ["a"],
    }
    assert tables.times_faster(peers["im2col"][0]) == "4.4 times"
    assert tables.times_faster(peers["numpy_ml"][0]) == "72 times"


SMALL, LSTM = "tiny MLP 2-16-2, N 32, SGD", "LSTM 64→128, T 32, N 32, cells"


def results():
    """One with each number of threads: threads -> result."""
    found = {}
    for threads, ratio, memory in ((1, 0.7, 3.5), (2, 0.95, 9.6)):
        lstm = {"case": LSTM, "part": "both", "dtype": "float32", "memory": memory, "dlcourse_us": 7.0}
        lstm |= {"torch_us": 10.0, "ratio": ratio, "spread": [ratio, ratio]}
        tiny = lstm | {"case": SMALL, "part": "step", "ratio": 0.2, "memory": 9.6}
        peers = [tiny | {"case": "conv 1→2", "part": "forward", "im2col_us": 70.0, "ratio": 0.1}]
        machine = speed.machine(threads, 3) | {"torch": "2", "processor": f"Processor {threads}"}
        found[threads] = {"machine": machine, "torch": [tiny, lstm], "peers": {}, "loops": []}
        found[threads]["peers"] = {"im2col": peers} if threads == 1 else {}
    return found


def test_a_missed_target_of_memory_is_told():
    one, two = map(tables.markdown, results().values())
    assert "| 0.9 met |  | 3.5 (target 4 met) |" in one
    assert "| 0.9 MISSED |  | 9.6 (target 4 MISSED) |" in two
    assert "| 0.25 met |  | 9.6 |" in one  # no target for the memory of a network
    assert f"- {LSTM}, memory: 9.6 times its input and output, at most 4 (missed)" in tables.summary(results())
    assert f"- {LSTM}, memory: 3.5 times its input and output, at most 4\n" in tables.summary({1: results()[1]})


def test_the_summary_shows_both_results():
    text = tables.summary(results())
    assert f"| {SMALL}: training step | 0.20 | 0.25 | 0.20 | 0.25 |" in text
    assert f"| {LSTM}: forward + backward | 0.70 | 0.9 | 0.95 | 0.9 (missed) |" in text
    assert "Processor 1, 1 thread" in text
    assert "Processor 2, 2 threads" in text
    assert "| 1 thread: the course is faster than | im2col |" in text
    assert "| conv 1→2: forward | 10 times |" in text
    alone = tables.summary({2: results()[2]})
    assert f"| {LSTM}: forward + backward |  | 0.9 | 0.95 | 0.9 (missed) |" in alone


def test_every_case_has_a_target_for_one_and_for_two_threads():
    for case in measured.CASES.values():
        one, two = case.target(1), case.target(2)
        # Half as long again is wanted of attention, where PyTorch has kernels that do several steps in one.
        assert 0 < one <= (1.5 if case.targets == measured.LOOKS else 1.2), case.name
        assert one <= two <= 1.5, case.name


if importlib.util.find_spec("pytest_benchmark") is not None:

    def measure(tmp_path, only, threads):
        """Run the command once: what it wrote, and what it said."""
        command = [sys.executable, str(FOLDER / "speed.py"), "--rounds", "1", "--threads", threads, "--only", only]
        ran = subprocess.run([*command, "-o", str(tmp_path)], capture_output=True, text=True, timeout=300)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return json.loads((tmp_path / f"{tables.file_name(int(threads))}.json").read_text("utf-8")), ran.stdout

    @pytest.mark.slow
    def test_the_one_command(tmp_path):
        result, said = measure(tmp_path, "softmax", "1")
        assert [row["part"] for row in result["torch"]] == ["both", "both"]
        assert result["loops"][0]["ratio"] < 1
        assert "softmax and cross-entropy" in said

    @pytest.mark.slow
    def test_peers_take_turns_with_the_course(tmp_path):
        result, said = measure(tmp_path, "pooling and float32", "1")
        parts = [row["part"] for row in result["peers"]["im2col"]]
        assert parts == ["forward", "both"]
        assert result["peers"].get("numpy_ml", []) == []  # it passes its turns on
        assert ("numpy-ml is not installed" in said) == (not importlib.util.find_spec("numpy_ml"))

    @pytest.mark.slow
    def test_two_threads_have_files_of_their_own(tmp_path):
        result, _ = measure(tmp_path, "RMSprop", "2")
        assert result["machine"]["threads"] == 2
        assert (result["peers"], result["loops"]) == ({}, [])
        assert not (tmp_path / "speed.json").exists()


def test_the_page_shows_what_is_stored():
    stored = tables.stored(FOLDER / "results")
    written = f"{tables.MARKS[0]}\n{tables.summary(stored)}\n{tables.MARKS[1]}"
    assert written in (FOLDER / "README.md").read_text("utf-8")


def test_the_table_of_the_page_is_written_between_its_marks(tmp_path):
    for threads, result in results().items():  # whichever of the two comes last writes the table whole
        (tmp_path / f"{tables.file_name(threads)}.json").write_text(json.dumps(result), "utf-8")
    (tmp_path / "README.md").write_text("before\n" + "\nold\n".join(tables.MARKS) + "\nafter\n", "utf-8")
    tables.into_page(tables.stored(tmp_path), tmp_path / "README.md")
    text = (tmp_path / "README.md").read_text("utf-8")
    assert text == f"before\n{tables.MARKS[0]}\n{tables.summary(results())}\n{tables.MARKS[1]}\nafter\n"
