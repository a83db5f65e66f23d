"""Lesson 16, compression, against central differences, PyTorch and identities."""
