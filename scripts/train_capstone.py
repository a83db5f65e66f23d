"""Train the network of the capstone's own answer: a file for the explorer, and a text in the exercise `weights`.

Run ``python scripts/train_capstone.py`` in the repository. It takes about five minutes; twice on the same machine gives
the same text. (What comes with the course was trained when damaged digits still had a thousandth of their ink beside
them, which they have no more: a new run gives another text.) The network sees damaged pictures of the training part of
the digits only.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

import re
from pathlib import Path

import numpy as np

from dlcourse import pack
from dlcourse.experiments.capstone.small import LAYERS, packed
from dlcourse.experiments.capstone.training import fit, unseen
from dlcourse.lessons.capstone import eight_bits

PACKAGE = Path(__file__).parents[1] / "dlcourse"
FILE, ANSWER = PACKAGE / "data" / "files" / "capstone_network.npz", PACKAGE / "exercises" / "capstone" / "weights.py"
STEPS, RATE = 30_000, 0.005

if __name__ == "__main__":
    network = fit("convolutions", seed=25, steps=STEPS, rate=RATE)
    weights = packed(network, LAYERS, eight_bits)
    np.savez_compressed(FILE, **weights)
    text = pack(weights)
    X, y, _ = unseen()
    print(f"{100 * np.mean(network.outputs(X).argmax(axis=1) == y):.1f} % right, {len(text)} characters")
    source = ANSWER.read_text(encoding="utf-8")
    changed, places = re.subn(r'(?<=unpack\(\n        ")[^"]*', lambda _: text, source)
    assert places == 1, "one place in the answer takes the text"
    ANSWER.write_text(changed, encoding="utf-8")
