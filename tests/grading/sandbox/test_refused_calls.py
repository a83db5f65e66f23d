"""What the filter refuses in a sandbox, and what honest code may go on doing."""

import platform

import pytest
from sandbox_requests import request

from dlcourse.grading.sandbox import calls
from dlcourse.grading.sandbox.client import Worker

pytestmark = pytest.mark.slow
EPERM, ENOSYS = 1, 38


@pytest.fixture(scope="module")
def worker(engine):
    with Worker(engine, 20.0) as worker:
        yield worker


def value(worker, body, z=1.0):
    answers, ending = worker.ask(*request(body, [{"z": z}]))
    assert ending["how"] == "done"
    assert not answers[1]["failure"], answers[1]["failure"]
    return answers[1]["value"]


def test_every_refused_call_is_refused(worker):
    """With arguments that make no sense: without the filter the kernel has other errors for most of them."""
    column = list(calls.ARCHITECTURES).index(platform.machine())
    numbers = [both[column] for both in calls.REFUSED.values() if both[column] is not None]
    body = """
import ctypes
library, found = ctypes.CDLL(None, use_errno=True), []
for number in z:
    ctypes.set_errno(0)
    library.syscall(number, -1, -1, -1, -1, -1, -1)
    found.append(ctypes.get_errno())
return found
"""
    assert set(value(worker, body, [*numbers, calls.FIRST_UNKNOWN, 2000])) == {EPERM, ENOSYS}


def test_calls_that_are_refused_by_an_argument(worker):
    body = """
import fcntl, mmap, os, time, ctypes
library = ctypes.CDLL(None, use_errno=True)
here = os.open(os.__file__, os.O_RDONLY)
area = mmap.mmap(-1, 8192, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
asked = {
    "lock": lambda: fcntl.lockf(here, fcntl.LOCK_SH),
    "size of a pipe": lambda: fcntl.fcntl(here, 1031, 4096),
    "owner of signals": lambda: fcntl.fcntl(here, fcntl.F_SETOWN, 1),
    "randomness": lambda: fcntl.ioctl(os.open("/dev/random", os.O_RDONLY), 0x80045200, bytes(4)),
    "shared memory": lambda: mmap.mmap(-1, 4096),
    "merging": lambda: area.madvise(12),
    "paging out": lambda: area.madvise(21),
    "clock of the supervisor": lambda: time.clock_gettime((~1 << 3) | 2),
    "thread of the supervisor": lambda: time.clock_gettime((~1 << 3) | 6),
    "limits of the supervisor": lambda: __import__("resource").prlimit(1, 0),
    "new process": os.fork,
}
done = []
for name, ask in asked.items():
    try:
        ask()
        done.append(name)
    except OSError:
        pass
page = (ctypes.c_int * 1)()
if library.syscall(202 if os.uname().machine == "x86_64" else 98, page, 1, 1, 0, 0, 0) >= 0:
    done.append("waking others")
return done
"""
    assert value(worker, body) == []


def test_honest_code_goes_on_working(worker):
    body = """
import concurrent.futures, decimal, fcntl, io, os, queue, random, sqlite3, threading, time
import numpy as np
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    squares = list(pool.map(lambda x: x * x, range(100)))
line = queue.Queue()
thread = threading.Thread(target=line.put, args=(7,))
thread.start()
thread.join()
base = sqlite3.connect(":memory:")
base.execute("create table t (a)")
base.execute("insert into t values (5)")
times = [time.time(), time.monotonic(), time.process_time(), time.thread_time(), time.perf_counter()]
time.sleep(0.001)
with open(os.__file__) as file:
    length = len(file.read())
copy = os.dup(0)
fcntl.fcntl(copy, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
matrix = np.random.default_rng(0).normal(size=(300, 300))
large = np.zeros(20_000_000)  # in huge pages where there are some
large[::1000] = 1
random.seed()
return [sum(squares), line.get(), base.execute("select a from t").fetchone()[0], all(times), length > 1000,
        bool(np.isfinite(np.linalg.inv(matrix)).all()), large.sum(), os.isatty(0), os.getpid() > 1,
        str(decimal.Decimal(1) / 3)[:5], len(os.urandom(4)), np.fft.fft(matrix).shape[0]]
"""
    assert value(worker, body) == [328350, 7, 5, True, True, True, 20000.0, False, True, "0.333", 4, 300]


def test_whoever_starts_threads_gets_no_second_request(engine):
    with Worker(engine, 20.0) as worker:
        assert value(worker, "return 1") == 1
        assert not worker.spent
        value(
            worker, "import threading\nthread = threading.Thread(target=int)\nthread.start()\nthread.join()\nreturn 1"
        )
        assert worker.spent


def test_thousands_of_files_end_a_worker(engine):
    body = "import itertools, os\nfor n in itertools.count():\n    os.close(os.open(f'/tmp/{n}', os.O_CREAT))"
    with Worker(engine, 20.0) as worker:
        _answers, ending = worker.ask(*request(body))
        assert ending["how"] == "files"
        assert worker.spent
