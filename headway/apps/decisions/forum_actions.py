"""Where people meet to decide: make a forum, and close one of its meetings with what came of it."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from headway.apps.decisions.agenda import agenda, settled
from headway.apps.decisions.members import member, members
from headway.apps.decisions.models import Forum, ForumMeeting
from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.records import next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS

ForumKind = Literal["decision", "conflict", "approval", "revisit", "request", "risk"]


class ForumSave(Question):
    """A forum; without `ref` a new one is made. What is left out stays as it is; lists replace what was there."""

    ref: str = Field("", max_length=100)
    name: str | None = Field(None, min_length=1, max_length=200)
    cadence: Literal["weekly", "fortnightly", "monthly", "quarterly", "when_needed"] | None = None
    kinds: list[ForumKind] | None = Field(None, min_length=1, description="What comes before it.")
    members: list[str] | None = Field(None, max_length=100, description="E-mails of members.")


@action("decisions.forum_save", roles=MAKERS)
def forum_save(context: Context, question: ForumSave) -> Done[RecordRef]:
    """Make a meeting that decides, or change one: its name, how often, who takes part and what comes before it.

    A new one needs a name, a cadence and kinds. Raises NotFound for somebody who is no member.
    """
    forum = row(Forum, context, question.ref) if question.ref else _new(context, question)
    given = question.model_dump(include={"name", "cadence", "kinds"}, exclude_none=True)
    for name, value in given.items():
        setattr(forum, name, value)
    forum.version += bool(question.ref)
    forum.save()
    if question.members is not None:
        forum.members.set(members(context, question.members))
    verb = "Changed" if question.ref else "Made"
    return Done(ref_of(forum, forum.ref), f"{verb} the forum {forum.ref}: {forum.name}", forum, given)


def _new(context: Context, question: ForumSave) -> Forum:
    for name in ("name", "cadence", "kinds"):
        if getattr(question, name) is None:
            raise Invalid(f"Field {name}: a new forum needs it.")
    return Forum(workspace=context.workspace, ref=next_ref(context, Forum, "FRM"), created_at=context.now)


class Outcome(BaseModel):
    """What came of one item, who does what follows, and by when."""

    model_config = ConfigDict(extra="forbid")

    item: str = Field(min_length=1, max_length=100, description="Ref of the item, such as DEC-3.")
    outcome: str = Field(min_length=1, max_length=2000)
    owner: str = Field("", max_length=254, description="E-mail of a member.")
    due: date | None = None


class ForumClose(Question):
    ref: str = Field(min_length=1, max_length=100)
    outcomes: list[Outcome] = Field(min_length=1, max_length=100)
    notes: str = Field("", max_length=20_000)


@action("decisions.forum_close", roles=MAKERS)
def forum_close(context: Context, question: ForumClose) -> Done[RecordRef]:
    """Close a meeting of a forum: keep its agenda as it is now, and what came of the items, with owners and dates.

    Decisions taken since its last meeting are on it too. It decides nothing by itself: decisions are taken and
    approvals given by those who may. Raises Invalid for an item that is not on the agenda, NotFound for an owner
    who is no member.
    """
    forum = row(Forum, context, question.ref)
    items = [*agenda(context, forum), *settled(context, forum)]
    known = {one.ref for one in items}
    for place, one in enumerate(question.outcomes):
        if one.item not in known:
            on = ", ".join(sorted(known)) or "nothing"
            raise Invalid(f"Field outcomes.{place}.item: {one.item!r} is not on the agenda; there is {on}.")
    meeting = ForumMeeting.objects.create(
        workspace=context.workspace,
        ref=next_ref(context, ForumMeeting, f"{forum.ref}-M"),
        forum=forum,
        agenda=[one.model_dump(mode="json", include={"kind", "ref", "title", "due"}) for one in items],
        outcomes=[_kept(context, one) for one in question.outcomes],
        notes=question.notes,
        closed_by=context.actor,
        held_at=context.now,
        created_at=context.now,
    )
    done = [one.item for one in question.outcomes]
    summary = f"Closed the meeting {meeting.ref} of {forum.name} with {', '.join(done)}"
    return Done(ref_of(meeting, meeting.ref), summary, forum, {"items": done})


def _kept(context: Context, outcome: Outcome) -> dict[str, object]:
    owner = member(context, outcome.owner) if outcome.owner else None
    return outcome.model_dump(mode="json") | {"owner": str(owner.pk) if owner else ""}
