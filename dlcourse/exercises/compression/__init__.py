"""Lesson 16, compression: its exercises, in lesson order."""

ORDER = [
    "scale_and_zero_point",
    "quantize",
    "dequantize",
    "fake_quantize_backward",
    "quantized_dense",
    "prune_smallest",
    "memory_of",
    "why",
    "distillation_loss",
    "count_operations",
    "total_speedup",
    "fold_batchnorm",
]
