"""Lesson 20, games: its exercises, in lesson order."""

ORDER = ["winner", "minimax_value", "epsilon_greedy", "td_target", "never_lose", "chosen_slope", "policy_gradient"]
