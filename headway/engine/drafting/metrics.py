"""By which measures an initiative is judged: key results that name the same things, and guardrails."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from headway.engine.drafting.brief import Brief, KeyResult, Problem
from headway.engine.drafting.sources import Source
from headway.engine.drafting.words import rarity, shared, stems, words_with

MOST_METRICS = 2
LEAST_FIT = 0.35
NO_TARGET = "Nobody has set a target for this problem yet; agree one before approval."


@dataclass(frozen=True, slots=True)
class Metric:
    """A success metric, or a guardrail that must not get worse than its baseline. `due` is ISO or empty."""

    metric: str
    title: str
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    due: str = ""
    is_guardrail: bool = False
    reason: str = ""
    key_result: str = ""
    source: Source | None = None


def success_metrics(brief: Brief) -> tuple[Metric, ...]:
    """Return the measures of an initiative: up to two success metrics, then the guardrails.

    A key result fits when it shares telling words with the initiative, its topics or its problems; where none
    fits, the mentions per month of the largest problem are the metric, with no target. Guardrails come from
    what the goal rules out (`without ...`), else from another key result that must not get worse.

    >>> from headway.engine.drafting.brief import Initiative
    >>> fails = KeyResult("KR5", "Fewer top-ups fail", "topup_failed_share", "share", 0.072, 0.04, "2026-12-31")
    >>> brief = Brief(Initiative("INI-27", "Top-up failure recovery"), key_results=(fails,))
    >>> [(one.key_result, one.baseline, one.reason) for one in success_metrics(brief)]
    [('KR5', 0.072, 'Initiative and key result both name top-ups.')]
    """
    chosen = _fitting(brief)
    taken = {result.ref for result, _ in chosen}
    metrics = [_from(result, reason) for result, reason in chosen] or _of_problems(brief.problems)
    return (*metrics, *_guardrails(brief, taken))


def _fitting(brief: Brief) -> list[tuple[KeyResult, str]]:
    one = brief.initiative
    said = " ".join(part for problem in brief.problems for part in (problem.title, *problem.terms))
    return fitting({one.title: 1.0, " ".join(one.topics): 0.5, said: 0.25}, brief.key_results)


def fitting(texts: Mapping[str, float], results: Sequence[KeyResult]) -> list[tuple[KeyResult, str]]:
    """Return the key results that share telling words with weighted texts, best first, each with the reason.

    A shared word counts by how few key results hold it (1 for one alone among many) times the weight of the
    heaviest text that holds it; key results below 0.35, or below half of the best, are left out.

    >>> fitting({"late cards": 1.0}, [KeyResult("KR1", "Fewer failed transfers", "transfer_failed")])
    []
    """
    words = {
        word: max(w for text, w in texts.items() if word in stems(text)) for word in stems(" ".join(texts))
    }
    named = {result.ref: stems(f"{result.title} {result.metric}") for result in results}
    weights = {
        word: rare * words.get(word, 0.0) / log(1 + len(results))
        for word, rare in rarity(list(named.values())).items()
    }
    scored = [(*shared(frozenset(words), named[result.ref], weights), result) for result in results]
    best = max((score for score, _, _ in scored), default=0.0)
    kept = [one for one in scored if one[0] >= max(LEAST_FIT, best / 2)]
    kept.sort(key=lambda one: (-one[0], one[2].ref))
    return [(result, _both_name(both, result)) for _, both, result in kept[:MOST_METRICS]]


def _both_name(both: list[str], result: KeyResult) -> str:
    named = words_with(both, result.title) or words_with(both, result.metric.replace("_", " "))
    return f"Initiative and key result both name {', '.join(word.lower() for word in named)}."


def _from(result: KeyResult, reason: str) -> Metric:
    missing = [name for name in ("baseline", "target", "due") if getattr(result, name) in (None, "")]
    if missing:
        reason = f"{reason} Unknown: {', '.join(missing)} of {result.ref}."
    return Metric(
        result.metric, result.title, result.unit, result.baseline, result.target, result.due,
        False, reason, result.ref, result.record,
    )  # fmt: skip


def _of_problems(problems: Sequence[Problem]) -> list[Metric]:
    return [
        Metric(
            f"mentions per month of {problem.ref}",
            f"Fewer mentions of {problem.name}",
            problem.mentions_per_month.unit,
            problem.mentions_per_month.value,
            reason=f"No key result fits. {NO_TARGET}",
            source=problem.figure("mentions_per_month"),
        )
        for problem in problems[:1]
    ]


def _guardrails(brief: Brief, taken: set[str]) -> list[Metric]:
    free = [result for result in brief.key_results if result.ref not in taken]
    ruled_out = [_ruled_out(phrase, free) for phrase in forbidden(brief.goal)]
    # What the goal forbids may be the very thing that this work is to improve: then it is no guardrail.
    own = [result for result in brief.key_results if result.ref in taken]
    found = [
        one for phrase, one in zip(forbidden(brief.goal), ruled_out, strict=True) if not _names(phrase, own)
    ]
    if any(one.baseline is not None for one in found):
        return found
    return [*_other(brief, free)[:1], *found]


def forbidden(goal: str) -> list[str]:
    """Return what a goal rules out by `without`, as phrases.

    >>> forbidden("Grow, without a higher share of failed top-ups (7.2% today) and without more fraud losses.")
    ['share of failed top-ups', 'fraud losses']
    """
    plain = re.sub(r"\([^)]*\)", "", goal)
    phrases = re.findall(r"\bwithout\s+(.+?)(?=\s+and\s+without\b|[,.;\n]|$)", plain, re.IGNORECASE)
    start = r"^(?:an?\s+|any\s+)?(?:more|higher|lower|less|fewer|worse|additional|increasing)?\s*"
    return [re.sub(start, "", " ".join(phrase.split())).strip() for phrase in phrases]


def _names(phrase: str, results: Sequence[KeyResult]) -> bool:
    return any(_matches(phrase, result) for result in results)


def _matches(phrase: str, result: KeyResult) -> bool:
    """Whether a key result measures what the phrase names: all of its telling words, or two of them."""
    both, wanted = stems(phrase) & stems(f"{result.title} {result.metric}"), stems(phrase)
    return bool(wanted) and len(both) >= min(2, len(wanted))


def _ruled_out(phrase: str, results: Sequence[KeyResult]) -> Metric:
    for result in results:
        if _matches(phrase, result):
            return _guard(result, f"The goal says that it must not get worse: {phrase}.")
    return Metric(
        phrase,
        phrase,
        is_guardrail=True,
        reason="The goal says that it must not get worse; no record measures it.",
    )


def _guard(result: KeyResult, reason: str) -> Metric:
    return Metric(
        result.metric, result.title, result.unit, result.baseline, result.baseline, result.due,
        True, reason, result.ref, result.record,
    )  # fmt: skip


def _other(brief: Brief, free: Sequence[KeyResult]) -> list[Metric]:
    """The key results that could suffer, the one nearest to the goal first."""
    goal = stems(brief.goal)
    measured = [result for result in free if result.baseline is not None]
    measured.sort(key=lambda one: (-len(goal & stems(f"{one.title} {one.metric}")), one.ref))
    return [_guard(one, "Another key result, which must not get worse while this ships.") for one in measured]
