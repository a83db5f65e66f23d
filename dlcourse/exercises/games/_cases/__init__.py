"""What the exercises of lesson 20 have in common: positions of tic-tac-toe."""
