"""Names of files for names of people."""

from dlcourse.grading.reports.file_names import feedback_path, file_name


def test_file_names():
    assert file_name("First Last_123") == "First Last_123"
    assert len({file_name(name) for name in ("a/b", "a\\b", "a:b", "a_b", "a_b.", " a_b")}) == 6
    for name in ("", ".", "..", "/", "nul", "NUL.txt", "\x00", "\u202egnp", "é" * 300, "\ud800"):
        safe = file_name(name)
        assert safe
        assert not set(safe) & set('/\\:*?"<>|\x00\n')
        assert safe.strip(".") == safe
        assert len(safe.encode()) <= 140
    assert feedback_path("alice", "").as_posix() == "feedback/alice/submission.html"
