"""Risks and dependencies, rollout, open questions, and the list of evidence."""

from __future__ import annotations

from collections.abc import Sequence

from headway.engine.drafting.brief import Brief, Neighbour, Problem, Slot
from headway.engine.drafting.metrics import Metric
from headway.engine.drafting.numbers import format_number, with_unit
from headway.engine.drafting.risks import LOW_CONFIDENCE, Risk
from headway.engine.drafting.sections.wording import bullets, measure
from headway.engine.drafting.sources import References, Source, said
from headway.engine.drafting.text import escaped


def risks(brief: Brief, found: Sequence[Risk], refs: References) -> str:
    """What can go wrong, what is assumed, and what this work waits for."""
    return "\n\n".join(
        [
            "**Risks**",
            bullets(
                [_risk(one, refs) for one in found] or ["Unknown: the records show no risk. Ask the teams."]
            ),
            "**Assumptions**",
            bullets(_assumptions(brief, refs)),
            "**Dependencies**",
            bullets(_dependencies(brief, refs)),
        ]
    )


def _risk(one: Risk, refs: References) -> str:
    chance = f"Probability: {one.probability}" if one.probability else "Unknown: probability"
    told = " ".join(f"{escaped(claim.text)} {refs.cite(claim.source)}" for claim in one.claims)
    impact = f"impact: {one.impact}" if one.impact else "impact unknown"
    return (
        f"**{one.title}:** {told}. {chance}; {impact}. Mitigation: {escaped(one.mitigation)} Owner: Unknown."
    )


def _assumptions(brief: Brief, refs: References) -> list[str]:
    confidence = brief.initiative.inputs.get("confidence")
    known = (
        f"Confidence in the score of {brief.initiative.ref} is {said(confidence)} "
        f"{refs.cite(brief.initiative.input('confidence'))}."
        if confidence and confidence.value is not None and confidence.value >= LOW_CONFIDENCE
        else ""
    )
    assumed = (
        "Assumption: fixing the problem moves the metric. The evidence shows the problem, not the effect."
    )
    return [known, assumed]


def _dependencies(brief: Brief, refs: References) -> list[str]:
    lines = [
        f"Needs {escaped(one.name)} {refs.cite(one.record)}{_when(one.slot, refs)}."
        for one in brief.related("required")
    ]
    lines += [
        f"Is needed by {escaped(one.name)} {refs.cite(one.record)}." for one in brief.related("required_by")
    ]
    return lines or [f"None recorded for {brief.initiative.ref} {refs.cite(brief.initiative.record)}."]


def _when(slot: Slot | None, refs: References) -> str:
    if slot is None:
        return ""
    told = f"planned to finish in {slot.finish}" if slot.finish else "not in the plan"
    return f"; {slot.initiative} is {told} {refs.cite(slot.source)}"


def rollout(brief: Brief, metrics: Sequence[Metric], refs: References) -> str:
    """Behind a flag, in steps, with a rule for stopping."""
    stops = [line for one in metrics if one.is_guardrail and (line := _stop(one, refs))]
    return bullets(
        [
            _window(brief, refs),
            "First inside the company, then for a small share of customers, then for all, behind a flag.",
            *(stops or ["Unknown: when to stop; no guardrail has a baseline."]),
            "Support gets the reply texts and the known limits before customers see the change.",
            _first_segment(brief, refs),
            "Unknown: the share of the first step and how long each step lasts.",
        ]
    )


def _stop(one: Metric, refs: References) -> str:
    if one.source is None or one.baseline is None:
        return ""
    value = with_unit(one.baseline, one.unit)
    return f"Stop and turn back when `{one.metric}` is worse than {value} {refs.cite(one.source)}."


def _window(brief: Brief, refs: References) -> str:
    slot = brief.slot
    if slot is None or not slot.start:
        return "Unknown: when; the work has no place in a plan."
    when = f"in {slot.start}" if slot.start == slot.finish else f"from {slot.start} to {slot.finish}"
    return f"Work on {slot.initiative} is planned {when} {refs.cite(slot.source)}."


def _first_segment(brief: Brief, refs: References) -> str:
    for one in brief.problems:
        if one.segments:
            name = escaped(one.segments[0][0].replace("_", " "))
            return f"Start with {name}: it is the largest segment behind {one.ref} {refs.cite(one.segment_counts)}."
    return ""


def questions(brief: Brief, metrics: Sequence[Metric], refs: References) -> str:
    """What somebody has to answer before the reviews."""
    one = brief.initiative
    return bullets(
        [
            f"Who owns {one.ref} {refs.cite(one.record)}?",
            *(f"What is the target for {measure(m, refs)}, and by when?" for m in metrics if _is_open(m)),
            *(f"How is {escaped(m.title)} measured?" for m in metrics if m.baseline is None),
            *(_is_confirmed(p, refs) for p in brief.problems if p.state == "proposed"),
            *(_who_confirms(n, refs) for n in brief.related("required")),
            "Which customers will be asked before the solution review?",
        ]
    )


def _is_confirmed(problem: Problem, refs: References) -> str:
    return f"Is {problem.ref} {refs.cite(problem.record)} a problem to solve? Nobody has confirmed it yet."


def _who_confirms(other: Neighbour, refs: References) -> str:
    return f"Who confirms {escaped(other.name)} {refs.cite(other.record)}, and until when?"


def _is_open(metric: Metric) -> bool:
    return not metric.is_guardrail and (metric.target is None or not metric.due)


def evidence(refs: References) -> str:
    """Every source cited, by number, with what it says."""
    return bullets(f"[{number}] {_entry(source)}" for number, source in refs.listed())


def _entry(source: Source) -> str:
    if source.kind == "feedback":
        return f"Message {escaped(source.label)}"
    if source.quote:
        return f"Saying in {escaped(source.label)}"
    if source.figure is None:
        return f"Record {escaped(source.label)}"
    figure = source.figure
    value = said(figure) or f"unknown, {figure.reason or 'no reason given'}"
    definition = f"; definition {figure.definition}" if figure.definition else ""
    return f"Figure {escaped(source.label)}: {value}; n {format_number(figure.n)}{definition}"
