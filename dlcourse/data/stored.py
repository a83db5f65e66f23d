"""The files that come with the course, in the folder files/; NOTICE.txt in it says where they come from."""

import json
from functools import cache
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent / "files"


def text(filename):
    """What is in a text file."""
    return (FOLDER / filename).read_text(encoding="utf-8")


def arrays(filename, folder=FOLDER):
    """The arrays of an npz file, by name."""
    with (folder / filename).open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return {key: stored[key] for key in stored.files}


def table(filename):
    """Measurements and labels of a csv file, whose first line names the columns: (array (N, D), int array (N,))."""
    numbers = np.loadtxt(text(filename).splitlines(), delimiter=",", skiprows=1)
    return numbers[:, :-1].copy(), numbers[:, -1].astype(int)


@cache
def measurements(filename):
    """What a script has measured once, as it stands in a JSON file: dicts, lists, text and numbers."""
    return json.loads(text(filename))
