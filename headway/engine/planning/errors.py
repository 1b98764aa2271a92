class PlanningError(ValueError):
    """A planning problem that cannot be solved as it stands; says what, where and what to do."""
