"""Lesson 20, games: its exercises, in lesson order."""

ORDER = ["winner", "minimax_value", "epsilon_greedy", "td_target", "chosen_slope", "policy_gradient", "never_lose"]
