"""Options of the speed benchmark, and the turns that its processes take."""

import contextlib
import os

import pytest


def pytest_addoption(parser):
    """Which side this process measures, and the pipes by which it gets its turn and passes it on."""
    sides = ["dlcourse", "torch", "loops", "im2col", "im2col_float64", "numpy_ml"]
    parser.addoption("--side", choices=sides, default="dlcourse", help="what is measured")
    parser.addoption("--beside", choices=["torch", "loops", "peers"], default="torch", help="cases for this comparison")
    parser.addoption("--turn", help="two file descriptors: my turn comes from the first, and ends on the second")


@pytest.fixture
def turn(request):
    """Wait until the other sides have made this measurement; afterwards it is theirs to make the next."""
    pipes = request.config.getoption("--turn")
    if pipes is None:
        yield
        return
    mine, next_one = map(int, pipes.split(","))
    if not os.read(mine, 1):
        pytest.exit("another side has ended", returncode=3)
    try:
        yield
    finally:
        with contextlib.suppress(BrokenPipeError):  # after the last measurement, the other side may have ended
            os.write(next_one, b".")


@pytest.hookimpl(tryfirst=True)
def pytest_benchmark_generate_machine_info():
    """What pytest-benchmark would find out takes a second in each process, and names the machine."""
    return {}
