"""The work of `pool`, on a Dask cluster: the same interface, other machines.

Tasks and outcomes travel, the grade book stays here: a task that a dying worker had begun is done again by another
one, and what comes back is written down once. The package `distributed` is an optional extra, "dask".
"""

import functools
import threading
import time
import warnings

from dlcourse.grading.errors import GradingError, UsageError
from dlcourse.grading.processes.pool import Gone, Pool

PATIENCE = 30.0  # seconds: for a scheduler to answer, and for a cluster without workers to get one
LOOK = 5.0  # seconds between looks whether there are workers at all
AHEAD = 3  # tasks for each of the cluster's threads, so that none waits for us

_one_at_a_time = threading.Lock()


def run(tasks, function, address, seconds):
    """Call a function on tasks, on the workers of a cluster.

    Parameters
    ----------
    tasks : iterable of (tag, task)
        Taken one by one, as the cluster has room.
    function : function
        Importable where the workers are, as dlcourse must be.
    address : str
        Of the Dask scheduler.
    seconds : function
        `seconds(task)`, the longest that one may take.

    Yields
    ------
    tuple (tag, outcome)
        As they end. The outcome is what the function gave back, or a Gone.

    Raises
    ------
    UsageError
        If Dask is not installed.
    GradingError
        If there is no scheduler, or for a long time no worker. Tasks that are not finished can be given again.
    """
    try:
        import distributed
    except ImportError:
        raise UsageError("Grading on a cluster needs Dask: `pip install dlcourse[dask]`.") from None
    with _connected(distributed, address) as client:
        cluster = _Cluster(distributed, client, function, seconds)
        try:
            yield from cluster.go(iter(tasks))
        except (OSError, distributed.CancelledError) as error:
            raise GradingError(f"The Dask scheduler at {address} is gone: start it, and grade again.") from error


def _connected(distributed, address):
    try:
        return distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        reason = str(error) or type(error).__name__
        raise GradingError(f"No Dask scheduler answers at {address} ({reason[:200]}).") from None


class _Cluster:
    """The tasks that are with a cluster."""

    def __init__(self, distributed, client, function, seconds):
        self.distributed, self.client, self.seconds = distributed, client, seconds
        self.work = functools.partial(_work, function, seconds)
        self.there = {}
        self.seen = time.monotonic()  # when there last was a worker

    def go(self, waiting):
        """Yield (tag, outcome) until all is done."""
        while True:
            for _ in range(max(1, AHEAD * self._threads()) - len(self.there)):
                item = next(waiting, None)
                if item is None:
                    break
                self._give(*item)
            if not self.there:
                return
            yield from self._ended()

    def _threads(self):
        """How much the cluster does at once; too long without any is the end."""
        threads = sum(self.client.nthreads().values())
        if threads:
            self.seen = time.monotonic()
        elif time.monotonic() - self.seen > PATIENCE:
            raise GradingError("The Dask cluster has no workers: start some, and grade again.")
        return threads

    def _give(self, tag, task):
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph")  # a notebook with many pictures
            future = self.client.submit(self.work, task, pure=False)
        self.there[future] = (tag, time.monotonic() + 2 * AHEAD * self.seconds(task))

    def _ended(self):
        try:
            with self.client.as_current():
                done = self.distributed.wait(list(self.there), timeout=LOOK, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            done = ()
        for future in done:
            tag, _ = self.there.pop(future)
            try:
                yield tag, future.result()
            except self.distributed.KilledWorker:  # each worker that tried it died
                yield tag, Gone()
        for future in [item for item, (_, deadline) in self.there.items() if deadline < time.monotonic()]:
            tag, _ = self.there.pop(future)
            future.cancel()
            yield tag, Gone(overdue=True)


def _work(function, seconds, task):
    """One task on a worker, in a process of its own: a worker must not be stalled or filled by a submission."""
    with _one_at_a_time:
        [(_, outcome)] = _processes().run(function, [(0, task)], seconds)
        return outcome


@functools.cache
def _processes():
    return Pool(1)
