"""The records that citations name, as they are now."""

from collections.abc import Collection, Iterable

from headway.apps.discovery.models import Problem, ResearchNote
from headway.apps.requirements.answers import Citation
from headway.apps.requirements.gathering import Readings, messages_of
from headway.apps.requirements.models import BacklogItem, SuccessMetric
from headway.apps.requirements.readings import Figures, events_of, key_results_of, plain, quote_in
from headway.apps.roadmap.models import Plan
from headway.core.access import rows
from headway.core.context import Context
from headway.engine.drafting.brief import NAME_LENGTH
from headway.engine.drafting.brief import BacklogItem as Ticket
from headway.engine.drafting.faults import Known
from headway.engine.drafting.numbers import formatted
from headway.engine.drafting.sources import Kind, Source

KINDS: dict[str, Kind] = {"feedback": "feedback", "figure": "figure"}


def citation_of(number: int, source: Source, figures: Figures) -> Citation:
    """A source as a citation, its figure with everything that is known about it."""
    figure = figures.get(source.key) if source.figure else None
    return Citation(
        ref=str(number),
        kind=source.kind,
        id=source.id,
        name=source.name,
        label=source.label,
        quote=source.quote,
        figure=figure,
    )


def source_of(citation: Citation) -> Source:
    """A stored citation as a source; what it may back is looked up in the live records."""
    figure = plain(citation.figure, citation.name) if citation.figure else None
    numbers = figure.numbers() if figure else ()
    return Source(
        KINDS.get(citation.kind, "record"),
        citation.id,
        citation.name,
        citation.label,
        citation.quote,
        numbers,
        (),
        figure,
    )


def known_now(context: Context, cited: Iterable[Source]) -> Known:
    """What the records cited say at this moment, however they were found when the text was written."""
    sources = list(cited)
    ids = {one.id for one in sources if one.kind != "feedback"}
    messages = messages_of(context, [one.id for one in sources if one.kind == "feedback"])
    readings = Readings(context)
    found = [
        *_initiatives(readings, ids),
        *_problems(readings, ids),
        *_plans(context, ids),
        *(one.record for one in key_results_of(readings.objectives)),
        *_tickets(context, ids),
        *_metrics(context, ids),
        *_sayings(context, sources),
        *_events(readings, sources),
    ]
    said = [quote_in(one).source for one in messages]
    return Known({one.id: one.text for one in messages}, {one.key: one for one in (*found, *said)})


def _initiatives(readings: Readings, ids: Collection[str]) -> list[Source]:
    found = [readings.initiative(ref) for ref in readings.initiatives if ref in ids]
    return [
        source
        for one in found
        for source in (
            one.record, one.scoring, *(one.effort_of(part) for part in one.effort), *(one.input(n) for n in one.inputs)
        )
    ]  # fmt: skip


def _problems(readings: Readings, ids: Collection[str]) -> list[Source]:
    refs = rows(Problem, readings.context).filter(ref__in=ids).order_by("ref").values_list("ref", flat=True)
    found = [readings.problem(ref)[0] for ref in refs]
    figures = ("accounts", "arr", "mentions_per_month", "trend")
    return [
        source
        for one in found
        for source in (
            one.record,
            one.channel_shares,
            one.segment_counts,
            *(one.figure(name) for name in figures),
        )
    ]


def _plans(context: Context, ids: Collection[str]) -> list[Source]:
    refs = rows(Plan, context).filter(ref__in=ids).order_by("ref").values_list("ref", flat=True)
    slots = [slot for ref in refs for slot in Readings(context, ref).slots.values()]
    return [source for one in slots for source in (one.source, *(one.load(load) for load in one.loads))]


def _tickets(context: Context, ids: Collection[str]) -> list[Source]:
    fields = ("ref", "title", "kind", "status")
    return [
        Ticket(*one).record for one in rows(BacklogItem, context).filter(ref__in=ids).values_list(*fields)
    ]


def _metrics(context: Context, ids: Collection[str]) -> list[Source]:
    return [metric_source(one) for one in rows(SuccessMetric, context).filter(ref__in=ids)]


def metric_source(one: SuccessMetric) -> Source:
    """A metric that a person set, as what backs its own row of the table."""
    due = (one.due.isoformat(),) if one.due else ()
    numbers = formatted([(one.baseline, one.unit), (one.target, one.unit)]) + due
    return Source(
        "record", one.ref, "", f"{one.ref} {one.metric}", "", numbers, (one.metric, one.unit, one.reason)
    )


def _sayings(context: Context, sources: Collection[Source]) -> list[Source]:
    """The cited sayings of interviews, where the note still holds them."""
    cited = [one for one in sources if one.kind == "record" and one.quote]
    notes = {one.ref: one for one in rows(ResearchNote, context).filter(ref__in=[one.id for one in cited])}
    return [
        Source("record", one.id, said[:NAME_LENGTH], f"interview {one.id}", said, (), ("interview", said))
        for one in cited
        if one.id in notes
        for saying in notes[one.id].sayings
        if (said := str(saying["text"]))[:NAME_LENGTH] == one.name
    ]


def _events(readings: Readings, sources: Collection[Source]) -> list[Source]:
    if not any(one.name == "events" for one in sources):
        return []
    return [one.source for one in events_of(readings.usage)]
