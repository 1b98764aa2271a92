"""Sentences that several sections share."""

from __future__ import annotations

from collections.abc import Iterable

from headway.engine.drafting.brief import Brief, Problem
from headway.engine.drafting.metrics import Metric
from headway.engine.drafting.sources import References, said
from headway.engine.drafting.text import escaped


def bullets(lines: Iterable[str]) -> str:
    """Return lines as a Markdown list; empty ones are left out.

    >>> bullets(["Late.", "", "Dear."])
    '- Late.\\n- Dear.'
    """
    return "\n".join(f"- {line}" for line in lines if line)


def listed(words: Iterable[str]) -> str:
    """Return words as one enumeration.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    found = list(words)
    return " and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)


def sized(problem: Problem, name: str, sentence: str, unknown: str, refs: References) -> str:
    """Return a sentence with a figure of a problem and its citation, or what is unknown about it and why.

    `sentence` holds `{}` where the figure stands.
    """
    figure = getattr(problem, name)
    text = said(figure)
    if text:
        return f"{sentence.format(text)} {refs.cite(problem.figure(name))}."
    reason = figure.reason.rstrip(".") or "no figure is recorded"
    return f"Unknown: {unknown} {refs.cite(problem.record)} ({_numberless(reason)})."


def _numberless(text: str) -> str:
    """A reason may carry numbers that nothing backs; then it is not repeated."""
    return "see the figure" if any(letter.isdigit() for letter in text) else escaped(text)


def title_of(brief: Brief, refs: References) -> str:
    """The initiative by ref and title with its citation."""
    return f"{escaped(brief.initiative.name)} {refs.cite(brief.initiative.record)}"


def measure(metric: Metric, refs: References) -> str:
    """A metric by name with its citation, if it has one."""
    return f"`{metric.metric}` {refs.cite(metric.source)}" if metric.source else f"`{metric.metric}`"
