"""Lesson 07, regularization: the exercises, in the order of the notebook."""

ORDER = (
    "l2_penalty",
    "dropout_forward",
    "kept_number",
    "dropout_backward",
    "batchnorm_forward",
    "batch_of_one",
    "batchnorm_backward",
    "layernorm_forward",
    "layernorm_backward",
    "harmful_augmentation",
    "random_shift",
    "mixup",
    "label_smoothing",
)
