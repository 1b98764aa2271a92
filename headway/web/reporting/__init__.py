"""Pages on which numbers are seen together, and on which people say when they want to be told."""
