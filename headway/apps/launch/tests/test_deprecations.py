"""Taking a feature away: told by whom it hits, waiting for those who decide about so many."""

from datetime import UTC, date, datetime, timedelta

import pytest

from headway.apps.discovery.models import Account, Person
from headway.apps.launch.models import Deprecation
from headway.apps.requirements.tests.formal import agreed, claim_of, formal, pended
from headway.core.errors import Conflict, Invalid, NotFound, Refused, Stale
from headway.core.gate import Reach
from headway.core.perform import ask, perform
from tests.world import NOW, World

OLD = {
    "feature": "Card export as PDF", "events": ["pdf_opened", "pdf_sent"], "notice_on": "2026-10-15",
    "ends_on": "2027-02-01", "guide": "Use the export as CSV.", "alternative": "Export as CSV",
}  # fmt: skip
# P1 belongs to A1; A9 is on no record; P3 belongs nowhere; A2 opened it too long ago.
EVENTS = """person_id,account_id,event,ts
P1,,pdf_opened,2026-09-20T10:00:00Z
P1,A1,pdf_sent,2026-09-20T11:00:00Z
P4,A4,pdf_sent,2026-09-22T10:00:00Z
P9,A9,pdf_opened,2026-09-22T10:00:00Z
P3,,pdf_opened,2026-09-22T10:00:00Z
P2,A2,pdf_opened,2026-05-01T10:00:00Z
P2,A2,signed_in,2026-09-23T10:00:00Z
P2,A2,csv_opened,2026-05-01T10:00:00Z
"""


@pytest.fixture
def used(world: World) -> World:
    accounts = [
        Account(workspace=world.workspace, ref=f"A{n}", name=f"Account {n}", arr_minor=n * 100_000_00)
        for n in range(1, 5)
    ]
    Account.objects.bulk_create(accounts)
    Person.objects.create(workspace=world.workspace, ref="P1", account=accounts[0])
    bring(world, EVENTS)
    return world


def bring(world: World, content: str) -> None:
    question = {"file_name": "events.csv", "content": content}
    perform("analytics.event_import", question, world.context())


def begin(world: World, **more: object) -> str:
    return str(perform("launch.deprecation_start", OLD | more, world.context()).model_dump()["ref"])


def test_a_start_is_told_with_everybody_it_hits(used: World) -> None:
    claim = claim_of(used.context(), "launch.deprecation_start", **OLD)
    beside = "1 account that is not on record and 1 person without an account used it too"
    assert claim is not None and claim.right == "DRe5"
    assert claim.reach == Reach(arr_minor=500_000_00, accounts=2, reason=beside)
    assert claim.words == (
        "Card export as PDF is taken away",
        "Notice on 2026-10-15, end on 2027-02-01: 109 days to move on",
        "Instead: Export as CSV",
        "Use is told by the events pdf_opened, pdf_sent",
        "Used in the 91 days up to 2026-09-23 by A4 Account 4, A1 Account 1",
        f"ARR touched: EUR 500,000 in 2 accounts; {beside}",
    )


def test_what_nobody_uses_any_more_hits_nobody(used: World) -> None:
    claim = claim_of(used.context(), "launch.deprecation_start", **OLD | {"events": ["csv_opened"]})
    assert claim is not None and claim.reach == Reach(0, 0)
    assert claim.words[-1] == "ARR touched: EUR 0 in 0 accounts"


def test_without_recorded_usage_the_reach_is_unknown(world: World) -> None:
    claim = claim_of(world.context(), "launch.deprecation_start", **OLD)
    assert claim is not None
    assert claim.reach == Reach(None, None, reason="no usage events have been imported")
    assert claim.words[-1] == "Accounts and ARR touched: unknown, because no usage events have been imported"


def test_people_without_any_account_leave_the_reach_unknown(used: World) -> None:
    bring(
        used, "person_id,event,ts\nP7,gif_opened,2026-09-22T10:00:00Z\nP8,gif_opened,2026-09-22T10:00:00Z\n"
    )
    claim = claim_of(used.context(), "launch.deprecation_start", **OLD | {"events": ["gif_opened"]})
    assert claim is not None and claim.reach == Reach(
        None, None, reason="2 people without an account used it, and nobody of an account on record"
    )


def test_an_approval_holds_while_about_as_many_use_it(used: World) -> None:
    first = claim_of(used.context(), "launch.deprecation_start", **OLD)
    bring(used, "person_id,account_id,event,ts\nP3,A3,pdf_sent,2026-09-23T12:00:00Z\n")
    three = claim_of(used.context(), "launch.deprecation_start", **OLD)
    bring(used, "person_id,account_id,event,ts\nP2,A2,pdf_sent,2026-09-23T12:00:00Z\n")
    four = claim_of(used.context(), "launch.deprecation_start", **OLD)
    assert first and three and four
    assert [one.reach.accounts for one in (first, three, four)] == [2, 3, 4]
    assert first.state == three.state != four.state


def test_under_few_gates_a_small_one_starts_at_once_and_is_listed(used: World) -> None:
    Account.objects.update(arr_minor=100_00)
    assert begin(used) == "DP-1"
    (found,) = ask("launch.deprecation_list", {}, used.context("viewer")).rows
    assert (found.id, found.state, found.notice_on, found.ends_on, found.accounts_at_start, found.started_by) == (
        "DP-1", "planned", date(2026, 10, 15), date(2027, 2, 1), 2, "Pia Manager",
    )  # fmt: skip
    assert (found.accounts.value, found.accounts.unit, found.arr.value, found.arr.unit) == (
        2, "accounts", 200, "EUR a year",
    )  # fmt: skip
    assert found.accounts.as_of == datetime(2026, 9, 23, 10, tzinfo=UTC)
    assert [one.id for one in found.affected] == ["A1", "A4"]


def test_under_few_gates_a_large_one_waits_for_the_director(used: World) -> None:
    waits = pended(used, "launch.deprecation_start", **OLD)
    assert (waits.right, waits.needs) == ("DRe5", ["Director or executive"])
    assert Deprecation.objects.count() == 0


def test_under_many_gates_it_waits_for_the_director_and_support(used: World) -> None:
    formal(used)
    waits = pended(used, "launch.deprecation_start", **OLD)
    assert waits.needs == ["Director, VP or executive", "Support"]
    agreed(used, waits.approval, "contributor")
    assert Deprecation.objects.count() == 0
    agreed(used, waits.approval, "product_lead")
    found = Deprecation.objects.get()
    assert (found.feature, found.started_by) == ("Card export as PDF", used.users["product_manager"])


def test_an_approval_is_overtaken_when_another_started_it(used: World) -> None:
    formal(used)
    waits = pended(used, "launch.deprecation_start", **OLD)
    Deprecation.objects.create(
        workspace=used.workspace, ref="DP-1", feature="card export as pdf", notice_on=NOW, ends_on=NOW, guide="",
        alternative="", started_by=used.users["owner"],
    )  # fmt: skip
    with pytest.raises(Stale):
        agreed(used, waits.approval, "contributor")
    assert Deprecation.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"ends_on": "2027-01-12"}, "customers get 89 days between notice and end, and they are promised 90"),
        ({"notice_on": "2026-09-29"}, "2026-09-29 is over"),
        ({"events": ["pdf_opened", "pdf_opend"]}, "no event 'pdf_opend' was ever recorded"),
        ({"events": []}, "events"),
    ],
)
def test_what_customers_cannot_rely_on_is_refused(used: World, more: dict[str, object], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        begin(used, **more)
    assert Deprecation.objects.count() == 0


def test_the_promised_notice_is_a_setting(used: World, settings) -> None:  # type: ignore[no-untyped-def]
    Account.objects.update(arr_minor=100_00)
    settings.DEPRECATION_NOTICE_DAYS = 30
    assert begin(used, ends_on="2026-11-14") == "DP-1"
    with pytest.raises(Conflict, match="is on its way out already, in DP-1"):
        begin(used)


def test_it_is_announced_and_ended_on_its_days_and_never_before(used: World) -> None:
    Account.objects.update(arr_minor=100_00)
    begin(used)

    def advance(on: datetime) -> str:
        context = used.context(now=on)
        perform("launch.deprecation_advance", {"ref": "DP-1"}, context)
        return Deprecation.objects.get().state

    with pytest.raises(Invalid, match="DP-1 can be announced from 2026-10-15 on"):
        advance(NOW)
    # Already the fifteenth in Berlin.
    assert advance(datetime(2026, 10, 14, 22, 30, tzinfo=UTC)) == "announced"
    with pytest.raises(Invalid, match="DP-1 can be ended from 2027-02-01 on"):
        advance(NOW + timedelta(days=30))
    assert advance(datetime(2027, 2, 1, 12, tzinfo=UTC)) == "ended"
    with pytest.raises(NotFound, match="DP-1 has ended"):
        advance(datetime(2027, 2, 2, 12, tzinfo=UTC))


def test_only_deciders_start_and_another_workspace_sees_nothing(used: World) -> None:
    with pytest.raises(Refused):
        perform("launch.deprecation_start", OLD, used.context("engineer"))
    Account.objects.update(arr_minor=100_00)
    begin(used)
    assert ask("launch.deprecation_list", {}, used.context_elsewhere()).rows == []
    with pytest.raises(NotFound):
        perform("launch.deprecation_advance", {"ref": "DP-1"}, used.context_elsewhere())


def test_the_first_to_end_is_in_front_page_by_page(used: World) -> None:
    Account.objects.update(arr_minor=100_00)
    for name, ends in (("A", "2027-03-01"), ("B", "2027-02-01"), ("C", "2027-03-01")):
        begin(used, feature=name, ends_on=ends)

    def ids(**question: object) -> list[str]:
        return [one.id for one in ask("launch.deprecation_list", question, used.context()).rows]

    assert (ids(), ids(limit=2), ids(limit=2, after="DP-1")) == (
        ["DP-2", "DP-1", "DP-3"], ["DP-2", "DP-1"], ["DP-3"],
    )  # fmt: skip
    assert (ids(state="planned"), ids(state="ended")) == (["DP-2", "DP-1", "DP-3"], [])


def test_unknown_revenue_is_said_and_not_taken_for_none(used: World) -> None:
    Account.objects.update(arr_minor=None)
    Account.objects.filter(ref="A1").update(arr_minor=100_00)
    begin(used)
    (found,) = ask("launch.deprecation_list", {}, used.context()).rows
    assert (found.arr.value, found.arr.reason) == (100, "the ARR of 1 of 2 accounts is unknown")
    Account.objects.update(arr_minor=None)
    (found,) = ask("launch.deprecation_list", {}, used.context()).rows
    assert (found.arr.value, found.arr.reason) == (None, "the ARR of 2 of 2 accounts is unknown")
