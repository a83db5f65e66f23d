"""Lesson 15, diffusion: its exercises, in lesson order."""

ORDER = ["add_noise", "noise_schedule", "ideal_denoiser", "sample_step", "denoising_loss", "guidance"]
