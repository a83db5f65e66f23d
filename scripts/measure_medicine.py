"""Tune what lesson 23 compares, and store it in dlcourse/data.

Run ``python scripts/measure_medicine.py`` in the repository. Twice on the same machine gives the same file. Takes two
minutes. Both sides are tuned by :func:`dlcourse.experiments.comparison.compare` over as many values, on 169 patients
who are not among the 400 of the results.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

import numpy as np
from storing import measure, store

from dlcourse.experiments import medicine
from dlcourse.experiments.comparison import compare
from dlcourse.lessons.losses import binary_cross_entropy_with_logits

TUNING, SEEDS = range(100, 110), range(30)
RANGES = {"rate": (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0), "decay": (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)}


def tuned():
    """The rate and the weight decay of each side, by the mean cross-entropy on patients who were not learned from."""
    found = {}
    for measurements in medicine.SETS:

        def surprise(side, number, measurements=measurements, **settings):
            with np.errstate(all="ignore"):  # with the largest steps and decays weights grow without end: no result
                judged = medicine.judged(side, measurements, number, tuple(settings.items()))
            return binary_cross_entropy_with_logits(judged.scores, judged.actual)

        comparison = compare(
            {side: side for side in medicine.SIDES},
            dict.fromkeys(medicine.SIDES, RANGES),
            surprise,
            tuning=TUNING,
            seeds=SEEDS,
            what=f"cross-entropy, {measurements}",
        )
        print(comparison)
        found[measurements] = {
            name: {"range": {key: list(values) for key, values in side.range.items()}, "best": side.best}
            for name, side in comparison.sides.items()
        }
    store("medicine_tuned", found, small=True)


if __name__ == "__main__":
    measure({"tuned": tuned}, __doc__)
