"""What can be done around launches: say what has to be ready, take a feature away."""

from headway.apps.launch.criteria import READINESS, ReadinessSave, readiness_claim, stored
from headway.apps.launch.leaving import (
    DEPRECATION,
    DeprecationStart,
    reach_of_use,
    refuse_start,
    refuse_unknown_events,
    start_claim,
)
from headway.apps.launch.models import Deprecation, ReadinessTemplate
from headway.apps.launch.usage import usage_of
from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.records import next_ref, record_save
from headway.core.registry import Done, action
from headway.core.roles import DECIDERS, MAKERS


@action("launch.readiness_save", roles=MAKERS, rights=(READINESS,), claim=readiness_claim)
def readiness_save(context: Context, question: ReadinessSave) -> Done[RecordRef]:
    """Say what has to hold before launches of a tier: criteria, which of them are mandatory, and who sees to each.

    A new template needs a name, a tier and its criteria; a change replaces the criteria as a whole. Raises NotFound
    for an unknown template, Invalid for what is missing or comes twice.
    """
    values = {
        "name": question.name,
        "tier": question.tier,
        "criteria": stored(question.criteria) if question.criteria is not None else None,
    }
    if question.ref:
        row(ReadinessTemplate, context, question.ref)
    ref = question.ref or next_ref(context, ReadinessTemplate, "RT")
    saved = record_save(context, ReadinessTemplate, ref, values, ("name", "tier", "criteria"))
    template = saved.record
    summary = f"{saved.verb} the readiness template {template.ref} {template.name!r}"
    return Done(ref_of(template, template.ref), summary, template, saved.changes)


@action("launch.deprecation_start", roles=DECIDERS, rights=(DEPRECATION,), claim=start_claim)
def deprecation_start(context: Context, question: DeprecationStart) -> Done[RecordRef]:
    """Start taking a feature away: when customers hear of it, when it ends, how they move on, what they use instead.

    Whom that hits is counted from the usage events that mean the feature is used. Raises Invalid for less notice than
    HEADWAY_DEPRECATION_NOTICE_DAYS, a notice in the past or an event never recorded, Conflict where it is on its way
    out already.
    """
    refuse_start(context, question)
    usage = usage_of(context, question.events)
    refuse_unknown_events(usage, question.events)
    reach = reach_of_use(context, usage, question.events)
    leaving = Deprecation.objects.create(
        workspace=context.workspace, ref=next_ref(context, Deprecation, "DP"), created_at=context.now,
        accounts_at_start=reach.accounts, started_by=context.actor, **question.model_dump(),
    )  # fmt: skip
    changes = {"ends_on": str(leaving.ends_on), "accounts": reach.accounts, "arr_minor": reach.arr_minor}
    summary = f"Started taking {leaving.feature} away on {leaving.ends_on}: {leaving.ref}"
    return Done(ref_of(leaving, leaving.ref), summary, leaving, changes)


@action("launch.deprecation_advance", roles=DECIDERS)
def deprecation_advance(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Move a feature on its way out one step on: from planned to announced, from announced to ended.

    It is announced from its day of notice on and ended from its last day on. Raises NotFound, Invalid before that.
    """
    leaving = row(Deprecation, context, question.ref)
    steps = {
        Deprecation.State.PLANNED: (Deprecation.State.ANNOUNCED, leaving.notice_on),
        Deprecation.State.ANNOUNCED: (Deprecation.State.ENDED, leaving.ends_on),
    }
    before = Deprecation.State(leaving.state)
    if before not in steps:
        raise NotFound(f"{leaving.ref} has ended; there is no further step.")
    after, day = steps[before]
    if context.today < day:
        raise Invalid(f"{leaving.ref} can be {after.label.lower()} from {day} on.")
    leaving.state, leaving.version = after, leaving.version + 1
    leaving.save(update_fields=["state", "version"])
    changes = {"state": {"before": before.value, "after": after.value}}
    return Done(ref_of(leaving, leaving.ref), f"{after.label} the end of {leaving.feature}", leaving, changes)
