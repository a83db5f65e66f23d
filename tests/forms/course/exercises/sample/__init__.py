"""One exercise of each form."""

ORDER = ("doubled", "sum_of_three", "centered", "average", "clipped", "catch_clipped", "why", "small_weights")
