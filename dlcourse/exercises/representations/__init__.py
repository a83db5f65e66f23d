"""Lesson 09, representations: its exercises, in lesson order."""

ORDER = (
    "oriented_edges",
    "probe_weight",
    "linear_probe",
    "read_backwards",
)
