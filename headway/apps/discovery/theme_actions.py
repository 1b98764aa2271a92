"""Finding themes and proposing problems from them: software proposes here, people decide in `actions`."""

import re

from pydantic import Field

from headway.apps.discovery.importers import sayings
from headway.apps.discovery.models import ResearchNote
from headway.apps.discovery.particulars import redaction_of
from headway.apps.discovery.sizing import problems_size
from headway.apps.discovery.theming import Found, notes_place, problems_propose, themes_found, themes_store
from headway.core.access import rows
from headway.core.consent import tell_arrival
from headway.core.context import Context
from headway.core.registry import Answer, Done, Empty, Question, action
from headway.core.roles import MAKERS


class ThemeFind(Question):
    seed: int = Field(0, ge=0, description="The same messages and seed give the same themes.")
    anew: bool = Field(
        False, description="Find all themes afresh instead of going on from the ones there are."
    )


class ThemeCounts(Answer):
    themes: int
    kept: int
    new: int


def found_before(context: Context, question: ThemeFind) -> Found:
    """Compute the themes before the transaction opens."""
    return themes_found(context, question.seed, question.anew)


@action("discovery.theme_find", roles=MAKERS, prepare=found_before)
def theme_find(context: Context, question: ThemeFind, found: Found) -> Done[ThemeCounts]:
    """Find the themes in all messages; a theme found again keeps its ref, its problem and that problem's title.

    Every message gets a theme; where it lay between themes it is marked as not confident.
    """
    counts = themes_store(context, found)
    notes_place(context)
    tell_arrival(context)
    return Done(
        ThemeCounts(**counts),
        f"Found {counts['themes']} themes, {counts['kept']} of them again",
        None,
        counts,
    )


class ProposalCounts(Answer):
    proposed: int
    sized: int


@action("discovery.problem_propose", roles=MAKERS)
def problem_propose(context: Context, question: Empty) -> Done[ProposalCounts]:
    """Propose a problem for each theme that has none, and size and rank all open problems."""
    proposed = problems_propose(context)
    sized = problems_size(context)
    answer = ProposalCounts(proposed=proposed, sized=sized)
    return Done(answer, f"Proposed {proposed} problems and sized {sized}", None, answer.model_dump())


class Note(Question):
    name: str = Field(min_length=1, max_length=200)
    content: str = Field(max_length=2_000_000)


class NoteImport(Question):
    notes: list[Note] = Field(max_length=500)
    source: str = Field("notes", max_length=100)


class NoteCounts(Answer):
    notes: int
    sayings: int


@action("discovery.note_import", roles=MAKERS)
def note_import(context: Context, question: NoteImport) -> Done[NoteCounts]:
    """Keep interview transcripts (plain text or WebVTT) and what the participants said in them.

    Transcripts stay as they are; in what was said, personal particulars are replaced, since documents quote it.
    A note is known by source and name, so the same notes again change nothing.
    """
    total, redacted = 0, redaction_of(context)
    for note in question.notes:
        said = [{"text": redacted(text)} for text in sayings(note.content)]
        total += len(said)
        title = re.sub(r"[-_]+", " ", note.name.rsplit(".", 1)[0]).strip()
        existing = rows(ResearchNote, context).filter(source=question.source, external_id=note.name).first()
        if existing and existing.text == note.content:
            continue
        ResearchNote.objects.update_or_create(
            workspace=context.workspace,
            source=question.source,
            external_id=note.name,
            defaults={"title": title, "text": note.content, "sayings": said},
            create_defaults={
                "ref": f"{question.source}:{note.name}"[:100], "title": title, "text": note.content,
                "sayings": said, "created_at": context.now,
            },
        )  # fmt: skip
    notes_place(context)
    return Done(
        NoteCounts(notes=len(question.notes), sayings=total),
        f"Imported {len(question.notes)} interview notes",
    )
