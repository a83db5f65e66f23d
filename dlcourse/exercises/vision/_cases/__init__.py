"""Cases of the lesson's exercises: boxes, crowds of boxes, pictures with boxes."""
