"""What strategy answers: the goal, objectives and key results."""

from headway.core.registry import Answer


class KeyResultRow(Answer):
    id: str
    title: str
    metric: str
    unit: str
    baseline: float | None
    target: float | None
    due: str


class ObjectiveRow(Answer):
    id: str
    title: str
    key_results: list[KeyResultRow]


class ObjectiveList(Answer):
    rows: list[ObjectiveRow]
    goal: str
