"""Lesson 13, autoencoder: its exercises, in lesson order."""

ORDER = ["reparameterize", "gaussian_kl"]
