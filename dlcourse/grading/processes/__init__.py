"""Where submissions are graded: processes here, or the workers of a cluster."""
