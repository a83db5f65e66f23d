"""Lesson 16, compression: its exercises, in lesson order."""

ORDER = [
    "scale_and_zero_point",
    "quantize",
    "dequantize",
    "slope_through_rounding",
    "fake_quantize_backward",
    "quantized_dense",
    "prune_smallest",
    "memory_of",
    "zeros_cost",
    "pull_of_a_doubt",
    "distillation_loss",
    "count_operations",
    "total_speedup",
    "fold_batchnorm",
    "smallest_network",
]
