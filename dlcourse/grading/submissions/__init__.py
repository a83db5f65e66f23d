"""From folders and archives to the answers in a notebook."""
