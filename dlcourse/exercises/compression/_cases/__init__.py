"""Cases of lesson 16, and what its wrong answers are made of."""
