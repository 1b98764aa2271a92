"""When initiatives start and end as the database tells it, and whether that is a commitment or a direction."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf
from django.db.models.lookups import IsNull
from django.db.models.sql.compiler import SQLCompiler

from headway.apps.roadmap.models import Plan, PlanItem
from headway.core.access import rows
from headway.core.context import Context

COMMITTED, DIRECTION = "committed", "direction"
CHOICES = ((COMMITTED, "Committed"), (DIRECTION, "Direction"))


class LastOf(Func):
    """The last text of a JSON list."""

    output_field = TextField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="JSON_EXTRACT(%(expressions)s, '$[#-1]')")

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="(%(expressions)s ->> -1)")


def _committed(context: Context) -> QuerySet[PlanItem]:
    """The item of an initiative in the plan that was frozen last for the quarter in which the item starts.

    That is what `baseline_for` tells of one stretch of quarters.
    """
    later = rows(Plan, context).annotate(last_quarter=LastOf("periods")).filter(
        frozen_at__gt=OuterRef("plan__frozen_at"), first_quarter__lte=OuterRef("start"),
        last_quarter__gte=OuterRef("start"),
    )  # fmt: skip
    frozen = rows(PlanItem, context).filter(initiative=OuterRef("pk"), plan__frozen_at__isnull=False)
    return frozen.filter(~Exists(later)).order_by("-plan__frozen_at", "-plan_id")


def _planned(context: Context) -> QuerySet[PlanItem]:
    """The item of an initiative in the newest plan."""
    newest = rows(Plan, context).order_by("-created_at", "-id").values("pk")[:1]
    return rows(PlanItem, context).filter(initiative=OuterRef("pk"), plan=Subquery(newest))


def _quarter(context: Context, name: str) -> list[Subquery]:
    return [Subquery(found.values(name)[:1]) for found in (_committed(context), _planned(context))]


def starts(context: Context) -> Coalesce:
    """The quarter in which an initiative starts: as promised, else as planned last, else the earliest it may."""
    return Coalesce(
        *_quarter(context, "start"), NullIf("earliest_quarter", Value("")), output_field=CharField()
    )


def ends(context: Context) -> Coalesce:
    """The quarter or day by which an initiative is done: as promised, else as planned last, else its deadline."""
    return Coalesce(*_quarter(context, "finish"), Cast(F("deadline"), TextField()), output_field=CharField())


def commitment(context: Context) -> Case:
    """Whether the dates of an initiative stand in a frozen plan or are only meant; null where it has none."""
    is_meant = Q(IsNull(starts(context), False)) | Q(IsNull(ends(context), False))
    return Case(
        When(Exists(_committed(context)), then=Value(COMMITTED)),
        When(is_meant, then=Value(DIRECTION)),
        default=None,
        output_field=CharField(),
    )
