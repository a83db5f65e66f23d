"""A word in pieces: runs of letters, with a mark at each end, so that an unknown word is made of known pieces."""

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import language

LETTERS = list("aeioulnrst")


def cases(rng):
    """The word of the docstring; one letter, none, a space inside; one that comes twice; pieces that are too long."""

    def drawn(length):
        return "".join(rng.choice(LETTERS, length))

    return [
        Case("red", shortest=3, longest=4),
        Case("tan", shortest=2, longest=2),
        Case("a", shortest=1, longest=3),
        Case("", shortest=1, longest=2),
        Case("banana", shortest=2, longest=3),
        Case("sea green", shortest=3, longest=3),
        Case("Sea", shortest=2, longest=2),
        Case("ab", shortest=4, longest=6),
        Case("ab", shortest=5, longest=6),
        Case(drawn(5), shortest=2, longest=4),
        Case(drawn(7), shortest=1, longest=3),
        Case(drawn(9), shortest=4, longest=5),
        Case("ab", shortest=3, longest=3),
    ]


exercise = Exercise(
    reference=language.letter_pieces,
    points=1,
    cases=cases,
    hints=[
        "At which letters can a piece of three begin so that none of it hangs out at the end?",
        "Two loops: the lengths, and for each length the places where a piece may begin. Put the marks on first, then "
        "they are letters like all others.",
        'Elsewhere: `"winter"[2:5]` is `"nte"`, `range(4, 7)` gives 4, 5 and 6, and a list grows by `.append(...)`.',
    ],
    equivalent_mutants={
        "shortest = 1 if np.ndim(shortest) == 0 and shortest == 0 else shortest": "pieces have letters"
    },
    solved="a way to read a word that nobody has seen: by pieces that others have, too.",
)


def pieces(word, lengths, *, last=0, front="<", back=">"):
    """Pieces of the lengths given; `last` moves the end of the places."""
    marked = front + word + back
    return [
        marked[start : start + length] for length in lengths for start in range(max(0, len(marked) - length + 1 + last))
    ]


@exercise.mistake("without the marks")
def _(word, *, shortest, longest):
    """There are no marks: `"<"` before the word and `">"` behind it. They tell a piece at an end from one inside: "ed>"
    is how words end.
    """
    return pieces(word, range(shortest, longest + 1), front="", back="")


@exercise.mistake("longest left out")
def _(word, *, shortest, longest):
    """The longest pieces are missing: `range` leaves its end out, and pieces of `longest` letters are wanted."""
    return pieces(word, range(shortest, longest))


@exercise.mistake("last piece left out, or no mark at the end")
def _(word, *, shortest, longest):
    """Of each length the last piece is missing, the one with the mark at the end. Is the mark there? Then count the
    places: of 5 letters a piece of 3 can begin at 0, 1 and 2, which are 5 - 3 + 1.
    """
    return pieces(word, range(shortest, longest + 1), last=-1)


@exercise.mistake("pieces that are cut off")
def _(word, *, shortest, longest):
    """At the end of the word come pieces that are too short: a slice beyond the end gives what there is. End earlier
    with long pieces than with short ones.
    """
    marked = f"<{word}>"
    return [marked[i : i + length] for length in range(shortest, longest + 1) for i in range(len(marked))]


@exercise.mistake("ordered by place")
def _(word, *, shortest, longest):
    """These are the right pieces, but sorted by where they begin. First all of the shortest length, from left to right,
    then those of the next.
    """
    marked = f"<{word}>"
    lengths = range(shortest, longest + 1)
    return [marked[i : i + n] for i in range(len(marked)) for n in lengths if i + n <= len(marked)]


@exercise.mistake("each piece once")
def _(word, *, shortest, longest):
    """A piece that occurs twice is there once only. Keep both: how often it occurs will count."""
    return list(dict.fromkeys(pieces(word, range(shortest, longest + 1))))


@exercise.mistake("sorted by the alphabet")
def _(word, *, shortest, longest):
    """The pieces come in alphabetical order. Leave them as they come: by length, and from left to right."""
    return sorted(pieces(word, range(shortest, longest + 1)))


@exercise.mistake("shortest only")
def _(word, *, shortest, longest):
    """All pieces have the shortest length: those from `shortest` *to* `longest` are wanted. (Does a `return` stand
    inside the loop?)
    """
    return pieces(word, [shortest])


@exercise.mistake("shortest and longest only")
def _(word, *, shortest, longest):
    """Pieces of the lengths between are missing: a pair of numbers is no range. All lengths *from* `shortest` *to*
    `longest` are wanted.
    """
    return pieces(word, (shortest, longest))


@exercise.mistake("marks not counted as letters")
def _(word, *, shortest, longest):
    """The pieces are too long: you make room for the marks. They count as letters: `ed>` has three."""
    return pieces(word, range(shortest + 2, longest + 3))


@exercise.mistake("marks taken off again")
def _(word, *, shortest, longest):
    """The pieces have lost their marks: leave them on, for they tell an end from a middle."""
    return [piece.strip("<>") for piece in pieces(word, range(shortest, longest + 1))]


@exercise.mistake("other marks")
def _(word, *, shortest, longest):
    """The marks are other ones: `"<"` stands in front, and `">"` behind."""
    return pieces(word, range(shortest, longest + 1), front=" ", back=" ")


@exercise.mistake("the word where no piece fits")
def _(word, *, shortest, longest):
    """Where the word is too short for any piece, it comes back itself. There is no piece then: the list is empty."""
    return pieces(word, range(shortest, longest + 1)) or [f"<{word}>"]


@exercise.mistake("small letters")
def _(word, *, shortest, longest):
    """Capitals have become small letters: leave the word as it is."""
    return pieces(word.lower(), range(shortest, longest + 1))


@exercise.mistake("one text of all pieces")
def _(word, *, shortest, longest):
    """The pieces are joined to one text. A list of them is wanted."""
    return " ".join(pieces(word, range(shortest, longest + 1)))


@exercise.mistake("longest only")
def _(word, *, shortest, longest):
    """All pieces have the longest length: is the list begun anew in each round of the loop?"""
    return pieces(word, [longest])


@exercise.mistake("longest first")
def _(word, *, shortest, longest):
    """The long pieces come first: begin with the shortest."""
    return pieces(word, range(longest, shortest - 1, -1))


@exercise.mistake("mark at the end only")
def _(word, *, shortest, longest):
    """The mark at the front is missing: write `"<"` before the word, too."""
    return pieces(word, range(shortest, longest + 1), front="")


@exercise.mistake("marks on every piece")
def _(word, *, shortest, longest):
    """Every piece has marks around it, also those from the middle. They belong to the *word*: put them on first, then
    cut.
    """
    return [f"<{piece}>" for piece in pieces(word, range(shortest, longest + 1), front="", back="")]


@exercise.mistake("cut without overlap")
def _(word, *, shortest, longest):
    """The pieces stand one behind the other. They should overlap: a piece begins at *each* letter."""
    marked = f"<{word}>"
    lengths = range(shortest, longest + 1)
    return [marked[i : i + n] for n in lengths for i in range(0, len(marked) - n + 1, n)]


@exercise.mistake("the whole word added")
def _(word, *, shortest, longest):
    """The word as a whole stands there in addition. Some do it so; here only pieces of the lengths asked for."""
    return [*pieces(word, range(shortest, longest + 1)), f"<{word}>"]


@exercise.mistake("a list for each length")
def _(word, *, shortest, longest):
    """You give a list of lists, one for each length. All pieces belong into one list."""
    return [pieces(word, [length]) for length in range(shortest, longest + 1)]


@exercise.accepts("two loops")
def _(word, *, shortest, longest):
    found = []
    word = "<" + word + ">"
    for n in range(shortest, longest + 1):
        i = 0
        while i + n <= len(word):
            found.append(word[i : i + n])
            i += 1
    return found


@exercise.accepts("with zip")
def _(word, *, shortest, longest):
    word = "<" + word + ">"
    lengths = range(shortest, longest + 1)
    return ["".join(piece) for n in lengths for piece in zip(*(word[k:] for k in range(n)))]
