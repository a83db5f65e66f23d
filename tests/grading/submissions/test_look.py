"""What a look at a file finds, whatever it was made to be."""

import io
import json
import pickle
import random
import tarfile

import pytest
from classroom import about, archive, notebook, put, tar

from dlcourse.exercises import names_in
from dlcourse.grading.submissions.look import attempted, fetch, listing, look, notebook_seen
from dlcourse.grading.submissions.names import bare, lesson_in, student_in
from dlcourse.grading.submissions.platforms import PATTERNS, given
from dlcourse.grading.submissions.unpack import Limits, Place

NEURON = about("neuron")
IMPORT = "from dlcourse import exercise, question"
BLANK = "def f(x):\n    raise NotImplementedError"


def lessons_of(data):
    return [lesson for lesson, _ in notebook_seen(data).lessons]


@pytest.mark.parametrize(
    "source",
    [
        '@exercise("neuron.relu")',
        "@exercise('neuron.relu')",
        '@exercise(\n    "neuron.relu",\n)',
        'ID = "neuron.relu"\nmark = exercise(ID)\n@mark',
        '@exercise("neuron.that_was_there_once")',
    ],
)
def test_ids_in_code(source):
    assert lessons_of(notebook(IMPORT, f"{source}\n{BLANK}")) == ["neuron"]


def test_ids_however_json_writes_them():
    data = notebook(IMPORT, f'@exercise("neuron.relu")\n{BLANK}')
    for changed in (
        data,
        data.replace(b'\\"', b"\\u0022"),
        data.replace(b"relu", b"r\\u0065lu"),
        b"\xef\xbb\xbf" + data,
    ):
        assert lessons_of(changed) == lessons_of(changed[:-30]) == ["neuron"]
    assert lessons_of(data.decode().encode("utf-16")) == ["neuron"]


def test_what_is_printed_or_told_is_no_exercise():
    content = json.loads(notebook(IMPORT, f'@exercise("neuron.relu")\n{BLANK}', "'forward.png', \"losses.csv\""))
    output = {"output_type": "stream", "name": "stdout", "text": [f"'forward.{name}'" for name in names_in("forward")]}
    content["cells"][0]["outputs"] = [output]
    content["cells"].append({"cell_type": "markdown", "metadata": {}, "source": ['`exercise("lstm.x")`']})
    assert lessons_of(json.dumps(content).encode()) == ["neuron"]
    for cell in content["cells"]:
        cell["cell_type"] = "markdown"
    assert set(lessons_of(json.dumps(content).encode())) == {"neuron", "lstm"}


@pytest.mark.parametrize(
    "data",
    [
        b"exercise" * 250_000,
        b"exercise(" * 250_000,
        b'"' * 2_000_000,
        b'"a.' * 700_000,
        b'exercise("' + b"a" * 2_000_000,
        b'"neuron.' * 250_000,
        b"[" * 2_000_000,
        b'{"cells": ' + b"[" * 1_000_000,
        b"\\u00" * 500_000,
        notebook("exercise" * 250_000),
        notebook('exercise("' * 200_000),
    ],
)
def test_long_texts_are_read_in_one_go(data):
    """Quadratic work would not end here."""
    assert notebook_seen(data).sha256


@pytest.mark.parametrize("sign", ["-1", " (1)", "_1", "copy", "-copy", "Copy of ", " - ", "_", "1_", "a_1_", "é", "-"])
def test_long_names_are_read_in_one_go(sign):
    name = sign * 200_000 + ".ipynb"
    assert len(bare(name)) <= 200
    assert isinstance(student_in(name) + lesson_in(name), str)
    short = (sign * 5_000)[:5_000]
    for pattern in PATTERNS.values():
        pattern.fullmatch(short)
    given(short)


def test_what_is_given_and_taken_is_plain_and_small(tmp_path):
    members = [(f"{'d' * 300}/{i}.txt", b"") for i in range(500)] + [("01_neuron.ipynb", NEURON)]
    place = Place(str(put(tmp_path, "alice.zip", archive(None, members))))
    for function, task in ((look, (place, "alice.zip")), (listing, place)):
        found = pickle.loads(pickle.dumps(function(pickle.loads(pickle.dumps(task)))))
        assert all(len(part) <= 200 for seen in found for part in seen.parts)
    found = look((place, "alice.zip"))
    assert len(found) < 50
    [seen] = [seen for seen in found if seen.lessons]
    inside = place.inside("alice.zip", seen.members, seen.archives)
    assert fetch(inside) == NEURON


def test_members_are_found_again_at_any_depth(tmp_path):
    inner = archive(None, [("a.txt", b""), ("01_neuron.ipynb", NEURON)])
    for name, data in (
        ("a.zip", archive(None, [("x.txt", b""), ("b.tgz", tar({"y": b"", "c.zip": inner}))])),
        ("b.tar.bz2", tar({"y/b.tar": tar({"c.zip": inner}, "")}, "bz2")),
    ):
        place = Place(str(put(tmp_path, name, data)))
        [seen] = [seen for seen in look((place, name)) if seen.lessons]
        assert place.inside(name, seen.members, seen.archives).read() == NEURON
        [whole] = listing(Place(str(put(tmp_path, "all.zip", archive(None, [(name, data)])))))
        outer = Place(str(tmp_path / "all.zip")).inside("", whole.members, ())
        [seen] = [seen for seen in look((outer, name)) if seen.lessons]
        assert outer.inside(name, seen.members, seen.archives).read() == NEURON


def test_limits_hold_for_all_archives_in_an_archive_together(tmp_path):
    limits = Limits(file_bytes=100_000, inner_members=50, inner_bytes=1_000_000, notebooks=30)
    many = archive(None, [(f"{i}.ipynb", b" " * 90_000) for i in range(4)])
    for data, reason in (
        (archive(None, [(f"{i}.zip", many) for i in range(4)]), "unpacks to more than 1 MB"),
        (tar({f"{i}.zip": many for i in range(4)}), "unpacks to more than 1 MB"),
        (tar({"zeros.bin": b" " * 2_000_000, "x.ipynb": NEURON}), "unpacks to more than 1 MB"),
        (
            archive(None, [(f"{i}.zip", archive(None, [(str(j), b"") for j in range(20)])) for i in range(4)]),
            "50 files",
        ),
        (archive(None, [(f"{i}.ipynb", NEURON) for i in range(31)]), "more than 30 notebooks"),
    ):
        name = "m.zip" if data.startswith(b"PK") else "m.tgz"
        place = Place(str(put(tmp_path, name, data)), limits=limits)
        [seen] = look((place, name))
        assert reason in seen.problem
    place = Place(
        str(put(tmp_path, "x.zip", archive(None, [("zeros.bin", b" " * 2_000_000), ("x.ipynb", NEURON)]))),
        limits=limits,
    )
    assert len([seen for seen in look((place, "x.zip")) if seen.lessons]) == 1  # what is no notebook is not unpacked


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_names_in_tar_files(tmp_path, form):
    name = "é" * 60 + "/" + ("b" * 45 + "/") * (1 if form == tarfile.USTAR_FORMAT else 9) + "01_neuron.ipynb"
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz", format=form) as file:
        for path, size in ((f"{name}.txt", 100), (name, len(NEURON))):
            info = tarfile.TarInfo(path)
            info.size, info.mtime = size, 1e9
            file.addfile(info, io.BytesIO(NEURON))
    place = Place(str(put(tmp_path, "a.tgz", target.getvalue())))
    [seen] = [seen for seen in look((place, "a.tgz")) if seen.lessons]
    assert seen.parts == tuple(name.split("/"))
    assert seen.modified == 1e9
    assert place.inside("a.tgz", seen.members, seen.archives).read() == NEURON


def test_what_is_in_a_tar_file_and_is_no_file(tmp_path):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as file:
        for i, kind in enumerate((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(f"{i}.ipynb")
            info.type, info.linkname = kind, "/etc/passwd"
            file.addfile(info)
        for name in ("../x.ipynb", "/etc/x.ipynb"):
            file.addfile(tarfile.TarInfo(name))
    found = look((Place(str(put(tmp_path, "a.tar", target.getvalue()))), "a.tar"))
    told = ["is a link", "is a link", "no", "no", "leads out", "leads out"]
    assert len(found) == 6
    assert all(words in seen.problem for words, seen in zip(told, found))


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
@pytest.mark.parametrize("content", [b"1", b"9 a=b", b"0 a=b\n", b"11 a=bcdef\n", b"a/", b"-5 x\n"])
@pytest.mark.parametrize("size", [60_000, 300_000])
def test_long_headers_in_tar_files(tmp_path, kind, content, size):
    info = tarfile.TarInfo("x")
    info.type, info.size = kind, size
    header = info.tobuf(tarfile.USTAR_FORMAT) + (content * (size // len(content) + 1))[:size]
    header += b"\0" * (-len(header) % 512)
    data = header * 3 + tarfile.TarInfo("y.ipynb").tobuf(tarfile.USTAR_FORMAT) + b"\0" * 1024
    found = look((Place(str(put(tmp_path, "a.tar", data))), "a.tar"))
    assert len(found) <= 1


def test_honest_notebooks_with_much_output(tmp_path):
    content = json.loads(NEURON)
    content["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "loss 0.5\n" * 1_300_000}]
    data = json.dumps(content).encode()
    packed = archive(None, [("01_neuron.ipynb", data)])
    assert len(data) > 100 * len(packed)
    place = Place(str(put(tmp_path, "alice.zip", packed)))
    [seen] = look((place, "alice.zip"))
    assert (seen.problem, seen.lessons) == ("", (("neuron", 1),))


def test_what_is_attempted(tmp_path):
    def tried(*sources):
        return attempted(Place(str(put(tmp_path, "x.ipynb", notebook(IMPORT, *sources)))))

    assert tried(f'@exercise("neuron.relu")\n{BLANK}') == {}
    assert tried('@exercise("neuron.relu")\ndef f(z):\n    return z') == {"neuron": 1}
    assert tried('@exercise("neuron.relu")\ndef f(z):\n    return (') == {"neuron": 1}
    assert attempted(Place(str(put(tmp_path, "x.ipynb", b"no")))) == {}
    assert attempted(Place(str(tmp_path / "gone"))) == {}


@pytest.mark.parametrize("mode", ["gz", "bz2", "xz", ""])
def test_a_tar_file_that_is_cut_off_says_so(tmp_path, mode):
    data = tar({"01_neuron.ipynb": NEURON + random.Random(0).randbytes(9_000).hex().encode()}, mode)
    for tenths in range(1, 6):
        place = Place(str(put(tmp_path, "a.tar", data[: len(data) * tenths // 10])))
        found = look((place, "a.tar"))
        assert found
        assert all("is a damaged archive" in seen.problem for seen in found)


def test_a_fault_of_ours_costs_the_file_only(tmp_path, monkeypatch):
    place = Place(str(put(tmp_path, "01_neuron.ipynb", NEURON)))
    for error in (EOFError, KeyError, RecursionError):
        monkeypatch.setattr("dlcourse.grading.submissions.look.notebook_seen", _raising(error))
        [seen] = look((place, "01_neuron.ipynb"))
        assert error.__name__ in seen.problem
    monkeypatch.setattr("dlcourse.grading.submissions.look.notebook_seen", _raising(MemoryError))
    with pytest.raises(MemoryError):
        look((place, "01_neuron.ipynb"))


def _raising(error):
    def raises(_):
        raise error

    return raises
