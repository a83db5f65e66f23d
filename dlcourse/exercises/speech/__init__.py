"""Lesson 18, speech: its exercises, in lesson order."""

ORDER = [
    "resonator",
    "frame_signal",
    "power_spectrum",
    "normalize_speaker",
    "mel_filterbank",
    "word_error_rate",
    "ctc_probability",
]
