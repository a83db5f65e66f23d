"""Lesson 22, recommender: its exercises, in lesson order."""

ORDER = [
    *("interaction_matrix", "recall_at_k", "popularity", "item_similarity", "factor_slope"),
    *("matrix_factorization_step", "ndcg_at_k", "fair_lists"),
]
