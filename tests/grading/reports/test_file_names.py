"""Names of files for names of people."""

import unicodedata

from dlcourse.grading.reports.file_names import feedback_path, file_name, namesakes


def test_file_names():
    assert file_name("alice") == "alice"
    assert file_name("First Last_123") == "First Last_123"
    assert file_name("Ann") == "Ann"
    assert len({file_name(name) for name in ("a/b", "a\\b", "a:b", "a_b", "a_b.", " a_b")}) == 6
    for name in ("", ".", "..", "/", "nul", "NUL.txt", "\x00", "\u202egnp", "é" * 300, "\ud800"):
        safe = file_name(name)
        assert safe
        assert not set(safe) & set('/\\:*?"<>|\x00\n')
        assert safe.strip(".") == safe
        assert len(safe.encode()) <= 140
    assert feedback_path("alice", "").as_posix() == "feedback/alice/submission.html"


SAME_SOMEWHERE = [
    *(
        "ann",
        "Ann",
        "ANN",
        "aNn",
        "ann.",
        "ann ",
        " ann",
        "ann\u200b",
        "ａｎｎ",
        file_name("Ann", {"Ann"}),
        file_name("Ann", {"Ann"}).lower(),
    ),
    *("ann lee", "Ann Lee", "Ann lee", "ANN LEE", "ann/lee", "ann?lee", "ann*lee", "ann\\lee", "ann:lee", "ann_lee"),
    *("zoë", "zoe\u0308", "ZOË", "straße", "strasse", "STRASSE", "ırmak", "irmak", "Irmak", "İrmak", "ſam", "sam"),
    *("con", "CON", "Con.txt", "com1", "com¹", "nul .x", "_con", "\ud800", "?", "", "_", "x" * 500, "x" * 501),
]


def as_a_file_system_that_folds(name):
    """What two names may share where capitals and the spelling of accents are not told apart."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFD", name).upper().casefold()).rstrip(". ")


def test_no_two_names_share_a_file_anywhere():
    shared = namesakes(SAME_SOMEWHERE)
    names = [file_name(text, shared) for text in SAME_SOMEWHERE]
    assert len({as_a_file_system_that_folds(name) for name in names}) == len(set(SAME_SOMEWHERE))


def test_a_name_stays_as_it_is_where_no_other_is_taken_for_it():
    assert namesakes(["Ann", "Ann", "bob"]) == set()
    assert namesakes(["Ann", "bob", "ann"]) == {"Ann", "ann"}
    assert file_name("ann", {"Ann", "ann"}) == "ann"
    assert file_name("Ann", {"Ann", "ann"}) != "Ann"
