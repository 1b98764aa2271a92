"""What can be asked about persons' rights: where somebody occurs, what was asked for, what was made."""

import json
from collections import defaultdict
from typing import Any

from headway.apps.privacy.answers import (
    Count,
    PersonDocument,
    PersonPreview,
    PlaceRow,
    RequestList,
    RequestRow,
)
from headway.apps.privacy.asking import PersonAsked, refusal
from headway.apps.privacy.export import FOLDER
from headway.apps.privacy.identifiers import namesakes, subject_of, widened
from headway.apps.privacy.models import SubjectRequest
from headway.apps.privacy.sweep import Found, found_in
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.classes import Classified
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.files import workspace_dir
from headway.core.holdings import Subject, holdings
from headway.core.models import Workspace
from headway.core.paging import latest_of
from headway.core.registry import query
from headway.core.roles import ADMINS

EXAMPLES_MOST = 5
WILL_BE = {"own": "given a pseudonym", "redact": "kept without the person", "delete": "deleted"}


@query("privacy.person_preview", roles=ADMINS)
def person_preview(context: Context, question: PersonAsked) -> PersonPreview:
    """Where a person occurs in this workspace, with counts, before anything is exported or erased.

    Records that are the person add their other identifiers. Texts are compared without case, accents and
    punctuation, by whole words; an id of fewer than five signs is only compared with whole values.
    """
    workspace, given = context.workspace, question.identifiers
    known = widened(workspace, given)
    subject = subject_of(known)
    found = found_in(workspace, subject)
    places = [*_places(found), *_elsewhere(workspace, subject)]
    added = (known.emails - given.emails) | (known.names - given.names) | (known.user_ids - given.user_ids)
    return PersonPreview(
        **known.stored(),
        added=sorted(added),
        places=places,
        rows=sum(place.rows for place in places),
        namesakes=[f"{one.of.model._meta.verbose_name} {one.pk}" for one in namesakes(workspace, subject)],
        refusal=refusal(context, found),
        confirm=question.confirmation,
    )


def _places(found: Found) -> list[PlaceRow]:
    at: dict[tuple[str, str], list[tuple[Classified, Any]]] = defaultdict(list)
    for own in found.own:
        at[own.of.label, "own"].append((own.of, own.pk))
    for one, pks in found.owned:
        at[one.label, "delete"] += [(one, pk) for pk in pks]
    gone = {(label, pk) for (label, _), hits in at.items() for _, pk in hits}
    for mention in found.mentions:
        if (mention.of.label, mention.pk) not in gone:
            at[mention.of.label, mention.of.mentioned].append((mention.of, mention.pk))
    return [_place(what, hits) for (_, what), hits in sorted(at.items()) if hits]


def _place(what: str, hits: list[tuple[Classified, Any]]) -> PlaceRow:
    one, pks = hits[0][0], [pk for _, pk in hits]
    return PlaceRow(
        place=str(one.model._meta.verbose_name_plural),
        rows=len(set(pks)),
        will_be=WILL_BE[what],
        examples=_refs(one, pks[:EXAMPLES_MOST]),
    )


def _refs(one: Classified, pks: list[Any]) -> list[str]:
    if not any(part.name == "ref" for part in one.model._meta.concrete_fields):
        return []
    return list(one.model._base_manager.filter(pk__in=pks).order_by("ref").values_list("ref", flat=True))


def _elsewhere(workspace: Workspace, subject: Subject) -> list[PlaceRow]:
    found = [(one.name, one.find(workspace, subject)) for one in holdings()]
    return [
        PlaceRow(
            place=name,
            rows=count,
            will_be=WILL_BE["own" if name == "usage events" else "delete"],
            examples=[],
        )
        for name, count in found
        if count
    ]


@query("privacy.request_list", roles=ADMINS)
def request_list(context: Context, question: PageQuestion) -> RequestList:
    """Exports and erasures that were asked for, the latest first: by whom, why, how far, and counts by place."""
    found = rows(SubjectRequest, context).select_related("asked_by", "job")
    part, more = latest_of(found, question, "created_at")
    return RequestList(rows=[_request_row(one) for one in part], next=more)


def _request_row(one: SubjectRequest) -> RequestRow:
    counts = [Count.model_validate(count) for count in one.counts]
    return RequestRow(
        ref=one.ref,
        task=one.task,
        state=one.state,
        why=one.why,
        asked_by=str(one.asked_by or "Headway"),
        asked_at=one.created_at,
        started_at=one.started_at,
        done_at=one.done_at,
        rows=sum(count.rows for count in counts),
        counts=counts,
        error=one.job.error if one.job and one.state != SubjectRequest.State.DONE else "",
        has_file=bool(one.file),
    )


@query("privacy.person_document", roles=ADMINS)
def person_document(context: Context, question: RefQuestion) -> PersonDocument:
    """The document of an export that is done. Raises NotFound where it is not done, or gone by now."""
    request = row(SubjectRequest, context, question.ref)
    path = workspace_dir(context, FOLDER) / request.file
    if not request.file or not path.is_file():
        raise NotFound(f"{request.ref} has no file, or has none any more; ask for a new export.")
    return PersonDocument(ref=request.ref, document=json.loads(path.read_text("utf-8")))
