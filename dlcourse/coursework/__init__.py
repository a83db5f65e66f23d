"""Notebooks as files: read, taken apart, checked, solved and run."""
