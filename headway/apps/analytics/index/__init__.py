"""Events as columns of numbers sorted by person, derived from the segments and made anew whenever those change."""
