"""What both sides of the sandbox wall import: NumPy and the standard library only."""
