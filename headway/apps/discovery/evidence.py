"""Naming evidence by its refs: messages, problems, insights and interviews that a decision rests on."""

from collections.abc import Sequence

from headway.apps.discovery.models import Account, Feedback, Insight, Problem, ResearchNote
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.models import WorkspaceRecord

KINDS: tuple[type[WorkspaceRecord], ...] = (Feedback, Problem, Insight, ResearchNote)


def evidence_named(context: Context, refs: Sequence[str], field: str = "evidence") -> dict[str, str]:
    """The kind of record behind each ref, by ref and in the order given.

    Raises Invalid where a ref belongs to no message, problem, insight or interview of the workspace.
    """
    found: dict[str, str] = {}
    for model in KINDS:
        refs_there = rows(model, context).filter(ref__in=refs).values_list("ref", flat=True)
        found |= {ref: model._meta.label_lower for ref in refs_there if ref not in found}
    if unknown := [ref for ref in refs if ref not in found]:
        raise Invalid(
            f"Field {field}: there is no message, problem, insight or interview {unknown[0]!r}; "
            "use a ref from the evidence or problem list."
        )
    return {ref: found[ref] for ref in refs}


def accounts_named(context: Context, refs: Sequence[str], field: str = "accounts") -> list[str]:
    """The refs as given, once it is sure that each names an account. Raises Invalid."""
    there = set(rows(Account, context).filter(ref__in=refs).values_list("ref", flat=True))
    if unknown := [ref for ref in refs if ref not in there]:
        raise Invalid(
            f"Field {field}: there is no account {unknown[0]!r}; discovery.account_list has the refs."
        )
    return list(refs)
