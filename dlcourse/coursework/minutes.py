"""How long a part of a notebook takes a learner: reading, running, writing and waiting.

Text is read at 140 words a minute. A code cell that is only run takes 1.3 minutes, with a look at what it shows. An
exercise or a question takes the minutes of its specification, and its cell no more beside them. Readers who worked
through the first edition of lessons 01 to 12 took 95 to 115 minutes; this comes to 80 to 115 for them.
"""

import re

from dlcourse.coursework.sittings import ids_in
from dlcourse.exercises import find

WORDS_A_MINUTE = 140
MINUTES_A_CELL = 1.3
STEP = 5  # minutes: what is said is a multiple of it
SECONDS_STEP = 30  # of the run time: what is stored is a multiple of it
SECONDS_APART, SLOWER = 60, 4  # what two runs of the same may differ by, in seconds and as a factor
DIFFICULTY = {1: "easy", 2: "medium", 3: "hard"}

# The line under the heading of an exercise, which `asked_line` writes: it is calculated, and not counted.
ASKED_LINE = re.compile(r"^\*[\d.]+ (?:bonus )?points?\b[^*\n]* · about [\d.]+ minutes? · \w+\*$", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~).*$", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_COMMAND = re.compile(r"\\(?:begin|end|mathrm|mathbf|text|operatorname)\b|\\[a-zA-Z]+|\\.")
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


def words(text):
    """How many words of a markdown text are read.

    Of a formula the letters and numbers count, its LaTeX commands do not; of code every name and number; of a link its
    text; of a picture nothing.
    """
    text = ASKED_LINE.sub("", text)
    for pattern, kept in ((_FENCE, ""), (_PICTURE, ""), (_LINK, r"\1"), (_TAG, " "), (_COMMAND, " ")):
        text = pattern.sub(kept, text)
    return len(_WORD.findall(text))


def minutes_of(cells, seconds=0):
    """How many minutes some cells of a course notebook take, not rounded.

    Parameters
    ----------
    cells : list of cells
    seconds : float
        Their run time.

    Returns
    -------
    float

    Raises
    ------
    UnknownExercise
        If a cell asks for an exercise that does not exist.
    """
    read = sum(words(cell.source) for cell in cells if cell.cell_type == "markdown") / WORDS_A_MINUTE
    run = MINUTES_A_CELL * sum(cell.cell_type == "code" and not ids_in([cell]) for cell in cells)
    return read + run + sum(find(key).minutes for key in ids_in(cells)) + seconds / 60


def rounded(minutes):
    """Minutes as they are said: a multiple of STEP, at least one."""
    return max(STEP, STEP * int(minutes / STEP + 0.5))


def kept_seconds(measured, stored=None):
    """The run time that is stored, a multiple of SECONDS_STEP: the old one, as long as the new one is not far from it.

    So a run on a slower machine, or on a busy one, stores what stood there before. It changes only where the run took
    longer or shorter by more than SECONDS_APART, and by more than SLOWER times.

    Parameters
    ----------
    measured : float
    stored : float, optional
        What stands in the notebook; None if nothing does.
    """
    near = stored is not None and abs(measured - stored) <= SECONDS_APART
    if near or (stored and stored / SLOWER <= measured <= SLOWER * stored):
        return stored
    return SECONDS_STEP * int(measured / SECONDS_STEP + 0.5)


def asked_line(exercises):
    """What stands under the heading of some exercises, as `*2 points · about 5 minutes · medium*`.

    Parameters
    ----------
    exercises : list of Exercise and Question
        Mostly one; where a heading has several, they are added up, and the hardest gives the difficulty.
    """
    points = _points(sum(item.points for item in exercises if not item.bonus), "point")
    bonus = _points(sum(item.points for item in exercises if item.bonus), "bonus point")
    minutes = max(1, int(sum(item.minutes for item in exercises) + 0.5))
    said = " and ".join(part for part in (points, bonus) if part)
    unit = "minute" if minutes == 1 else "minutes"
    return f"*{said} · about {minutes} {unit} · {DIFFICULTY[max(item.difficulty for item in exercises)]}*"


def _points(count, unit):
    return f"{count} {unit}{'' if count == 1 else 's'}" if count else ""
