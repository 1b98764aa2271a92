"""A change of a document: a detail of it while it is written, a change of scope once people agreed to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from headway.apps.discovery.reach import reach_words
from headway.apps.prioritisation.reach import reach_of
from headway.apps.requirements.finding import is_settled
from headway.apps.requirements.models import Prd, ScopeChange
from headway.apps.requirements.wording import Edit
from headway.core.context import Context
from headway.core.gate import Claim, state_of
from headway.core.records import next_ref

DETAIL, SCOPE = "DRi3", "DRt2"


def change_claim(context: Context, prd: Prd, words: Sequence[str], *stands_on: object) -> Claim:
    """The right that a change of a document uses: DRi3 while nobody agreed to it yet, then DRt2.

    A detail of a draft reaches no customer; a change of scope reaches those behind the document's initiative.
    """
    state = state_of(prd.ref, prd.status, *stands_on)
    if not is_settled(prd):
        return Claim(DETAIL, tuple(words), state, prd)
    reach = reach_of(context, [prd.initiative])
    return Claim(SCOPE, (*words, reach_words(context, reach)), state, prd, reach)


def headline(prd: Prd, what: str) -> str:
    """The first line of a change: which document, where it stands, what changes."""
    return f"{prd.ref} {prd.title} ({prd.get_status_display().lower()}): {what}"


@dataclass(frozen=True)
class Differing:
    """What of an agreed document differs: which part, where, and how many words it had and has."""

    part: ScopeChange.Part
    key: str
    title: str
    edits: Sequence[Edit]
    words_before: int = 0
    words_after: int = 0


def scope_noted(context: Context, prd: Prd, one: Differing) -> ScopeChange:
    """Write down that the scope of an agreed document was changed, after the document has its new version."""
    return ScopeChange.objects.create(
        workspace=context.workspace, ref=next_ref(context, ScopeChange, "SC"), created_at=context.now, prd=prd,
        prd_version=prd.version, part=one.part, key=one.key, title=one.title[:300],
        words_before=one.words_before, words_after=one.words_after,
        removed=[edit.removed for edit in one.edits if edit.removed],
        added=[edit.added for edit in one.edits if edit.added],
        requested_by=context.actor, carried_out_at=context.now,
    )  # fmt: skip
