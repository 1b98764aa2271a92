"""Keeping definitions: a metric with its versions, a semantic model."""

from dataclasses import dataclass
from datetime import date

from headway.apps.metrics.models import Metric, MetricVersion, SemanticModel
from headway.core.context import Context
from headway.core.records import Saved, record_save


@dataclass(frozen=True)
class Meaning:
    """What a metric means: its text, the kind of metric, its fingerprint, or why it cannot be worked out."""

    definition: str
    kind: str
    fingerprint: str = ""
    reason: str = ""


def metric_keep(
    context: Context, name: str, meaning: Meaning | None, values: dict[str, object], since: date, *, note: str
) -> Saved[Metric]:
    """Make or change a metric; another meaning becomes its next version and takes the certificate away."""
    found = Metric.objects.filter(workspace=context.workspace, ref=name).first()
    if meaning:
        values = values | _meant(meaning)
    is_new_meaning = meaning is not None and (found is None or found.definition != meaning.definition)
    if is_new_meaning:
        values["effective_on"] = since
    if found and meaning and is_new_meaning:
        values["definition_version"] = found.definition_version + 1
        if found.fingerprint != meaning.fingerprint and found.state == Metric.State.CERTIFIED:
            values["state"] = Metric.State.DRAFT
    saved = record_save(context, Metric, name, values, ("definition", "label"))
    if is_new_meaning:
        _version(context, saved.record, note)
    return saved


def model_keep(context: Context, name: str, definition: str, table: str) -> Saved[SemanticModel]:
    """Make or change a semantic model."""
    return record_save(context, SemanticModel, name, {"definition": definition, "table": table}, ())


def _meant(meaning: Meaning) -> dict[str, object]:
    return {
        "definition": meaning.definition,
        "kind": meaning.kind,
        "fingerprint": meaning.fingerprint,
        "computable": not meaning.reason,
        "reason": meaning.reason[:500],
    }


def _version(context: Context, metric: Metric, note: str) -> None:
    MetricVersion.objects.create(
        workspace=context.workspace, ref=f"{metric.ref}@{metric.definition_version}", created_at=context.now,
        metric=metric, number=metric.definition_version, definition=metric.definition,
        fingerprint=metric.fingerprint, effective_on=metric.effective_on, note=note,
    )  # fmt: skip
