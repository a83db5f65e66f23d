"""What lesson 01 has beside its own functions, against SciPy."""

import numpy as np
from scipy import special

from dlcourse.nn.neuron import tanh


def test_tanh_is_a_stretched_sigmoid():
    z = np.linspace(-50, 50, 401)
    np.testing.assert_allclose(tanh(z), 2 * special.expit(2 * z) - 1, atol=1e-15)
