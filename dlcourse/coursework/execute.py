"""Run all cells of a notebook in a kernel of this very Python, as the tests and the authors' command do."""

import asyncio
import os
import re
import subprocess
import tempfile
import time

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from dlcourse.coursework.solve import blank

SECONDS = 300  # for one cell, then it is given up


class CannotRun(Exception):
    """A cell did not finish. `cell` is its index in the notebook."""

    def __init__(self, cell, message):
        super().__init__(f"cell {cell + 1} did not finish:\n{message}")
        self.cell = cell


def execute(notebook, folder, environment=None, *, after_cell=None):
    """Run all cells of a notebook, as "Run All" does: the first error ends it.

    Parameters
    ----------
    notebook : nbformat notebook
    folder : path
        The kernel's current folder.
    environment : dict, optional
        Environment variables to set, or to remove where the value is None.
    after_cell : function, optional
        Called with (index of the cell, seconds) after each code cell.

    Returns
    -------
    nbformat notebook
        A copy with the outputs of this run.

    Raises
    ------
    CannotRun
        At the first cell that raises, takes too long, or ends its kernel.
    """
    notebook = blank(notebook)
    begun = []  # (index, time) of each cell that was started

    def end(cell, cell_index, **_reply):
        if after_cell:
            after_cell(cell_index, time.perf_counter() - begun[-1][1])

    with tempfile.TemporaryDirectory(prefix="dlcourse-", ignore_cleanup_errors=True) as settings:
        client = NotebookClient(
            notebook,
            km=_manager(settings),
            timeout=SECONDS,
            record_timing=False,
            coalesce_streams=True,
            on_cell_execute=lambda cell, cell_index: begun.append((cell_index, time.perf_counter())),
            on_cell_executed=end,
        )
        try:
            asyncio.run(
                client.async_execute(
                    cwd=str(folder),
                    env=_variables(settings, environment),
                    stderr=subprocess.DEVNULL,  # what the kernel itself says; what cells say is in their outputs
                    cleanup_kc=True,
                )
            )
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            said = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip()
            raise CannotRun(begun[-1][0] if begun else 0, said) from None
    return notebook


def _manager(settings):
    """What starts the kernel, and talks to it over files of its own.

    A port is chosen before the kernel takes it: of two that start at the same moment one may find its own taken.
    """
    return AsyncKernelManager(
        kernel_name="python3",
        # No search for kernels: what else is installed on the machine under this name does not count.
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        connection_file=os.path.join(settings, "kernel.json"),
        transport="ipc" if os.name == "posix" else "tcp",
    )


def _variables(settings, environment):
    # Settings and history of whoever runs this stay out of it; and a choice of matplotlib's backend, made for
    # this process, would keep the kernel from showing figures.
    changes = {"IPYTHONDIR": settings, "MPLBACKEND": None, **(environment or {})}
    return {name: value for name, value in {**os.environ, **changes}.items() if value is not None}
