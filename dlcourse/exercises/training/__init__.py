"""Lesson 06, training: the exercises, in the order of the notebook."""

ORDER = (
    "standardize",
    "train_validation_split",
    "peeking",
    "minibatches",
    "he_init",
    "xavier_init",
    "initial_loss",
    "train_epoch",
    "accuracy",
    "confusion_matrix",
    "early_stopping",
    "random_search",
    "price_of_accuracy",
)
