"""Lesson 06, training: layers and fast forms, built of what the lesson's functions show."""

import numpy as np

# The C library of Linux hands large arrays back to the system as they are freed, and for new ones it asks for empty
# pages again: a third of a small CNN's training step. When one block of less than 32 MB has been freed, it keeps
# blocks up to that size for the next array (mallopt(3), M_MMAP_THRESHOLD). No page of this one is ever touched.
np.empty(31 << 20, np.uint8)
