"""dlcourse: a hands-on course on deep learning.

In a notebook: `from dlcourse import exercise, question, guess, mine, milestone, hint, solution, progress, track`;
`library` shows what the learner's functions are together; `pack` and `unpack` make a text of trained weights, and
weights of the text.
"""

import importlib

__version__ = "0.12.0"
_TOOLS = {  # tool -> its module in `dlcourse.notebook`
    "exercise": "api",
    "guess": "guessing",
    "hint": "api",
    "library": "library",
    "milestone": "milestones",
    "mine": "mine",
    "progress": "overview",
    "question": "api",
    "solution": "api",
    "track": "track",
}
_PLAIN = {"pack": "checking.runtime.packing", "unpack": "checking.runtime.packing"}  # they need no notebook
__all__ = [*_TOOLS, *_PLAIN]


def __getattr__(name):
    if name in _PLAIN:
        return getattr(importlib.import_module(f"dlcourse.{_PLAIN[name]}"), name)
    # Loaded on first use: the command line and a sandboxed worker need none of it.
    if name not in _TOOLS:
        raise AttributeError(f"module 'dlcourse' has no attribute {name!r}")
    if name != "track":  # which a plain script may use as well
        importlib.import_module("dlcourse.notebook.api").start()
    module = importlib.import_module(f"dlcourse.notebook.{_TOOLS[name]}")
    return getattr(module, name, module)  # `library` is a module with tools of its own
