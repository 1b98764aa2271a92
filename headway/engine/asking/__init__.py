"""Reading questions as people write them, and writing them as SQL that can be checked before it runs."""
