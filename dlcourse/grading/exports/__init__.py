"""Files for learning platforms and other graders."""
