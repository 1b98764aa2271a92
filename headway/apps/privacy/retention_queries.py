"""What can be asked about how long things are kept, on what grounds, and what each field is about."""

from collections import Counter

from django.db.models import Count as Counted

from headway.apps.privacy.answers import (
    ClassList,
    FieldRow,
    ModelRow,
    RuleList,
    RuleRow,
    SourceList,
    SourceRow,
)
from headway.apps.privacy.identifiers import scoped
from headway.apps.privacy.models import RetentionRule, SourceConsent
from headway.apps.privacy.retention import SCHEDULED, due_rows
from headway.core.access import rows
from headway.core.classes import MEANINGS, RETAINED, Classified, FieldClass, classified
from headway.core.context import Context
from headway.core.models import ImportRun
from headway.core.registry import Empty, query
from headway.core.roles import ADMINS


@query("privacy.retention_list", roles=ADMINS)
def retention_list(context: Context, question: Empty) -> RuleList:
    """The schedules, and how many rows each would let go of at its next run.

    `classes` names the data classes that a schedule can be for; a class without a schedule is kept for good.
    """
    found = rows(RetentionRule, context).order_by("ref")
    return RuleList(rows=[_rule_row(context, one) for one in found], classes=list(SCHEDULED))


def _rule_row(context: Context, one: RetentionRule) -> RuleRow:
    return RuleRow(
        data_class=one.data_class,
        about=RETAINED[one.data_class],
        source=one.of_source,
        days=one.days,
        treatment=one.treatment,
        due_rows=due_rows(context.workspace, one, context.now),
        run_at=one.run_at,
        run_rows=one.run_rows,
    )


@query("privacy.source_list", roles=ADMINS)
def source_list(context: Context, question: Empty) -> SourceList:
    """The sources that records came from: on what grounds they are kept, how many, and for how long.

    A source about which nobody has said anything has an empty basis.
    """
    counts = _rows_by_source(context)
    consents = {one.ref: one for one in rows(SourceConsent, context)}
    schedules = list(rows(RetentionRule, context).order_by("ref"))
    return SourceList(
        rows=[
            _source_row(name, consents.get(name), counts[name], schedules)
            for name in sorted(counts.keys() | consents.keys())
        ]
    )


def _rows_by_source(context: Context) -> Counter[str]:
    """How many records each source brought; imports are in the list of imports as well and not counted."""
    found: Counter[str] = Counter(
        dict.fromkeys(rows(ImportRun, context).values_list("source", flat=True).distinct(), 0)
    )
    for one in classified():
        names = {part.name for part in one.model._meta.concrete_fields}
        if one.retained in {"contacts", "evidence", "events"} and "source" in names:
            counted = scoped(one, context.workspace).exclude(source="").values_list("source")
            for source, count in counted.annotate(count=Counted("pk")).order_by("source"):
                found[source] += count
    return found


def _source_row(
    name: str, consent: SourceConsent | None, count: int, schedules: list[RetentionRule]
) -> SourceRow:
    return SourceRow(
        source=name,
        basis=consent.basis if consent else "",
        purpose=consent.purpose if consent else "",
        is_allowed=consent.is_allowed if consent else None,
        rows=count,
        schedules=[
            f"{one.data_class}: {one.days} days, then {one.treatment}"
            for one in schedules
            if one.of_source in {"", name}
        ],
    )


@query("privacy.class_list")
def class_list(context: Context, question: Empty) -> ClassList:
    """What each stored field is about, from what names a person to what anybody may read."""
    models = [_model_row(one) for one in classified() if one.model._meta.auto_created is False]
    counts = Counter(part.field_class for one in models for part in one.fields)
    return ClassList(
        meanings={one.value: meaning for one, meaning in MEANINGS.items()},
        counts=dict(sorted(counts.items())),
        models=models,
    )


def _model_row(one: Classified) -> ModelRow:
    fields = [
        FieldRow(
            model=one.label,
            field=part.name,
            field_class=one.fields[part.name].value,
            inside=one.inside.get(part.name, ""),
        )
        for part in one.model._meta.concrete_fields
    ]
    name = str(one.model._meta.verbose_name)
    by_class = {
        each.value: found
        for each in FieldClass
        if (found := [part.field for part in fields if part.field_class == each])
    }
    return ModelRow(model=one.label, name=name, retained=one.retained, by_class=by_class, fields=fields)
