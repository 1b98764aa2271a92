class ScoringError(ValueError):
    """A scoring question that cannot be answered as it stands; says what, where and what to do."""
