"""Cases of the exercises of lesson 24, finance."""
