"""Reference implementations, one module per lesson, in the order of the course.

A lesson imports NumPy and earlier lessons, nothing else: the import graph is
the syllabus.
"""
