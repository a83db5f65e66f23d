"""Lesson 23, medicine: its exercises, in lesson order."""

ORDER = [
    "sensitivity_specificity",
    "predictive_value",
    "roc_curve",
    "auc",
    "threshold_for_cost",
    "what_it_knows",
    "calibration_slope",
    "calibrate",
    "triage",
]
