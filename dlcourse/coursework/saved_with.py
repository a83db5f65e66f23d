"""How the notes begin that say that a notebook was saved with another version of Python or NumPy."""

SAVED_WITH = "Saved with "
