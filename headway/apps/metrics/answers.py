"""What metrics answer: definitions, values, tests, and what is amiss with them."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field, JsonValue

from headway.core.registry import Answer
from headway.engine.metrics.vanity import Code


class MetricRow(Answer):
    """A metric; `baseline` and `target` are null where there is none."""

    id: str
    version: int
    label: str
    kind: str
    state: str
    owner: str
    unit: str
    direction: str
    decision: str
    baseline: float | None
    target: float | None
    target_on: date | None
    computable: bool
    reason: str
    definition_version: int
    effective_on: date


class MetricList(Answer):
    rows: list[MetricRow]
    next: str = ""


class VersionRow(Answer):
    number: int
    effective_on: date
    note: str
    definition: str


class GivenRows(Answer):
    """The made-up rows of one table."""

    table: str
    columns: list[str]
    rows: list[list[JsonValue]]


class MetricTestRow(Answer):
    """A test with what came of its last run; `passed` is null before the first.

    `given` is empty where it is asked of the rows there are; `month` is the first day of one, null for all days.
    """

    id: str
    name: str
    given: list[GivenRows]
    month: date | None
    expected: float | None
    found: float | None
    passed: bool | None
    fault: str
    run_at: datetime | None


class MetricLineage(Answer):
    """What a metric is made from, all the way down, and the metrics that stand on it."""

    metrics: list[str]
    measures: list[str]
    models: list[str]
    tables: list[str]
    used_by: list[str]


class MetricDetail(Answer):
    row: MetricRow
    description: str
    definition: str
    versions: list[VersionRow]
    tests: list[MetricTestRow]
    lineage: MetricLineage | None
    warnings: list[str]
    sql: str


class MetricValues(Answer):
    """One row a group, in the order of `columns`; `as_of` is the last moment of the rows where that is known."""

    columns: list[str]
    rows: list[list[JsonValue]]
    sql: str
    definitions: dict[str, str]


class SeriesPart(Answer):
    """The values of one part, or of the whole where `value` is null; each period by its first day."""

    value: str | None
    points: list[tuple[str, float | None]]


class MetricSeries(Answer):
    """A metric over time. `value` is that of `period`, the last one that is over, `previous` the one before.

    `change` is relative (0.1 is 10 % more). `parts` are the largest of those it is split by, `left_out` how many are
    not among them; `splits` are the columns it can be split by. What is null is unknown, for the `reason`.
    """

    metric: MetricRow
    grain: str
    by: str
    splits: list[str]
    whole: list[tuple[str, float | None]]
    parts: list[SeriesPart]
    left_out: int
    period: str
    value: float | None
    previous: float | None
    change: float | None
    open_period: str
    has_rows: bool
    reason: str


class MetricRows(Answer):
    """The rows that a metric counts, as their table has them; `cut` says that there are more."""

    columns: list[str]
    rows: list[list[JsonValue]]
    cut: bool


class LintFinding(Answer):
    """What is amiss with a metric, and the one thing that would settle it."""

    code: Code
    said: str
    step: str


class LintRow(Answer):
    id: str
    label: str
    warnings: list[str]
    findings: list[LintFinding]


class LintList(Answer):
    checked: int
    rows: list[LintRow]


class Gap(Answer):
    """A metric that cannot be computed: why, and what to do.

    `kind` is what it lacks: a `definition` that can be read, a `part` that it is made of, its `table`, or `columns` of
    that; `about` names the table, where it is one.
    """

    id: str
    label: str
    reason: str
    kind: Literal["definition", "part", "table", "columns"]
    about: str
    step: str


class GapList(Answer):
    """What cannot be computed, and why, beside how many can."""

    computable: int
    rows: list[Gap]


class Refusal(Answer):
    """Something that was not taken from a file, with its place and why."""

    name: str
    reason: str


class ImportReport(Answer):
    """What came of a set of definition files; `drifted` have a known name and another meaning, and were not taken."""

    made: list[str]
    changed: list[str]
    unchanged: list[str]
    drifted: list[str]
    not_computable: list[Refusal]
    ownerless: list[str] = Field(description="Metrics whose file names no owner who is a member.")
    refused: list[Refusal]


class MetricTestReport(Answer):
    passed: int
    failed: int
    rows: list[MetricTestRow]


class BaselineReport(Answer):
    taken: dict[str, float]
    not_taken: list[Refusal]


class ExportText(Answer):
    text: str
    left_out: list[Refusal]
