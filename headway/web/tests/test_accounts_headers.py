"""Every page there is: its headers, and that it holds no script and no style of its own."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import get_resolver

from headway.core.invitations import invitation_path
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
ANYWHERE = (
    "/sign-in/", "/sign-in/local/", "/sign-out/", "/accounts/inactive/", "/accounts/set-password/x/x/",
    "/accounts/password/forgotten/", "/accounts/password/sent/", "/accounts/password/new/x-x/",
    "/accounts/password/is-new/", "/accounts/oidc/x/login/", "/accounts/saml/x/sls/", "/nowhere/", "/api/",
    "/api/v1/openapi.json",
)  # fmt: skip
OWN = (
    "/accounts/confirm/", "/accounts/password/", "/accounts/factors/", "/accounts/factors/app/", "/accounts/passkeys/",
    "/accounts/passkeys/new/", "/accounts/sessions/",
)  # fmt: skip


class Page(HTMLParser):
    """What a page holds that the policy would stop, or should."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: set[str] = set()
        self.feed(content)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = dict(attributes)
        if tag == "style" or (tag == "script" and not has.get("src")):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in has if name == "style" or name.startswith("on")]
        addresses = [has.get(name) or "" for name in ("href", "src", "action")]
        self.found += [f"{tag} {one}" for one in addresses if one.startswith("javascript:")]
        if tag == "a" and (has.get("href") or "").startswith("/"):
            self.links.add((has.get("href") or "").partition("#")[0])


def policy(answer) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";")]
    return {name: " ".join(sorted(value.split())) for name, _, value in parts}


def faults(client, address):
    """What is wrong with an answer, in words; and where its links lead."""
    answer = client.get(address)
    wrong = [
        f"{name}: {answer.headers.get(name)}"
        for name, value in HEADERS.items()
        if answer.headers.get(name) != value
    ]
    expected = {name: " ".join(sorted(value.split())) for name, value in POLICY.items()}
    wrong += [] if policy(answer) == expected else [f"policy {policy(answer)}"]
    wrong += [] if "camera=()" in answer.headers.get("Permissions-Policy", "") else ["permissions"]
    wrong += [] if answer.status_code < 500 else [f"status {answer.status_code}"]
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return wrong, set()
    page = Page(answer.content.decode())
    return wrong + page.found, page.links


def crawled(client, start, most=400):
    """Every page that is reached by links from the first ones: its address without the query, and its faults."""
    waiting, seen, found = list(start), set(), {}
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        kind = re.sub(r"=[^&]*", "=", address)
        if kind in seen:
            continue
        seen.add(kind)
        wrong, links = faults(client, address)
        if wrong:
            found[address] = wrong
        waiting += sorted(links)
    return found, seen


def test_every_page_that_links_lead_to_is_guarded_and_pure(story):
    client = Client()
    client.post("/sign-in/", {"login": "owner@lumen.test", "password": PASSWORD})
    client.post("/accounts/confirm/", {"password": PASSWORD})
    pages = [f"/w/lumen/{path}" for path in workspace_pages()]
    found, seen = crawled(client, ["/w/lumen/", *OWN, *pages])
    assert found == {}
    assert {"/w/lumen/problems/", "/w/lumen/roadmap/", "/accounts/factors/app/"} <= seen
    assert len(seen) > 40


def workspace_pages():
    """Every page of a workspace whose address has nothing to fill in, of whatever app."""
    found = []
    for one in get_resolver().url_patterns:
        if str(one.pattern).startswith("w/"):
            found += [str(page.pattern) for page in one.url_patterns if "<" not in str(page.pattern)]
    return found


def test_every_page_before_signing_in_is_guarded_and_pure(world):
    addresses = [*ANYWHERE, invitation_path(world.users["viewer"])]
    assert {
        address: faults(Client(), address)[0] for address in addresses if faults(Client(), address)[0]
    } == {}


def test_what_went_wrong_is_told_on_guarded_and_pure_pages(world, settings):
    for _ in range(6):
        locked = Client().post("/sign-in/", {"login": "owner@lumen.test", "password": "wrong"})
    refused = world.client("viewer").post("/w/lumen/do/core.workspace_edit/", {"name": "Mine"})
    stale = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "x", "password": "x"})
    assert [one.status_code for one in (locked, refused, stale)] == [429, 403, 403]
    for answer in (locked, refused, stale):
        assert Page(answer.content.decode()).found == []
        assert policy(answer)["script-src"] == "'self'"


def test_a_page_that_breaks_the_rule_would_be_found():
    spoilt = '<p style="color:red" onclick="x()"></p><script>1</script><style></style><a href="javascript:x()">x</a>'
    assert Page(spoilt).found == ["p style", "p onclick", "<script>", "<style>", "a javascript:x()"]


def test_files_are_guarded_too(world):
    answer = Client().get("/static/headway/icon.svg")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
