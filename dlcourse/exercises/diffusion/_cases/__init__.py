"""What several exercises of the lesson share: their cases."""
