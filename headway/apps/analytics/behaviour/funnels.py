"""Funnels, and how long they take."""

from collections.abc import Sequence
from datetime import tzinfo

import numpy as np

from headway.apps.analytics.behaviour.answers import ConversionAnswer, Definition, FunnelAnswer, FunnelPart
from headway.apps.analytics.behaviour.asked import refusals, since_us, step_of, until_us, zone_of
from headway.apps.analytics.behaviour.definitions import definitions
from headway.apps.analytics.behaviour.questions import ConversionQuestion, FunnelQuestion, StepsQuestion
from headway.apps.analytics.behaviour.reading import Known, known, known_there
from headway.apps.analytics.behaviour.wording import NO_EVENTS, share, unseen_notes
from headway.apps.analytics.warehouse.asking import counts_there, store_open, walks, walks_there
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.engine.behaviour.breakdown import funnel_by_value
from headway.engine.behaviour.conversion import conversion
from headway.engine.behaviour.funnel import FunnelFound, funnel
from headway.engine.behaviour.rules import Exclusion, Funnel


def rules_of(question: StepsQuestion, zone: tzinfo) -> Funnel:
    """The engine's form of a funnel. Raises Invalid for what the definitions cannot decide."""
    with refusals():
        return Funnel(
            tuple(step_of(one) for one in question.steps),
            round(question.window_seconds * 1_000_000),
            question.order,
            question.anchor,
            tuple(Exclusion(step_of(one), one.from_step, one.to_step) for one in question.exclusions),
            since_us(question.since, zone),
            until_us(question.until, zone),
        )


def known_steps(
    context: Context, question: StepsQuestion, rules: Funnel, properties: Sequence[str] = ()
) -> Known:
    """The events of the steps; in strict order what lies between counts too."""
    asked = [*rules.steps, *(one.step for one in rules.exclusions)]
    return known(context, question, asked, properties, everything=question.order == "strict")


def funnel_found(
    context: Context, question: StepsQuestion, rules: Funnel, by: str | None = None
) -> tuple[Known, FunnelFound]:
    """How far people come, told by the warehouse where it can walk such a funnel."""
    if counts_there(question, rules.steps, by) and walks_there(rules):
        with store_open(context, question) as store:
            return known_there(store, rules.steps), walks(store, rules)
    events = known_steps(context, question, rules, [by] if by else [])
    return events, funnel(events.histories, rules, events.as_of_us, timed=True)


def funnel_answer(context: Context, question: FunnelQuestion) -> FunnelAnswer:
    rules = rules_of(question, zone_of(context, question.time_zone))
    events, found = funnel_found(context, question, rules, question.breakdown_property)
    told = definitions_of(question)
    if events.as_of_us is None:
        return FunnelAnswer(reason=NO_EVENTS, definitions=told)
    part = part_of(found)
    return FunnelAnswer(
        counts=part.counts,
        avg_seconds=part.avg_seconds,
        median_seconds=part.median_seconds,
        share_of_start=[share(many, part.counts[0], events.as_of, "funnel.step@1") for many in part.counts],
        share_of_previous=[
            share(many, before, events.as_of, "funnel.step@1")
            for before, many in zip(part.counts[:-1], part.counts[1:], strict=True)
        ],
        provisional=found.provisional,
        breakdown=_breakdown(question, events, rules, found),
        as_of=events.as_of,
        notes=[*unseen_notes(events), *_notes(found)],
        definitions=told,
    )


def part_of(found: FunnelFound) -> FunnelPart:
    """The numbers of one funnel."""
    seconds = [found.seconds(step - 1, step) for step in range(1, found.steps)]
    return FunnelPart(
        counts=found.counts,
        avg_seconds=[float(one.mean()) if len(one) else None for one in seconds],
        median_seconds=[float(np.median(one)) if len(one) else None for one in seconds],
    )


def found_by_value(
    question: FunnelQuestion, events: Known, rules: Funnel, found: FunnelFound
) -> dict[str, FunnelFound]:
    """The funnel of each value of the breakdown, given that of everybody; none without one."""
    if not question.breakdown_property:
        return {}
    with refusals():
        return funnel_by_value(
            events.histories, rules, question.breakdown_property, question.attribution, events.as_of_us,
            step=question.attribution_step, found=found,
        )  # fmt: skip


def _breakdown(
    question: FunnelQuestion, events: Known, rules: Funnel, found: FunnelFound
) -> dict[str, FunnelPart] | None:
    parts = found_by_value(question, events, rules, found)
    return {value: part_of(one) for value, one in parts.items()} if question.breakdown_property else None


def _notes(found: FunnelFound) -> list[str]:
    if not found.provisional:
        return []
    return [
        f"{found.provisional} of {found.counts[0]} people may still get further: their window is not over."
    ]


def definitions_of(question: StepsQuestion) -> list[Definition]:
    """The rules that a funnel follows."""
    spoiling = "funnel.exclusion_unordered@1" if question.order == "unordered" else "funnel.exclusion@2"
    by = getattr(question, "breakdown_property", None)
    names = [
        f"funnel.{question.order}@1", "funnel.window@1", f"funnel.{question.anchor}@1", "funnel.time@1",
        *(["funnel.range@1"] if question.since or question.until else []),
        *([spoiling] if question.exclusions else []),
        *([f"funnel.by_{getattr(question, 'attribution', 'first')}@1"] if by else []),
        "funnel.provisional@1",
    ]  # fmt: skip
    return definitions(*names)


def conversion_answer(context: Context, question: ConversionQuestion) -> ConversionAnswer:
    rules = rules_of(question, zone_of(context, question.time_zone))
    last = len(rules.steps) - 1
    to_step = last if question.to_step is None else question.to_step
    if not last:
        raise Invalid("The funnel has one step, and no time lies between steps; name at least two events.")
    if not 0 <= question.from_step < to_step <= last:
        raise Invalid(
            f"The time from step {question.from_step} to step {to_step} is not defined; "
            f"give 0 <= from_step < to_step <= {last}."
        )
    events, found = funnel_found(context, question, rules)
    told = [*definitions_of(question), *definitions("conversion.bins@1")]
    if events.as_of_us is None:
        return ConversionAnswer(reason=NO_EVENTS, definitions=told)
    seconds = found.seconds(question.from_step, to_step)
    with refusals():
        binned = conversion(seconds, question.bin_count)
    return ConversionAnswer(
        average_seconds=binned.average_s,
        bins=list(binned.bins),
        people=len(seconds),
        reason="" if len(seconds) else f"nobody got to step {to_step}",
        as_of=events.as_of,
        notes=unseen_notes(events),
        definitions=told,
    )
