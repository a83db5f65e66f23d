"""Lesson 15, diffusion: its exercises, in lesson order."""

ORDER = [
    "add_noise",
    "noise_schedule",
    "ideal_denoiser",
    "sample_step",
    "nearest_distance",
    "clean_from_noise",
    "denoising_loss",
    "frechet_distance",
    "ddim_step",
    "guidance",
    "flow_target",
]
