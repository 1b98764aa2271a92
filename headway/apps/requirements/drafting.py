"""A draft of a PRD made from the records, beside what a person wrote into an earlier one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from headway.apps.requirements import documents
from headway.apps.requirements.answers import Citation, PrdSection
from headway.apps.requirements.gathering import Readings
from headway.apps.requirements.models import Prd, SuccessMetric
from headway.apps.requirements.records import citation_of, known_now, metric_source
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.engine.drafting import draft as engine
from headway.engine.drafting.faults import faults
from headway.engine.drafting.metrics import Metric
from headway.engine.drafting.sections import delivery, proof
from headway.engine.drafting.sources import References, Source, markers_in
from headway.engine.drafting.text import Section


@dataclass(frozen=True)
class Drafted:
    """A draft before it is stored: `version` is that of the PRD it replaces, 0 for a new one."""

    title: str
    sections: Sequence[Section]
    citations: Sequence[Citation]
    metrics: Sequence[Metric]
    problems: Sequence[str]
    faults: Sequence[str]
    version: int


def drafted(context: Context, initiative: str, earlier: Prd | None) -> Drafted:
    """Draft the PRD of an initiative; sections that a person wrote stay, with the citations they use.

    Raises NotFound for an unknown initiative.
    """
    readings = Readings(context)
    if initiative not in readings.initiatives:
        raise NotFound(
            f"No initiative {initiative!r} in this workspace; prioritisation.initiative_list has the refs."
        )
    brief = readings.brief_in_full(initiative)
    written = [one for one in documents.sections_of(earlier) if one.edited] if earlier else []
    kept = _kept(context, earlier, written)
    found = engine.draft(brief, kept)
    known = known_now(context, [source for _, source in found.citations])
    # A record that only a person's text cites may be gone: that is told on the document, and stops no draft.
    known = replace(known, sources={one.key: one for one in kept.values()} | dict(known.sources))
    return Drafted(
        brief.initiative.title,
        _merged(found.sections, written),
        [_citation(earlier, number, source, readings) for number, source in found.citations],
        found.metrics,
        [one.ref for one in brief.problems],
        faults(found.sections, dict(found.citations), known),
        earlier.version if earlier else 0,
    )


def _kept(context: Context, earlier: Prd | None, written: Sequence[PrdSection]) -> dict[int, Source]:
    """The citations that a person's text uses, by their number, as their records are now."""
    if earlier is None or not written:
        return {}
    used = markers_in(one.markdown for one in written)
    sources = documents.sources_of(documents.citations_of(earlier))
    cited = {number: source for number, source in sources.items() if number in used}
    live = known_now(context, cited.values()).sources
    return {number: live.get(source.key, source) for number, source in cited.items()}


def _merged(fresh: Sequence[Section], written: Sequence[PrdSection]) -> list[Section]:
    by_key = {one.key: one for one in documents.plain_sections(written)}
    return [by_key.get(one.key, one) for one in fresh]


def _citation(earlier: Prd | None, number: int, source: Source, readings: Readings) -> Citation:
    """The citation with its figure; one that only a person's text uses may have no figure any more."""
    found = citation_of(number, source, readings.figures)
    if found.figure is None and source.figure is not None and earlier is not None:
        return next(one for one in documents.citations_of(earlier) if one.ref == str(number))
    return found


def metrics_rewritten(prd: Prd, metrics: Sequence[SuccessMetric]) -> None:
    """Write the table of metrics and the list of evidence anew from the stored metrics, unless a person wrote them."""
    sections = documents.sections_of(prd)
    citations = documents.citations_of(prd)
    sources = documents.sources_of(citations)
    refs = References(sources)
    texts = {"metrics": proof.metrics([_metric(one, sources) for one in metrics], refs)}
    texts[engine.EVIDENCE] = delivery.evidence(refs)
    prd.citations = [
        *prd.citations,
        *(
            citation_of(number, source, {}).model_dump(mode="json")
            for number, source in refs.listed()
            if number not in sources
        ),
    ]
    prd.sections = [
        _rewritten(old, one, texts, prd.version) for old, one in zip(prd.sections, sections, strict=True)
    ]


def _rewritten(
    old: dict[str, object], one: PrdSection, texts: Mapping[str, str], version: int
) -> dict[str, object]:
    text = texts.get(one.key, one.markdown)
    if one.edited or text == one.markdown:
        return old
    (section,) = documents.plain_sections([one])
    return documents.stored_section(replace(section, markdown=text), version)


def _metric(one: SuccessMetric, sources: Mapping[int, Source]) -> Metric:
    """A stored metric with what backs it: the key result it was proposed from, else itself."""
    cited = next((s for s in sources.values() if one.key_result and s.id == one.key_result.ref), None)
    source = cited if one.source and cited else metric_source(one)
    return Metric(
        one.metric, one.metric, one.unit, one.baseline, one.target, one.due.isoformat() if one.due else "",
        one.is_guardrail, one.reason, one.key_result.ref if one.key_result else "", source,
    )  # fmt: skip
