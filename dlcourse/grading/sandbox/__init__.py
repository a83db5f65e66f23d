"""The wall: a student's code runs behind it, and what it gives back is read here."""
