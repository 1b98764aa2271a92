"""A change under a decision right is done, refused, or waits for those whom the policy names."""

from datetime import timedelta

import pytest

from headway.apps.governance.models import Approval, RightsPolicy, Vote
from headway.apps.governance.policies import profile_text
from headway.apps.governance.tests.waiting import approval_there
from headway.apps.governance.timers import escalate
from headway.core.access import rows
from headway.core.errors import Invalid, Refused, Stale
from headway.core.models import Activity, Membership
from headway.core.perform import ask, perform
from tests.world import NOW, World

FORMAL = {"profile": "enterprise", "reason": "We have to answer to auditors"}


def position(world: World, role: str, *names: str) -> None:
    Membership.objects.filter(workspace=world.workspace, user=world.users[role]).update(positions=list(names))


def formal(world: World) -> World:
    """The enterprise policy in force, with somebody for every position that a change of it needs."""
    perform("governance.policy_adopt", FORMAL, world.context("owner"))
    position(world, "analyst", "security")
    return world


def asked(world: World, role: str = "admin", **question: str) -> str:
    """A change of the policy that has to wait; gives its approval's ref."""
    answer = perform("governance.policy_adopt", {"profile": "startup"} | question, world.context(role))
    return str(answer.model_dump()["approval"])


def last(world: World) -> Activity:
    found = rows(Activity, world.context()).order_by("-sequence").first()
    assert found
    return found


def test_the_first_policy_lets_the_owner_decide_at_once(world: World) -> None:
    perform("governance.policy_adopt", FORMAL, world.context("owner"))
    assert RightsPolicy.objects.get().profile == "enterprise"
    assert (last(world).outcome, last(world).changes["right"]) == ("done", "POL")
    assert last(world).changes["decided_as"] == "executive"


def test_a_change_that_needs_others_waits_and_changes_nothing(world: World) -> None:
    ref = asked(formal(world))
    approval = Approval.objects.get(ref=ref)
    assert approval.payload == {"profile": "startup"}
    assert [step["label"] for step in approval.steps] == ["Executive", "Director, VP, security or legal"]
    assert RightsPolicy.objects.count() == 1
    assert (last(world).action, last(world).outcome) == ("governance.policy_adopt", "pending")
    assert approval.words and approval.requester == world.users["admin"]
    assert approval.title == "Adopt policy Lumen"


def test_with_the_last_agreement_it_is_carried_out_once_with_every_name_on_it(world: World) -> None:
    ref = asked(formal(world))
    perform("governance.approval_give", {"ref": ref}, world.context("analyst"))
    assert RightsPolicy.objects.count() == 1
    given = perform("governance.approval_give", {"ref": ref}, world.context("owner")).model_dump()
    assert given == {"ref": ref, "status": "done", "still_needed": []}
    assert RightsPolicy.objects.count() == 2
    carried = rows(Activity, world.context()).get(action="governance.policy_adopt", channel="approval")
    assert carried.changes["requested_by"] == str(world.users["admin"].pk)
    assert carried.changes["approved_by"] == [str(world.users[name].pk) for name in ("analyst", "owner")]
    assert carried.outcome == "done"
    with pytest.raises(Invalid, match=f"{ref} is closed already"):
        perform("governance.approval_give", {"ref": ref}, world.context("owner"))
    assert RightsPolicy.objects.count() == 2


def test_an_approval_asked_for_under_another_policy_is_refused(world: World) -> None:
    rule = {"group": "Legal", "role": "viewer", "positions": ["legal"]}
    ref = perform("identity.group_rule_save", rule, world.context("admin")).model_dump()["approval"]
    perform("governance.policy_adopt", {"profile": "startup"}, world.context("owner"))
    with pytest.raises(Stale, match="policy"):
        perform("governance.approval_give", {"ref": ref}, world.context("owner"))
    assert Approval.objects.get(ref=ref).votes.count() == 0
    assert not rows(Membership, world.context()).filter(positions=["legal"]).exists()
    assert rows(Activity, world.context()).filter(action="identity.group_rule_save").count() == 1


def test_nobody_approves_what_they_asked_for(world: World) -> None:
    formal(world)
    position(world, "admin", "executive", "security", "legal")
    perform("governance.policy_adopt", {"profile": "startup"}, world.context("admin"))
    with pytest.raises(Refused, match="Whoever asks for a change cannot vote on it"):
        perform("governance.approval_give", {"ref": "AP-1"}, world.context("admin"))
    assert not Vote.objects.exists() and last(world).outcome == "refused"


def test_one_person_with_both_positions_stands_for_one_agreement(world: World) -> None:
    ref = asked(formal(world))
    position(world, "owner", "security")
    left = perform("governance.approval_give", {"ref": ref}, world.context("owner")).model_dump()
    assert left["still_needed"] != [] and RightsPolicy.objects.count() == 1


def test_whoever_holds_no_position_has_no_say(world: World) -> None:
    ref = asked(formal(world))
    for role in ("engineer", "viewer", "product_manager"):
        with pytest.raises(Refused):
            perform("governance.approval_give", {"ref": ref}, world.context(role))
        with pytest.raises(Refused):
            perform("governance.approval_refuse", {"ref": ref, "note": "No"}, world.context(role))
    assert Approval.objects.get().status == "waiting"


def test_an_approval_of_what_has_moved_on_is_refused_and_logged(world: World) -> None:
    ref = asked(formal(world))
    perform("governance.approval_give", {"ref": ref}, world.context("analyst"))
    RightsPolicy.objects.create(
        workspace=world.workspace, ref="RP-2", version=2, profile="enterprise", reason="",
        text=RightsPolicy.objects.get().text, adopted_by=world.users["owner"],
    )  # fmt: skip
    with pytest.raises(Stale, match="have moved on since it was asked for"):
        perform("governance.approval_give", {"ref": ref}, world.context("owner"))
    assert RightsPolicy.objects.count() == 2 and Vote.objects.count() == 1
    assert (last(world).action, last(world).outcome) == ("governance.approval_give", "refused")
    detail = ask("governance.approval_detail", {"ref": ref}, world.context("owner")).model_dump()
    assert "moved on" in detail["stale_because"]


def test_whoever_asked_must_still_belong_here(world: World) -> None:
    ref = asked(formal(world))
    perform("governance.approval_give", {"ref": ref}, world.context("analyst"))
    Membership.objects.filter(user=world.users["admin"]).delete()
    with pytest.raises(Stale, match="is no member here any more"):
        perform("governance.approval_give", {"ref": ref}, world.context("owner"))


def test_a_refusal_closes_it_with_the_reason(world: World) -> None:
    ref = asked(formal(world))
    perform(
        "governance.approval_refuse", {"ref": ref, "note": "Not before the audit"}, world.context("owner")
    )
    approval = Approval.objects.get()
    assert (approval.status, approval.closing_note) == ("refused", "Not before the audit")
    assert RightsPolicy.objects.count() == 1


def test_only_whoever_asked_withdraws(world: World) -> None:
    ref = asked(formal(world))
    with pytest.raises(Refused, match="Only whoever asked"):
        perform("governance.approval_withdraw", {"ref": ref}, world.context("owner"))
    perform("governance.approval_withdraw", {"ref": ref}, world.context("admin"))
    assert Approval.objects.get().status == "withdrawn"


def test_a_change_that_nobody_could_approve_is_refused_with_what_to_do(world: World) -> None:
    perform("governance.policy_adopt", FORMAL, world.context("owner"))
    Membership.objects.filter(user=world.users["product_lead"]).delete()
    with pytest.raises(
        Refused, match="nobody else here could agree as Director, VP, security or legal; an admin"
    ):
        perform("governance.policy_adopt", {"profile": "startup"}, world.context("admin"))
    assert not Approval.objects.exists()


def test_a_change_that_cannot_work_is_refused_at_once_and_never_waits(world: World) -> None:
    formal(world)
    with pytest.raises(Invalid, match=r"^Field text: "):
        perform("governance.policy_adopt", {"text": "format: 1\nprofile: [broken"}, world.context("admin"))
    assert not Approval.objects.exists() and RightsPolicy.objects.count() == 1


def test_the_same_request_with_the_same_key_waits_once(world: World) -> None:
    formal(world)
    question = {"profile": "startup"}
    first, second = (
        perform("governance.policy_adopt", question, world.context("admin"), "k1") for _ in range(2)
    )
    assert first == second and Approval.objects.count() == 1


def test_what_waits_too_long_is_passed_on(world: World) -> None:
    patient = profile_text("enterprise").replace(
        "[director, vp, security, legal]}\n",
        "[director, vp, security, legal]}\n        escalate: [{to: finance, after_days: 3}]\n",
    )
    perform("governance.policy_adopt", {"text": patient}, world.context("owner"))
    ref = asked(world)
    with pytest.raises(Invalid, match="AP-1 is not due to be escalated"):
        perform("governance.approval_escalate", {"ref": ref}, world.context("admin"))
    late = world.context("admin", now=NOW + timedelta(days=3))
    perform("governance.approval_escalate", {"ref": ref}, late)
    labels = [step["label"] for step in Approval.objects.get().steps]
    assert labels == [
        "Executive, after 3 days also finance",
        "Director, VP, security or legal, after 3 days also finance",
    ]


def test_nobody_further_up_stands_in_for_legal(world: World) -> None:
    strict = profile_text("enterprise").replace(
        "approve: {one_of: [director, vp, security, legal]}\n",
        "approve: {one_of: [legal]}\n        escalate: [{to: director, after_days: 3}]\n",
    )
    position(world, "analyst", "legal")
    perform("governance.policy_adopt", {"text": strict}, world.context("owner"))
    ref = asked(world)
    late = world.context("admin", now=NOW + timedelta(days=3))
    perform("governance.approval_escalate", {"ref": ref}, late)
    assert [step["positions"] for step in Approval.objects.get().steps] == [
        ["director", "executive"],
        ["legal"],
    ]


def test_two_agreements_need_two_others(world: World) -> None:
    perform("governance.policy_adopt", FORMAL, world.context("owner"))
    position(world, "owner", "security")
    Membership.objects.filter(user=world.users["product_lead"]).delete()
    with pytest.raises(Refused, match="nobody else here could agree as"):
        perform("governance.policy_adopt", {"profile": "startup"}, world.context("admin"))


def test_the_timer_escalates_by_itself_what_is_due(world: World) -> None:
    ref = approval_there(world, late=True)["ref"]
    assert (escalate(), escalate()) == (1, 0)
    assert Approval.objects.get(ref=ref).escalated == 1
    assert (last(world).action, last(world).channel) == ("governance.approval_escalate", "job")


def test_whoever_may_not_even_ask_is_refused_and_nothing_waits(world: World) -> None:
    closed = profile_text("enterprise").replace(
        "[director, vp, security, legal]}\n",
        "[director, vp, security, legal]}\n        request: [executive]\n",
    )
    perform("governance.policy_adopt", {"text": closed}, world.context("owner"))
    with pytest.raises(Refused, match="Only executive may ask for"):
        perform("governance.policy_adopt", {"profile": "startup"}, world.context("admin"))
    assert not Approval.objects.exists() and RightsPolicy.objects.count() == 1
