"""Success metrics, instrumentation and non-functional requirements: how we will know."""

from __future__ import annotations

from collections.abc import Sequence

from headway.engine.drafting.brief import Brief, EventCount
from headway.engine.drafting.metrics import Metric
from headway.engine.drafting.numbers import format_number, with_unit
from headway.engine.drafting.sections.wording import bullets, measure
from headway.engine.drafting.sources import References
from headway.engine.drafting.text import escaped
from headway.engine.drafting.words import nearest, stems

MOST_EVENTS = 6


def metrics(found: Sequence[Metric], refs: References) -> str:
    """A table of what is to move and what must not, each with its baseline, target and date."""
    if not found:
        return "Unknown: how success is measured; no key result or problem is linked."
    rows = [_metric_row(one, refs) for one in found]
    reasons = [f"{measure(one, refs)}: {escaped(one.reason)}" for one in found if one.reason]
    table = ["| Metric | Kind | Baseline | Target | By | Source |", "|---|---|---|---|---|---|", *rows]
    return "\n".join(table) + "\n\n" + bullets(reasons)


def _metric_row(one: Metric, refs: References) -> str:
    kind = "guardrail" if one.is_guardrail else "success"
    target = "Unknown" if one.target is None else with_unit(one.target, one.unit)
    if one.is_guardrail and one.target is not None:
        target = f"no worse than {target}"
    baseline = "Unknown" if one.baseline is None else with_unit(one.baseline, one.unit)
    marker = refs.cite(one.source) if one.source else "Assumption"
    return f"| `{one.metric}` | {kind} | {baseline} | {target} | {one.due or 'Unknown'} | {marker} |"


def instrumentation(brief: Brief, found: Sequence[Metric], refs: References) -> str:
    """Which events exist for this work, and which are missing."""
    present = events_near(brief, found)
    have = [
        f"Exists: `{one.event}`, {format_number(one.events)} events of {format_number(one.people)} people"
        f"{f', from {one.first_day} to {one.last_day}' if one.first_day else ''} {refs.cite(one.source)}."
        for one in present
    ]
    missing = [
        "Missing: an event for what each story shows, with its state or cause as a property.",
        "Missing: the link from a support contact to the screen before it.",
        "Unknown: who writes the tracking plan and when the events are checked.",
    ]
    if not brief.events:
        have = ["Unknown: which events exist; no usage has been imported."]
    elif not present:
        have = ["Missing: no recorded event names what this work touches."]
    return bullets([*have, *missing])


def events_near(brief: Brief, found: Sequence[Metric]) -> list[EventCount]:
    """The recorded events that share words with the initiative, its problems or its metrics."""
    problems = [part for one in brief.problems for part in (one.title, *one.terms)]
    measures = [one.metric for one in found if not one.is_guardrail]
    words = stems(" ".join([brief.initiative.title, *brief.initiative.topics, *problems, *measures]))
    by_name = {one.event: one for one in brief.events}
    return [by_name[name] for name in nearest(words, [(name, name) for name in by_name], MOST_EVENTS, 0.3)]


def qualities(brief: Brief, refs: References) -> str:
    """The catalogue of non-functional requirements, each with what is known and who must set its bound."""
    one = brief.initiative
    lines = [
        "**Performance:** Unknown: how long an answer may take at the usual load.",
        "**Availability:** Unknown: how long it may be away, and what customers see meanwhile.",
        "**Scale:** " + _load(brief, refs),
        "**Privacy:** what is stored for this work and for how long is listed and agreed with whoever answers for it. "
        "Unknown: who that is.",
        "**Security:** a customer reaches only their own records; every refusal is logged.",
        "**Accessibility:** every new screen works by keyboard and with a screen reader, and passes the automatic "
        "check for level AA.",
        "**Operability:** each failure that customers can see has an alert, a named receiver and a first step.",
    ]
    if one.is_mandatory:
        lines.append(
            f"**Compliance:** {one.ref} is mandatory {refs.cite(one.record)}. Unknown: the rule and its proof."
        )
    return bullets(lines)


def _load(brief: Brief, refs: References) -> str:
    reach = brief.initiative.inputs.get("reach")
    if reach is None or reach.value is None:
        return "Unknown: how many people will use it."
    return (
        f"about {with_unit(reach.value, reach.unit)} are expected by the reach of {brief.initiative.ref} "
        f"{refs.cite(brief.initiative.input('reach'))}. Unknown: the peak."
    )
