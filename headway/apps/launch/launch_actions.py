"""What can be done with a launch: plan it, say how it stands, keep up what has to be ready."""

from typing import Any

from pydantic import Field

from headway.apps.launch.criteria import READINESS
from headway.apps.launch.launching import (
    LaunchSave,
    going_out_claim,
    items_copied,
    measures_keep,
    refuse_dates,
    template_for,
)
from headway.apps.launch.models import Launch, ReadinessItem
from headway.apps.launch.ties import (
    BRINGS_OUT,
    GOES_OUT_WITH,
    ends_keep,
    initiatives_named,
    releases_named,
)
from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.gate import Claim
from headway.core.records import member_named, next_ref, plain
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS

PLAIN = ("name", "tier", "positioning", "starts_on", "ends_on")


@action("launch.launch_save", roles=MAKERS)
def launch_save(context: Context, question: LaunchSave) -> Done[RecordRef]:
    """Plan a launch, or change one: what it brings out, how large, when, whose, what has to hold, what is measured.

    A new one needs a name; the criteria of its template become its readiness items. Raises NotFound for an unknown
    launch, initiative, release, template or metric, Invalid for an owner who is no member and for days that fall,
    Conflict for a template where the launch has its items.
    """
    launch = row(Launch, context, question.ref) if question.ref else _new(context, question)
    before = _phrases(launch)
    _fill(context, launch, question)
    launch.version += bool(question.ref)
    launch.save()
    changes = _changes(before, _phrases(launch)) | _parts_kept(context, launch, question)
    verb = "Changed" if question.ref else "Planned"
    return Done(ref_of(launch, launch.ref), f"{verb} the launch {launch.ref}: {launch.name}", launch, changes)


def _new(context: Context, question: LaunchSave) -> Launch:
    if not question.name:
        raise Invalid("Field name: a new launch needs a name.")
    return Launch(workspace=context.workspace, ref=next_ref(context, Launch, "LCH"), created_at=context.now)


def _fill(context: Context, launch: Launch, question: LaunchSave) -> None:
    for name in PLAIN:
        if (value := getattr(question, name)) is not None:
            setattr(launch, name, value)
    refuse_dates(launch.starts_on, launch.ends_on)
    if question.owner is not None:
        launch.owner = member_named(context, question.owner, "owner") if question.owner else None


def _phrases(launch: Launch) -> dict[str, Any]:
    return {name: plain(getattr(launch, name)) for name in (*PLAIN, "owner")}


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"before": value, "after": after[name]}
        for name, value in before.items()
        if value != after[name]
    }


def _parts_kept(context: Context, launch: Launch, question: LaunchSave) -> dict[str, Any]:
    """Store what hangs on a launch; what was given, for the log."""
    template = template_for(context, launch, question.template, is_new=not question.ref)
    if template:
        items_copied(context, launch, template)
    if question.initiatives is not None:
        ends_keep(context, launch, BRINGS_OUT, initiatives_named(context, question.initiatives))
    if question.releases is not None:
        ends_keep(context, launch, GOES_OUT_WITH, releases_named(context, question.releases))
    if question.measures is not None:
        measures_keep(context, launch, question.measures)
    given = question.model_dump(
        mode="json", include={"initiatives", "releases", "measures"}, exclude_none=True
    )
    return given | ({"template": template.ref} if template else {})


class LaunchStatusSet(Question):
    ref: str = Field(min_length=1, max_length=100, examples=["LCH-1"])
    status: Launch.Status


def _status_claim(context: Context, question: LaunchStatusSet) -> Claim | None:
    launch = row(Launch, context, question.ref)
    return going_out_claim(context, launch) if question.status == Launch.Status.LAUNCHED else None


@action("launch.launch_status_set", roles=MAKERS, rights=(READINESS,), claim=_status_claim)
def launch_status_set(context: Context, question: LaunchStatusSet) -> Done[RecordRef]:
    """Say how a launch stands: planned, preparing, launched, or called off.

    Saying that it is out while a mandatory item is open uses the right DRt3. Raises NotFound for an unknown launch,
    Conflict where it stands so already.
    """
    launch = row(Launch, context, question.ref)
    before = Launch.Status(launch.status)
    if before == question.status:
        raise Conflict(f"{launch.ref} is {before.label.lower()} already.")
    launch.status, launch.version = question.status, launch.version + 1
    launch.launched_at = context.now if question.status == Launch.Status.LAUNCHED else None
    launch.save(update_fields=["status", "version", "launched_at"])
    changes = {"status": {"before": before.value, "after": question.status.value}}
    return Done(
        ref_of(launch, launch.ref), f"{launch.ref} {launch.name}: {question.status.label}", launch, changes
    )


class ReadinessItemSet(Question):
    """How one readiness item stands; what is left out stays."""

    ref: str = Field(min_length=1, max_length=100, examples=["LCH-1-R1"])
    done: bool | None = None
    owner: str | None = Field(None, max_length=254, description="E-mail of a member; empty for nobody yet.")
    note: str | None = Field(None, max_length=500)


@action("launch.readiness_item_set", roles=MAKERS)
def readiness_item_set(context: Context, question: ReadinessItemSet) -> Done[RecordRef]:
    """Say who sees to a readiness item of a launch, whether it is done, and what there is to know about it.

    Raises NotFound for an unknown item, Invalid for an owner who is no member, Conflict once the launch is out:
    what held then stays as it was.
    """
    item = row(ReadinessItem, context, question.ref)
    if item.launch.status == Launch.Status.LAUNCHED:
        raise Conflict(f"{item.launch.ref} is out; what was ready then stays as it was.")
    before = _item_phrases(item)
    if question.done is not None and question.done != (item.done_at is not None):
        item.done_at, item.done_by = (context.now, context.actor) if question.done else (None, None)
    if question.owner is not None:
        item.owner = member_named(context, question.owner, "owner") if question.owner else None
    if question.note is not None:
        item.note = question.note
    item.version += 1
    item.save()
    summary = f"{item.launch.ref}: {item.text} is {'done' if item.done_at else 'open'}"
    changes = _changes(before, _item_phrases(item)) | {"item": item.text}
    return Done(ref_of(item, item.ref), summary, item.launch, changes)


def _item_phrases(item: ReadinessItem) -> dict[str, Any]:
    return {"done": item.done_at is not None, "owner": plain(item.owner), "note": item.note}
