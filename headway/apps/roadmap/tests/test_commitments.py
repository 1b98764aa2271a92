"""Promises to accounts (DRe4): what they stand on, how much the account weighs, and how they end."""

from datetime import date, timedelta
from typing import Any

import pytest

from headway.apps.discovery.models import Account
from headway.apps.discovery.tests.rights import agree, claimed, formal, pending
from headway.apps.roadmap.models import Commitment
from headway.apps.roadmap.tests.evidence import build, freeze
from headway.core.errors import Conflict, Invalid, NotFound, Refused, Stale
from headway.core.gate import Reach
from headway.core.models import Activity, Workspace
from headway.core.perform import ask, perform
from tests.world import NOW, World

MAKE, SETTLE = "roadmap.commitment_make", "roadmap.commitment_settle"


@pytest.fixture
def promised(world: World) -> World:
    """Acme pays EUR 150,000, Bolt 30,000, Cog 9,000, Dot nobody knows what; PL-1 is frozen."""
    build(world)
    freeze(world)
    for ref, arr in (("COG", 9_000_00), ("DOT", None)):
        Account.objects.create(workspace=world.workspace, ref=ref, name=ref.capitalize(), arr_minor=arr)
    return world


def question(**more: Any) -> dict[str, Any]:
    return {"account": "ACME", "obligation": "Item B for all", "due": "2027-03-31", "initiative": "B"} | more


def test_it_claims_the_account_what_it_stands_on_and_that_it_is_strategic(promised: World) -> None:
    claim = claimed(promised, MAKE, **question(contract="MSA 12, annex 3"))
    assert (claim.right, claim.subject) == ("DRe4", Account.objects.get(ref="ACME"))
    assert claim.words == (
        "Promises Acme (ACME) by 2027-03-31: Item B for all",
        "Stands on B Item B, planned to finish in 2027-Q1, in time",
        "Written in: MSA 12, annex 3",
        "Acme pays EUR 150,000 a year, 79.4% of the known ARR: a strategic account",
    )
    assert claim.reach == Reach(150_000_00, 1, 3)


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"due": "2027-03-30"}, "Stands on B Item B, planned to finish in 2027-Q1, which may be too late"),
        ({"due": "2026-12-31"}, "Stands on B Item B, which no baseline has by then"),
        ({"initiative": ""}, "No initiative stands behind it"),
    ],
)
def test_it_tells_whether_the_baseline_keeps_it(promised: World, more: dict[str, str], line: str) -> None:
    assert claimed(promised, MAKE, **question(**more)).words[1] == line


def test_a_small_account_is_no_strategic_one_and_an_unknown_one_may_be(promised: World) -> None:
    small = claimed(promised, MAKE, **question(account="COG"))
    assert small.words[-1] == "Cog pays EUR 9,000 a year, 4.8% of the known ARR: no strategic account"
    unknown = claimed(promised, MAKE, **question(account="DOT"))
    assert unknown.words[-1] == "What Dot pays is unknown, so it may be a strategic account"
    assert unknown.reach == Reach(None, 1, 3, reason="no ARR is known for 1 account")


def test_in_a_startup_the_owner_promises_at_once_and_a_product_manager_asks_first(promised: World) -> None:
    perform(MAKE, question(), promised.context("owner"))
    waiting = pending(promised, MAKE, **question(account="BOLT"))
    assert (waiting.right, waiting.needs) == ("DRe4", ["Director or executive"])
    assert agree(promised, waiting.approval, "product_lead")["status"] == "done"
    made = Commitment.objects.order_by("id").values_list("ref", "account__ref", "owner__name")
    assert list(made) == [("CM-1", "ACME", "Olga Owner"), ("CM-2", "BOLT", "Pia Manager")]


def test_in_an_enterprise_a_strategic_promise_needs_vp_engineering_and_legal(promised: World) -> None:
    formal(promised)
    waiting = pending(promised, MAKE, **question())
    assert waiting.needs == ["VP or executive", "Engineering", "Legal or finance"]
    told = agree(promised, waiting.approval, "owner", "engineer")
    assert (told["status"], told["still_needed"]) == ("waiting", ["Legal or finance"])
    assert not Commitment.objects.exists()
    assert agree(promised, waiting.approval, "analyst")["status"] == "done"
    assert Commitment.objects.get().owner == promised.users["product_manager"]


def test_a_waiting_promise_is_stale_once_the_account_pays_otherwise(promised: World) -> None:
    waiting = pending(promised, MAKE, **question(account="COG"))
    Account.objects.filter(ref="COG").update(arr_minor=900_000_00)
    with pytest.raises(Stale):
        agree(promised, waiting.approval, "product_lead")
    assert not Commitment.objects.exists()


def test_the_ledger_lists_them_by_day_and_counts_what_is_late(promised: World) -> None:
    owner = promised.context("owner")
    perform(MAKE, question(owner="engineer@lumen.test"), owner)
    perform(MAKE, question(account="BOLT", due="2026-10-01", initiative=""), owner)
    later = promised.context(now=NOW + timedelta(days=2))
    found = ask("roadmap.commitment_list", {}, later).model_dump()
    assert (found["open"], found["overdue"]) == (2, 1)
    assert [(one["id"], one["overdue"], one["standing"]) for one in found["rows"]] == [
        ("CM-2", True, "No initiative stands behind it"),
        ("CM-1", False, "Stands on B Item B, planned to finish in 2027-Q1, in time"),
    ]
    acme = found["rows"][1]
    assert (acme["owner"], acme["arr_minor"], acme["arr_share"]) == (
        "Egon Engineer", 150_000_00, pytest.approx(150 / 189),
    )  # fmt: skip
    assert acme["due"] == date(2027, 3, 31)


def test_the_ledger_is_filtered_and_paged(promised: World) -> None:
    owner = promised.context("owner")
    for account, due in (("ACME", "2027-01-01"), ("BOLT", "2027-01-01"), ("ACME", "2026-12-01")):
        perform(MAKE, question(account=account, due=due), owner)

    def refs(**filters: Any) -> list[str]:
        return [one["id"] for one in ask("roadmap.commitment_list", filters, owner).model_dump()["rows"]]

    assert (refs(account="ACME"), refs(state="kept"), refs(overdue=True)) == (["CM-3", "CM-1"], [], [])
    first = ask("roadmap.commitment_list", {"limit": 2}, owner).model_dump()
    assert ([one["id"] for one in first["rows"]], refs(after=first["next"])) == (["CM-3", "CM-1"], ["CM-2"])
    assert ask("roadmap.commitment_list", {}, promised.context_elsewhere()).model_dump()["rows"] == []


def test_a_promise_is_settled_once_with_who_and_why(promised: World) -> None:
    perform(MAKE, question(), promised.context("owner"))
    perform(
        SETTLE, {"ref": "CM-1", "state": "released", "note": "Acme no longer needs it"}, promised.context()
    )
    row = ask("roadmap.commitment_list", {"state": "released"}, promised.context()).model_dump()["rows"][0]
    assert (row["settled_by"], row["note"], row["standing"]) == ("Pia Manager", "Acme no longer needs it", "")
    entry = Activity.objects.get(action=SETTLE)
    assert entry.changes == {"state": {"before": "open", "after": "released"}}
    with pytest.raises(Conflict, match="CM-1 is released already"):
        perform(SETTLE, {"ref": "CM-1", "state": "kept"}, promised.context())


@pytest.mark.parametrize("state", ["broken", "released"])
def test_one_that_was_not_kept_needs_a_note(promised: World, state: str) -> None:
    perform(MAKE, question(), promised.context("owner"))
    with pytest.raises(Invalid, match=f"Field note: say how CM-1 came to be {state}"):
        perform(SETTLE, {"ref": "CM-1", "state": state, "note": " "}, promised.context())
    assert Commitment.objects.get().state == "open"


@pytest.mark.parametrize(
    ("wrong", "error", "sentence"),
    [
        ({"account": "NONE"}, NotFound, "No account 'NONE'"),
        ({"initiative": "NONE"}, NotFound, "No initiative 'NONE'"),
        ({"due": "2026-09-29"}, Invalid, "Field due: 2026-09-29 is over"),
        ({"owner": "nobody@lumen.test"}, Invalid, "Field owner: 'nobody@lumen.test' is no member"),
    ],
)
def test_a_promise_that_cannot_be_is_refused_and_leaves_nothing(
    promised: World, wrong: dict[str, str], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        perform(MAKE, question(**wrong), promised.context("owner"))
    assert not Commitment.objects.exists()


def test_a_day_is_over_and_a_promise_late_by_the_clock_of_the_workspace(promised: World) -> None:
    Workspace.objects.filter(pk=promised.workspace.pk).update(time_zone="Pacific/Auckland")
    evening = NOW.replace(hour=8)
    perform(MAKE, question(due="2026-09-30"), promised.context("owner", now=evening))
    with pytest.raises(Invalid, match="Field due: 2026-09-30 is over"):
        perform(MAKE, question(due="2026-09-30"), promised.context("owner"))
    listed = ask("roadmap.commitment_list", {}, promised.context()).model_dump()
    assert ([row["overdue"] for row in listed["rows"]], listed["overdue"]) == ([True], 1)


def test_an_engineer_may_not_promise(promised: World) -> None:
    with pytest.raises(Refused):
        perform(MAKE, question(), promised.context("engineer"))
