"""MNIST and Fashion-MNIST, which are downloaded when a learner asks for them: the course itself needs neither."""

import contextlib
import gzip
import math
import os
import zlib
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

VARIABLE = "DLCOURSE_DATA"  # names a folder that is looked at first
SECONDS = (5, 30)  # how long a server may take to answer, and between two pieces of a file
SIDE = 28  # pixels
CLASSES = 10

# The SHA-256 of the files as their authors compressed them, and where copies of them are. MNIST: sums as in TensorFlow
# Datasets. Fashion-MNIST: as in TensorFlow Datasets and in Keras; older sums, of its first release, are also around.
MIRRORS = {
    "mnist": (
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    "fashion_mnist": (
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ),
}
CHECKSUMS = {
    "mnist": {
        "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    },
    "fashion_mnist": {
        "train-images-idx3-ubyte.gz": "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        "train-labels-idx1-ubyte.gz": "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        "t10k-images-idx3-ubyte.gz": "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        "t10k-labels-idx1-ubyte.gz": "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    },
}
TITLES = {"mnist": "MNIST", "fashion_mnist": "Fashion-MNIST"}


class DataUnavailable(OSError):
    """A data set is not on this machine and cannot be downloaded; the message says in one sentence what was tried."""


def mnist():
    """Handwritten digits at full scale, 28 x 28 pixels each: 60,000 for training and 10,000 for testing.

    The first call downloads 12 MB and keeps them for the next; a folder that ``DLCOURSE_DATA`` names is looked
    at first (``mnist/train-images-idx3-ubyte.gz`` in it, and three more).

    Returns
    -------
    tuple (float32 array (60000, 784), int array (60000,), float32 array (10000, 784), int array (10000,))
        As from :func:`dlcourse.data.datasets.digits`: pixels from 0 (paper) to 1 (ink), row by row, and labels 0 to 9.

    Raises
    ------
    DataUnavailable
        If the files are not here and cannot be had.

    References
    ----------
    LeCun, Bottou, Bengio and Haffner (1998), *Gradient-based learning applied to document recognition*.
    """
    return _arrays("mnist")


def fashion_mnist():
    """Pictures of clothes, 28 x 28 pixels each: in every way like :func:`mnist`, and harder. 31 MB.

    The labels are 0 T-shirt, 1 trousers, 2 pullover, 3 dress, 4 coat, 5 sandal, 6 shirt, 7 sneaker, 8 bag and
    9 ankle boot.

    Returns
    -------
    tuple (float32 array (60000, 784), int array (60000,), float32 array (10000, 784), int array (10000,))
        Pixels from 0 to 1 and labels 0 to 9: training part first, then the test part.

    Raises
    ------
    DataUnavailable
        If the files are not here and cannot be had.

    References
    ----------
    Xiao, Rasul and Vollgraf (2017), *Fashion-MNIST: a novel image dataset for benchmarking machine learning
    algorithms*.
    """
    return _arrays("fashion_mnist")


def read_idx(path):
    """The array of bytes in a gzip-compressed idx file.

    Such a file says what it holds: two bytes that are 0, the type (8 for bytes), the number of axes, the length
    of each axis in four bytes with the highest first; then the numbers, the last axis running fastest.

    Parameters
    ----------
    path : path
        The file.

    Returns
    -------
    uint8 array
        What is in it.

    Raises
    ------
    ValueError
        If this is no such file, or if it holds more or less than it says.
    """
    name = Path(path).name
    try:
        with gzip.open(path) as file:
            content = file.read()
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(f"{name} is not a whole gzip file ({error})") from error
    axes = content[3] if len(content) > 3 else 0
    if content[:3] != b"\0\0\x08" or not axes or len(content) < 4 + 4 * axes:
        raise ValueError(f"{name} begins with {content[:4].hex(' ') or 'nothing'}: want an idx file of bytes, 00 00 08")
    shape = tuple(int(length) for length in np.frombuffer(content, ">u4", axes, offset=4))
    numbers = len(content) - 4 - 4 * axes
    if numbers != math.prod(shape):
        raise ValueError(f"{name} says that it holds {' x '.join(map(str, shape))} numbers, and holds {numbers}")
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(shape)


def _arrays(dataset):
    """The images and labels of both parts, checked."""
    paths = _find(dataset)
    found = []
    for images_name, labels_name in zip(list(paths)[::2], list(paths)[1::2]):
        images, labels = read_idx(paths[images_name]), read_idx(paths[labels_name])
        if images.shape != (len(labels), SIDE, SIDE) or labels.ndim != 1:
            raise ValueError(f"{images_name} has shape {images.shape}, {labels_name} has shape {labels.shape}")
        if labels.max(initial=0) >= CLASSES:
            raise ValueError(f"{labels_name} has the label {labels.max()}: want 0 to {CLASSES - 1}")
        X = images.reshape(len(images), -1).astype(np.float32)  # (N, 28, 28) -> (N, 784)
        X /= 255
        found += [X, labels.astype(int)]
    return tuple(found)


def _find(dataset):
    """Where each file of a data set is: in the learner's folder, or in the cache, downloaded if it is not there."""
    paths, mirrors = {}, list(MIRRORS[dataset])
    for name, checksum in CHECKSUMS[dataset].items():
        paths[name] = _local(dataset, name, checksum) or _cached(dataset, name, checksum, mirrors)
    return paths


def _local(dataset, name, checksum):
    """The file in the folder that `DLCOURSE_DATA` names, or None."""
    import pooch

    folder = os.environ.get(VARIABLE)
    path = Path(folder).expanduser() / dataset / name if folder else None
    if path is None or not path.is_file():
        return None
    if pooch.file_hash(path) != checksum:
        raise DataUnavailable(
            f"{TITLES[dataset]} cannot be read: the SHA-256 of {path} is wrong, so get that file again"
        )
    return path


def _cached(dataset, name, checksum, mirrors):
    """The file in the cache; if it is not there, from the first mirror that has it, which becomes the first of all."""
    import pooch

    tried = []
    for mirror in list(mirrors):
        try:
            with _quiet(pooch), contextlib.closing(_Progress(name)) as bar:
                path = pooch.retrieve(
                    mirror + name,
                    known_hash=f"sha256:{checksum}",
                    fname=name,
                    path=Path(pooch.os_cache("dlcourse"), dataset),
                    downloader=pooch.HTTPDownloader(progressbar=bar, timeout=SECONDS, chunk_size=1 << 16),
                )
            return Path(path)
        except (OSError, ValueError) as error:  # ValueError: pooch found another checksum
            tried.append(f"{urlsplit(mirror).hostname} ({_reason(error)})")
            mirrors.append(mirrors.pop(0))
    folder = os.environ.get(VARIABLE)
    looked = f"is not in {Path(folder) / dataset}" if folder else "is not on this machine"
    remedy = "" if folder else f"; {VARIABLE} may name a folder that has {dataset}/{name}"
    raise DataUnavailable(
        f"{TITLES[dataset]} {looked} and could not be downloaded: tried {' and '.join(tried)}{remedy}"
    )


def _reason(error):
    """In a few words why a file did not come."""
    if isinstance(error, ValueError) and not isinstance(error, OSError):
        return "wrong checksum"
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status is not None:
        return f"HTTP {status}"
    kinds = {kind.__name__ for kind in type(error).__mro__}
    words = {"ChunkedEncodingError": "cut off", "Timeout": "no answer in time", "ConnectionError": "no connection"}
    return next((words[kind] for kind in words if kind in kinds), getattr(error, "strerror", None) or str(error))


@contextlib.contextmanager
def _quiet(pooch):
    """Without pooch's own remarks, which come out red in a notebook: the bar says the same."""
    logger = pooch.get_logger()
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


class _Progress:
    """A progress bar that pooch moves; of a file that comes in less than half a second, none is seen."""

    def __init__(self, name):
        self.name, self.bar = name, None

    @property
    def total(self):
        """The size of the file, once the server has said it."""
        return self.bar.total if self.bar else None

    @total.setter
    def total(self, size):
        from tqdm.auto import tqdm

        quiet = os.environ.get("DLCOURSE_MODE") == "reference"
        how = {"unit": "B", "unit_scale": True, "leave": False, "delay": 0.5, "disable": quiet}
        self.bar = tqdm(desc=self.name, total=size or None, **how)

    def update(self, count):
        """So many more bytes have come."""
        self.bar.update(count)

    def reset(self):
        """Pooch starts again from 0 to set the bar to the very end."""
        self.bar.n = 0

    def close(self):
        """The bar vanishes, also when the file did not come."""
        if self.bar is not None:
            self.bar.close()
