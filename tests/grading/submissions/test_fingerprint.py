"""Which answers are the same code."""

from classroom import put, start_here

from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import read_notebook
from dlcourse.grading.submissions.fingerprint import fingerprints


def test_fingerprints_see_through_names_and_layout(tmp_path):
    def prints(body):
        return fingerprints(extract(read_notebook(put(tmp_path, "x.ipynb", start_here(body=body)))))

    a = prints("a = image / largest\nreturn a")
    b = prints('"""Mine."""\n\nbee = image/largest  # mine\nreturn bee')
    c = prints("a = image * largest\nreturn a")
    none = prints("raise NotImplementedError")
    assert a == b != c
    assert none == {}
