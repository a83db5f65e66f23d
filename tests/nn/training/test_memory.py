"""What importing the package of lesson 06 does for memory, seen by the pages that the system hands out."""

import platform
import subprocess
import sys

PAGES = """
import resource
import numpy as np
{first}
np.ones(2_500_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    np.ones(2_500_000)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def pages(first):
    """How many pages of memory 20 arrays of 20 MB ask for, one after the other."""
    done = subprocess.run([sys.executable, "-c", PAGES.format(first=first)], capture_output=True, text=True, check=True)
    return int(done.stdout)


if platform.libc_ver()[0] == "glibc":  # elsewhere the C library has its own ways

    def test_large_arrays_get_the_memory_of_those_before_them():
        assert pages("from dlcourse.nn import training") < 20 < pages("")
