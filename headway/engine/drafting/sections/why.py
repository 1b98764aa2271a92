"""Header, problem and evidence, users and segments: why anything should be done."""

from __future__ import annotations

from collections.abc import Sequence

from headway.engine.drafting.brief import Brief, Initiative, Problem, Quote, Slot, TeamEffort
from headway.engine.drafting.metrics import Metric
from headway.engine.drafting.numbers import format_number, with_unit
from headway.engine.drafting.sections.wording import bullets, listed, sized, title_of
from headway.engine.drafting.sources import References, said
from headway.engine.drafting.text import escaped, quote_line

MOST_QUOTES, MOST_NOTES, MOST_SEGMENTS = 4, 3, 4


def header(brief: Brief, metrics: Sequence[Metric], refs: References) -> str:
    """In one sentence what it is about; then status, owner, quarter, effort and rank."""
    return f"{_in_short(brief, metrics, refs)}\n\n{_particulars(brief, refs)}"


def _in_short(brief: Brief, metrics: Sequence[Metric], refs: References) -> str:
    """Problem, aim and time, as far as they are known."""
    parts = [
        f"{said(one.accounts)} wrote about {escaped(one.name)} {refs.cite(one.figure('accounts'))}"
        for one in brief.problems[:1]
        if one.accounts.value is not None
    ]
    parts += [
        f"the aim is to bring `{one.metric}` to {with_unit(one.target, one.unit)} {refs.cite(one.source)}"
        for one in [metric for metric in metrics if not metric.is_guardrail][:1]
        if one.target is not None and one.source
    ]
    slot = brief.slot
    if slot and slot.start:
        parts.append(f"{slot.initiative} is planned to start in {slot.start} {refs.cite(slot.source)}")
    text = "; ".join(parts) or "Unknown: neither the problem nor the aim of this work is on record"
    return f"**In short:** {text}."


def _particulars(brief: Brief, refs: References) -> str:
    one = brief.initiative
    return bullets(
        [
            f"**Initiative:** {title_of(brief, refs)}.",
            "**Status:** draft.",
            f"**Owner:** Unknown: no owner is recorded for {one.ref} {refs.cite(one.record)}.",
            f"**Quarter:** {_quarter(brief, refs)}",
            f"**Effort:** {_effort(one, refs)}",
            f"**Rank:** {_rank(one, refs)}",
            _deadline(one, refs),
        ]
    )


def _quarter(brief: Brief, refs: References) -> str:
    slot = brief.slot
    if slot is None:
        return "Unknown: there is no plan yet."
    if not slot.start:
        return f"{slot.initiative} is not in plan {slot.plan} {refs.cite(slot.source)}."
    when = slot.start if slot.start == slot.finish else f"{slot.start} to {slot.finish}"
    return f"{when}{_odds(slot)} {refs.cite(slot.source)}."


def _odds(slot: Slot) -> str:
    if slot.odds is None:
        return ""
    return f", finished by the end of {slot.finish} with a chance of {format_number(slot.odds, 'share')}"


def _effort(one: Initiative, refs: References) -> str:
    if not one.effort:
        return f"Unknown: no effort is recorded for {one.ref} {refs.cite(one.record)}."
    parts = [
        f"{escaped(part.team)} {format_number(part.p50)}{_at_most(part)} {refs.cite(one.effort_of(part))}"
        for part in one.effort
    ]
    return f"person-weeks at P50: {listed(parts)}."


def _at_most(part: TeamEffort) -> str:
    return "" if part.p90 is None else f" (P90 {format_number(part.p90)})"


def _rank(one: Initiative, refs: References) -> str:
    low, middle, high = one.score
    if one.rank is None or middle is None:
        return f"Unknown: {one.ref} has no score {refs.cite(one.record)}."
    edges = (
        f" ({format_number(low)} to {format_number(high)})" if low is not None and high is not None else ""
    )
    return f"{one.rank} by RICE, score {format_number(middle)}{edges} for {one.ref} {refs.cite(one.scoring)}."


def _deadline(one: Initiative, refs: References) -> str:
    if not (one.deadline or one.is_mandatory):
        return ""
    must = "mandatory" if one.is_mandatory else "wanted"
    by = f" by {one.deadline}" if one.deadline else ""
    return f"**Deadline:** {one.ref} is {must}{by} {refs.cite(one.record)}."


def problem(brief: Brief, refs: References) -> str:
    """Who is affected, how many, since when, why now, and in whose words."""
    if not brief.problems:
        return "\n\n".join([_no_problem(brief, refs), *_voices(brief, refs)])
    parts = [_one_problem(one, refs) for one in brief.problems]
    return "\n\n".join([*parts, *_voices(brief, refs), "**Why now**\n\n" + bullets(_why_now(brief, refs))])


def _no_problem(brief: Brief, refs: References) -> str:
    one = brief.initiative
    lines = [
        f"Unknown: which customer problem {title_of(brief, refs)} solves; no problem is linked to it.",
        f"Others stand on it: {_names_of(brief, 'required_by', refs)}."
        if brief.related("required_by")
        else "",
        *_why_now(brief, refs),
        "Assumption: the work is worth its effort for a reason outside customer feedback. Write that reason here."
        if not one.is_mandatory
        else "Assumption: an outside rule asks for it. Name the rule and who checks it.",
    ]
    return bullets(lines)


def _names_of(brief: Brief, relation: str, refs: References) -> str:
    return listed(f"{escaped(one.name)} {refs.cite(one.record)}" for one in brief.related(relation))


def _one_problem(one: Problem, refs: References) -> str:
    cite = refs.cite(one.record)
    return f"**{escaped(one.name)}** {cite}\n\n" + bullets(
        [
            sized(
                one,
                "accounts",
                f"Who: {{}} wrote about {one.ref}",
                f"how many accounts {one.ref} affects",
                refs,
            ),
            _segments(one, refs),
            sized(
                one,
                "mentions_per_month",
                f"How many: {{}} on {one.ref}",
                f"how often {one.ref} is mentioned",
                refs,
            ),
            sized(
                one,
                "arr",
                f"Revenue of the accounts that wrote about {one.ref}: {{}}",
                f"the revenue behind {one.ref}",
                refs,
            ),
            _since(one, refs),
            _trend(one, refs),
            *(f"Caution: {caution}" for caution in _cautions(one, refs)),
        ]
    )


def _segments(one: Problem, refs: References) -> str:
    if not one.segments:
        return f"Unknown: which segments meet {one.ref} {refs.cite(one.record)}."
    parts = [
        f"{name.replace('_', ' ')} {format_number(count)}" for name, count in one.segments[:MOST_SEGMENTS]
    ]
    return f"By segment: {escaped(listed(parts))} {refs.cite(one.segment_counts)}."


def _since(one: Problem, refs: References) -> str:
    if not one.first_day:
        return f"Unknown: since when {one.ref} exists {refs.cite(one.record)}."
    return (
        f"Since when: it is in the messages read for {one.ref}, from {one.first_day} to {one.last_day} "
        f"{refs.cite(one.record)}. Unknown: whether it is older than they are."
    )


def _trend(one: Problem, refs: References) -> str:
    moves = {"rising": "rise", "falling": "fall", "flat": "do not move clearly"}[one.direction]
    sentence = f"Trend: mentions of {one.ref} {moves}; the later half to the earlier is {{}}"
    return sized(one, "trend", sentence, f"how {one.ref} moves", refs)


def _cautions(one: Problem, refs: References) -> list[str]:
    told = [text.rstrip(".") for text in one.cautions if not _names_channel(text, one)]
    return [f"{escaped(text)} ({one.ref}) {refs.cite(one.record)}." for text in told]


def _names_channel(text: str, one: Problem) -> bool:
    """Whether a caution tells of a channel's share, which the risks tell with the exact figure."""
    return any(text.lower().startswith(name.replace("_", " ")) for name, _ in one.channels)


def _voices(brief: Brief, refs: References) -> list[str]:
    quotes = _alternating(brief.problems)[:MOST_QUOTES]
    parts = ["**In their words**", *(_quote(quote, refs) for quote in quotes)] if quotes else []
    if brief.notes:
        parts += ["**In interviews**", *(_quote(quote, refs) for quote in brief.notes[:MOST_NOTES])]
    return parts


def _alternating(problems: tuple[Problem, ...]) -> list[Quote]:
    """The first quote of each problem, then the second of each, and so on."""
    longest = max((len(one.quotes) for one in problems), default=0)
    return [one.quotes[place] for place in range(longest) for one in problems if place < len(one.quotes)]


def _quote(quote: Quote, refs: References) -> str:
    who = (quote.channel.replace("_", " "), quote.segment.replace("_", " "), quote.date)
    return quote_line(quote.text, who, refs.cite(quote.source))


def _why_now(brief: Brief, refs: References) -> list[str]:
    one = brief.initiative
    lines = [
        f"{problem.ref} grows: {{}} {refs.cite(problem.figure('trend'))}.".format(
            f"the later half has {format_number(problem.trend.value, 'ratio')} times the mentions of the earlier"
        )
        for problem in brief.problems
        if problem.direction == "rising" and problem.trend.value is not None
    ]
    if one.deadline:
        lines.append(f"{one.ref} has a date: {one.deadline} {refs.cite(one.record)}.")
    if brief.problems and brief.related("required_by"):
        lines.append(f"Others wait for it: {_names_of(brief, 'required_by', refs)}.")
    return lines or [
        f"Unknown: what makes {one.ref} urgent {refs.cite(one.record)}; "
        "no rising trend, date or waiting work is recorded."
    ]


def users(brief: Brief, refs: References) -> str:
    """Who writes, where, and who is not heard."""
    lines = [line for one in brief.problems for line in _who_writes(one, refs)]
    return bullets(
        [
            *(lines or ["Unknown: who is affected; no message is linked."]),
            "Unknown: customers who have the problem and do not write. Usage can show them.",
            "Assumption: those who write stand for those who do not. Check it in interviews.",
            "Unknown: the persona and the job it wants done; no persona is recorded.",
        ]
    )


def _who_writes(one: Problem, refs: References) -> list[str]:
    if not one.channels:
        return []
    parts = [f"{name.replace('_', ' ')} {format_number(share, 'share')}" for name, share in one.channels]
    lines = [
        f"{escaped(one.name)} is heard through {escaped(listed(parts))} {refs.cite(one.channel_shares)}."
    ]
    if one.segments:
        name = one.segments[0][0].replace("_", " ")
        lines.append(
            f"Primary segment for {one.ref}: {escaped(name)}, the largest among its writers "
            f"{refs.cite(one.segment_counts)}."
        )
    return lines
