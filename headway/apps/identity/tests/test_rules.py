"""Rules bring people in, change what they gave and take it back, and leave what people decided alone."""

import pytest
from django.test import Client
from pydantic import BaseModel

from headway.apps.identity.joining import join_by_rules, may_join
from headway.apps.identity.models import GroupRule, ScimGroup
from headway.core.audit.verifying import verify
from headway.core.errors import Invalid, Refused
from headway.core.gate import Pending
from headway.core.models import Activity, Membership, User
from headway.core.perform import ask, perform
from tests.world import NOW, World


def rule(world: World, name: str, by: str = "admin", **question: object) -> BaseModel:
    return perform(f"identity.{name}", question, world.context(by))


def newcomer(email: str = "nora@lumen.test") -> User:
    return User.objects.create_user(email, name="Nora New")


def places(user: User) -> list[tuple[str, str, list[str], str]]:
    return [
        (one.workspace.slug, one.role, one.positions, one.source.partition(":")[0])
        for one in Membership.objects.filter(user=user).order_by("workspace__slug")
    ]


def last_row(world: World) -> Activity:
    return Activity.objects.filter(workspace=world.workspace).order_by("-sequence").first()


def test_a_domain_rule_opens_the_workspace_to_its_domain_only(world: World) -> None:
    assert not may_join("nora@lumen.test")
    rule(world, "domain_rule_save", domain="Lumen.Test", role="analyst")
    assert may_join("nora@LUMEN.test") and not may_join("nora@sub.lumen.test") and not may_join("lumen.test")
    nora = newcomer()
    made = join_by_rules(nora, [], NOW)
    assert places(nora) == [("lumen", "analyst", [], "rule")] and [one.role for one in made] == ["analyst"]
    row = last_row(world)
    assert (row.action, row.actor, row.channel) == ("identity.rule_apply", nora, "web")
    assert row.changes["role"] == {"before": None, "after": "analyst"}
    assert row.changes["user"] == str(nora.pk)
    assert verify(world.workspace).broken_at is None


def test_joining_again_changes_and_logs_nothing(world: World) -> None:
    rule(world, "domain_rule_save", domain="lumen.test")
    nora = newcomer()
    join_by_rules(nora, [], NOW)
    before = Activity.objects.count()
    join_by_rules(nora, [], NOW)
    assert Activity.objects.count() == before


def test_the_strongest_role_and_all_positions_of_the_groups_hold(world: World) -> None:
    by = "owner"
    rule(world, "group_rule_save", by, group="Product", role="product_manager", positions=["director"])
    rule(world, "group_rule_save", by, group="Legal", role="viewer", positions=["compliance_officer"])
    nora = newcomer()
    join_by_rules(nora, ["Legal", "Product", "Unheard of"], NOW)
    assert places(nora) == [("lumen", "product_manager", ["compliance_officer", "director"], "rule")]
    join_by_rules(nora, ["Legal"], NOW)
    assert places(nora) == [("lumen", "viewer", ["compliance_officer"], "rule")]
    join_by_rules(nora, [], NOW)
    assert places(nora) == []
    row = last_row(world)
    assert row.changes["role"] == {"before": "viewer", "after": None}


def test_positions_for_a_group_wait_for_whoever_may_change_the_rights(world: World) -> None:
    admin = world.users["admin"]
    ScimGroup.objects.create(name="Product").members.add(admin)
    asked = rule(world, "group_rule_save", group="Product", role="admin", positions=["director", "executive"])
    assert isinstance(asked, Pending) and asked.right == "POL"
    assert asked.diff == [
        "Everybody in the group 'Product' gets the position director.",
        "Everybody in the group 'Product' gets the position executive.",
    ]
    assert not GroupRule.objects.exists()
    assert Membership.objects.get(user=admin).positions == []


def test_a_rule_loses_positions_and_changes_its_role_without_approval(world: World) -> None:
    rule(world, "group_rule_save", "owner", group="Legal", role="viewer", positions=["director", "legal"])
    rule(world, "group_rule_save", group="Legal", role="analyst", positions=["legal"])
    found = GroupRule.objects.get()
    assert (found.role, found.positions) == ("analyst", ["legal"])


def test_what_a_person_gave_stays(world: World) -> None:
    viewer = world.users["viewer"]
    rule(world, "domain_rule_save", domain="lumen.test", role="engineer")
    rule(world, "group_rule_save", group="Product", role="admin")
    assert join_by_rules(viewer, ["Product"], NOW) == []
    assert places(viewer) == [("lumen", "viewer", [], "")]


def test_an_owner_is_never_a_matter_of_rules(world: World) -> None:
    owner = world.users["owner"]
    Membership.objects.filter(user=owner).update(source="scim")
    join_by_rules(owner, [], NOW)
    assert places(owner) == [("lumen", "owner", [], "scim")]


def test_rules_of_one_workspace_say_nothing_about_another(world: World) -> None:
    perform("identity.group_rule_save", {"group": "Product", "role": "viewer"}, world.context_elsewhere())
    nora = newcomer()
    join_by_rules(nora, ["Product"], NOW)
    assert places(nora) == [("elsewhere", "viewer", [], "rule")]
    assert ask("identity.rule_list", {}, world.context("admin")).groups == []


def test_whom_the_directory_has_in_a_group_comes_in_with_the_rule_and_goes_with_it(world: World) -> None:
    nora = newcomer()
    ScimGroup.objects.create(name="Product").members.add(nora)
    rule(world, "group_rule_save", group="Product", role="engineer")
    assert places(nora) == [("lumen", "engineer", [], "scim")]
    rule(world, "group_rule_save", "owner", group="Product", role="designer", positions=["director"])
    assert places(nora) == [("lumen", "designer", ["director"], "scim")]
    shown = ask("identity.rule_list", {}, world.context("admin")).groups[0]
    assert (shown.group, shown.is_known, shown.people) == ("Product", True, 1)
    rule(world, "group_rule_remove", group="Product")
    assert places(nora) == []


def test_a_sign_in_without_groups_keeps_what_the_directory_gave(world: World) -> None:
    nora = newcomer()
    ScimGroup.objects.create(name="Product").members.add(nora)
    rule(world, "group_rule_save", group="Product", role="engineer")
    join_by_rules(nora, [], NOW)
    assert places(nora) == [("lumen", "engineer", [], "scim")]


def test_another_rule_leaves_the_place_that_a_sign_in_gave(world: World) -> None:
    nora = newcomer()
    rule(world, "group_rule_save", group="Product", role="engineer")
    join_by_rules(nora, ["Product"], NOW)
    rule(world, "group_rule_save", group="Legal", role="viewer")
    assert places(nora) == [("lumen", "engineer", [], "rule")]
    rule(world, "group_rule_remove", group="Product")
    assert places(nora) == []


def test_nobody_who_is_not_active_gets_or_keeps_a_place_by_rule(world: World) -> None:
    rule(world, "domain_rule_save", domain="lumen.test")
    nora = newcomer()
    join_by_rules(nora, [], NOW)
    nora.is_active = False
    join_by_rules(nora, [], NOW)
    assert places(nora) == []


@pytest.mark.parametrize(
    ("name", "question", "said"),
    [
        (
            "domain_rule_save",
            {"domain": "gmail.com"},
            "Field domain: anybody can have an address of gmail.com",
        ),
        ("domain_rule_save", {"domain": "lumen"}, "Field domain: String should match pattern"),
        (
            "domain_rule_save",
            {"domain": "lumen.test", "role": "admin"},
            "Field role: a whole domain cannot be",
        ),
        ("group_rule_save", {"group": "All", "role": "owner"}, "Field role: a rule cannot make owners"),
        (
            "group_rule_save",
            {"group": "All", "role": "viewer", "positions": ["The Boss"]},
            "Field positions.0:",
        ),
    ],
)
def test_a_wrong_rule_is_refused_in_a_sentence(world: World, name: str, question: dict, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        rule(world, name, **question)
    assert refused.value.detail.startswith(said)
    found = ask("identity.rule_list", {}, world.context("admin"))
    assert (found.domains, found.groups) == ([], [])


def test_only_admins_see_and_make_rules(world: World) -> None:
    with pytest.raises(Refused):
        ask("identity.rule_list", {}, world.context("product_lead"))
    with pytest.raises(Refused):
        perform("identity.domain_rule_save", {"domain": "lumen.test"}, world.context("product_lead"))
    assert not may_join("nora@lumen.test")


def test_the_web_takes_a_rule_from_a_form(world: World) -> None:
    client: Client = world.client("owner")
    form = {"group": "Product", "role": "viewer", "positions": "director"}
    answer = client.post("/w/lumen/do/identity.group_rule_save/", form)
    assert answer.status_code == 303
    assert ask("identity.rule_list", {}, world.context("owner")).groups[0].positions == ["director"]
