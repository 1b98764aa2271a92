"""Goals and non-goals, approach, user stories: what is to be true afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from headway.engine.drafting.brief import Brief, Problem, Quote
from headway.engine.drafting.intents import Criterion, Intent, intent_of, intents_of
from headway.engine.drafting.metrics import Metric
from headway.engine.drafting.numbers import format_number, with_unit
from headway.engine.drafting.sections.wording import bullets, listed, title_of
from headway.engine.drafting.sources import References
from headway.engine.drafting.text import escaped, quote_line, titled

MOST_STORIES, STORIES_PER_PROBLEM, MOST_BACKLOG = 4, 2, 5


def goals(brief: Brief, metrics: Sequence[Metric], refs: References) -> str:
    """What must be measurably different, and what this document leaves alone."""
    aims = [_aim(metric, refs) for metric in metrics if not metric.is_guardrail]
    guards = [_guard(metric, refs) for metric in metrics if metric.is_guardrail]
    limits = [*guards, *_left_out(brief, refs)]
    return "\n\n".join(
        [
            "**Goals**",
            bullets(aims or ["Unknown: the measurable goal; no key result or problem is linked."]),
            "**Non-goals**",
            bullets(
                limits
                or ["Unknown: what is out of scope. Name at least one thing before the problem review."]
            ),
        ]
    )


def _aim(metric: Metric, refs: References) -> str:
    title = escaped(metric.title if metric.key_result == "" else titled(metric.title))
    marker = refs.cite(metric.source) if metric.source else ""
    if metric.target is None:
        now = "" if metric.baseline is None else f", today {with_unit(metric.baseline, metric.unit)}"
        return f"{title}{now} {marker}. Unknown: the target; nobody has set one."
    start = "" if metric.baseline is None else f"from {format_number(metric.baseline, metric.unit)} "
    by = f" by {metric.due}" if metric.due else ""
    name = metric.key_result or metric.metric
    return f"{title} ({name}): {start}to {with_unit(metric.target, metric.unit)}{by} {marker}."


def _guard(metric: Metric, refs: References) -> str:
    if metric.source is None or metric.baseline is None:
        return f"Must not get worse: {escaped(metric.title)}. Unknown: its measure; no record holds one."
    value = with_unit(metric.baseline, metric.unit)
    return f"Must not get worse: `{metric.metric}`, today {value} {refs.cite(metric.source)}."


def _left_out(brief: Brief, refs: References) -> list[str]:
    lines = [
        f"{escaped(one.name)} is used here and built under its own document {refs.cite(one.record)}."
        for one in brief.related("required")
    ]
    return lines + [
        f"{escaped(one.name)} works on the same problem and stays its own piece of work {refs.cite(one.record)}."
        for one in brief.related("same_problem")
    ]


def approach(brief: Brief, refs: References) -> str:
    """What is known, which ideas are on record, and what must be decided."""
    return "\n\n".join(
        [
            f"Open. No solution is chosen for {title_of(brief, refs)}.",
            "**Known**",
            bullets(_known(brief, refs)),
            "**To be decided**",
            bullets(_open(brief, refs)),
        ]
    )


def _known(brief: Brief, refs: References) -> list[str]:
    asks = [
        f"Customers who write about {one.ref} mostly want to {intent.name} {refs.cite(one.record)}."
        for one in brief.problems
        for intent, _ in intents_of(one.quotes)[:1]
    ]
    ideas = [
        f"The backlog holds {escaped(item.name)} {refs.cite(item.record)}."
        for item in brief.backlog[:MOST_BACKLOG]
    ]
    return [*asks, *ideas] or ["Unknown: what has been tried; no quote or backlog item is linked."]


def _open(brief: Brief, refs: References) -> list[str]:
    one = brief.initiative
    teams = listed(escaped(part.team) for part in one.effort)
    return [
        "Which of the backlog ideas to test first, and against what."
        if brief.backlog
        else "Which ideas to compare.",
        "What the smallest release is that can move the metric.",
        f"How {teams} split the work of {one.ref} {refs.cite(one.record)}." if len(one.effort) > 1 else "",
        *(
            f"What is done if {escaped(other.name)} is late {refs.cite(other.record)}."
            for other in brief.related("required")
        ),
        "What is not built, and who agrees to that.",
    ]


def stories(brief: Brief, refs: References) -> str:
    """Stories in the form of the customers' own questions, each with criteria that anybody can observe."""
    told = _told(brief.problems)
    if not told:
        return _plain_story(brief, refs)
    return "\n\n".join(_story(intent, askers, refs) for intent, askers in told)


def _told(problems: Sequence[Problem]) -> list[tuple[Intent, list[tuple[Problem, Quote]]]]:
    """Each intent once, with the problems whose customers have it: the first intent of each problem leads."""
    by_problem = [[(one, *pair) for pair in intents_of(one.quotes)[:STORIES_PER_PROBLEM]] for one in problems]
    found: dict[str, tuple[Intent, list[tuple[Problem, Quote]]]] = {}
    for place in range(STORIES_PER_PROBLEM):
        for problem, intent, quote in (group[place] for group in by_problem if place < len(group)):
            found.setdefault(intent.name, (intent, []))[1].append((problem, quote))
    return list(found.values())[:MOST_STORIES]


def _story(intent: Intent, askers: Sequence[tuple[Problem, Quote]], refs: References) -> str:
    first = askers[0][0]
    who = f"customer ({escaped(first.segments[0][0].replace('_', ' '))})" if first.segments else "customer"
    met = " or ".join(f"{escaped(problem.name)} {refs.cite(problem.record)}" for problem, _ in askers)
    criteria = [_criterion(one) for one in intent.criteria]
    return "\n\n".join(
        [
            f"### {intent.name.capitalize()}",
            f"As a {who} who meets {met}, I want {intent.want}, so that {intent.benefit}.",
            *(quote_line(quote.text, (), refs.cite(quote.source)) for _, quote in askers),
            bullets([*criteria, *(_effect(problem, refs) for problem, _ in askers)]),
        ]
    )


def _criterion(one: Criterion) -> str:
    return f"**Given** {one.given}, **when** {one.when}, **then** {one.then}. *Observable:* {one.observable}."


def _effect(problem: Problem, refs: References) -> str:
    figure = problem.mentions_per_month
    if figure.value is None:
        return ""
    return (
        f"**Given** the release is with everybody, **when** a full month has passed, **then** {problem.ref} is "
        f"mentioned less than {format_number(figure.value, figure.unit)} times a month "
        f"{refs.cite(problem.figure('mentions_per_month'))}. *Observable:* the figure itself, counted the same way."
    )


def _plain_story(brief: Brief, refs: References) -> str:
    intent = intent_of(brief.initiative.title)
    waiting = listed(f"{escaped(one.name)} {refs.cite(one.record)}" for one in brief.related("required_by"))
    whom = f"As a team that builds {waiting}" if waiting else "As a customer"
    want = "to rely on it from the first day" if waiting else intent.want
    benefit = "our work does not wait" if waiting else intent.benefit
    criteria = (_ENABLING,) if waiting else intent.criteria
    return "\n\n".join(
        [
            f"{whom}, I want {want}, so that {benefit} ({title_of(brief, refs)}).",
            "Assumption: the story follows from the title alone; no message is linked. Check it with a customer.",
            bullets(_criterion(one) for one in criteria),
        ]
    )


_ENABLING = Criterion(
    "a team that needs it",
    "it calls the agreed interface in the test environment",
    "every agreed case passes",
    "the agreed cases run as tests on each change",
)
