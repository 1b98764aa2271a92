"""Where a record stands on the way from evidence to outcome, and where that way ends today, as links."""

from dataclasses import dataclass

from django.urls import reverse

from headway.apps.briefing.answers import Chain, ChainStep
from headway.core.context import Context
from headway.core.kinds import kind_named
from headway.core.perform import ask

LABELS = {
    "feedback": "Evidence", "problem": "Problem", "initiative": "Initiative", "prd": "PRD", "launch": "Launch",
    "outcome": "Outcome",
}  # fmt: skip
LISTS = {
    "problem": "discovery:problems", "initiative": "prioritisation:initiatives", "prd": "requirements:prds",
    "launch": "launch:launches",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One stop: how many there are, where they are shown, whether it is the one being looked at."""

    label: str
    count: int | None
    address: str
    current: bool


def steps_of(here: Context, kind: str, record_id: str) -> list[Step]:
    """The whole chain through one problem, initiative, PRD or launch."""
    found = ask("briefing.chain_show", {"kind": kind, "ref": record_id}, here)
    assert isinstance(found, Chain)
    slug = here.workspace.slug
    return [
        Step(LABELS[step.kind], step.count, _address(step, found, slug), step.kind == kind)
        for step in found.steps
    ]


def _address(step: ChainStep, found: Chain, slug: str) -> str:
    if not step.count:
        return ""
    if step.kind == "feedback":
        problems = next(one.refs for one in found.steps if one.kind == "problem")
        return reverse("discovery:evidence", args=[slug]) + (
            f"?problem={problems[0]}" if len(problems) == 1 else ""
        )
    if step.count > 1:
        return reverse(LISTS[step.kind], args=[slug])
    return kind_named(step.kind).address(slug, step.refs[0])
