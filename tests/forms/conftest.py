"""The lesson `sample` is no test: it is imported once it is a part of the course."""

collect_ignore = ["course"]
