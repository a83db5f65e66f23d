"""The plots of the class report."""

from dlcourse.grading.reports import plots


def test_plots_are_the_same_each_time():
    assert plots.score_plot([1, 2, 2], 5) == plots.score_plot([1, 2, 2], 5)
    assert plots.score_plot([], 5) is None
    assert plots.exercise_plot([]) is None
    assert plots.mistake_plot([]) is None
