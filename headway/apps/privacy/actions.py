"""What can be done for a person whose rows are kept: hand them over, or erase them, as a tracked job."""

import json
from uuid import UUID

from django.db import transaction
from pydantic import Field

from headway.apps.privacy.answers import Count, RequestAsked, RequestDone
from headway.apps.privacy.asking import PersonAsked, refusal
from headway.apps.privacy.erasure import Tally, erased
from headway.apps.privacy.export import FOLDER, person_document
from headway.apps.privacy.freeing import space_freed
from headway.apps.privacy.identifiers import Identifiers, Pseudonyms, own_rows, subject_of, widened
from headway.apps.privacy.ledger import erasure_of, ledger_add
from headway.apps.privacy.models import SubjectRequest
from headway.apps.privacy.reapplying import erasures_done_again
from headway.apps.privacy.sweep import Found, found_in
from headway.core.access import rows
from headway.core.activity import LEFT
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid, NotFound, Refused
from headway.core.files import workspace_dir
from headway.core.jobs import enqueue
from headway.core.records import next_ref
from headway.core.registry import Answer, Done, Empty, Question, action
from headway.core.roles import ADMINS, MAKERS


class ExportAsked(PersonAsked):
    why: str = Field(min_length=3, max_length=500, description="Who asked for it, and on what day.")


class EraseAsked(ExportAsked):
    confirm: str = Field(max_length=254, description="The first identifier once more, after the preview.")


@action("privacy.person_export", roles=ADMINS)
def person_export(context: Context, question: ExportAsked) -> Done[RequestAsked]:
    """Make a file of everything that is kept about a person in this workspace; a job does it.

    `privacy.person_document` gives the file once `privacy.request_list` says that it is done.
    """
    return _asked(context, question, SubjectRequest.Task.EXPORT)


@action("privacy.person_erase", roles=ADMINS, destructive=True)
def person_erase(context: Context, question: EraseAsked) -> Done[RequestAsked]:
    """Erase a person from this workspace for good: tables, log, events, files and, once restored, older backups.

    Rows that are the person get a pseudonym, words that mention the person keep everything else. A job does it;
    look at `privacy.person_preview` first. Raises Invalid without the typed confirmation,
    Refused for the last owner, for oneself, and for members of workspaces where the asking person is no admin.
    """
    if question.confirm != question.confirmation:
        raise Invalid(f"Field confirm: type {question.confirmation!r} to confirm; nothing was erased.")
    identifiers = widened(context.workspace, question.identifiers)
    own = own_rows(context.workspace, subject_of(identifiers))
    if reason := refusal(context, Found(own=own)):
        raise Refused(reason)
    return _asked(context, question, SubjectRequest.Task.ERASE)


def _asked(context: Context, question: ExportAsked, task: SubjectRequest.Task) -> Done[RequestAsked]:
    request = SubjectRequest.objects.create(
        workspace=context.workspace, ref=next_ref(context, SubjectRequest, "SR"), task=task, why=question.why,
        identifiers=question.identifiers.stored(), asked_by=context.actor, created_at=context.now,
    )  # fmt: skip
    # The job names the request and never the person, so that nothing about the person is in the queue.
    request.job = enqueue(context, "privacy.request_run", {"request": str(request.pk)})
    request.save(update_fields=["job"])
    answer = RequestAsked(ref=request.ref, job=str(request.job.pk))
    return Done(
        answer, f"Asked to {task.label.lower()} a person: {request.ref}", request, {"task": task.value}
    )


class RequestRun(Question):
    request: UUID


def marked_running(context: Context, question: RequestRun) -> SubjectRequest:
    """Say that work has begun before the transaction opens, so that others see it meanwhile."""
    request = rows(SubjectRequest, context).filter(pk=question.request).first()
    if request is None:
        raise NotFound("No such request in this workspace; privacy.request_list has them.")
    if request.state == SubjectRequest.State.DONE:
        raise Conflict(f"{request.ref} is done already.")
    request.state, request.started_at = SubjectRequest.State.RUNNING, context.now
    request.save(update_fields=["state", "started_at"])
    return request


@action("privacy.request_run", roles=ADMINS, prepare=marked_running, destructive=True)
def request_run(context: Context, question: RequestRun, request: SubjectRequest) -> Done[RequestDone]:
    """Carry out an export or an erasure that was asked for; the worker does this by itself.

    Running it again after a failure is safe: what is erased stays erased. Raises Conflict for one that is done.
    """
    identifiers = widened(context.workspace, Identifiers.of(request.identifiers))
    if request.task == SubjectRequest.Task.EXPORT:
        return _exported(context, request, identifiers)
    return _erased(context, request, identifiers)


class ErasuresRepeated(Answer):
    """How many rows of each place were erased again."""

    counts: list[Count]


@action("privacy.erasures_repeat", roles=MAKERS, destructive=True)
def erasures_repeat(context: Context, question: Empty) -> Done[ErasuresRepeated]:
    """Erase again whom a file brought back; the worker does this by itself after every import.

    Only those who were erased before are looked for, by the hashes that the list of erasures keeps.
    """
    tally = erasures_done_again(context)
    if tally.places:
        transaction.on_commit(space_freed)
    rows = sum(tally.places.values())
    told = f"Erased again whom files had brought back: {rows} rows" if rows else "Nobody erased has come back"
    counts = tally.counts()
    answer = ErasuresRepeated(counts=[Count(**one) for one in counts])
    return Done(answer, told, None, _left(tally) | {"counts": counts})


def _exported(context: Context, request: SubjectRequest, identifiers: Identifiers) -> Done[RequestDone]:
    document = person_document(context.workspace, identifiers, subject_of(identifiers), context.now)
    request.file = f"{request.ref}-{request.pk}.json"
    path = workspace_dir(context, FOLDER) / request.file
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1, default=str), "utf-8")
    path.chmod(0o600)
    kept = {**document["tables"], **document["elsewhere"]}
    counts = [
        {"place": place, "done": "exported", "rows": len(found)} for place, found in kept.items() if found
    ]
    return _closed(context, request, counts, {})


def _erased(context: Context, request: SubjectRequest, identifiers: Identifiers) -> Done[RequestDone]:
    tokens = Pseudonyms()
    subject = subject_of(identifiers, tokens)
    found = found_in(context.workspace, subject)
    if reason := refusal(context, found):
        raise Refused(reason)
    tally = erased(context.workspace, subject, found, context.now)
    ledger_add(
        erasure_of(
            identifiers, tokens.given, tally.own, id=str(request.pk), at=context.now.isoformat(),
            workspace=str(context.workspace.pk), by=str(context.actor.pk),
        )
    )  # fmt: skip
    transaction.on_commit(space_freed)
    return _closed(context, request, tally.counts(), _left(tally))


def _left(tally: Tally) -> dict[str, object]:
    return {LEFT: tally.left} if tally.left else {}


def _closed(
    context: Context, request: SubjectRequest, counts: list[dict[str, object]], changes: dict[str, object]
) -> Done[RequestDone]:
    request.refresh_from_db(fields=["why"])
    request.state, request.done_at = SubjectRequest.State.DONE, context.now
    request.counts, request.identifiers = counts, {}
    request.save()
    total = sum(int(str(one["rows"])) for one in counts)
    answer = RequestDone(
        ref=request.ref,
        state=request.state,
        rows=total,
        counts=[Count.model_validate(one) for one in counts],
    )
    verb = "Exported" if request.task == SubjectRequest.Task.EXPORT else "Erased"
    places = len({str(one["place"]) for one in counts})
    summary = f"{verb} a person: {request.ref}, {total} rows in {places} places"
    return Done(answer, summary, request, changes | {"counts": counts})
