"""What strategy answers: the goal, objectives and key results."""

from headway.core.registry import Answer


class KeyResultRow(Answer):
    """`now` is what its metric was in the period from `now_from` on; null is unknown, for the reason."""

    id: str
    title: str
    metric: str
    unit: str
    baseline: float | None
    target: float | None
    due: str
    now: float | None = None
    now_from: str = ""
    now_reason: str = ""


class ObjectiveRow(Answer):
    id: str
    title: str
    key_results: list[KeyResultRow]


class ObjectiveList(Answer):
    rows: list[ObjectiveRow]
    goal: str
