"""Lesson 16, compression: its exercises, in lesson order."""

ORDER = [
    "scale_and_zero_point",
    "quantize",
    "dequantize",
    "prune_smallest",
    "memory_of",
    "distillation_loss",
    "count_operations",
    "quantized_dense",
    "fake_quantize_backward",
    "fold_batchnorm",
    "total_speedup",
    "why",
]
