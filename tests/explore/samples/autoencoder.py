"""Lesson autoencoder: how to make each explorer."""

from dlcourse import explore

EXPLORERS = {
    "autoencoder.fantasies": explore.autoencoder.fantasies,
    "autoencoder.plane": explore.autoencoder.plane,
}
