"""Forgetting again: each erasure on the list is done once more on rows that a backup or a file brought back."""

from datetime import datetime

from django.db import transaction

from headway.apps.privacy.erasure import Tally, erased
from headway.apps.privacy.freeing import space_freed
from headway.apps.privacy.ledger import Erasure, erasures
from headway.apps.privacy.models import SubjectRequest
from headway.apps.privacy.sweep import found_in
from headway.core import activity
from headway.core.activity import LEFT
from headway.core.context import Context
from headway.core.jobs import enqueue
from headway.core.models import Membership, User, Workspace
from headway.core.registry import Answer, Done
from headway.core.roles import Role

ACTION = "privacy.erasures_apply"
REPEAT = "privacy.erasures_repeat"


def applied_after_restore(now: datetime) -> list[str]:
    """Do again what the restored rows do not know of yet; gives a sentence for each erasure."""
    told = [sentence for erasure in erasures() if (sentence := _applied(erasure, now))]
    if told:
        space_freed()
    return told


def repeat_asked(context: Context) -> None:
    """Have the worker erase again whom records from outside may have brought back."""
    if any(one.workspace == str(context.workspace.pk) for one in erasures()):
        enqueue(context, REPEAT, {})


def erasures_done_again(context: Context) -> Tally:
    """Do every erasure of the workspace once more; the caller's transaction."""
    whole = Tally()
    for erasure in erasures():
        if erasure.workspace == str(context.workspace.pk):
            tally = erasure_done_again(context.workspace, erasure, context.now)
            whole.places += tally.places
            whole.left |= tally.left
    return whole


def _applied(erasure: Erasure, now: datetime) -> str:
    workspace = Workspace.objects.filter(pk=erasure.workspace).first()
    if workspace is None or _is_known(erasure):
        return ""
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)
        context = Context(workspace, _doer(erasure, workspace), Role.OWNER, "job", now)
        tally = erasure_done_again(workspace, erasure, now)
        _record(context, erasure, tally)
        done = Done(Answer(), _told(erasure, tally), None, {LEFT: tally.left, "counts": tally.counts()})
        activity.append(context, ACTION, done)
    return f"{workspace.slug}: {_told(erasure, tally)}."


def erasure_done_again(workspace: Workspace, erasure: Erasure, now: datetime) -> Tally:
    """Erase once more whom the list names only by hashes; the caller's transaction."""
    subject = erasure.subject()
    return erased(workspace, subject, found_in(workspace, subject, erasure.rows), now)


def _is_known(erasure: Erasure) -> bool:
    return SubjectRequest.objects.filter(pk=erasure.id, state=SubjectRequest.State.DONE).exists()


def _doer(erasure: Erasure, workspace: Workspace) -> User:
    """Who had the person erased, or the owner of longest standing where the backup does not know them."""
    asked = User.objects.filter(pk=erasure.by).first()
    if asked is not None:
        return asked
    owners = Membership.objects.filter(workspace=workspace, role=Role.OWNER).select_related("user")
    return owners.order_by("created_at")[0].user


def _told(erasure: Erasure, tally: Tally) -> str:
    rows = sum(tally.places.values())
    return f"Did the erasure of {erasure.at[:10]} again after a restore: {rows} rows"


def _record(context: Context, erasure: Erasure, tally: Tally) -> None:
    number = SubjectRequest.objects.filter(workspace=context.workspace).count() + 1
    done = {
        "state": SubjectRequest.State.DONE, "identifiers": {}, "done_at": context.now, "counts": tally.counts(),
    }  # fmt: skip
    made = {
        "workspace": context.workspace, "ref": f"SR-R{number}", "task": SubjectRequest.Task.ERASE,
        "why": "Erased before; done again after a restore", "asked_by": context.actor,
        "created_at": context.now,
    }  # fmt: skip
    SubjectRequest.objects.update_or_create(pk=erasure.id, defaults=done, create_defaults=made | done)
