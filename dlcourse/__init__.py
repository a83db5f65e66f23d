"""dlcourse: a hands-on course on deep learning.

In a notebook: `from dlcourse import exercise, question, hint, solution, progress, track`.
"""

__version__ = "0.2.3"
__all__ = ["exercise", "hint", "progress", "question", "solution", "track"]


def __getattr__(name):
    # Loaded on first use: the command line and a sandboxed worker need none of it.
    if name == "track":
        from dlcourse.notebook.track import track

        return track
    if name in __all__:
        from dlcourse.notebook import api

        api.start()
        return getattr(api, name)
    raise AttributeError(f"module 'dlcourse' has no attribute {name!r}")
