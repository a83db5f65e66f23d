"""What the instructor decides once everything is marked: decisions by hand, late work, groups, assignments, points."""
