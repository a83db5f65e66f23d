"""The web edition: the course's own notebooks as static pages, made by `dlcourse site`."""
