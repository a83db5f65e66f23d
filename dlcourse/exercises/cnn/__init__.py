"""Lesson 08, cnn: the exercises, in the order of the notebook."""

ORDER = (
    "conv2d_window",
    "conv_output_size",
    "pad2d",
    "count_weights",
    "conv2d",
    "shifted_input",
    "maxpool2d",
    "maxpool2d_backward",
    "middle_pixel",
    "conv2d_backward",
    "receptive_field",
    "mixed_pixels",
    "avgpool2d",
    "spatial_batchnorm",
    "cheap_percent",
    "life_network",
)
