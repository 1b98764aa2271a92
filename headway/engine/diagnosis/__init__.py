"""Where a number moved: which part of the whole explains a change of a share or of a sum, and how surprising it is."""
