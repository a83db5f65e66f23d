"""Who is meant: from a text in an instructor's file to the name of a student in a run.

A platform puts a number after a name, squeezes it ("nunezjose" for Núñez, José) or puts a team before it; people turn
names around, leave accents out and write capitals as they like. Each way to read a name counts only where the stricter
ones find nobody, and what fits two students finds neither.
"""

import difflib
import re
import unicodedata
from collections import defaultdict

from dlcourse.grading.bounds import quoted
from dlcourse.grading.csv_files import as_it_was
from dlcourse.grading.exports.platform_csv import by_student, folded, identity_among, listed
from dlcourse.grading.submissions.names import MOST, student_name
from dlcourse.grading.submissions.names import bounded as bounded_name
from dlcourse.grading.submissions.platforms import BRIGHTSPACE

WORDS = 10  # of a name that are turned around
DASHES = 5  # in a name before which a team's may stand
ACCENTS = 200  # combining classes from here on; below are signs without which a word is another one
AS_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


class People:
    """The students of a run, to be found by what others call them.

    Parameters
    ----------
    submissions : iterable of dict
        With student, lesson and name at least.
    teams : iterable of str
        The names of groups, which Moodle puts before those of their members: "Team A-Ann Lee_815".
    """

    def __init__(self, submissions, teams=()):
        students = {student: list(mine.values()) for student, mine in by_student(submissions).items()}
        self.names = list(students)
        self._who = {student: identity_among(mine) for student, mine in students.items()}
        self._numbers, self._ways = defaultdict(list), [defaultdict(list) for _ in WAYS]
        teams = {letters(team) for team in teams} - {""}
        for student, mine in students.items():
            who = self._who[student]
            name, number = (who["name"], who["number"]) if who["number"] else _by_brightspace(student, mine)
            name = who["name"] if name == student else name
            if number:
                self._numbers[number].append(student)
            for (kept_by, _), index in zip(WAYS, self._ways):
                for key in dict.fromkeys(kept_by(student, _member(name, teams))):
                    index[key].append(student)
            for role in ("login", "email", "id"):  # of a member of a group, from the instructor's file
                if who.get(role):
                    self._ways[WRITTEN][folded(who[role])].append(student)

    def identity(self, student):
        """What `identity_of` says of a student of the run."""
        return self._who[student]

    def fitting(self, *texts, number=""):
        """All students whom texts and a number fit, by the strictest way that finds anybody.

        Parameters
        ----------
        *texts : str
            What one person is called: names, a login, an address.
        number : str
            The one that the platform gave, "" if it is not known.

        Returns
        -------
        list of str
            Names in the run: one alone is who is meant; none is nobody; several cannot be told apart.
        """
        number = number.strip() if number.strip().isdecimal() else ""
        numbered = self._numbers.get(number, [])
        named = [student for student in self._named(texts) if not self._is_other(student, number)]
        both = [student for student in named if student in numbered]
        return both or list(dict.fromkeys([*numbered, *named]))

    def _is_other(self, student, number):
        """Whether the number says that this is somebody else: Canvas has one for each person."""
        who = self._who[student]
        return bool(number) and who["platform"] == "canvas" and who["number"] != number

    def _named(self, texts):
        texts = list(dict.fromkeys(form for text in texts if text.strip() for form in (text, as_it_was(text))))
        for (_, asked_by), index in zip(WAYS, self._ways):
            keys = dict.fromkeys(key for text in texts for key in asked_by(_in_run(text), text))
            found = dict.fromkeys(student for key in keys for student in index.get(key, ()))
            if found:
                return list(found)
        return self._numbers.get(texts[0].strip(), []) if len(texts) == 1 else []  # beside a name it is another number

    def find(self, text, number=""):
        """The name in the run of the student whom a text, or a number of the platform, is about.

        Returns
        -------
        str or None
            None if nobody fits, or more than one: `problem` says which.
        """
        found = self.fitting(text, number=number)
        return found[0] if len(found) == 1 else None

    def candidates(self, text):
        """Names in the run that may be meant: those that fit, else at most three that look alike."""
        found = self.fitting(text)
        if found:
            return found
        known = {}
        for student in self.names:
            known.setdefault(folded(student), student)
        near = difflib.get_close_matches(folded(text[:MOST]), known, n=3, cutoff=0.6)
        return [known[name] for name in near]

    def problem(self, text, number=""):
        """Why `find` gives None, as a sentence: several students fit, or nobody does."""
        found = self.fitting(text, number=number)
        shown = quoted(text) + (f" ({number[:20]})" if number else "")
        if len(found) > 1:
            return f"{len(found)} students may be meant by {shown}: {listed(found)}."
        near = self.candidates(text)
        return f"Nobody in the run is called {shown}" + (f"; the nearest: {listed(near)}." if near else ".")


def _in_run(text):
    """A text as it would be a student's name in a run."""
    return student_name(bounded_name(text))


def _by_brightspace(student, submissions):
    """(name, number) where Brightspace gave a number: it stands at the beginning of a folder's name."""
    name, _, number = student.rpartition("_")
    for item in submissions if number.isdecimal() else ():
        for part in re.split(r"[/\\]", item["name"]):
            found = BRIGHTSPACE.fullmatch(part)
            if found and found["id"] == number and student_name(found["name"]) == name:
                return name, number
    return student, ""


def _member(name, teams):
    """A member's name without that of one of the teams before it."""
    return split_team(name, teams)[1]


def split_team(name, teams):
    """(letters of the team, rest) of a name in which a team stands before a dash; ("", name) if none does.

    Parameters
    ----------
    name : str
    teams : set or dict
        The letters of the teams' names.
    """
    parts = name.split("-", DASHES) if teams else [name]
    for place in range(len(parts) - 1, 0, -1):
        team = letters("-".join(parts[:place]))
        if team in teams:
            return team, "-".join(parts[place:]).strip()
    return "", name


def without_number(student):
    """A name without the number that a platform may have put after it."""
    name, sign, number = student.rpartition("_")
    return name if sign and number.isdecimal() else student


def letters(text):
    """The letters and digits of a text, without accents and capitals: "nunezjose" of "Núñez, José"."""
    plain = unicodedata.normalize("NFKD", text[:MOST]).casefold().translate(AS_LETTERS)
    return "".join(sign for sign in unicodedata.normalize("NFKD", plain) if sign.isalnum() or _is_part(sign))


def _is_part(sign):
    """Whether a mark makes another letter: vowels that are put on letters do, accents do not."""
    return unicodedata.category(sign) in ("Mc", "Mn") and unicodedata.combining(sign) < ACCENTS


def _exactly(student, name):
    return [student]


def _as_written(student, name):
    return [folded(student)]


def _without_number(student, name):
    """The name alone, in both orders where a comma tells which is which."""
    name = folded(name[:MOST])
    last, comma, first = (part.strip() for part in name.partition(","))
    return [name, f"{first} {last}"] if comma and last and first else [name]


def _squeezed(student, name):
    """The letters of the words in every order that turning them around gives; a login with digits stays as it is."""
    words = [word for word in map(letters, re.split(r"[\s,_.]+", name[:MOST])) if word]
    if any(sign.isdigit() for word in words for sign in word):
        return []
    return ["".join(words[place:] + words[:place]) for place in range(len(words) if len(words) <= WORDS else 1)]


def _kept_by_user(student, name):
    """The user of an address; a mark after a name says that it is no address."""
    user, sign, _ = folded(name).partition("@")
    return [user if sign else f"{user}@"]


def _asked_by_user(student, name):
    """The other way round: an address finds a user, and a user an address, and no address another one."""
    user, sign, _ = folded(name[:MOST]).partition("@")
    return [f"{user}@" if sign else user]


WAYS = (  # how students are kept, and how they are asked for; the strictest first
    *((way, way) for way in (_exactly, _as_written, _without_number, _squeezed)),
    (_kept_by_user, _asked_by_user),
)
WRITTEN = 1  # the place of `_as_written`
