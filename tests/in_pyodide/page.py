"""Run in Pyodide: what tests/test_pyodide.py wants to know of the browser's Python, in JSON, as the last line."""

import contextlib
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path

import stand_ins

stand_ins.install()
warnings.simplefilter("error", SyntaxWarning)

import browser_like  # noqa: E402  # brings the course
import learner  # noqa: E402

from dlcourse.checking.runtime import timing  # noqa: E402


def raised(call):
    """What a call raises, in words."""
    try:
        call()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def lacking():
    """What this Python has not: modules, alarms; and what it says when it is asked for threads and programs."""
    return {
        "missing": sorted(name for name in sys.stdlib_module_names if importlib.util.find_spec(name) is None),
        "alarms": [name for name in ("setitimer", "alarm") if hasattr(signal, name)],
        "thread": raised(threading.Thread(target=print).start),
        "fork": raised(os.fork),
        "program": raised(lambda: subprocess.run(["true"])),
    }


def modules(without):
    """The modules of the course that cannot be imported, with the reason; those of some rooms are left out."""
    import dlcourse

    found, names = {}, []
    for module in pkgutil.walk_packages(dlcourse.__path__, "dlcourse."):
        if not module.name.startswith(tuple(without)):
            names.append(module.name)
            why = raised(lambda name=module.name: importlib.import_module(name))
            found |= {module.name: why} if why else {}
    return {"count": len(names), "failed": found}


def endless():
    """How long it takes until a learner's loop without an end is stopped, and what is then still watched."""
    shell = {}
    exec("def loop():\n while True:\n  try:\n   while True: pass\n  except:\n   pass", shell)
    begun = time.monotonic()
    with contextlib.suppress(timing.TimeLimit), timing.time_limit(0.2):
        shell["loop"]()
    return time.monotonic() - begun, [sys.monitoring.get_tool(number) for number in range(6)]


os.chdir("/folder")
wanted = json.loads(Path("wanted.json").read_text("utf-8"))
told = {"version": sys.version_info[:2], "lacking": lacking(), "endless": endless()}
browser_like.take_away()
told |= {"course": learner.run(wanted["cells"]), "modules": modules(wanted["without"])}
print(json.dumps(told))
