"""What the tests that run notebooks share: a fresh namespace in a kernel that runs already, and what a cell shows."""

from nbformat.v4 import new_code_cell

RESCUED = "This cell could not finish"

# Whether a figure can be drawn is seen when it is drawn once, wherever its parts stand, and a thumbnail of it will do.
# As a rule it is drawn as soon as it is made, and twice more for the picture.
DRAWN_ONCE = """
def save(figure, file, **_):
    import numpy as np
    from PIL import Image

    figure.canvas.draw()
    Image.fromarray(np.asarray(figure.canvas.buffer_rgba())[::8, ::8, :3]).save(file, "png")

import matplotlib.figure, matplotlib.layout_engine, matplotlib.pyplot
matplotlib.figure.Figure.savefig = save
matplotlib.layout_engine.ConstrainedLayoutEngine.execute = lambda *_: None
matplotlib.pyplot.uninstall_repl_displayhook()
matplotlib.pyplot.draw_all = lambda *_: None  # the hook comes back with the first figure
"""

# What the reference and the mistakes of an exercise do on its cases is the same in all runs: it is computed in one.
CASES_ONCE = """
def keep_cases():
    import functools
    from dlcourse.checking.check import check
    from dlcourse.checking.oracle import Oracle
    from dlcourse.checking.question import Question
    from dlcourse.checking.trials import case_arguments
    from dlcourse.notebook import api

    oracle = functools.cache(lambda exercise: Oracle(exercise, case_arguments(exercise, 0)))

    def checked(exercise, answer, **options):
        kept = {} if isinstance(exercise, Question) else {"oracle": oracle(exercise)}
        return check(exercise, answer, **kept, **options)

    if api.check is check:
        api.check = checked

keep_cases()
"""


def fresh_start(progress, seconds=10, mode=""):
    """A cell that forgets all earlier ones.

    Parameters
    ----------
    progress : path
        The progress file.
    seconds : float
        As DLCOURSE_SECONDS.
    mode : str
        As DLCOURSE_MODE.
    """
    return new_code_cell(
        "import os\n"
        "from dlcourse.notebook.session import session\n"
        "session.begin_anew()\n"
        f"os.environ['DLCOURSE_PROGRESS'] = {str(progress)!r}\n"
        f"os.environ['DLCOURSE_SECONDS'] = {str(seconds)!r}\n"
        f"os.environ['DLCOURSE_MODE'] = {mode!r}\n"
        f"{DRAWN_ONCE}{CASES_ONCE}"
        "%reset -f"
    )


def shown(cell):
    """What stands under a cell, as text."""
    return "\n".join(output.get("text") or output.data.get("text/plain", "") for output in cell.outputs)
