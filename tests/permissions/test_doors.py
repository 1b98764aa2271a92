"""The permission matrix: every door, everybody, every method, against the one table."""

import json
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from headway.core.models import ApiToken, token_hash
from headway.core.registry import Entry, entries
from headway.core.roles import Role
from headway.interfaces.api.build import VERBS
from headway.interfaces.mcp.transport import Tokens
from headway.interfaces.tests.doors import Doors
from tests.permissions.doors import addresses, commands
from tests.permissions.elsewhere import CANARY
from tests.permissions.table import COMMANDS, METHODS, PAGES, PERSON, Door
from tests.world import World

pytestmark = pytest.mark.django_db
ROLES = [role.value for role in Role]
PEOPLE = ["anonymous", "expired", *ROLES, "outsider"]
# The method decides nothing about the person, so three people try them all.
EVERY_METHOD = ("anonymous", "owner", "outsider")
PAGE_ADDRESSES = {name: path for name, path in addresses().items() if not path.startswith("/api/")}
every_query = pytest.mark.parametrize("entry", entries("query"), ids=lambda entry: entry.name)
every_entry = pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)


def browser(world: World, person: str) -> Client:
    """A browser of that person; `expired` was signed in once."""
    client = Client()
    if person == "anonymous":
        return client
    client.force_login(
        world.outsider if person == "outsider" else world.users.get(person, world.users["owner"])
    )
    if person == "expired":
        Session.objects.all().delete()
    return client


def expected(door: Door, person: str, method: str) -> set[str]:
    """What the table allows: in, away (to the sign-in), hidden, refused or method."""
    if door.to == "own":
        return {"in", "away", "refused", "method"}
    if method not in door.methods:
        return {"method"}
    if person in ("anonymous", "expired"):
        return {"away", *LIBRARY[door == PERSON]}
    if door.to == "person":
        return {"in", *LIBRARY[door == PERSON]}
    if person == "outsider":
        return {"hidden"}
    roles = door.posting if method == "POST" else door.roles
    return {"in"} if Role(person) in roles else {"refused"}


# What a page of the sign-in library does with a method no browser sends is its own affair.
LIBRARY = {True: {"method"}, False: set()}


def got(client: Client, path: str, method: str) -> tuple[str, str]:
    response = client.generic(method, path)
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/sign-in/")
    body = response.content.decode(errors="replace") if not response.streaming else ""
    words = {401: "away", 403: "refused", 405: "method"}
    if response.status_code == 404 and "that you are a member of" in body:
        return "hidden", body
    return "away" if to_sign_in else words.get(response.status_code, "in"), body


def test_every_page_stands_in_the_table_and_every_line_of_it_exists() -> None:
    assert set(PAGE_ADDRESSES) == set(PAGES)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_lets_in_whom_the_table_names(name: str, world: World) -> None:
    wrong = []
    for person in PEOPLE:
        client = browser(world, person)
        for method in METHODS if person in EVERY_METHOD else ("GET", "POST"):
            wanted = expected(PAGES[name], person, method)
            found, body = got(client, PAGE_ADDRESSES[name], method)
            if (method, wanted, found) == ("HEAD", {"hidden"}, "in"):
                # Without a body it cannot say why it is not there; the GET beside it did.
                found = "hidden"
            if found not in wanted or (person != "outsider" and CANARY in body):
                wrong.append((person, method, wanted, found))
            if person == "expired":
                client = browser(world, person)
    assert wrong == []


@pytest.mark.parametrize("name", sorted(name for name, door in PAGES.items() if door.to == "member"))
def test_no_page_takes_a_form_without_its_token(name: str, world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["owner"])
    assert client.post(PAGE_ADDRESSES[name]).status_code == 403


@every_entry
def test_a_form_reaches_an_action_only_in_its_roles(entry: Entry, world: World) -> None:
    if entry.kind == "query":
        assert browser(world, "owner").post(f"/w/lumen/do/{entry.name}/").status_code == 404
        return
    for role in ROLES:
        status = browser(world, role).post(f"/w/lumen/do/{entry.name}/").status_code
        assert (status == 403) == (Role(role) not in entry.roles), (role, status)


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}", "Headway-Workspace": "lumen"}


def secrets_of(world: World, doors: Doors) -> dict[str, str]:
    """A token for everybody, and two that are no longer good."""
    found = {role: doors.secret(role) for role in [*ROLES, "outsider"]}
    old, gone = world.token("owner"), world.token("owner")
    latest = ApiToken.objects.order_by("-created_at", "-id")
    latest.filter(hash=token_hash(old)).update(expires_at=timezone.now() - timedelta(seconds=1))
    latest.filter(hash=token_hash(gone)).update(revoked_at=timezone.now())
    return found | {"expired token": old, "revoked token": gone, "no token": "hw_nothing"}


def status_wanted(entry: Entry, person: str) -> set[int]:
    if person in ROLES:
        return {403} if Role(person) not in entry.roles else {200, 202, 404, 409, 422}
    return {404} if person == "outsider" else {401}


@every_entry
def test_the_api_lets_in_whom_the_entry_names(entry: Entry, world: World, doors: Doors) -> None:
    path = f"/api/v1/{VERBS[entry.kind]}/{entry.name}"
    for person, secret in secrets_of(world, doors).items():
        response = Client().post(path, "{}", "application/json", headers=bearer(secret))
        assert response.status_code in status_wanted(entry, person), (person, response.status_code)
        assert CANARY not in response.content.decode()
    for method in set(METHODS) - {"POST"}:
        wanted = {405} if method != "OPTIONS" else {405, 401}
        assert Client().generic(method, path, headers=bearer(doors.secret("owner"))).status_code in wanted
    assert Client().post(path, "{}", "application/json").status_code == 401


@every_entry
def test_a_session_reaches_the_api_only_with_its_token_against_forgery(entry: Entry, world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["owner"])
    path = f"/api/v1/{VERBS[entry.kind]}/{entry.name}"
    assert client.post(path, "{}", "application/json").status_code == 403


def test_the_api_has_no_other_address() -> None:
    known = {f"/api/v1/{VERBS[entry.kind]}/{entry.name}" for entry in entries()}
    others = {path for path in addresses().values() if path.startswith("/api/")} - known
    assert others == {"/api/", "/api/v1/", "/api/v1/openapi.json", "/api/v1/ask/core.note_add", "/api/x"}


@pytest.mark.parametrize("door", ["cli", "mcp"])
@every_entry
def test_commands_and_tools_let_in_whom_the_entry_names(entry: Entry, door: str, doors: Doors) -> None:
    told = doors.through_each(door, VERBS[entry.kind], entry.name, {}, [*ROLES, "outsider"])
    for role in ROLES:
        well, text = told[role]
        refused = not well and json.loads(text).get("status") == 403
        assert refused == (Role(role) not in entry.roles), (role, text)
    well, text = told["outsider"]
    assert not well and json.loads(text)["status"] == 404


def test_every_command_stands_in_the_table() -> None:
    assert commands() == set(COMMANDS)


@pytest.mark.parametrize("person", ["owner", "expired token", "revoked token", "no token"])
def test_tools_over_http_need_a_token_that_is_good(person: str, world: World, doors: Doors) -> None:
    found = async_to_sync(Tokens().verify_token)(secrets_of(world, doors)[person])
    assert (found is not None) == (person == "owner")


NAMING = {"ref", "id", "run", "initiative", "plan"}


@every_query
def test_records_of_another_workspace_are_not_there(
    entry: Entry, rows_elsewhere: list[Any], doors: Doors
) -> None:
    """Each query that takes one record is asked for every record of elsewhere, by ref and by id."""
    assert len(rows_elsewhere) > 30
    for field in set(entry.question.model_fields) & NAMING:
        for row in rows_elsewhere:
            for value in {str(row.pk), getattr(row, "ref", "")} - {""}:
                _, text = doors.through("api", "ask", entry.name, {field: value}, "owner")
                assert CANARY not in text, (field, value, text[:300])
