"""What can be asked of forums: which there are, and what one has to decide now."""

from collections.abc import Sequence

from headway.apps.decisions.agenda import agenda, pending, preread, settled
from headway.apps.decisions.answers import ForumAgenda, ForumList, ForumRow, MeetingRow, OutcomeShown
from headway.apps.decisions.members import shown
from headway.apps.decisions.models import Forum, ForumMeeting
from headway.core.access import row, rows
from headway.core.answers import RefQuestion
from headway.core.context import Context
from headway.core.models import Membership
from headway.core.registry import Empty, query

MEETINGS_SHOWN = 10


@query("decisions.forum_list")
def forum_list(context: Context, question: Empty) -> ForumList:
    """The meetings that decide: how often, who takes part, what comes before each and how much waits for it now."""
    found = list(rows(Forum, context).prefetch_related("members", "meetings").order_by("name", "ref"))
    waiting = pending(context, [kind for one in found for kind in one.kinds])
    counts = [sum(len(waiting[kind]) for kind in set(one.kinds)) for one in found]
    return ForumList(rows=[_forum_row(*pair) for pair in zip(found, counts, strict=True)])


def _forum_row(forum: Forum, waiting: int) -> ForumRow:
    held = [one.held_at for one in forum.meetings.all()]
    people = sorted(forum.members.all(), key=lambda user: user.email)
    return ForumRow(
        id=forum.ref,
        name=forum.name,
        cadence=forum.cadence,
        kinds=forum.kinds,
        members=[one for user in people if (one := shown(user))],
        last_held_at=max(held, default=None),
        waiting=waiting,
    )


@query("decisions.forum_agenda")
def forum_agenda(context: Context, question: RefQuestion) -> ForumAgenda:
    """What a forum has to decide now, the longest overdue first, and the same as a text to read beforehand.

    Built from open decisions, conflicts, changes that wait for approval, decisions due for a second look, requests
    and significant risks, as far as the forum takes them. `settled` are the decisions taken since its last meeting.
    `preread` is Markdown. Its last ten meetings come along.
    Raises NotFound.
    """
    forum = row(Forum, context, question.ref)
    items = agenda(context, forum)
    found = forum.meetings.select_related("closed_by").order_by("-held_at", "-id")[:MEETINGS_SHOWN]
    return ForumAgenda(
        forum=_forum_row(forum, len(items)),
        items=items,
        settled=settled(context, forum),
        preread=preread(forum, items, context.today),
        meetings=_meetings(context, list(found)),
    )


def _meetings(context: Context, found: Sequence[ForumMeeting]) -> list[MeetingRow]:
    people = rows(Membership, context).select_related("user")
    names = {str(one.user_id): str(one.user) for one in people}
    return [
        MeetingRow(
            id=one.ref,
            held_at=one.held_at,
            closed_by=str(one.closed_by),
            items=len(one.agenda),
            outcomes=[
                OutcomeShown(**outcome | {"owner": names.get(outcome["owner"], "")})
                for outcome in one.outcomes
            ],
            notes=one.notes,
        )
        for one in found
    ]
