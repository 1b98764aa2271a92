"""What a forum has to decide now: put together from what is pending, the most urgent first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from headway.apps.decisions import evidence
from headway.apps.decisions.answers import AgendaItem
from headway.apps.decisions.claims import STANDS_ON, THREATENS
from headway.apps.decisions.models import Decision, Forum, Recommendation, Risk
from headway.apps.decisions.significance import significance
from headway.apps.decisions.wording import day_words
from headway.apps.governance.answers import ApprovalList
from headway.core.access import rows
from headway.core.context import Context
from headway.core.days import day_of
from headway.core.models import WorkspaceRecord
from headway.core.perform import ask

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Gathered:
    """What every part of an agenda needs: who asks, what day it is there, what the records stand on."""

    context: Context
    on: date
    linked: dict[UUID, list[WorkspaceRecord]]

    def overdue(self, due: date | None) -> int:
        return max(0, (self.on - due).days) if due else 0

    def grounds(self, record: WorkspaceRecord) -> list[str]:
        return [one.ref for one in self.linked.get(record.pk, [])]


def pending(context: Context, kinds: Iterable[str]) -> dict[str, list[AgendaItem]]:
    """What waits for a decision, by kind; each kind is gathered once, whatever the number of forums."""
    return {kind: PARTS[kind](context) for kind in sorted(set(kinds))}


def settled(context: Context, forum: Forum) -> list[AgendaItem]:
    """The decisions of its kinds that were taken since its last meeting; before the first, in the last seven days."""
    last = forum.meetings.order_by("-held_at").values_list("held_at", flat=True).first()
    since = last or context.now - WEEK
    kinds = [kind for kind in Decision.Kind.values if _comes_as(kind) in forum.kinds]
    found = rows(Decision, context).filter(decided_at__gt=since, state=Decision.State.DECIDED, kind__in=kinds)
    return [_settled_item(one) for one in found.select_related("decider").order_by("decided_at", "id")]


def _comes_as(kind: str) -> str:
    return "conflict" if kind == Decision.Kind.CONFLICT else "decision"


def _settled_item(decision: Decision) -> AgendaItem:
    return AgendaItem(
        kind=_comes_as(decision.kind),
        ref=decision.ref,
        title=decision.question,
        why=f"Decided: {decision.outcome}",
        needed="Say who does what follows.",
        owner=str(decision.decider or ""),
        due=None,
        days_overdue=0,
        options=[],
        evidence=[],
    )


def agenda(context: Context, forum: Forum) -> list[AgendaItem]:
    """The items of the forum's kinds: the longest overdue first, then by date, then those without one."""
    found = pending(context, forum.kinds)
    return sorted((item for items in found.values() for item in items), key=_urgency)


def _urgency(item: AgendaItem) -> tuple[int, date, str]:
    return (-item.days_overdue, item.due or date.max, item.ref)


def _gathered(context: Context, kind: str, records: list[Decision] | list[Risk]) -> Gathered:
    return Gathered(context, context.today, evidence.linked_all(context, kind, records))


def _open(context: Context, kinds: Iterable[str]) -> list[AgendaItem]:
    found = rows(Decision, context).filter(state=Decision.State.OPEN, kind__in=list(kinds))
    records = list(found.select_related("decider").order_by("ref"))
    known = _gathered(context, STANDS_ON, records)
    return [_decision_item(known, one) for one in records]


def _decision_item(known: Gathered, decision: Decision) -> AgendaItem:
    late = known.overdue(decision.due)
    why = f"It was due on {day_words(decision.due)}" if late and decision.due else "It is open"
    missing = [
        *([] if decision.decider else ["somebody who decides it"]),
        *([] if decision.options or decision.kind == Decision.Kind.EXCEPTION else ["options"]),
        *([] if decision.criteria else ["criteria"]),
    ]
    needed = f"Needs {', '.join(missing)} first." if missing else f"{decision.decider} chooses an option."
    return AgendaItem(
        kind=_comes_as(decision.kind),
        ref=decision.ref,
        title=decision.question,
        why=f"{why}.",
        needed=needed,
        owner=str(decision.decider or ""),
        due=decision.due,
        days_overdue=late,
        options=[f"{one['key']}: {one['title']}" for one in decision.options],
        evidence=known.grounds(decision),
    )


def _decisions(context: Context) -> list[AgendaItem]:
    return _open(context, set(Decision.Kind.values) - {Decision.Kind.CONFLICT.value})


def _conflicts(context: Context) -> list[AgendaItem]:
    return _open(context, [Decision.Kind.CONFLICT.value])


def _revisits(context: Context) -> list[AgendaItem]:
    found = rows(Decision, context).filter(state=Decision.State.REVISIT_DUE)
    records = list(found.select_related("decider").order_by("ref"))
    known = _gathered(context, STANDS_ON, records)
    return [
        AgendaItem(
            kind="revisit",
            ref=one.ref,
            title=one.question,
            why=f"Its trigger has fired: {one.revisit_reason}.",
            needed="Keep it with a new trigger, reverse it, or open a decision that replaces it.",
            owner=str(one.decider or ""),
            due=one.revisit_on,
            days_overdue=known.overdue(one.revisit_on),
            options=[f"So far: {one.outcome}"],
            evidence=known.grounds(one),
        )
        for one in records
    ]


def _approvals(context: Context) -> list[AgendaItem]:
    answer = ask("governance.approval_list", {"which": "waiting", "limit": 500}, context)
    assert isinstance(answer, ApprovalList)
    known = Gathered(context, context.today, {})
    return [
        AgendaItem(
            kind="approval",
            ref=one.ref,
            title=one.title,
            why=f"It uses the right {one.right}: {one.right_title}.",
            needed=f"Waits for {', '.join(one.waiting_for)}.",
            owner=one.requester,
            due=(due := day_of(context.workspace, one.due_at) if one.due_at else None),
            days_overdue=known.overdue(due),
            options=["Approve", "Refuse"],
            evidence=[],
        )
        for one in answer.rows
    ]


def _requests(context: Context) -> list[AgendaItem]:
    found = rows(Recommendation, context).filter(state=Recommendation.State.SENT)
    return [
        AgendaItem(
            kind="request",
            ref=one.ref,
            title=one.title,
            why=f"{one.made_by} recommends it: {one.rationale}",
            needed="Accept or decline it.",
            owner=str(one.made_by),
            due=None,
            days_overdue=0,
            options=["Accept", "Decline", *one.alternatives],
            evidence=[],
        )
        for one in found.select_related("made_by").order_by("created_at", "id")
    ]


def _risks(context: Context) -> list[AgendaItem]:
    found = rows(Risk, context).filter(state=Risk.State.OPEN).select_related("owner").order_by("ref")
    records = [one for one in found if significance(one)]
    known = _gathered(context, THREATENS, records)
    return [
        AgendaItem(
            kind="risk",
            ref=one.ref,
            title=one.title,
            why=f"It is significant: {significance(one)}.",
            needed="Agree what is done about it, or accept it." if one.owner else "Needs an owner first.",
            owner=str(one.owner or ""),
            due=None,
            days_overdue=0,
            options=[one.mitigation] if one.mitigation else [],
            evidence=known.grounds(one),
        )
        for one in records
    ]


PAGES = {
    "decision": "decisions:decision",
    "conflict": "decisions:decision",
    "revisit": "decisions:decision",
    "approval": "governance:approval",
    "request": "decisions:request",
    "risk": "decisions:risk",
}
PARTS: dict[str, Callable[[Context], list[AgendaItem]]] = {
    "decision": _decisions,
    "conflict": _conflicts,
    "approval": _approvals,
    "revisit": _revisits,
    "request": _requests,
    "risk": _risks,
}


def preread(forum: Forum, items: list[AgendaItem], on: date) -> str:
    """The agenda as a text (Markdown) to read before the meeting: each item with what is asked, on what grounds,
    and the address of its page."""
    head = f"# {forum.name}, {day_words(on)}\n\n"
    if not items:
        return f"{head}Nothing waits for a decision.\n"
    late = sum(item.days_overdue > 0 for item in items)
    count = f"{len(items)} item{'' if len(items) == 1 else 's'} to decide, {late} overdue.\n\n"
    slug = forum.workspace.slug
    return head + count + "\n".join(_section(slug, number, item) for number, item in enumerate(items, 1))


def _section(slug: str, number: int, item: AgendaItem) -> str:
    late = f", {item.days_overdue} days overdue" if item.days_overdue else ""
    when = f", due {day_words(item.due)}{late}" if item.due else ""
    owner = f", with {item.owner}" if item.owner else ""
    lines = [
        f"## {number}. {item.title}",
        "",
        f"[{item.ref}]({reverse(PAGES[item.kind], args=[slug, item.ref])}){when}{owner}",
        "",
        item.why,
        "",
        *[f"* {one}" for one in item.options],
        *([""] if item.options else []),
        f"Evidence: {', '.join(item.evidence) or 'none linked'}",
        "",
        f"**What is needed:** {item.needed}",
        "",
    ]
    return "\n".join(lines)
