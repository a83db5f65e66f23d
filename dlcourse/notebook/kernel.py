"""What a kernel inherits from whoever started it: a number of threads, and where figures go."""

import os
import sys
import warnings

# Whoever has set one of these has chosen a number of threads.
THREADS = (
    *("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "GOTO_NUM_THREADS"),
    "VECLIB_MAXIMUM_THREADS",
)
IN_THE_PAGE = ("inline", "ipympl", "widget", "nbagg", "notebook")  # parts of the names of such backends


def limit_threads():
    """Let NumPy's products of matrices take one thread, unless a number is set in the environment.

    For the small arrays of the course, threads wait for one another more than they help: where other programs run, a
    notebook takes several times as long with two of them.
    """
    if any(os.environ.get(name) for name in THREADS):
        return
    from threadpoolctl import threadpool_limits

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on other libraries of threads, which are not touched
        threadpool_limits(1, user_api="blas")


def why_no_figures(shell):
    """One sentence if figures would not appear in the notebook, "" if they will.

    A kernel chooses Matplotlib's backend by itself, unless the environment variable MPLBACKEND has chosen another one.

    Parameters
    ----------
    shell : InteractiveShell
    """
    chosen = os.environ.get("MPLBACKEND", "")
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib:  # `%matplotlib inline` counts more
        chosen = str(matplotlib.rcParams["backend"]) if chosen else ""
    if not chosen or not hasattr(shell, "kernel") or any(part in chosen.lower() for part in IN_THE_PAGE):
        return ""
    return (
        f"The environment variable MPLBACKEND is set to `{os.environ['MPLBACKEND']}`, which draws figures outside of "
        "the notebook: run `%matplotlib inline` in a cell of its own, and they appear."
    )
