"""A deterministic first draft of a requirements document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from headway.engine.drafting import risks as risk_rules
from headway.engine.drafting.brief import Brief
from headway.engine.drafting.metrics import Metric, success_metrics
from headway.engine.drafting.risks import Risk
from headway.engine.drafting.sections import delivery, proof, what, why
from headway.engine.drafting.sources import References, Source
from headway.engine.drafting.text import Section

EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Draft:
    """Sections of Markdown, what each `[n]` in them stands on, and the metrics and risks they tell."""

    sections: tuple[Section, ...]
    citations: tuple[tuple[int, Source], ...]
    metrics: tuple[Metric, ...]
    risks: tuple[Risk, ...]


def draft(brief: Brief, kept: Mapping[int, Source] | None = None) -> Draft:
    """Return a first draft whose every claim cites a record of the brief.

    What no record tells is written as `Unknown: ...` or `Assumption: ...`. `kept` are citations of an earlier
    draft whose numbers stay in use, because a person's text refers to them. The same brief gives the same draft.

    >>> from headway.engine.drafting.brief import Initiative
    >>> found = draft(Brief(Initiative("INI-01", "Faster cards")))
    >>> [section.key for section in found.sections][:4], found.citations[0][1].id
    (['header', 'problem', 'users', 'goals'], 'INI-01')
    """
    refs = References(dict(kept or {}))
    metrics, risks = success_metrics(brief), risk_rules.risks(brief)
    written = [
        Section("header", "Header", why.header(brief, metrics, refs)),
        Section("problem", "Problem and evidence", why.problem(brief, refs)),
        Section("users", "Users and segments", why.users(brief, refs)),
        Section("goals", "Goals and non-goals", what.goals(brief, metrics, refs)),
        Section("approach", "Approach", what.approach(brief, refs), False),
        Section("stories", "User stories and acceptance criteria", what.stories(brief, refs)),
        Section("metrics", "Success metrics", proof.metrics(metrics, refs)),
        Section("instrumentation", "Instrumentation", proof.instrumentation(brief, metrics, refs)),
        Section("qualities", "Non-functional requirements", proof.qualities(brief, refs)),
        Section("risks", "Risks, assumptions and dependencies", delivery.risks(brief, risks, refs)),
        Section("rollout", "Rollout", delivery.rollout(brief, metrics, refs)),
        Section("questions", "Open questions", delivery.questions(brief, metrics, refs), False),
    ]
    written.append(Section(EVIDENCE, "Evidence", delivery.evidence(refs), False))
    return Draft(tuple(written), refs.listed(), metrics, risks)
