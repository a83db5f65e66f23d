"""`my_dlcourse/`, the learner's own library, on the disk: written whole, under a lock, and never over work by hand.

What its modules hold is text here (`coursework.own_library`): nothing of it is imported to write it.
"""

import ast
import contextlib
import os
import stat
import uuid
from collections import defaultdict
from pathlib import Path

from filelock import Timeout

from dlcourse.coursework.files import course_notebooks, lesson_name
from dlcourse.coursework.own_answers import LESSONS, PACKAGE
from dlcourse.coursework.own_library import INIT, NEW, is_untouched, module_text, offered, read_back
from dlcourse.notebook.locks import locked

LOCK_SECONDS = 2.0
MOST_BYTES = 1_000_000
UNREADABLE = (OSError, ValueError, SyntaxError, RecursionError, MemoryError)


class Library:
    """The folder `my_dlcourse` beside notebooks.

    Parameters
    ----------
    folder : path
        That of the notebooks.

    Attributes
    ----------
    path : Path
    """

    def __init__(self, folder):
        self.path = Path(folder) / PACKAGE

    def put(self, answers):
        """Write answers into the modules of their lessons; what is there already and equal rewrites nothing.

        Parameters
        ----------
        answers : list of Kept

        Returns
        -------
        tuple (dict, list of str)
            The module that each id is newly in, and sentences on what was not written, or not where one expects it.
        """
        changed, sentences = {}, []
        by_lesson = defaultdict(dict)
        for one in answers:
            by_lesson[one.id.partition(".")[0]][one.id] = one
        if not by_lesson:
            return changed, sentences
        try:
            os.makedirs(self.path, exist_ok=True)
            with locked(self.path / ".lock", LOCK_SECONDS) as alone:
                self._begin(sweep=alone)
                for lesson in sorted(by_lesson, key=_place):
                    fresh, more = self._put(lesson, by_lesson[lesson])
                    changed |= fresh
                    sentences += more
        except (Timeout, *UNREADABLE) as error:
            sentences.append(f"Your answers are not kept in {PACKAGE}: {_reason(error)}.")
        return changed, sentences

    def take_out(self, keys):
        """Take answers out again that are in a module of this library.

        Parameters
        ----------
        keys : dict
            Exercise id -> module, as from `put`.
        """
        with contextlib.suppress(Timeout, *UNREADABLE), locked(self.path / ".lock", LOCK_SECONDS):
            for module in set(keys.values()):
                text = self.text(module)
                if text and is_untouched(text):
                    left = {key: one for key, one in read_back(text).items() if keys.get(key) != module}
                    self._rewrite(module, left)
                    self._follow([key for key in keys if keys[key] == module])

    def text(self, module):
        """The text of a module, None where there is none.

        Raises
        ------
        OSError, ValueError
            If it cannot be read, or is no file of text.
        """
        path = self.path / f"{module}.py"
        if not os.path.lexists(path):
            return None
        if not stat.S_ISREG(os.stat(path).st_mode):  # a pipe would let us wait for ever
            raise ValueError(f"{path.name} is not a file")
        with open(path, "rb") as stream:
            data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise ValueError(f"{path.name} is too large")
        return data.decode("utf-8").replace("\r\n", "\n")

    def texts(self):
        """All modules that are there, as texts, and a sentence for each one that cannot be read."""
        found, sentences = {}, []
        for path in sorted(self.path.glob("*.py")):
            if path.stem == "__init__" or not path.stem.isidentifier():
                continue
            try:
                found[path.stem] = self.text(path.stem)
            except (OSError, ValueError) as error:
                sentences.append(f"{path.name} is left out: it cannot be read ({error}).")
        return {module: text for module, text in found.items() if text is not None}, sentences

    def modules_of(self, lesson):
        """The modules that may hold answers of a lesson and are there."""
        return [module for module in (lesson, lesson + NEW) if os.path.lexists(self.path / f"{module}.py")]

    def _begin(self, sweep):
        for left in self.path.glob("*.tmp") if sweep else ():  # of a process that was killed
            with contextlib.suppress(OSError):
                left.unlink()
        if not os.path.lexists(self.path / "__init__.py"):
            self._write("__init__", INIT)

    def _put(self, lesson, answers):
        module, sentence = lesson, ""
        text = self._readable(module)
        if text is not None and not is_untouched(text):
            answers = {key: one for key, one in answers.items() if not _holds(text, one)}
            module, sentence = lesson + NEW, f"{PACKAGE}/{lesson}.py was changed by hand and is left alone"
            text = self._readable(module)
        if not answers:
            return {}, []
        listed = ", ".join(f"`{key}`" for key in answers)
        if text is not None and not is_untouched(text):
            return {}, [f"{sentence}, and so is {module}.py: {listed} is not kept. Rename one of them."]
        old = read_back(text) if text else {}
        fresh = [key for key, one in answers.items() if old.get(key) != one]
        self._rewrite(module, old | answers)
        self._follow(fresh)
        more = [f"{sentence}: {listed} went to {module}.py."] if sentence and fresh else []
        return dict.fromkeys(fresh, module), more

    def _readable(self, module):
        """The text of a module; "" for one that is there and cannot be read, which nobody overwrites."""
        try:
            return self.text(module)
        except (OSError, ValueError):
            return ""

    def _rewrite(self, module, answers):
        text = module_text(module, answers, lambda key: self._place_of(key, module))
        if text != self._readable(module):
            self._write(module, text)

    def _follow(self, keys):
        """Write anew the other modules that build on answers which came or went."""
        forms = [f"{module} import {_name(key)}" for key in keys for module in _modules(key)]
        for path in sorted(self.path.glob("*.py")) if forms else ():
            text = self._readable(path.stem)
            if text and is_untouched(text) and any(form in text for form in forms):
                self._rewrite(path.stem, read_back(text))

    def _place_of(self, key, module):
        """The module that offers an exercise to another one: of an earlier lesson, so that there is no circle."""
        lesson, own = key.partition(".")[0], module.removesuffix(NEW)
        for other in (lesson, lesson + NEW):
            is_before = _place(lesson) < _place(own) or (lesson == own and module == own + NEW and other == own)
            if is_before and _name(key) in _offered(self._readable(other)):
                return f"{PACKAGE}.{other}"
        return f"{LESSONS}.{lesson}"

    def _write(self, module, text):
        path = self.path / f"{module}.py"
        fresh = self.path / f"{module}.{uuid.uuid4().hex}.tmp"
        try:
            with open(fresh, "x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(fresh, path)
        finally:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)


def _name(key):
    return key.partition(".")[2]


def _modules(key):
    lesson = key.partition(".")[0]
    return lesson, lesson + NEW


def _place(lesson):
    """Where a lesson stands in the course."""
    order = [lesson_name(path) for path in course_notebooks()]
    return order.index(lesson) if lesson in order else len(order)


def _offered(text):
    """The names that a module offers; none where it cannot be read."""
    with contextlib.suppress(*UNREADABLE):
        return offered(text or "")
    return set()


def _holds(text, one):
    """Whether a module that was changed by hand has an answer as it is, comments and layout aside."""
    with contextlib.suppress(*UNREADABLE):
        there = {ast.dump(node) for node in ast.parse(text).body}
        return all(ast.dump(ast.parse(statement).body[0]) in there for statement in one.statements)
    return False


def _reason(error):
    if isinstance(error, Timeout):
        return "another program is writing there; run the cell again"
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"{text}; is there another file of this name, or may you not write here?"
