"""Lesson 06, training: the exercises, in the order of the notebook."""

ORDER = (
    "accuracy",
    "standardize",
    "train_validation_split",
    "peeking",
    "minibatches",
    "signal_size",
    "he_init",
    "initial_loss",
    "train_epoch",
    "drawn_digit",
    "early_stopping",
    "price_of_accuracy",
    "confusion_matrix",
    "xavier_init",
    "random_search",
    "worth_a_label",
)
