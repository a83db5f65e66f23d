"""Lesson 08, cnn: the exercises, in the order of the notebook."""

ORDER = (
    "conv2d_window",
    "conv_output_size",
    "count_weights",
    "pad2d",
    "conv2d",
    "shifted_input",
    "maxpool2d",
    "maxpool2d_backward",
    "avgpool2d",
    "conv2d_backward",
    "receptive_field",
    "spatial_batchnorm",
    "cheap_percent",
)
