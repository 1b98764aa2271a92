"""The inbox, one approval, the rights: what a person sees and may do there."""

from headway.apps.governance.models import Approval, Delegation, RightsPolicy
from headway.apps.governance.tests.test_gate import asked, formal
from headway.core.perform import ask, perform
from headway.core.roles import Role
from headway.engine.rights.catalogue import ROLES
from tests.world import World


def text(world: World, role: str, address: str) -> str:
    response = world.client(role).get(f"/w/lumen/{address}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_inbox_of_whoever_may_decide_has_it_and_of_others_not(world: World) -> None:
    ref = asked(formal(world))
    assert f"/w/lumen/approvals/{ref}/" in text(world, "owner", "approvals/")
    assert "Nothing waits for you" in text(world, "engineer", "approvals/")
    assert f"/w/lumen/approvals/{ref}/" in text(world, "admin", "approvals/?which=asked")


def test_a_form_that_needs_approval_leads_to_where_it_waits(world: World) -> None:
    formal(world)
    form = {"profile": "startup", "next": "/w/lumen/rights/"}
    response = world.client("admin").post("/w/lumen/do/governance.policy_adopt/", form, follow=True)
    assert response.redirect_chain == [("/w/lumen/approvals/AP-1/", 303)]
    assert "Not done yet" in response.content.decode()
    assert RightsPolicy.objects.count() == 1


def test_one_approves_on_its_page(world: World) -> None:
    ref = asked(formal(world))
    assert "Approve this change" in text(world, "owner", f"approvals/{ref}/")
    assert "Approve this change" not in text(world, "admin", f"approvals/{ref}/")
    for role in ("owner", "product_lead"):
        form = {"ref": ref, "next": f"/w/lumen/approvals/{ref}/"}
        world.client(role).post("/w/lumen/do/governance.approval_give/", form)
    assert Approval.objects.get().status == "done"
    assert "Lena Lead agreed" in text(world, "viewer", f"approvals/{ref}/")


def test_another_workspace_does_not_find_it(world: World) -> None:
    ref = asked(formal(world))
    world.client("owner").logout()
    client = world.client("owner")
    client.force_login(world.outsider)
    assert client.get(f"/w/lumen/approvals/{ref}/").status_code == 404
    assert client.get(f"/w/elsewhere/approvals/{ref}/").status_code == 404


def test_the_rights_say_who_and_what_another_profile_would_change(world: World) -> None:
    page = text(world, "viewer", "rights/?profile=enterprise")
    assert "Olga Owner" in page and "Put it in force" not in page
    assert "What the profile Enterprise would change" in page
    assert "Put it in force" in text(world, "owner", "rights/?profile=enterprise")


def test_explained_before_it_is_done(world: World) -> None:
    formal(world)
    question = {"action": "governance.policy_adopt", "question": {"profile": "startup"}}
    told = ask("governance.right_explain", question, world.context("admin")).model_dump()
    assert (told["outcome"], told["right"]) == ("needs_approval", "POL")
    assert [step["people"] for step in told["needs"]] == [["Olga Owner"], ["Lena Lead", "Anna Analyst"]]
    assert told["may_decide"] == ["Olga Owner"]
    other = question | {"member": "engineer@lumen.test"}
    assert ask("governance.right_explain", other, world.context()).model_dump()["outcome"] == "refused"
    assert not Approval.objects.exists()


def test_a_lent_position_counts_for_its_days_only_and_is_not_lent_on(world: World) -> None:
    ref = asked(formal(world))
    days = {"starts": "2026-09-30", "ends": "2026-09-30"}
    lent = {"to": "engineer@lumen.test", "positions": ["executive"], **days}
    perform("governance.delegation_save", lent, world.context("owner"))
    detail = ask("governance.approval_detail", {"ref": ref}, world.context("engineer")).model_dump()
    assert detail["may_vote"] is True and detail["steps"][0]["people"] == ["Olga Owner", "Egon Engineer"]
    Delegation.objects.update(ends="2026-09-29")
    detail = ask("governance.approval_detail", {"ref": ref}, world.context("engineer")).model_dump()
    assert detail["may_vote"] is False


def test_the_list_takes_as_few_queries_for_thirty_as_for_one(
    world: World, django_assert_max_num_queries: object
) -> None:
    formal(world)
    for _ in range(30):
        asked(world)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        found = ask("governance.approval_list", {"which": "to_decide"}, world.context("owner")).model_dump()
    assert (found["total"], found["to_decide"]) == (30, 30)


def test_the_rules_know_the_same_roles_as_the_product() -> None:
    assert set(ROLES) == {role.value for role in Role}


def test_what_waits_is_shown_as_text_whatever_is_in_it(world: World) -> None:
    rule = {"group": "<script>alert(1)</script>", "role": "viewer", "positions": ["legal"]}
    ref = perform("identity.group_rule_save", rule, world.context("admin")).model_dump()["approval"]
    shown = world.client("owner").get(f"/w/lumen/approvals/{ref}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert(1)" not in shown
