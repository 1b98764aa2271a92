"""Making and changing planned events: what a change means, which version it becomes, whose decision it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import Q
from pydantic import BeforeValidator, Field, field_validator, model_validator

from headway.apps.analytics.tracking.models import PlannedEvent, PlannedEventVersion
from headway.apps.analytics.tracking.plans import definition_of, event_read, property_told
from headway.core.access import row, rows
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid, NotFound
from headway.core.gate import Claim, state_of
from headway.core.kinds import kind_named
from headway.core.records import Lines, Refs, differences, member_named, next_ref
from headway.core.registry import Question
from headway.engine.tracking.differences import differences as differing
from headway.engine.tracking.naming import pattern_of
from headway.engine.tracking.notation import property_read, values_read
from headway.engine.tracking.observed import is_nameable
from headway.engine.tracking.plan import Event, Property, Scalar, Type

PROPERTIES_MOST = 500
DETAIL, PREFIX = "DRi3", "PE"
NOTHING: dict[str, Any] = {"name": "", "description": "", "sources": [], "properties": []}
SERVED = ("metric", "prd", "initiative", "problem", "key_result", "experiment", "launch")


class PropertyGiven(Question):
    """A planned property; pages and command lines may write it as one line, `amount: number, required`."""

    name: str = Field(min_length=1, max_length=100)
    type: Type = "text"
    required: bool = False
    values: list[Scalar] = Field(
        default=[], max_length=200, description="The allowed ones; empty allows any."
    )
    pattern: str = Field("", max_length=200, description="What a text has to look like as a whole.")
    personal: bool = Field(default=False, description="Whether it holds personal data.")
    description: str = Field("", max_length=300)

    @field_validator("name")
    @classmethod
    def _is_nameable(cls, name: str) -> str:
        if not is_nameable(name):
            raise ValueError("a name has one line without ': ' and without blanks around it")
        return name

    @model_validator(mode="after")
    def _fits_together(self) -> "PropertyGiven":
        if self.values and self.type in {"list", "object", "date"}:
            raise ValueError(f"{self.name}: a {self.type} has no allowed values; leave them out")
        if self.pattern and self.type != "text":
            raise ValueError(f"{self.name}: only a text has a pattern; leave it out")
        self.values = list(values_read(self.type, map(str, self.values)))
        if self.pattern:
            pattern_of(self.pattern)
        return self

    @property
    def planned(self) -> Property:
        return Property(**{**self.model_dump(), "values": tuple(self.values)})


def _from_lines(given: object) -> object:
    """Lines as pages send them become properties; objects stay as they came."""
    entries = [given] if isinstance(given, str) else given
    if not isinstance(entries, list):
        return given
    found: list[object] = []
    for one in entries:
        texts = [line for line in one.splitlines() if line.strip()] if isinstance(one, str) else []
        found += [property_told(property_read(line)) for line in texts] if isinstance(one, str) else [one]
    return found


Properties = Annotated[list[PropertyGiven], BeforeValidator(_from_lines)]


class PlannedEventSave(Question):
    """A new planned event, or a change of the one with that ref or name; what is left out stays."""

    ref: str = Field("", max_length=100, description="The event to change, such as PE-1; else `name` tells.")
    name: str = Field("", max_length=200, examples=["Order Paid"])
    description: str | None = Field(None, max_length=2_000)
    category: str | None = Field(None, max_length=80)
    status: Literal["planned", "implemented"] | None = Field(
        None, description="What people say; whether it comes is told by the data."
    )
    owner: str | None = Field(
        None, max_length=254, description="E-mail address of the member who answers for it."
    )
    purpose: str | None = Field(
        None, max_length=300, description="Why it is collected: the question it answers."
    )
    serves: Refs | None = Field(
        None,
        max_length=20,
        description=f"Records it is collected for, such as metric:buy_rate; {', '.join(SERVED)}.",
    )
    sources: Lines | None = Field(
        None, max_length=50, description="Event sources it comes from; none is any."
    )
    properties: Properties | None = Field(
        None,
        max_length=PROPERTIES_MOST,
        description="All of them; one a line in forms: `amount: number, required`.",
    )
    effective_on: date | None = Field(
        None, description="From when on it is planned so; today where left out."
    )
    note: str = Field("", max_length=300, description="Why it changed.")


@dataclass(frozen=True)
class Change:
    """A planned event as it would be: its fields, what differs in words, and the record where there is one."""

    found: PlannedEvent | None
    values: dict[str, Any]
    definition: dict[str, Any]
    words: tuple[str, ...]

    @property
    def means_otherwise(self) -> bool:
        return self.found is None or bool(self.words)


def planned_event_named(context: Context, name: str) -> PlannedEvent:
    """A planned event by its ref, its id or its name. Raises NotFound."""
    wanted = rows(PlannedEvent, context).filter(Q(name=name) | Q(ref=name)).select_related("owner")
    found = sorted(wanted, key=lambda one: one.name != name)
    return found[0] if found else row(PlannedEvent, context, name)


def change_of(context: Context, question: PlannedEventSave) -> Change:
    """What would change. Raises NotFound, Conflict for a name that is taken, Invalid for what does not fit."""
    return _changed(_meant(context, question), _values(context, question))


def change_to(found: PlannedEvent | None, event: Event) -> Change:
    """What planning an event of the engine would change, of the one that is planned already. Raises Invalid."""
    if len(event.properties) > PROPERTIES_MOST:
        raise Invalid(f"{event.name}: it has more than {PROPERTIES_MOST} properties.")
    return _changed(found, _values_of(event))


def _changed(found: PlannedEvent | None, values: dict[str, Any]) -> Change:
    before = definition_of(found) if found else NOTHING
    definition = before | {name: values[name] for name in before if name in values}
    _refuse_double(definition["properties"])
    words = differing(event_read(before), event_read(definition)) if found else ()
    return Change(found, values, definition, words)


def _meant(context: Context, question: PlannedEventSave) -> PlannedEvent | None:
    name = question.name.strip()
    if not question.ref and not name:
        raise Invalid("Field name: name the event, as the product sends it.")
    if not name.isprintable():
        raise Invalid("Field name: an event name is one line.")
    same = rows(PlannedEvent, context).filter(name=name).first() if name else None
    if not question.ref:
        return same
    found = planned_event_named(context, question.ref)
    if same and same.pk != found.pk:
        raise Conflict(f"{same.ref} is planned under the name {name!r} already; choose another name.")
    return found


def _values(context: Context, question: PlannedEventSave) -> dict[str, Any]:
    plain = ("description", "category", "status", "purpose", "sources", "effective_on")
    values = {name: getattr(question, name) for name in plain if getattr(question, name) is not None}
    if question.name.strip():
        values["name"] = question.name.strip()
    if question.owner:
        values["owner"] = member_named(context, question.owner, "owner")
    if question.serves is not None:
        values["serves"] = [_served(context, one) for one in question.serves]
    if question.properties is not None:
        values["properties"] = [property_told(one.planned) for one in question.properties]
    return values


def _served(context: Context, told: str) -> str:
    kind, colon, ref = told.partition(":")
    if not colon or kind not in SERVED:
        raise Invalid(
            f"Field serves: {told[:80]!r} is no record; write it like metric:buy_rate or prd:PRD-1."
        )
    try:
        return f"{kind}:{row(kind_named(kind).model, context, ref.strip()).ref}"
    except NotFound as error:
        raise Invalid(f"Field serves: {error.detail}") from error


def _refuse_double(properties: Sequence[dict[str, Any]]) -> None:
    counts = Counter(one["name"] for one in properties)
    double = next((name for name, count in counts.items() if count > 1), None)
    if double is not None:
        raise Invalid(f"Field properties: {double!r} is there twice; keep one of them.")


def saving_claim(context: Context, question: PlannedEventSave) -> Claim | None:
    """DRi3 where the meaning of an event that is planned already changes; planning a new one is open to all makers."""
    change = change_of(context, question)
    if change.found is None or not change.words:
        return None
    return claim_on(change.found, change.words)


def claim_on(event: PlannedEvent, words: Sequence[str]) -> Claim:
    return Claim(
        DETAIL, (f"The planned event {event.name!r}", *words), state_of(event.ref, event.version), event
    )


def planned_event_keep(context: Context, change: Change, note: str) -> tuple[PlannedEvent, dict[str, Any]]:
    """Store a change; another meaning becomes the next version. Gives the record and what changed."""
    changes = differences(change.found, change.values)
    event = _as_changed(context, change, "" if change.found else next_ref(context, PlannedEvent, PREFIX))
    if change.found and changes:
        event.version += 1
    event.save()
    if change.means_otherwise:
        _version(context, event, change.definition, note).save()
    return event, changes


def planned_events_make(context: Context, changes: Sequence[Change], note: str) -> None:
    """Store many new events, each with its first version."""
    number = int(next_ref(context, PlannedEvent, PREFIX).removeprefix(f"{PREFIX}-"))
    events = [_as_changed(context, one, f"{PREFIX}-{number + at}") for at, one in enumerate(changes)]
    PlannedEvent.objects.bulk_create(events, batch_size=200)
    made = zip(events, changes, strict=True)
    versions = [_version(context, event, change.definition, note) for event, change in made]
    PlannedEventVersion.objects.bulk_create(versions, batch_size=200)


def _as_changed(context: Context, change: Change, ref: str) -> PlannedEvent:
    event = change.found or PlannedEvent(
        workspace=context.workspace, ref=ref, created_at=context.now, effective_on=context.today
    )
    for name, value in change.values.items():
        setattr(event, name, value)
    if change.found and change.words:
        event.definition_version += 1
        event.effective_on = change.values.get("effective_on", context.today)
    return event


def _version(
    context: Context, event: PlannedEvent, definition: dict[str, Any], note: str
) -> PlannedEventVersion:
    return PlannedEventVersion(
        workspace=context.workspace, ref=f"{event.ref}@{event.definition_version}", created_at=context.now,
        planned_event=event, number=event.definition_version, definition=definition,
        effective_on=event.effective_on, note=note,
    )  # fmt: skip


def _values_of(event: Event) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": event.name,
        "properties": [property_told(one) for one in event.properties],
    }
    if event.description:
        values["description"] = event.description[:2_000]
    if event.sources:
        values["sources"] = list(event.sources)
    return values
