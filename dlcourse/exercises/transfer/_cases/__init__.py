"""Cases of the lesson's exercises: few labelled examples and bodies; parameters by name."""
