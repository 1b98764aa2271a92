"""Every address there is, asked by somebody who is not signed in and by a member of another workspace."""

from collections.abc import Iterator
from urllib.parse import unquote
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from headway.core.models import Activity
from tests.world import World

PARTS = {
    "slug:slug": "lumen",
    "str:ref": "P-001",
    "str:name": "core.note_add",
    "slug:kind": "accounts",
    "uuid:run": str(UUID(int=7)),
    "path:name": "core.note_add",
    "path:rest": "x",
    "str:uid": "x",
    "str:token": "x",
    "str:key": "x",
    "base36:uidb36": "x",
    "int:pk": "7",
    "int:number": "7",
    "slug:provider_id": "x",
    "slug:organization_slug": "x",
}
# What leads in, or out, or says why not.
OPEN = {
    "/sign-in/",
    "/sign-in/local/",
    "/sign-out/",
    "/api/v1/openapi.json",
    "/accounts/inactive/",
    "/accounts/set-password/x/x/",
    "/accounts/password/forgotten/",
    "/accounts/password/sent/",
    "/accounts/password/new/x-x/",
    "/accounts/password/is-new/",
    "/accounts/factors/ask/",
    "/accounts/passkeys/sign-in/",
    "/accounts/oidc/x/login/",
    "/accounts/oidc/x/callback/",
    "/accounts/saml/x/login/",
    "/accounts/saml/x/acs/",
    "/accounts/saml/x/acs/finish/",
    "/accounts/saml/x/metadata/",
    "/accounts/saml/x/sls/",
}


def addresses(patterns: list[URLPattern | URLResolver], start: str = "/") -> Iterator[str]:
    for one in patterns:
        path = start + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, path)
        else:
            yield path


def filled(path: str) -> str:
    for part, value in PARTS.items():
        path = path.replace(f"<{part}>", value)
    assert "<" not in path, f"add a value for {path} to PARTS"
    return path


ALL = sorted({filled(path) for path in addresses(get_resolver().url_patterns)} - OPEN)
IN_WORKSPACE = [path for path in ALL if path.startswith("/w/")]


def asked(client: Client, path: str) -> set[tuple[int, str]]:
    """Status and place of what a GET and a POST lead to; a method that an address does not have is left out."""
    answers = [
        client.get(path),
        client.post(path, {"text": "x"}, headers={"content-type": "application/json"}),
    ]
    return {(one.status_code, unquote(one.headers.get("Location", ""))) for one in answers} - {(405, "")}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ALL)
def test_nobody_gets_anywhere_without_signing_in(world: World, path: str) -> None:
    found = asked(Client(), path)
    if path.startswith("/api/"):
        assert {status for status, _ in found} <= {401, 404}
    else:
        assert found == {(302, f"/sign-in/?next={path}")}
    assert Activity.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("path", IN_WORKSPACE)
def test_a_workspace_does_not_exist_for_who_is_no_member(world: World, path: str) -> None:
    client = Client()
    client.force_login(world.outsider)
    assert asked(client, path) == {(404, "")}
    assert Activity.objects.count() == 0


def test_there_are_addresses_to_ask() -> None:
    assert {"/", "/w/lumen/", "/w/lumen/do/core.note_add/", "/api/v1/do/core.note_add"} <= set(ALL)
