"""MNIST and Fashion-MNIST from servers on this machine: small files of the real format, whole and damaged."""

import gzip
import hashlib
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pooch
import pytest
from tqdm.auto import tqdm

from dlcourse.coursework.files import course_notebooks, read_notebook
from dlcourse.data import datasets, downloads

LOADERS = {"mnist": datasets.mnist, "fashion_mnist": datasets.fashion_mnist}
EXAMPLES = {"train": 12, "t10k": 5}
TRAIN_IMAGES = "train-images-idx3-ubyte.gz"


def idx(array, kind=8):
    """The bytes of an idx file, before they are compressed."""
    return bytes([0, 0, kind, array.ndim]) + np.array(array.shape, ">u4").tobytes() + array.astype(np.uint8).tobytes()


def arrays_of(dataset):
    """Images and labels by the name of the file that holds them."""
    rng = np.random.default_rng(len(dataset))
    return {
        f"{part}-{kind}-ubyte.gz": rng.integers(0, high, (count, *shape))
        for part, count in EXAMPLES.items()
        for kind, high, shape in (("images-idx3", 256, (28, 28)), ("labels-idx1", 10, ()))
    }


class Server:
    """Serves files on a port of its own: whole, or as `how` says of a file name."""

    def __init__(self, files):
        self.files, self.how, self.asked = files, {}, []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                name = self.path.lstrip("/")
                server.asked.append(name)
                how, content = server.how.get(name, "whole"), server.files.get(name)
                if how == "missing" or content is None:
                    self.send_error(404)
                    return
                if how == "silent":
                    server.closing.wait(10)
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if how == "another":
                    content = content[::-1]
                self.wfile.write(content[: len(content) // 2] if how == "cut" else content)

            def log_message(self, *_):
                pass

        self.closing = threading.Event()
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.http.server_port}/"

    def every(self, how):
        """The same fault for every file."""
        self.how = dict.fromkeys(self.files, how)

    def close(self):
        self.closing.set()
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


@pytest.fixture(params=list(LOADERS))
def dataset(request):
    return request.param


@pytest.fixture
def servers(dataset, tmp_path, monkeypatch):
    """Two mirrors of a data set, and an empty cache; nothing else can be reached."""
    files = {name: gzip.compress(idx(array)) for name, array in arrays_of(dataset).items()}
    made = [Server(files), Server(files)]
    checksums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    monkeypatch.setitem(downloads.CHECKSUMS, dataset, checksums)
    monkeypatch.setitem(downloads.MIRRORS, dataset, tuple(server.address for server in made))
    monkeypatch.setattr(pooch, "os_cache", lambda project: tmp_path / "cache" / project)
    monkeypatch.delenv(downloads.VARIABLE, raising=False)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    yield made
    for server in made:
        server.close()


def check(found, dataset):
    """The arrays are those of the files."""
    wanted = list(arrays_of(dataset).values())
    for X, y, images, labels in zip(found[::2], found[1::2], wanted[::2], wanted[1::2]):
        assert (X.dtype, y.dtype) == (np.float32, int)
        np.testing.assert_array_equal(X, (images.reshape(-1, 784) / np.float32(255)).astype(np.float32))
        np.testing.assert_array_equal(y, labels)


def sentence(dataset):
    """What the loader says when it fails: one line, one sentence."""
    with pytest.raises(downloads.DataUnavailable) as caught:
        LOADERS[dataset]()
    text = str(caught.value)
    assert "\n" not in text
    assert text.startswith(downloads.TITLES[dataset])
    return text


def stored(tmp_path):
    return sorted(path.name for path in (tmp_path / "cache").rglob("*") if path.is_file())


# ---- what comes ----


def test_the_right_files_come_from_the_first_mirror(servers, dataset, tmp_path):
    check(LOADERS[dataset](), dataset)
    assert servers[0].asked == list(downloads.CHECKSUMS[dataset])
    assert not servers[1].asked
    assert stored(tmp_path) == sorted(downloads.CHECKSUMS[dataset])


def test_the_second_time_needs_no_server(servers, dataset):
    first = LOADERS[dataset]()
    for server in servers:
        server.every("missing")
    first[0][:] = -1  # a learner may write into it
    check(LOADERS[dataset](), dataset)
    assert len(servers[0].asked) == 4


def test_a_damaged_file_in_the_cache_is_downloaded_again(servers, dataset, tmp_path):
    LOADERS[dataset]()
    [path] = (tmp_path / "cache").rglob(TRAIN_IMAGES)
    path.write_bytes(path.read_bytes()[:-1])
    check(LOADERS[dataset](), dataset)
    assert servers[0].asked[4:] == [TRAIN_IMAGES]


@pytest.mark.parametrize("fault", ["missing", "another", "cut"])
def test_the_second_mirror_helps_out(servers, dataset, fault, tmp_path):
    servers[0].every(fault)
    check(LOADERS[dataset](), dataset)
    assert servers[0].asked == [TRAIN_IMAGES], "a mirror that failed comes last from then on"
    assert servers[1].asked == list(downloads.CHECKSUMS[dataset])
    assert stored(tmp_path) == sorted(downloads.CHECKSUMS[dataset])


def test_each_mirror_may_have_what_the_other_lacks(servers, dataset):
    first, *_, last = downloads.CHECKSUMS[dataset]
    servers[0].how, servers[1].how = {first: "missing"}, {last: "missing"}
    check(LOADERS[dataset](), dataset)


# ---- what does not ----


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "words"),
    [("missing", "HTTP 404"), ("another", "wrong checksum"), ("cut", "cut off"), ("silent", "no answer in time")],
)
def test_a_failure_says_what_was_tried(servers, dataset, fault, words, tmp_path, monkeypatch):
    monkeypatch.setattr(downloads, "SECONDS", 0.2)
    for server in servers:
        server.every(fault)
    text = sentence(dataset)
    assert text.count(f"127.0.0.1 ({words})") == 2
    assert f"DLCOURSE_DATA may name a folder that has {dataset}/{TRAIN_IMAGES}" in text
    assert not stored(tmp_path), "nothing half done is left"


def test_the_checksum_decides_also_about_the_last_file(servers, dataset, tmp_path):
    *_, last = downloads.CHECKSUMS[dataset]
    for server in servers:
        server.how[last] = "another"
    assert "wrong checksum" in sentence(dataset)
    assert len(stored(tmp_path)) == 3


def test_without_a_server(servers, dataset, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    monkeypatch.setitem(downloads.MIRRORS, dataset, (f"http://127.0.0.1:{port}/",))
    assert "could not be downloaded: tried 127.0.0.1 (no connection)" in sentence(dataset)


def test_a_cache_that_cannot_be_written(servers, dataset, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert "could not be downloaded" in sentence(dataset)


def test_load_goes_on_with_the_digits(servers, dataset, capsys):
    for server in servers:
        server.every("missing")
    for found, wanted in zip(datasets.load(dataset), datasets.digits(), strict=True):
        np.testing.assert_array_equal(found, wanted)
    text = capsys.readouterr().out
    assert text.count("\n") == 1
    assert text.startswith(
        f"{downloads.TITLES[dataset]} is not on this machine and could not be downloaded: tried 127."
    )
    assert text.endswith("; the lesson goes on with the small digits.\n")


def test_load_by_name(servers, dataset, capsys):
    check(datasets.load(dataset), dataset)
    for found, wanted in zip(datasets.load("digits"), datasets.digits(), strict=True):
        np.testing.assert_array_equal(found, wanted)
    with pytest.raises(ValueError, match="no data set 'cifar': want one of digits, mnist, fashion_mnist"):
        datasets.load("cifar")
    assert not capsys.readouterr().out


# ---- the learner's own folder ----


def fill(folder, server, dataset):
    """A folder for `DLCOURSE_DATA` with all files of a data set."""
    (folder / dataset).mkdir(parents=True)
    for name, content in server.files.items():
        (folder / dataset / name).write_bytes(content)


def test_a_local_folder_is_looked_at_first(servers, dataset, tmp_path, monkeypatch):
    fill(tmp_path / "mine", servers[0], dataset)
    monkeypatch.setenv(downloads.VARIABLE, str(tmp_path / "mine"))
    check(LOADERS[dataset](), dataset)
    assert not servers[0].asked
    assert not stored(tmp_path)


def test_what_a_local_folder_lacks_is_downloaded(servers, dataset, tmp_path, monkeypatch):
    fill(tmp_path / "mine", servers[0], dataset)
    (tmp_path / "mine" / dataset / TRAIN_IMAGES).unlink()
    monkeypatch.setenv(downloads.VARIABLE, str(tmp_path / "mine"))
    check(LOADERS[dataset](), dataset)
    assert servers[0].asked == [TRAIN_IMAGES]
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == [dataset], "it is only read"


def test_a_local_folder_that_is_empty_is_named(servers, dataset, tmp_path, monkeypatch):
    monkeypatch.setenv(downloads.VARIABLE, str(tmp_path / "mine"))
    for server in servers:
        server.every("missing")
    assert f"is not in {tmp_path / 'mine' / dataset} and could not be downloaded: tried 127." in sentence(dataset)


def test_a_damaged_local_file_is_not_replaced_in_silence(servers, dataset, tmp_path, monkeypatch):
    fill(tmp_path / "mine", servers[0], dataset)
    path = tmp_path / "mine" / dataset / TRAIN_IMAGES
    path.write_bytes(path.read_bytes()[:-20])
    monkeypatch.setenv(downloads.VARIABLE, str(tmp_path / "mine"))
    text = sentence(dataset)
    assert text.endswith(f"cannot be read: the SHA-256 of {path} is wrong, so get that file again")
    assert not servers[0].asked


# ---- progress ----


@pytest.fixture
def bars(monkeypatch):
    """The bars that are made, from their first moment on."""
    made = []

    class Bar(tqdm):
        def __init__(self, *arguments, **options):
            made.append(self)
            super().__init__(*arguments, **options | {"delay": 0})

        def close(self):
            self.last = self.n
            super().close()

    monkeypatch.setattr("tqdm.auto.tqdm", Bar)
    return made


def test_a_bar_shows_each_download_to_its_end(servers, dataset, bars):
    LOADERS[dataset]()
    assert [bar.desc for bar in bars] == list(servers[0].files)
    assert [(bar.total, bar.last) for bar in bars] == [(len(x), len(x)) for x in servers[0].files.values()]
    LOADERS[dataset]()
    assert len(bars) == 4, "nothing is shown where nothing is downloaded"


def test_a_bar_is_closed_when_the_transfer_is_cut_off(servers, dataset, bars, capfd):
    servers[0].every("cut")
    LOADERS[dataset]()
    assert all(hasattr(bar, "last") for bar in bars)


def test_pooch_keeps_quiet_and_gets_its_voice_back(servers, dataset, capfd):
    LOADERS[dataset]()
    assert "Downloading" not in "".join(capfd.readouterr())
    assert not pooch.get_logger().disabled


def test_no_bar_where_outputs_are_stored(servers, dataset, capfd, monkeypatch):
    monkeypatch.setenv("DLCOURSE_MODE", "reference")
    LOADERS[dataset]()
    assert "".join(capfd.readouterr()) == ""


# ---- the format ----


DAMAGE = {
    "magic": (lambda whole: b"\0\1" + whole[2:], "begins with 00 01 08 03: want an idx file"),
    "type": (lambda whole: whole[:2] + b"\x0d" + whole[3:], "begins with 00 00 0d 03"),
    "no axes": (lambda whole: whole[:3] + b"\0" + whole[4:], "begins with 00 00 08 00"),
    "axes without lengths": (lambda whole: whole[:9], "begins with 00 00 08 03"),
    "empty": (lambda whole: b"", "begins with nothing"),
    "too short": (lambda whole: whole[:-1], "says that it holds 2 x 3 x 4 numbers, and holds 23"),
    "too long": (lambda whole: whole + b"\0", "says that it holds 2 x 3 x 4 numbers, and holds 25"),
    "wrong count": (lambda whole: whole[:7] + b"\3" + whole[8:], "says that it holds 3 x 3 x 4 numbers, and holds 24"),
    "huge count": (lambda whole: whole[:4] + b"\xff" * 12 + whole[16:], "numbers, and holds 24"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_idx(damage, tmp_path):
    change, words = DAMAGE[damage]
    path = tmp_path / "x.gz"
    path.write_bytes(gzip.compress(change(idx(np.arange(24).reshape(2, 3, 4)))))
    with pytest.raises(ValueError, match=rf"^x\.gz .*{words}"):
        downloads.read_idx(path)


@pytest.mark.parametrize("change", [lambda x: x[: len(x) // 2], lambda x: b"<html>" + x, lambda x: x[:-4] + b"\0" * 4])
def test_damaged_gzip(change, tmp_path):
    path = tmp_path / "x.gz"
    path.write_bytes(change(gzip.compress(idx(np.arange(24)))))
    with pytest.raises(ValueError, match=r"^x\.gz is not a whole gzip file"):
        downloads.read_idx(path)


def test_idx_by_hand(tmp_path):
    path = tmp_path / "x.gz"
    path.write_bytes(gzip.compress(bytes([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255])))
    assert downloads.read_idx(path).tolist() == [[1, 2, 3], [4, 5, 255]]


@pytest.mark.parametrize(
    ("name", "array", "words"),
    [
        (TRAIN_IMAGES, np.zeros((11, 28, 28)), "has shape (11, 28, 28), train-labels-idx1-ubyte.gz has shape (12,)"),
        (TRAIN_IMAGES, np.zeros((12, 28, 27)), "has shape (12, 28, 27)"),
        ("t10k-labels-idx1-ubyte.gz", np.full(5, 10), "has the label 10: want 0 to 9"),
        ("t10k-labels-idx1-ubyte.gz", np.zeros((5, 1)), "has shape (5, 1)"),
    ],
)
def test_files_that_do_not_fit_together(servers, dataset, name, array, words, tmp_path, monkeypatch):
    content = gzip.compress(idx(array))
    monkeypatch.setitem(downloads.CHECKSUMS[dataset], name, hashlib.sha256(content).hexdigest())
    servers[0].files[name] = content
    with pytest.raises(ValueError, match=re.escape(words)):
        LOADERS[dataset]()


# ---- the course needs none of it ----


def test_checksums_are_sha256_and_mirrors_are_several():
    for name, checksums in downloads.CHECKSUMS.items():
        assert len(set(checksums.values())) == 4
        assert all(re.fullmatch("[0-9a-f]{64}", checksum) for checksum in checksums.values())
        assert len(downloads.MIRRORS[name]) > 1
        assert all(mirror.endswith("/") for mirror in downloads.MIRRORS[name])


def test_no_notebook_downloads():
    """What stands in a comment, for a connected learner, is not run."""
    asks = re.compile(r"""(?<!\w)(?:fashion_)?mnist\(|load\(["'](?:fashion_)?mnist""")
    for path in course_notebooks():
        for cell in read_notebook(path).cells:
            code = re.sub(r"#.*", "", cell["source"]) if cell["cell_type"] == "code" else ""
            assert not asks.search(code), f"{path.name}: {code}"
