"""Lesson 24, finance: its exercises, in lesson order."""

ORDER = [
    "cost_of_decisions",
    "precision_recall_curve",
    "rare_slope",
    "weighted_cross_entropy",
    "anomaly_score",
    "strategy_returns",
    "review_list",
]
