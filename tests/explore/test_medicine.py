"""The explorer of lesson 23: a threshold."""

import numpy as np

from dlcourse import explore


def test_the_point_lies_on_the_curve():
    shown = explore.medicine.threshold().set(test="8 weak measurements", threshold=0.5)
    scores, actual = shown.tests["8 weak measurements"]
    alarms, found = np.mean(scores[actual == 0] >= 0.5), np.mean(scores[actual == 1] >= 0.5)
    np.testing.assert_allclose(shown.point.get_xydata(), [[alarms, found]])
    assert (
        f"{100 * found:.0f} % of the ill are found and {100 * alarms:.0f} % of the healthy are alarmed" in shown.words()
    )


def test_the_prevalence_changes_what_a_result_means():
    shown = explore.medicine.threshold().set(threshold=0.0, prevalence=0.37)
    many = shown.words()
    few = shown.set(prevalence=0.001).words()
    assert "Where 37 % of the tested are ill" in many
    assert "Where 0.1 % of the tested are ill, < 1 % of the positive results are true" in few


def test_dear_misses_lower_the_cheapest_threshold():
    shown = explore.medicine.threshold().set(price=1)
    cheap = shown.cheapest.get_xdata()[0]
    shown.set(price=100)
    assert shown.cheapest.get_xdata()[0] < cheap


def test_nobody_is_called_ill_and_a_wrong_function():
    shown = explore.medicine.threshold().set(test="8 weak measurements", threshold=3.0)
    assert (
        "0 % of the ill are found and 0 % of the healthy are alarmed. Nobody gets a positive result." in shown.words()
    )

    def broken(predicted, actual):
        raise ZeroDivisionError("no")

    assert "Your function does not answer: ZeroDivisionError: no." in explore.medicine.threshold(broken).words()
