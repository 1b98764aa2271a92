"""Approvals reach people: those who may agree are told once each, whoever asked hears what came of it, and whoever
the policy has informed hears what was decided."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from headway.apps.governance.deciding import why_not
from headway.apps.governance.gating import INFORM
from headway.apps.governance.models import Approval
from headway.apps.governance.standing import holders, members, standing_of
from headway.core.context import Context
from headway.core.gate import Reach
from headway.core.models import Activity
from headway.core.talk.events import Event
from headway.core.talk.meaning import Happened, Meaning, Notice, Settled, notices
from headway.core.talk.records import kind_of

CLOSING = ("governance.approval_give", "governance.approval_refuse", "governance.approval_withdraw")


@notices(outcome=Activity.Outcome.PENDING)
def approval_asked(happened: Happened) -> Iterable[Meaning]:
    approval = happened.subject
    return [_waits(happened.context, approval)] if isinstance(approval, Approval) else []


@notices("governance.approval_escalate", *CLOSING)
def approval_moved(happened: Happened) -> Iterable[Meaning]:
    """After a vote or an escalation others may be asked; a closed approval asks nobody any more."""
    approval = happened.subject
    assert isinstance(approval, Approval)
    if approval.status == Approval.Status.WAITING:
        return [_waits(happened.context, approval)]
    return [Settled(Event.APPROVAL_WAITS, approval), *_closed(approval)]


@notices()
def informed(happened: Happened) -> Iterable[Meaning]:
    """Whoever holds a position that the rule of a right names hears of what was decided under it."""
    entry, context = happened.entry, happened.context
    positions = set(entry.changes.get(INFORM, ()))
    if not positions:
        return []
    policy = standing_of(context).policy
    people = tuple(UUID(one.id) for one in holders(context, policy, Reach()) if one.positions & positions)
    record = happened.subject if kind_of(happened.subject) else None
    return [Notice(Event.INFORMED, people, record, entry.summary)]


def _waits(context: Context, approval: Approval) -> Notice:
    """To everybody who may agree now; the same person is asked once."""
    key = f"approval:{approval.ref}"
    return Notice(Event.APPROVAL_WAITS, _able(context, approval), approval, approval.title, key)


def _able(context: Context, approval: Approval) -> tuple[UUID, ...]:
    standing = standing_of(context)
    people = (replace(standing, person=person) for person, _ in members(context))
    return tuple(UUID(one.person.id) for one in people if not why_not(one, approval))


def _closed(approval: Approval) -> list[Notice]:
    if approval.status == Approval.Status.WITHDRAWN:
        return []
    words = f"{approval.get_status_display()}: {approval.title}"
    return [Notice(Event.APPROVAL_DECIDED, (approval.requester_id,), approval, words)]
