"""The tables of the grade book, and how a book of an earlier version of the course gets those of this one."""

VERSION = 2
SUBMISSION = (
    "student", "lesson", "name", "sha256", "status", "message", "score", "max_score", "seconds", "fingerprint",
    "notes", "machine", "handed_in", "time_from", "naive", "late",
)  # fmt: skip
RESULT = ("exercise", "status", "score", "max_score", "diagnosis")
FIRST = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    seed INTEGER NOT NULL,
    started REAL NOT NULL,
    finished REAL,
    sandboxed INTEGER NOT NULL,
    options TEXT NOT NULL,
    dlcourse_version TEXT NOT NULL
);
CREATE TABLE submissions (
    run INTEGER NOT NULL REFERENCES runs (id),
    student TEXT NOT NULL,
    lesson TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    status TEXT NOT NULL,
    message TEXT NOT NULL,
    score REAL NOT NULL,
    max_score REAL NOT NULL,
    seconds REAL NOT NULL,
    fingerprint TEXT NOT NULL,
    notes TEXT NOT NULL,
    machine INTEGER NOT NULL,
    PRIMARY KEY (run, student, lesson)
);
CREATE TABLE results (
    run INTEGER NOT NULL,
    student TEXT NOT NULL,
    lesson TEXT NOT NULL,
    exercise TEXT NOT NULL,
    status TEXT NOT NULL,
    score REAL NOT NULL,
    max_score REAL NOT NULL,
    diagnosis TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (run, student, lesson, exercise)
);
"""
# handed_in: seconds since 1970; naive: as its source gives no zone, what a clock showed as if it were UTC's; late: what
# the learning platform says. A decision is about one hand-in, which its hash names, and is never changed: a later one
# on the same counts. Neither decisions nor rules belong to a run, so that they outlive a regrade.
SECOND = """
ALTER TABLE submissions ADD COLUMN handed_in REAL;
ALTER TABLE submissions ADD COLUMN time_from TEXT NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN naive INTEGER NOT NULL DEFAULT 0;
ALTER TABLE submissions ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
CREATE TABLE rules (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    student TEXT NOT NULL,
    lesson TEXT NOT NULL,
    exercise TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    points REAL,
    out_of REAL,
    comment TEXT NOT NULL,
    made REAL NOT NULL,
    withdrawn INTEGER NOT NULL
);
"""
STEPS = (FIRST, SECOND)  # from the version of this number on to the next one


def statements(version):
    """The SQL statements that bring a book from a version to this one; version 0 is an empty file."""
    return [text for step in STEPS[version:] for text in step.split(";") if text.strip()]
