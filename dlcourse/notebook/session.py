"""What a kernel remembers of the learner's answers: all of it in one object.

Nothing happens when this module is imported. `Session.start` puts the course into a shell; `from dlcourse import
exercise` calls it.
"""

import os
from contextlib import suppress

from dlcourse.coursework.planning import stand_ins
from dlcourse.coursework.watch import Watch

MOST_CELLS = 2000  # that are remembered


class Session:
    """The course in one kernel, from its start to its end.

    Attributes
    ----------
    shell : InteractiveShell or None
        The shell that the course was put into.
    folder : str
        The folder in which that happened, the notebook's; "" where there is no shell.
    source : str
        The cell that is running.
    cells : list of str
        All that ran, in order, as far as there is room.
    watch : Watch
        What cells did to files, programs and the network; a deed's mark is the place of its cell in `cells`.
    caught : list of Exception
        Errors of that cell that were told in words.
    offered, used : dict
        Exercise id -> the number of the hint that was offered or shown last; of the highest one that is used up, by
        being asked for or by a wrong answer.
    failing : dict
        Name -> (exercise, the answer that was bound to it and does not pass).
    own : dict
        Exercise id -> the learner's function, right in this kernel: the answer of a cell, or what `mine` brought in
        from `my_dlcourse` and checked again.
    guesses : dict
        Guess id -> what was guessed in this kernel, None where the cell was run without a guess.
    stored : dict
        The part of `own` that came from `my_dlcourse`: exercise id -> its module there.
    lent : list of (Exercise, answer)
        Failing answers that `mine` gave, which may be bound to other names.
    tainted : dict
        Name -> exercises whose failing answers went into what is bound to it.
    pending : dict
        Path of a progress file -> changes that could not be written to it yet.
    said : set of str
        Sentences on the progress file: once is enough.
    """

    def __init__(self):
        self.shell, self.folder = None, ""
        self.source, self.caught = "", []
        self.watch = Watch()
        self.begin_anew()

    def begin_anew(self):
        """Forget everything, as a fresh kernel has; the course stays in its shell."""
        self.offered, self.used = {}, {}
        self.failing, self.tainted = {}, {}
        self.own, self.stored, self.lent = {}, {}, []
        self.guesses = {}
        self.pending, self.said = {}, set()
        self.cells = []
        self.watch.forget()

    def begin_cell(self, source):
        """A cell starts to run."""
        self.source = source
        self.watch.mark = None
        if len(self.cells) < MOST_CELLS:
            self.watch.mark = len(self.cells)
            self.cells.append(source)

    def start(self, shell, tell_broken):
        """Put the course into a shell: figures with alt texts, errors told in words, one thread for arrays.

        Parameters
        ----------
        shell : InteractiveShell or None
            None in a plain script, where there is nothing to do.
        tell_broken : function
            As for `rescue.install`.

        Returns
        -------
        bool
            False where there was nothing to do, as in a second call.
        """
        if shell is None or shell is self.shell:
            return False
        # Only here: a script, the command line and a sandbox need none of it, and figures bring matplotlib.
        from dlcourse import figures
        from dlcourse.notebook import kernel, rescue

        self.shell = shell
        self._read_history(shell)
        with suppress(OSError):  # a folder that was removed
            self.folder = os.getcwd()
        figures.register(shell)
        rescue.install(self, shell, tell_broken)
        self.watch.start()
        kernel.limit_threads()
        return True

    def _read_history(self, shell):
        """What ran before the course came: the cell that imports it is running already."""
        history = getattr(getattr(shell, "history_manager", None), "input_hist_raw", None) or [""]
        for source in history[1:][-MOST_CELLS:]:
            self.begin_cell(source)

    def place(self, path):
        """A path as it was meant when the course came into the shell: `%cd` moves nothing that was there before."""
        return os.path.join(self.folder, path) if self.shell else path

    def remember(self, exercise, answer):
        """Note that an answer is bound that does not pass."""
        for name in {exercise.name, getattr(answer, "__name__", exercise.name)}:
            self.failing[name] = (exercise, answer)

    def forget(self, exercise):
        """An exercise is checked anew: what was noted on its last answer no longer counts."""
        for name in [name for name, (other, _) in self.failing.items() if other.id == exercise.id]:
            del self.failing[name]
        self.own.pop(exercise.id, None)
        self.stored.pop(exercise.id, None)

    def failing_in(self, namespace):
        """The exercises, by name, whose failing answers are what `namespace` still has under that name."""
        found = {
            name: exercise
            for name, (exercise, answer) in self.failing.items()
            if name in namespace and namespace[name] is answer
        }
        now = [answer for _, answer in self.failing.values()]
        lent = [(exercise, answer) for exercise, answer in self.lent if any(answer is other for other in now)]
        return dict(self._names_of(lent, namespace)) | found

    def lent_in(self, namespace):
        """The exercises, by name, whose failing answers `mine` has bound to that name, also where they are mended."""
        return dict(self._names_of(self.lent, namespace))

    @staticmethod
    def _names_of(answers, namespace):
        for exercise, answer in answers:
            for name in [name for name, value in list(namespace.items()) if value is answer]:
                yield name, exercise

    def stand_ins(self, exercise, answer):
        """The references, by name, that an answer is checked with in place of what it builds on: a mistake costs once.

        Parameters
        ----------
        exercise : Exercise
        answer : object
            What the learner bound, a function in most cases.
        """
        failing = self.failing_in(getattr(answer, "__globals__", {}))
        names = stand_ins(exercise.id, {name: other.id for name, other in failing.items()}, passed=())
        return {name: failing[name].reference for name in names}

    def called_by(self, exercise):
        """The learner's own right answers, by id, that are called for arguments of an exercise's cases."""
        return {key: self.own[key] for key in exercise.calls if key in self.own}


session = Session()  # of this kernel
