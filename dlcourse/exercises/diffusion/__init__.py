"""Lesson 15, diffusion: its exercises, in lesson order."""

ORDER = [
    "add_noise",
    "noise_schedule",
    "ideal_denoiser",
    "step_by_hand",
    "sample_step",
    "nearest_distance",
    "clean_from_noise",
    "denoising_loss",
    "apart_by_hand",
    "frechet_distance",
    "ddim_step",
    "guidance",
    "flow_target",
    "sharp_from_means",
    "fill_in",
]
