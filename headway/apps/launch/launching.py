"""What a launch is made of: its question, what it brings out, what has to hold before and what is measured after."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import Field, FiniteFloat

from headway.apps.launch.criteria import READINESS, lines_read
from headway.apps.launch.models import Launch, LaunchMeasure, ReadinessItem, ReadinessTemplate, Tier
from headway.apps.metrics.models import Metric
from headway.core.access import row, rows, rows_by_ref
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid, NotFound
from headway.core.gate import Claim, state_of
from headway.core.records import Refs
from headway.core.registry import Question

PARTS = 4


class Measure(Question):
    """A metric that a launch is judged by; without `baseline` the metric's own counts, as it stands now."""

    metric: str = Field(min_length=1, max_length=100, examples=["active_people"])
    baseline: FiniteFloat | None = None
    goal: FiniteFloat
    due_on: date


def _measure(line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != PARTS:
        raise ValueError(f"{line.strip()!r} is no measure; write: metric | from | to | by when")
    metric, baseline, goal, due_on = parts
    return {"metric": metric, "goal": goal, "due_on": due_on} | ({"baseline": baseline} if baseline else {})


Measures = Annotated[list[Measure], lines_read(_measure)]


class LaunchSave(Question):
    """A new launch, or a change of the one with that ref; what is left out stays, lists come as a whole."""

    ref: str = Field("", max_length=100)
    name: str | None = Field(None, min_length=1, max_length=200)
    tier: Tier | None = None
    positioning: str | None = Field(
        None, max_length=5000, description="Who it is for, and what we say about it."
    )
    owner: str | None = Field(None, max_length=254, description="E-mail of a member; empty for nobody yet.")
    starts_on: date | None = None
    ends_on: date | None = None
    initiatives: Refs | None = Field(None, max_length=50, description="What it brings out.")
    releases: Refs | None = Field(None, max_length=50, description="The releases it goes out with.")
    template: str | None = Field(
        None,
        max_length=100,
        description="The readiness template whose criteria are copied; of a new launch by default the only one of "
        "its tier.",
    )
    measures: Measures | None = Field(
        None, max_length=20, description="From a form one a line: metric | from | to | by when."
    )


def refuse_dates(starts_on: date | None, ends_on: date | None) -> None:
    """Raise Invalid for a launch that would end before it begins."""
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid(f"Field ends_on: {ends_on} is before {starts_on}, on which the launch begins.")


def template_for(
    context: Context, launch: Launch, ref: str | None, *, is_new: bool
) -> ReadinessTemplate | None:
    """The template to copy: the named one, of a new launch else the only one of its tier.

    Raises NotFound for an unknown one, Conflict where the launch has its readiness items.
    """
    if not ref:
        of_tier = list(rows(ReadinessTemplate, context).filter(tier=launch.tier)[:2]) if is_new else []
        return of_tier[0] if len(of_tier) == 1 else None
    if not is_new and launch.items.exists():
        raise Conflict(f"{launch.ref} has its readiness items; they are kept up one by one.")
    return row(ReadinessTemplate, context, ref)


def items_copied(context: Context, launch: Launch, template: ReadinessTemplate) -> None:
    """Give a launch the criteria of a template as its readiness items."""
    ReadinessItem.objects.bulk_create(
        ReadinessItem(
            workspace=context.workspace, ref=f"{launch.ref}-R{place}", created_at=context.now, launch=launch,
            place=place, text=one["text"], is_mandatory=one["mandatory"], position=one["owner"],
        )
        for place, one in enumerate(template.criteria, 1)
    )  # fmt: skip


def measures_keep(context: Context, launch: Launch, wanted: Sequence[Measure]) -> None:
    """Have a launch be judged by these metrics and no others. Raises NotFound for an unknown metric, Invalid for
    one that comes twice."""
    names = [one.metric for one in wanted]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise Invalid(f"Field measures: {twice!r} comes twice.")
    metrics = rows_by_ref(Metric, context, names)
    if missing := next((name for name in names if name not in metrics), ""):
        raise NotFound(f"No metric {missing!r} in this workspace; metrics.metric_list has the names.")
    rows(LaunchMeasure, context).filter(launch=launch).delete()
    LaunchMeasure.objects.bulk_create(
        LaunchMeasure(
            workspace=context.workspace, ref=f"{launch.ref}-M{place}", created_at=context.now, launch=launch,
            metric=metrics[one.metric], goal=one.goal, due_on=one.due_on,
            baseline=metrics[one.metric].baseline if one.baseline is None else one.baseline,
        )
        for place, one in enumerate(wanted, 1)
    )  # fmt: skip


def mandatory_open(context: Context, launch: Launch) -> list[ReadinessItem]:
    """The items that have to hold before a launch and do not yet, in their order."""
    found = rows(ReadinessItem, context).filter(launch=launch, is_mandatory=True, done_at=None)
    return list(found.order_by("place"))


def going_out_claim(context: Context, launch: Launch) -> Claim | None:
    """DRt3, where a launch goes out although something has to hold first; None where nothing does."""
    missing = mandatory_open(context, launch)
    if not missing:
        return None
    count = f"{len(missing)} mandatory item{'s' if len(missing) > 1 else ''}"
    words = [f"{launch.ref} {launch.name} goes out with {count} open"]
    words += [f"“{one.text}” is open, seen to by {one.position}" for one in missing]
    return Claim(
        READINESS, tuple(words), state_of(launch.ref, launch.version, [one.ref for one in missing]), launch
    )
