"""Every figure of the course: functions that take arrays, draw into `ax` and return it, with an alt text."""

from dlcourse.figures.backprop import (
    accuracy_by_group,
    computation_graph,
    falling_loss,
    gradient_agreement,
)
from dlcourse.figures.cnn import picture_row
from dlcourse.figures.diagrams import network_diagram, neuron_diagram
from dlcourse.figures.display import alt_text, describe, png, register, subplots
from dlcourse.figures.forward import (
    clusters,
    probability_bars,
    reliability,
    staircase,
    xor_plane,
)
from dlcourse.figures.images import digit_images, probability_map, weights_as_image
from dlcourse.figures.losses import calibration_bars, error_squares, loss_landscape
from dlcourse.figures.lstm import cell_traces, forecasts, lines_by_lag
from dlcourse.figures.neuron import (
    activation_curves,
    curve_with_slope,
    points_and_boundary,
)
from dlcourse.figures.optimizers import descent_paths, race_curves, rate_sweep, step_lengths
from dlcourse.figures.regularization import accuracy_gaps, gap_by_epoch, loss_by_rate, rate_curves
from dlcourse.figures.rnn import gradient_lengths, perplexity_curve, unrolled
from dlcourse.figures.style import number, percent, style, use_style
from dlcourse.figures.training import (
    accuracy_by_cost,
    confusion_table,
    curves_by_epoch,
    errors_by_data,
    signal_by_layer,
    tried_settings,
)

__all__ = [
    "accuracy_by_cost",
    "accuracy_by_group",
    "accuracy_gaps",
    "activation_curves",
    "alt_text",
    "calibration_bars",
    "cell_traces",
    "clusters",
    "computation_graph",
    "confusion_table",
    "curve_with_slope",
    "curves_by_epoch",
    "descent_paths",
    "describe",
    "digit_images",
    "error_squares",
    "errors_by_data",
    "falling_loss",
    "forecasts",
    "gap_by_epoch",
    "gradient_agreement",
    "gradient_lengths",
    "lines_by_lag",
    "loss_by_rate",
    "loss_landscape",
    "network_diagram",
    "neuron_diagram",
    "number",
    "percent",
    "perplexity_curve",
    "picture_row",
    "png",
    "points_and_boundary",
    "probability_bars",
    "probability_map",
    "race_curves",
    "rate_curves",
    "rate_sweep",
    "register",
    "reliability",
    "signal_by_layer",
    "staircase",
    "step_lengths",
    "style",
    "subplots",
    "tried_settings",
    "unrolled",
    "use_style",
    "weights_as_image",
    "xor_plane",
]
