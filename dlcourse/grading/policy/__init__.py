"""What the instructor decides after the marking: who is in a group, what an assignment is, when it was due."""
