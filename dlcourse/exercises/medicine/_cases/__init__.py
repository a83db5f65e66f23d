"""What the exercises of lesson 23 have in common: people with scores."""
