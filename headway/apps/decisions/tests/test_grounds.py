"""What decisions stand on and risks threaten: any record that has a name for everybody, and no other."""

from typing import Any

import pytest
from django.test import Client

from headway.apps.decisions.tests.scene import act, enterprise, opened
from headway.apps.discovery.models import Account
from headway.apps.governance.models import Approval
from headway.apps.privacy.models import SubjectRequest
from headway.apps.roadmap.models import Commitment
from headway.core.errors import NotFound
from headway.core.perform import ask
from tests.world import NOW, World


def test_a_record_is_named_by_what_its_kind_is_called_by(world: World) -> None:
    own = {"workspace": world.workspace, "created_at": NOW}
    account = Account.objects.create(ref="A-1", name="Acme", **own)
    Commitment.objects.create(
        ref="CM-1",
        account=account,
        obligation="Ship the export",
        due=NOW.date(),
        owner=world.users["owner"],
        **own,
    )
    opened(world, evidence=["CM-1", "A-1"])
    detail: Any = ask("decisions.decision_detail", {"ref": "DEC-1"}, world.context("viewer"))
    assert [(one.ref, one.title) for one in detail.evidence] == [("A-1", "Acme"), ("CM-1", "Ship the export")]


def test_what_not_everybody_may_see_is_no_ground_and_is_not_told_apart_from_what_does_not_exist(
    world: World,
) -> None:
    SubjectRequest.objects.create(workspace=world.workspace, ref="SR-1", task="export", why="Asked by mail")
    for ref in ("SR-1", "privacy.subjectrequest:SR-1", "SR-2"):
        with pytest.raises(NotFound, match=f"No record '{ref}' in this workspace"):
            opened(world, evidence=[ref])


@pytest.mark.parametrize("amount", ["nan", "inf", "a lot"])
def test_an_amount_that_is_no_number_is_refused_in_one_sentence(world: World, amount: str) -> None:
    client: Client = world.client("product_manager")
    form = {"kind": "budget", "title": "Tools", "rationale": "We need them", "amount": amount}
    answer = client.post("/w/lumen/decisions/form/request_make/", form)
    assert answer.status_code == 422
    assert f"Field amount: &#x27;{amount}&#x27; is not a number." in answer.content.decode()


def test_an_approver_reads_only_what_an_estimate_changes_and_in_the_units_it_has(world: World) -> None:
    enterprise(world)
    threat = {"p10": 1, "p50": 10, "p90": 20}
    likely = {"p10": 0.5, "p50": 0.9, "p90": 1}
    act(world, "risk_save", title="It slips", impact=threat, impact_unit="person_weeks", probability=likely)
    act(world, "risk_save", ref="RSK-1", impact_unit="person_weeks", impact={"p10": 0, "p50": 1, "p90": 2})
    assert Approval.objects.get().words[1:] == [
        "Impact: 1 to 10 to 20 becomes 0 to 1 to 2",
        "It is significant: its expected loss is 9 person-weeks, the limit 6 person-weeks",
    ]
