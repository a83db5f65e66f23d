"""The data of the course, with their notices."""
