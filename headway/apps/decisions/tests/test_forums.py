"""Forums: what is pending comes before them in the order of its urgency, and what came of it is kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.apps.decisions.models import Decision, ForumMeeting
from headway.apps.decisions.tests.scene import (
    CRITERIA,
    MANAGER,
    OPTIONS,
    act,
    enterprise,
    opened,
    problem,
    taken,
)
from headway.core.errors import Invalid, NotFound
from headway.core.perform import ask
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
EVERYTHING = ["decision", "conflict", "approval", "revisit", "request", "risk"]


def forum(world: World, kinds: list[str] = EVERYTHING) -> str:
    members = [MANAGER, "engineer@lumen.test"]
    return str(act(world, "forum_save", name="Council", cadence="weekly", kinds=kinds, members=members).ref)


def agenda(world: World, ref: str = "FRM-1") -> Any:
    return ask("decisions.forum_agenda", {"ref": ref}, world.context())


def items(world: World) -> list[tuple[str, str, int]]:
    return [(one.kind, one.ref, one.days_overdue) for one in agenda(world).items]


def filled(world: World) -> None:
    """Two open decisions (one overdue), one due for a second look, a conflict, a change that waits, a request, a risk."""
    problem(world)
    enterprise(world)
    opened(world, question="Later?", due="2026-10-20", options=OPTIONS, criteria=CRITERIA)
    opened(world, question="Late?", due="2026-09-21", options=OPTIONS, criteria=CRITERIA, evidence=["P-1"])
    taken(world, question="Still right?")
    Decision.objects.filter(ref="DEC-3").update(
        state="revisit_due", revisit_reason="its date, 28 Sep 2026, has come", revisit_on="2026-09-28"
    )
    sides = [{"party": "Sales", "position": "Now"}, {"party": "Engineering", "position": "Later"}]
    act(world, "conflict_record", question="When?", parties=sides, criteria=CRITERIA, trade_off="A renewal")
    act(world, "risk_save", title="Keys leak", compliance="security", owner=MANAGER)
    act(world, "risk_accept", ref="RSK-1", reason="We can live with that")
    act(world, "request_make", kind="vendor", title="A mail service", rationale="Ours is slow")


def test_an_agenda_is_what_is_pending_the_longest_overdue_first(world: World) -> None:
    filled(world)
    forum(world)
    assert items(world) == [
        ("decision", "DEC-2", 9),
        ("revisit", "DEC-3", 2),
        ("approval", "AP-1", 0),
        ("decision", "DEC-1", 0),
        ("conflict", "DEC-4", 0),
        ("request", "REC-1", 0),
        ("risk", "RSK-1", 0),
    ]
    text = agenda(world).preread
    assert (
        "[REC-1](/w/lumen/decisions/requests/REC-1/)" in text and "[AP-1](/w/lumen/approvals/AP-1/)" in text
    )
    late, again, waiting, _, conflict, *_ = agenda(world).items
    assert (late.options, late.evidence, late.needed) == (
        ["A: Build it", "B: Buy it"], ["P-1"], "Pia Manager chooses an option.",
    )  # fmt: skip
    assert again.why == "Its trigger has fired: its date, 28 Sep 2026, has come."
    assert waiting.needed == "Waits for Executive, Security or legal."
    assert conflict.needed == "Needs somebody who decides it first."


def test_a_forum_takes_only_its_kinds(world: World) -> None:
    filled(world)
    forum(world, ["request", "revisit"])
    assert items(world) == [("revisit", "DEC-3", 2), ("request", "REC-1", 0)]
    [row] = ask("decisions.forum_list", {}, world.context()).rows
    assert (row.waiting, row.cadence, [one.email for one in row.members]) == (
        2, "weekly", ["engineer@lumen.test", MANAGER],
    )  # fmt: skip


def test_the_preread_says_what_is_asked_on_what_grounds(world: World) -> None:
    problem(world)
    opened(world, question="Late?", due="2026-09-21", options=OPTIONS, criteria=CRITERIA, evidence=["P-1"])
    forum(world)
    assert (
        agenda(world).preread
        == """# Council, 30 Sep 2026

1 item to decide, 1 overdue.

## 1. Late?

[DEC-1](/w/lumen/decisions/DEC-1/), due 21 Sep 2026, 9 days overdue, with Pia Manager

It was due on 21 Sep 2026.

* A: Build it
* B: Buy it

Evidence: P-1

**What is needed:** Pia Manager chooses an option.
"""
    )


def test_an_empty_agenda_says_so(world: World) -> None:
    forum(world)
    assert (agenda(world).items, agenda(world).preread) == (
        [], "# Council, 30 Sep 2026\n\nNothing waits for a decision.\n",
    )  # fmt: skip


def test_a_closed_meeting_keeps_outcomes_and_who_does_what(world: World) -> None:
    opened(world, question="Late?", due="2026-09-21")
    forum(world)
    outcome = {
        "item": "DEC-1",
        "outcome": "Ask two customers",
        "owner": "engineer@lumen.test",
        "due": "2026-10-07",
    }
    act(world, "forum_close", ref="FRM-1", outcomes=[outcome], notes="Sales was not there")
    [meeting] = agenda(world).meetings
    assert (meeting.id, meeting.items, meeting.notes, meeting.held_at) == (
        "FRM-1-M-1",
        1,
        "Sales was not there",
        NOW,
    )
    [kept] = meeting.outcomes
    assert (kept.item, kept.outcome, kept.owner, str(kept.due)) == (
        "DEC-1", "Ask two customers", "Egon Engineer", "2026-10-07",
    )  # fmt: skip
    assert ForumMeeting.objects.get().agenda == [
        {"kind": "decision", "ref": "DEC-1", "title": "Late?", "due": "2026-09-21"}
    ]
    assert Decision.objects.get().state == "open"


def test_what_was_decided_in_the_meeting_is_on_its_record(world: World) -> None:
    """Taken before the meeting is closed, a decision no longer waits, and belongs to it all the same."""
    opened(world, question="Late?")
    forum(world, ["decision"])
    act(world, "decision_take", ref="DEC-1", outcome="Buy it")
    assert agenda(world).items == []
    assert [(one.ref, one.why) for one in agenda(world).settled] == [("DEC-1", "Decided: Buy it")]
    later = NOW + timedelta(hours=1)
    act(
        world,
        "forum_close",
        now=later,
        ref="FRM-1",
        outcomes=[{"item": "DEC-1", "outcome": "Sign by Friday"}],
    )
    assert ForumMeeting.objects.get().agenda[0]["ref"] == "DEC-1"
    assert agenda(world).settled == []


def test_more_forums_need_no_more_queries(world: World) -> None:
    filled(world)
    forum(world)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            ask("decisions.forum_list", {}, world.context())
        return len(found)

    before = queries()
    forum(world)
    forum(world, ["risk"])
    assert queries() == before


@pytest.mark.parametrize(
    ("outcome", "error", "sentence"),
    [
        ({"item": "DEC-9", "outcome": "Yes"}, Invalid, "Field outcomes.0.item: 'DEC-9' is not on the agenda; there is DEC-1."),
        ({"item": "DEC-1", "outcome": "Yes", "owner": "x@lumen.test"}, NotFound, "No member 'x@lumen.test' in this workspace; core.member_list has them."),
    ],
)  # fmt: skip
def test_a_meeting_is_not_closed_with_what_was_not_in_it(
    world: World, outcome: dict[str, str], error: type[Exception], sentence: str
) -> None:
    opened(world)
    forum(world)
    with pytest.raises(error) as told:
        act(world, "forum_close", ref="FRM-1", outcomes=[outcome])
    assert str(told.value) == sentence and not ForumMeeting.objects.exists()
