"""What several exercises of the lesson share: their cases, and how what is filled in is judged."""
