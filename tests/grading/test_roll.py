"""Who and what was found, shown before anything is graded."""

from classroom import about, put

from dlcourse.grading.roll import roll


def test_the_list_shows_who_and_what_and_writes_nothing(tmp_path, dl, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "hw/alice/01_neuron.ipynb", about("neuron"))
    put(tmp_path, "hw/bo\tb/x.pdf", b"")
    before = sorted(tmp_path.rglob("*"))
    code, printed, errors = dl("grade", "--list", "hw")
    lines = [line.split("\t") for line in printed.splitlines()]
    assert (code, errors) == (0, "")
    assert lines[0] == ["student", "lesson", "file", "note"]
    assert lines[1] == ["alice", "neuron", "hw/alice/01_neuron.ipynb", ""]
    assert lines[2][:3] == ["bo b", "unknown", "hw/bo b"]
    assert "holds no notebook" in lines[2][3]
    assert sorted(tmp_path.rglob("*")) == before
    code, printed, _ = dl("grade", "--list", "hw", "--lessons", "neuron,forward", "-o", "out")
    assert code == 0
    assert "alice\tforward\t\tNothing was handed in for this lesson." in printed
    assert not (tmp_path / "out").exists()


def test_with_lessons_the_list_is_of_these(tmp_path):
    for name in ("neuron", "forward"):
        put(tmp_path, f"hw/alice/{name}.ipynb", about(name))
    put(tmp_path, "hw/bob/neuron.ipynb", about("neuron"))
    found = [(row["student"], row["lesson"], bool(row["file"])) for row in roll([tmp_path / "hw"], ["forward"])]
    assert found == [("alice", "forward", True), ("bob", "forward", False)]


def test_what_cannot_be_listed_is_told(tmp_path, dl):
    put(tmp_path, "hw/others/ann/x.ipynb", about("neuron"))
    put(tmp_path, "hw/others/bo/x.ipynb", about("neuron", "  # second"))
    put(tmp_path, "hw/cleo/x.ipynb", about("neuron"))
    for arguments, told in (
        (["--list", tmp_path / "no"], "does not exist"),
        (["--list", tmp_path / "hw"], "'others' was taken for one student"),
        (["--list", tmp_path / "hw", "--lessons", "nothing"], "There is no lesson 'nothing'"),
        ([tmp_path / "hw"], "-o OUT"),
    ):
        code, _, errors = dl("grade", *arguments)
        assert code == 2
        assert told in errors
