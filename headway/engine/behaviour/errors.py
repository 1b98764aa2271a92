class BehaviourError(ValueError):
    """A question about behaviour that its definitions cannot decide; says what, where and what to do."""
