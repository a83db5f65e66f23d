"""Lesson 13, autoencoder: its exercises, in lesson order."""

ORDER = [
    "autoencoder_forward",
    "autoencoder_backward",
    "corrupt",
    "pull_by_hand",
    "sparsity_penalty",
    "reparameterize",
    "gaussian_kl",
    "pseudo_label",
    "odd_ones",
]
