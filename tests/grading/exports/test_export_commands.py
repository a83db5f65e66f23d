"""`dlcourse export`."""


def test_the_exports_are_commands(tmp_path, dl):
    code, printed, _ = dl("export", "gradescope", tmp_path / "a", "--lessons", "neuron", "--seed", "3")
    assert (code, printed) == (0, f"Wrote {tmp_path / 'a' / 'autograder.zip'}.\n")
    code, printed, _ = dl("export", "nbgrader", tmp_path / "b", "--lessons", "neuron,start_here")
    assert code == 0
    assert printed.count("Wrote") == 2
    for arguments in (("gradescope", tmp_path / "a"), ("nbgrader", tmp_path / "b"), ("moodle", tmp_path / "c")):
        code, _, errors = dl("export", *arguments)
        assert (code, errors.count("\n")) == (2, 1)
    code, _, errors = dl("export", "nbgrader", tmp_path / "d", "--allow-unsandboxed")
    assert code == 2
    assert not (tmp_path / "d").exists()
