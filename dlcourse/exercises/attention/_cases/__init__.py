"""What several exercises of the lesson share: their cases, sitting by sitting."""
