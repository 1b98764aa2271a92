"""Settings: members with their positions and links, keys with their scopes, rules of sign-in."""

import re

import pytest
from django.test import Client

from headway.apps.identity.models import ScimGroup
from headway.core.models import ApiToken, Membership, User
from headway.core.perform import ask, perform
from tests.world import World


def page(world: World, part: str, role: str = "owner") -> str:
    answer = world.client(role).get(f"/w/lumen/settings/{part}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.content.decode()


def form_with(text: str, value: str) -> dict[str, list[str]]:
    """The fields of the first form that has a value, as a browser without scripts would send them."""
    form = next(one for one in re.findall(r"<form.*?</form>", text, re.DOTALL) if value in one)
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, given = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            fields.setdefault(name[1], []).append(given[1] if given else "")
    chosen = re.search(r'<select name="role">.*?value="(\w+)" selected', form, re.DOTALL)
    return fields | ({"role": [chosen[1]]} if chosen else {})


@pytest.mark.parametrize("part", ["", "members/", "tokens/"])
def test_everybody_sees_the_settings(world: World, part: str) -> None:
    assert "Settings" in page(world, part, "viewer")


def test_rules_are_for_admins(world: World) -> None:
    assert world.client("engineer").get("/w/lumen/settings/rules/").status_code == 403
    assert "Sign-in rules" not in page(world, "", "engineer") and "Sign-in rules" in page(world, "", "admin")


def test_only_what_the_role_may_is_offered(world: World) -> None:
    assert ["Add a person" in page(world, "members/", role) for role in ("owner", "viewer")] == [True, False]
    assert ["Last sign-in" in page(world, "members/", role) for role in ("owner", "viewer")] == [True, False]
    assert ["Make a key" in page(world, "tokens/", role) for role in ("owner", "viewer")] == [True, False]


def test_positions_are_ticked_saved_and_cleared(world: World) -> None:
    client = world.client("owner")
    fields = form_with(page(world, "members/"), 'value="designer@lumen.test"')
    assert fields["role"] == ["designer"] and "positions" not in fields
    sent = client.post("/w/lumen/do/core.member_set/", fields | {"positions": ["director", "finance"]})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/w/lumen/settings/members/")
    member = Membership.objects.get(user=world.users["designer"])
    assert (member.role, member.positions) == ("designer", ["director", "finance"])
    fields = form_with(page(world, "members/"), 'value="designer@lumen.test"')
    assert sorted(fields["positions"]) == ["director", "finance"]
    client.post(
        "/w/lumen/do/core.member_set/", {name: one for name, one in fields.items() if name != "positions"}
    )
    member.refresh_from_db()
    assert member.positions == []


def test_a_person_is_added_and_given_a_link_that_works(world: World) -> None:
    client = world.client("admin")
    client.post("/w/lumen/do/core.member_set/", {"email": "new@lumen.test", "role": "engineer"})
    answer = client.post("/w/lumen/settings/members/invite/", {"email": "new@lumen.test"})
    link = re.search(r"http://testserver(/accounts/set-password/[^<]+)", answer.content.decode())[1].strip()
    assert answer.headers["Cache-Control"] == "no-store"
    assert link not in client.get("/w/lumen/settings/members/").content.decode()
    words = {"new_password1": "a quite different phrase 7", "new_password2": "a quite different phrase 7"}
    assert Client().post(link, words).status_code == 302
    assert User.objects.get(email="new@lumen.test").has_usable_password()


def test_a_link_that_may_not_be_made_is_told_on_a_page(world: World) -> None:
    answer = world.client("admin").post("/w/lumen/settings/members/invite/", {"email": "analyst@lumen.test"})
    assert answer.status_code == 403
    assert "You may not make a link for this person" in answer.content.decode()


def test_a_key_is_kept_to_what_was_ticked(world: World) -> None:
    client = world.client("owner")
    form = {"name": "laptop", "days_valid": "30", "scopes": ["read", "discovery"]}
    assert "hw_" in client.post("/w/lumen/settings/tokens/", form).content.decode()
    assert ApiToken.objects.get().scopes == ["discovery", "read"]
    text = page(world, "tokens/")
    assert "discovery, read" in text and "never" in text and "hw_" not in text


def test_others_see_their_own_keys_only(world: World) -> None:
    for role in ("owner", "engineer"):
        perform("core.token_create", {"name": f"of {role}"}, world.context(role))
    text = page(world, "tokens/", "engineer")
    assert "of engineer" in text and "of owner" not in text


def test_rules_are_made_and_taken_away_by_forms(world: World) -> None:
    client = world.client("owner")
    ScimGroup.objects.create(name="Product").members.add(world.users["viewer"])
    client.post("/w/lumen/do/identity.domain_rule_save/", {"domain": "lumen.test", "role": "viewer"})
    group = {"group": "Product", "role": "engineer", "positions": ["director", "finance"]}
    client.post("/w/lumen/do/identity.group_rule_save/", group)
    text = page(world, "rules/")
    assert "lumen.test" in text and "1 person in the directory" in text
    assert ask("identity.rule_list", {}, world.context("owner")).groups[0].positions == [
        "director",
        "finance",
    ]
    for name, key in (("domain", "lumen.test"), ("group", "Product")):
        fields = form_with(page(world, "rules/"), f'name="{name}" value="{key}"')
        assert client.post(f"/w/lumen/do/identity.{name}_rule_remove/", fields).status_code == 303
    left = ask("identity.rule_list", {}, world.context("owner"))
    assert (left.domains, left.groups) == ([], [])


def test_what_the_directory_does_is_told(world: World) -> None:
    assert "No directory is connected." in page(world, "rules/")
