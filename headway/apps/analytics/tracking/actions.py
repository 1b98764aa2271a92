"""What can be done with the plan: plan events, retire them, say how names are written and what violations lead to."""

from typing import Literal

from pydantic import Field

from headway.apps.analytics.models import EventSource
from headway.apps.analytics.tracking.models import NamingRule, PlannedEvent, TrackingRule
from headway.apps.analytics.tracking.saving import (
    PlannedEventSave,
    change_of,
    claim_on,
    planned_event_keep,
    planned_event_named,
    saving_claim,
)
from headway.core.access import rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.gate import Claim
from headway.core.records import next_ref, record_save
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS, MAKERS
from headway.engine.tracking.naming import OWN, STYLES, pattern_of
from headway.engine.tracking.plan import KINDS, Kind, Mode, PlanError

ANY = "any"
Style = Literal[
    "any", "object_action", "title_case", "snake_case", "camel_case", "kebab_case", "lower_words", "own"
]


@action("analytics.planned_event_save", roles=MAKERS, rights=("DRi3",), claim=saving_claim)
def planned_event_save(context: Context, question: PlannedEventSave) -> Done[RecordRef]:
    """Plan an event, or change what is planned of it; another meaning becomes its next version.

    A new one needs a name and a purpose. Raises Invalid for what does not fit together, Conflict for a name that is
    taken, NotFound for an unknown ref.
    """
    change = change_of(context, question)
    if change.found is None and not question.purpose:
        raise Invalid("Field purpose: say why it is collected, so that nobody collects for its own sake.")
    event, changes = planned_event_keep(context, change, question.note)
    summary = f"{'Changed' if change.found else 'Planned'} the event {event.name!r}"
    return Done(ref_of(event, event.ref), summary, event, changes)


class PlannedEventRetire(RefQuestion):
    reason: str = Field(min_length=1, max_length=300, description="Why, and what comes instead.")


def _retire_claim(context: Context, question: PlannedEventRetire) -> Claim:
    event = planned_event_named(context, question.ref)
    return claim_on(event, (f"It is collected no more: {question.reason}",))


@action("analytics.planned_event_retire", roles=DECIDERS, rights=("DRi3",), claim=_retire_claim)
def planned_event_retire(context: Context, question: PlannedEventRetire) -> Done[RecordRef]:
    """Retire a planned event: it stays to be looked up, and is told where it still comes. Raises NotFound."""
    event = planned_event_named(context, question.ref)
    before, event.status, event.version = event.status, PlannedEvent.Status.DEPRECATED, event.version + 1
    event.save(update_fields=["status", "version"])
    changes = {"status": {"before": before, "after": event.status}}
    return Done(
        ref_of(event, event.ref),
        f"Retired the planned event {event.name!r}: {question.reason}",
        event,
        changes,
    )


class NamingRuleSet(Question):
    applies_to: Literal["events", "properties"]
    style: Style = Field(description="How names are written; any: as anybody likes; own: by `pattern`.")
    pattern: str = Field("", max_length=200, examples=["[a-z]+(_[a-z]+)*"])


@action("analytics.naming_rule_set", roles=DECIDERS)
def naming_rule_set(context: Context, question: NamingRuleSet) -> Done[RecordRef]:
    """Say how names of events or properties are written.

    A pattern knows signs, classes, groups, `|` and repetitions, and costs time in proportion to the name, whatever
    it is. Raises Invalid for one that cannot be read.
    """
    if (question.style == OWN) != bool(question.pattern):
        raise Invalid("Field pattern: give one with the style own, and with no other.")
    try:
        pattern_of(question.pattern)
    except PlanError as error:
        raise Invalid(f"Field pattern: {error}") from error
    style = "" if question.style == ANY else question.style
    values = {"style": style, "pattern": question.pattern}
    saved = record_save(context, NamingRule, question.applies_to, values, ())
    told = STYLES[style].label if style in STYLES else question.pattern or "as anybody likes"
    summary = f"Names of {question.applies_to} are written {told}"
    return Done(ref_of(saved.record, question.applies_to), summary, saved.record, saved.changes)


class TrackingRuleSet(Question):
    source: str = Field("", max_length=100, description="The name of an event source; empty: every source.")
    violation: Kind
    mode: Mode = Field(description="flag: keep it with a mark; quarantine: put it aside; block: refuse it.")


@action("analytics.tracking_rule_set", roles=DECIDERS)
def tracking_rule_set(context: Context, question: TrackingRuleSet) -> Done[RecordRef]:
    """Say what happens to events of a source that violate the plan in one way; collectors follow within seconds.

    What is said for a source goes before what is said for every source. Raises Invalid for an unknown source.
    """
    name = question.source.strip()
    if name and not rows(EventSource, context).filter(name=name).exists():
        raise Invalid(
            f"Field source: there is no event source {name!r}; analytics.source_list has the names."
        )
    found = rows(TrackingRule, context).filter(applies_to=name, violation=question.violation).first()
    ref = found.ref if found else next_ref(context, TrackingRule, "TR")
    values = {"applies_to": name, "violation": question.violation, "mode": question.mode}
    saved = record_save(context, TrackingRule, ref, values, ())
    summary = f"{KINDS[question.violation].capitalize()}: {TrackingRule.Mode(question.mode).label.lower()}"
    return Done(ref_of(saved.record, ref), summary, saved.record, saved.changes)
