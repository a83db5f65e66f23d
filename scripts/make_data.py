"""Make the small arrays of the course anew from scikit-learn's files: python scripts/make_data.py

They are kept in the package because importing scikit-learn and SciPy for them costs a second in every lesson and 190 MB
on the disk. NOTICE.txt beside them says where they come from and under which licences. A test compares them with
scikit-learn.
"""

import argparse
from pathlib import Path

import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_sample_image, load_wine

from dlcourse.data.photographs import ORIGINALS, block_sums, outlines

FOLDER = Path(__file__).resolve().parent.parent / "dlcourse" / "data" / "files"


def save_arrays(path, **arrays):
    """Store arrays in a compressed npz file."""
    np.savez_compressed(path, **arrays)
    print(f"{path.name}: {path.stat().st_size} bytes")


def save_table(path, X, y, columns):
    """Store rows of measurements, with their label last, as text: each number as short as it was measured."""
    rows = [",".join([*(f"{x:.10g}" for x in row), str(label)]) for row, label in zip(X, y, strict=True)]
    path.write_text("\n".join([",".join([*columns, "label"]), *rows]) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


def save_biopsies(path, data):
    """Store each column as whole numbers of its last decimal; 1 is malignant, what a doctor calls positive, here."""
    places = range(9)
    decimals = np.array([next(d for d in places if (x == np.rint(x * 10.0**d) / 10.0**d).all()) for x in data.data.T])
    X = np.rint(data.data * 10.0**decimals).astype(np.int32)
    names = np.array([name.replace(" ", "_") for name in data.feature_names])
    save_arrays(path, X=X, decimals=decimals, y=(1 - data.target).astype(np.uint8), names=names)


def main():
    """Write all files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the files go")
    folder = parser.parse_args().folder
    X, y = load_digits(return_X_y=True)
    save_arrays(folder / "digits.npz", X=X.astype(np.uint8), y=y.astype(np.uint8))
    for name, data in (("iris", load_iris()), ("wine", load_wine())):
        columns = [column.replace(" (cm)", "").replace(" ", "_") for column in data.feature_names]
        save_table(folder / f"{name}.csv", data.data, data.target, columns)
    save_biopsies(folder / "biopsies.npz", load_breast_cancer())
    for name, filename in ORIGINALS.items():
        sums = block_sums(load_sample_image(filename), outlines()[name]["first_column"])
        save_arrays(folder / f"{name}.npz", sums=sums)


if __name__ == "__main__":
    main()
