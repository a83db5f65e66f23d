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
import side_loops  # noqa: E402
import speed  # noqa: E402

if importlib.util.find_spec("torch"):  # a second opinion where it is installed
    import side_torch
else:
    side_torch = None
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
            built[part]()
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
    assert (rows[0]["target"], rows[2]["target"]) == (0.25, None)
    loops = speed.compare([{"dlcourse": found({"a|step|float64": 2.0}), "loops": found({"a|step|float64": 600.0})}])
    result = {"machine": speed.machine(1, 3) | {"torch": "2"}, "torch": rows, "loops": loops}
    text = speed.markdown(json.loads(json.dumps(result)))
    assert f"| {case} | training step | 20 | 60 | 0.33 (0.10 to 1.50) | 0.25 MISSED | 1.50 | 2.5 |" in text
    assert f"| {case} | update | 1 |  |  |  |  | 2.5 |" in text
    assert "| a | training step | 2 | 600 | 300 times |" in text
    speed.plot(result, tmp_path / "speed.png")
    assert (tmp_path / "speed.png").stat().st_size > 5000


if importlib.util.find_spec("pytest_benchmark") is not None:

    @pytest.mark.slow
    def test_the_one_command(tmp_path):
        command = [sys.executable, str(FOLDER / "speed.py"), "--rounds", "1", "--threads", "1", "--only", "softmax"]
        ran = subprocess.run([*command, "-o", str(tmp_path)], capture_output=True, text=True, timeout=300)
        assert ran.returncode == 0, ran.stderr
        result = json.loads((tmp_path / "speed.json").read_text("utf-8"))
        assert [row["part"] for row in result["torch"]] == ["both", "both"]
        assert result["loops"][0]["ratio"] < 1
        assert "softmax and cross-entropy" in ran.stdout


def test_the_readme_shows_what_is_stored():
    stored = json.loads((FOLDER / "results" / "speed.json").read_text("utf-8"))
    assert speed.summary(stored) in (FOLDER.parent / "README.md").read_text("utf-8")


def test_the_table_of_the_readme_is_written_between_its_marks(tmp_path):
    stored = json.loads((FOLDER / "results" / "speed.json").read_text("utf-8"))
    (tmp_path / "README.md").write_text("before\n" + "\nold\n".join(speed.MARKS) + "\nafter\n", "utf-8")
    speed.into_readme(stored, tmp_path / "README.md")
    text = (tmp_path / "README.md").read_text("utf-8")
    assert text == f"before\n{speed.MARKS[0]}\n{speed.summary(stored)}\n{speed.MARKS[1]}\nafter\n"
