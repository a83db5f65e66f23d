"""Lesson 07, regularization: the exercises, in the order of the notebook."""

ORDER = (
    "l2_penalty",
    "dropout_forward",
    "kept_number",
    "dropout_backward",
    "batchnorm_forward",
    "batch_of_one",
    "moved_number",
    "batchnorm_backward",
    "layernorm_forward",
    "harmful_augmentation",
    "random_shift",
    "best_of_many",
    "label_smoothing",
    "mixup",
    "layernorm_backward",
    "fold_batchnorm",
)
