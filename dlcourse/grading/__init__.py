"""The instructor's side: submissions in, grades and feedback out.

A student's code never shares a process with expected values: it runs in a sandbox that gets inputs and gives back
outputs, and the comparison happens here, outside.
"""
