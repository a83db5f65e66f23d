"""Cases of lesson 18, and what wrong answers to its exercises have in common."""
