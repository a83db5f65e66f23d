"""An installable package made of a learner's library: `dlcourse build`."""
