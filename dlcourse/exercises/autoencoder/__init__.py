"""Lesson 13, autoencoder: its exercises, in lesson order."""

ORDER = [
    "rbm_free_energy",
    "gibbs_step",
    "contrastive_divergence",
    "where_they_part",
]
