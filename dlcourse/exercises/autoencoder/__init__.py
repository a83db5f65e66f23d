"""Lesson 13, autoencoder: its exercises, in lesson order."""

ORDER = [
    "autoencoder_forward",
    "autoencoder_backward",
    "corrupt",
    "pull_by_hand",
    "sparsity_penalty",
    "rbm_free_energy",
    "gibbs_step",
    "contrastive_divergence",
    "where_they_part",
    "reparameterize",
    "gaussian_kl",
    "pseudo_label",
    "odd_ones",
]
