"""Which problems an initiative addresses, read from the words its source used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from headway.apps.discovery.models import Problem, Theme
from headway.apps.prioritisation.models import Initiative
from headway.core.access import rows
from headway.core.context import Context
from headway.core.links import Tie
from headway.core.models import Link

ADDRESSES = "addresses"


@dataclass(frozen=True)
class Linked:
    """A problem that an initiative addresses, and whether a person confirmed that."""

    problem: Problem
    weight: float | None
    confirmed: bool


@dataclass(frozen=True)
class Matched:
    """The links to propose, and the topics for which no theme was found."""

    ties: list[Tie]
    topics_without_theme: list[str]


def problems_matched(context: Context, initiatives: Sequence[Initiative]) -> Matched:
    """Compare the topics of initiatives with the names, terms and centres of the current themes.

    An initiative is tied to a problem with the weight of its best matching topic.
    """
    themes = list(_themes(context))
    phrases = sorted({topic for one in initiatives for topic in one.topics})
    found = _matches(phrases, themes)
    ties = [
        Tie(ADDRESSES, initiative, problem, weight, note)
        for initiative in initiatives
        for problem, weight, note in _problems(initiative, found, themes)
    ]
    return Matched(ties, [phrase for phrase in phrases if not found.get(phrase)])


def _themes(context: Context) -> Sequence[Theme]:
    current = rows(Theme, context).filter(is_current=True, problem__isnull=False)
    return list(current.select_related("problem", "problem__merged_into").order_by("ref"))


def _matches(phrases: Sequence[str], themes: Sequence[Theme]) -> dict[str, list[tuple[int, float]]]:
    from headway.engine.evidence.phrases import Topic, matches  # noqa: PLC0415 - loads the word vectors

    topics = [Topic(theme.name, tuple(theme.terms), bytes(theme.centroid)) for theme in themes]
    return matches(phrases, topics)


def _problems(
    initiative: Initiative, found: Mapping[str, Sequence[tuple[int, float]]], themes: Sequence[Theme]
) -> list[tuple[Problem, float, str]]:
    best: dict[UUID, tuple[Problem, float, str]] = {}
    for phrase in initiative.topics:
        for index, weight in found.get(phrase, ()):
            problem = standing(themes[index].problem)
            if problem and weight > best.get(problem.pk, (None, 0.0, ""))[1]:
                best[problem.pk] = (
                    problem,
                    weight,
                    f"topic {phrase} matches theme {themes[index].ref}"[:500],
                )
    return sorted(best.values(), key=lambda one: (-one[1], one[0].ref))


def standing(problem: Problem | None) -> Problem | None:
    """The problem that speaks for this one now: what it was merged into; None where it was declined."""
    while problem and problem.state == Problem.State.MERGED:
        problem = problem.merged_into
    return None if problem is None or problem.state == Problem.State.DECLINED else problem


def with_merged(context: Context, problem: Problem) -> list[UUID]:
    """The ids of a problem and of all that were merged into it, directly or by way of others."""
    found, last = [problem.pk], [problem.pk]
    while last:
        merged = rows(Problem, context).filter(merged_into__in=last).exclude(pk__in=found)
        last = list(merged.values_list("pk", flat=True))
        found += last
    return found


def problems_linked(
    context: Context, initiatives: Sequence[UUID], without: Sequence[UUID] = ()
) -> dict[UUID, list[Linked]]:
    """The problems each initiative addresses, the strongest first, rejected links and those `without` left out;
    two SQL queries."""
    found = rows(Link, context).filter(kind=ADDRESSES, from_id__in=initiatives)
    links = list(
        found.exclude(state=Link.State.REJECTED).exclude(pk__in=without).order_by("-weight", "to_id")
    )
    problems = rows(Problem, context).select_related("merged_into").in_bulk({link.to_id for link in links})
    linked: dict[UUID, list[Linked]] = {}
    for link in links:
        if problem := standing(problems.get(link.to_id)):
            confirmed = link.state == Link.State.CONFIRMED
            linked.setdefault(link.from_id, []).append(Linked(problem, link.weight, confirmed))
    return {start: _once(ends) for start, ends in linked.items()}


def _once(ends: Sequence[Linked]) -> list[Linked]:
    """Each problem once, the strongest first: merged ones may be reached over several links."""
    best: dict[UUID, Linked] = {}
    for end in sorted(ends, key=lambda end: (-(end.weight or 0.0), end.problem.ref)):
        first = best.setdefault(end.problem.pk, end)
        best[end.problem.pk] = replace(first, confirmed=first.confirmed or end.confirmed)
    return list(best.values())


@dataclass(frozen=True)
class Aligned:
    """What to store, and the earlier proposals (ids of links) that nothing speaks for any more."""

    fresh: list[Tie]
    stale: list[UUID]


def ties_aligned(context: Context, ties: Sequence[Tie]) -> Aligned:
    """Compare ties with the stored links: what a person confirmed stays, what one rejected is not proposed again."""
    links = rows(Link, context).filter(kind=ADDRESSES).order_by("id")
    stored = {(one.from_id, one.to_id): one for one in links}
    matched = {(tie.start.pk, tie.end.pk): tie for tie in ties}
    stale = [
        one.pk for ends, one in stored.items() if one.state == Link.State.PROPOSED and ends not in matched
    ]
    return Aligned([tie for ends, tie in matched.items() if ends not in stored], stale)


def with_ties(linked: Mapping[UUID, Sequence[Linked]], ties: Sequence[Tie]) -> dict[UUID, list[Linked]]:
    """Stored links together with fresh ones that are about to be stored, the strongest first."""
    merged = {start: list(ends) for start, ends in linked.items()}
    for tie in ties:
        assert isinstance(tie.end, Problem)
        merged.setdefault(tie.start.pk, []).append(Linked(tie.end, tie.weight, False))
    return {start: _once(ends) for start, ends in merged.items()}
