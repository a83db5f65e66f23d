"""What the tests here share: each finds the environment of a learner, and leaves none of its own behind."""

import os

import matplotlib
import pytest

matplotlib.use("Agg")  # not by the environment: kernels would inherit it and show no figures


@pytest.fixture(autouse=True)
def _environment():
    before = dict(os.environ)
    os.environ.pop("DLCOURSE_MODE", None)
    yield
    os.environ.clear()
    os.environ.update(before)
