"""Run cells as a notebook does, in a shell of IPython, and tell what came of them.

On the command line: `python learner.py PLAN`, where PLAN is a JSON file with a list of cells; in a process without
threads, alarms, programs and connections. What came of it is the last line that is printed, in JSON.
"""

import json
import sys
import warnings
from pathlib import Path

import browser_like

NOT_NEEDED = ("click", "jupyter_client", "nbclient", "nbformat", "rich", "zmq")


def run(cells):
    """Run the cells in the current folder.

    Parameters
    ----------
    cells : list of str

    Returns
    -------
    dict
        "shown": what each cell showed, as text, and "[a picture]" where there was one;
        "errors": of each that raised, its source and the error; "said": what went to stderr;
        "asked_for": what of the course has tried to start what there is not;
        "brought": packages that are loaded though no notebook should need them.
    """
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    from traitlets.config import Config

    # JupyterLite's kernel keeps no history on the disk either.
    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}), ipython_dir="ipython")
    found = {"shown": [], "errors": [], "said": ""}
    warnings.simplefilter("always")
    for source in cells:
        with capture_output() as captured:
            result = shell.run_cell(source, store_history=True)
        texts = [str(output.data.get("text/plain", "")) for output in captured.outputs]
        pictures = ["[a picture]" for output in captured.outputs if ";base64," in output.data.get("text/html", "")]
        found["shown"].append("\n".join([*texts, captured.stdout, *pictures]))
        found["said"] += captured.stderr
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            found["errors"].append([source, f"{type(error).__name__}: {error}"])
    brought = [name for name in NOT_NEEDED if name in sys.modules]
    return found | {"asked_for": sorted(set(browser_like.asked_for)), "brought": brought}


if __name__ == "__main__":
    browser_like.take_away()
    print("\n" + json.dumps(run(json.loads(Path(sys.argv[1]).read_text("utf-8")))))
