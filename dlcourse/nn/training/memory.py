"""Lesson 06, training: what makes the C library keep the memory that one training step leaves for the next."""

import numpy as np

BLOCK = 31 << 20  # bytes; from 32 MB on, the C library learns nothing from a block


def keep_freed_memory():
    """Free one large block, so that from now on large arrays get the memory of those before them.

    The C library of Linux hands large arrays back to the system as they are freed, and for new ones it asks for empty
    pages again: a third of a small CNN's training step. When one block of less than 32 MB has been freed, it keeps
    blocks up to that size for the next array (mallopt(3), M_MMAP_THRESHOLD). No page of this one is ever touched: it
    takes no memory. Other systems do as they always do.
    """
    np.empty(BLOCK, np.uint8)
