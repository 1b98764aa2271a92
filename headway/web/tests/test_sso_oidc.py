"""Sign-in by OpenID Connect at a provider that runs as a real server."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import flask
import httpx
import oidc_provider_mock
import pytest
import werkzeug.serving
from oidc_provider_mock import User as Somebody

from headway.web.tests.sso import Configured, Visitor, changed
from tests.postgres import database_create

pytestmark = pytest.mark.slow

LOGIN = "/accounts/oidc/oidc/login/"


def somebody(sub: str, email: str, is_verified: bool = True, **more: object) -> Somebody:
    return Somebody(
        sub=sub, claims={"email": email, "email_verified": is_verified, "name": "Sam Single"} | more
    )


PEOPLE = [
    somebody("s-viewer", "viewer@lumen.test"),
    somebody("s-other", "viewer@lumen.test"),
    somebody("s-analyst", "analyst@lumen.test"),
    somebody("s-unverified", "admin@lumen.test", is_verified=False),
    somebody("s-foreign", "owner@elsewhere.test"),
    somebody("s-stranger", "stranger@lumen.test"),
    somebody("s-new", "new@joins.test", groups=["designers"]),
    somebody("s-engineer", "engineer@lumen.test"),
    somebody("s-inactive", "designer@lumen.test"),
]


@dataclass
class Provider:
    """The provider. `token_changed` is what somebody between it and us does to its ID tokens."""

    port: int = 0
    token_changed: Callable[[str], str] | None = None
    seen: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def after(self, response: flask.Response) -> flask.Response:
        if flask.request.path != "/oauth2/token":
            return response
        answer: dict[str, Any] = response.get_json()
        if "id_token" in answer:
            self.seen.append(answer["id_token"])
        if self.token_changed and "id_token" in answer:
            response.set_data(flask.json.dumps(answer | {"id_token": self.token_changed(answer["id_token"])}))
        return response

    def token_for(self, client: str, sub: str) -> str:
        """A genuine ID token for another client of the same provider."""
        back = "http://localhost/elsewhere"
        asked = {"client_id": client, "redirect_uri": back, "response_type": "code", "scope": "openid"}
        sent = httpx.post(f"{self.url}/oauth2/authorize", params=asked, data={"sub": sub})
        code = sent.next_request.url.params["code"] if sent.next_request else ""
        paid = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "client_id": client}
        answer = httpx.post(f"{self.url}/oauth2/token", data=paid | {"client_secret": "x"})
        token: str = answer.json()["id_token"]
        return token


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    found = Provider()
    app = oidc_provider_mock.app(user_claims=PEOPLE)
    app.after_request(found.after)
    served = werkzeug.serving.make_server("localhost", 0, app, threaded=True)
    found.port = served.server_port
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield found
    served.shutdown()
    thread.join()


@dataclass(frozen=True)
class Served:
    server: Configured
    tokens: dict[str, str]


@pytest.fixture(scope="module")
def served(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    import os

    address = os.environ["DATABASE_URL"]
    further = {
        "HEADWAY_OIDC_ISSUER": provider.url,
        "HEADWAY_OIDC_CLIENT_ID": "headway",
        "HEADWAY_OIDC_CLIENT_SECRET": "x",
        "HEADWAY_OIDC_NAME": "Lumen login",
        "HEADWAY_OIDC_DOMAINS": "lumen.test, joins.test",
    }
    server = Configured(
        tmp_path_factory.mktemp("oidc"), address and database_create(address, "oidc"), further=further
    )
    tokens = server.prepare()
    server.start()
    yield Served(server, tokens)
    server.stop()


@pytest.fixture
def visitor(served: Served, provider: Provider) -> Iterator[Visitor]:
    provider.token_changed = None
    with Visitor(served.server) as found:
        yield found


def back_from(provider_page: str, sub: str) -> str:
    """Say at the provider who one is; gives the address that leads back to us."""
    sent = httpx.post(provider_page, data={"sub": sub})
    assert sent.status_code == 302, sent.text
    return sent.headers["Location"]


def signed_in_as(visitor: Visitor, sub: str) -> httpx.Response:
    return visitor.get(back_from(visitor.sent_off(LOGIN), sub))


def assert_refused(served: Served, before: dict[str, Any], answer: httpx.Response, reason: str) -> None:
    """A refusal is a page, a row in the log, and nothing else."""
    after = served.server.state()
    assert (answer.status_code, f"Reason for your admin: {reason}" in answer.text) == (403, True)
    assert {part: after[part] for part in ("links", "people", "roles")} == {
        part: before[part] for part in ("links", "people", "roles")
    }
    event, outcome, _, changes = after["events"][-1]
    assert (len(after["events"]), event, outcome) == (len(before["events"]) + 1, "sso", "refused")
    assert changes == {"provider": "oidc", "reason": reason}


def test_the_provider_is_asked_with_a_state_a_nonce_and_a_proof_key(
    visitor: Visitor, provider: Provider
) -> None:
    assert "Sign in with Lumen login" in visitor.get("/sign-in/").text
    asked = httpx.URL(visitor.sent_off(LOGIN)).params
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert (asked["code_challenge_method"], asked["response_type"], asked["client_id"]) == (
        "S256",
        "code",
        "headway",
    )
    again = httpx.URL(visitor.sent_off(LOGIN)).params
    assert again["nonce"] != asked["nonce"] and again["state"] != asked["state"]


def test_the_sign_in_page_lets_its_form_lead_to_the_provider(visitor: Visitor, provider: Provider) -> None:
    assert f"form-action 'self' {provider.url}" in visitor.get("/sign-in/").headers["Content-Security-Policy"]


def test_what_the_address_asks_for_beyond_signing_in_is_not_asked(visitor: Visitor) -> None:
    where = f"{LOGIN}?process=connect&scope=admin&auth_params=prompt%3Dnone%26nonce%3Dmine"
    asked = httpx.URL(visitor.sent_off(where)).params
    assert (sorted(asked["scope"].split()), "prompt" in asked, asked["nonce"] == "mine") == (
        ["email", "openid", "profile"],
        False,
        False,
    )


def test_a_member_whose_address_is_vouched_for_comes_in_and_is_linked(
    visitor: Visitor, served: Served
) -> None:
    before = served.server.state()
    answer = signed_in_as(visitor, "s-viewer")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert visitor.is_signed_in()
    after = served.server.state()
    assert after["links"] == [*before["links"], ("viewer@lumen.test", "oidc", "s-viewer")]
    assert (after["people"], after["roles"]) == (before["people"], before["roles"])
    assert [one[:3] for one in after["events"][len(before["events"]) :]] == [
        ["sso_link", "done", "viewer@lumen.test"],
        ["sign_in", "done", "viewer@lumen.test"],
    ]


def test_another_person_with_the_same_address_does_not_get_the_account(
    visitor: Visitor, served: Served
) -> None:
    with Visitor(served.server) as first:
        signed_in_as(first, "s-viewer")
    before = served.server.state()
    assert_refused(served, before, signed_in_as(visitor, "s-other"), "other_person")


@pytest.mark.parametrize(
    ("sub", "reason"),
    [("s-unverified", "unverified"), ("s-foreign", "unverified"), ("s-stranger", "no_account")],
)
def test_who_is_not_vouched_for_or_not_invited_stays_out(
    visitor: Visitor, served: Served, sub: str, reason: str
) -> None:
    before = served.server.state()
    assert_refused(served, before, signed_in_as(visitor, sub), reason)
    assert not visitor.is_signed_in()


def test_who_is_not_active_stays_out(visitor: Visitor, served: Served) -> None:
    served.server.command(
        "-c",
        "import django; django.setup(); from headway.core.models import User; "
        "User.objects.filter(email='designer@lumen.test').update(is_active=False)",
    )
    before = served.server.state()
    assert_refused(served, before, signed_in_as(visitor, "s-inactive"), "inactive")


def test_a_domain_that_may_join_brings_an_account_with_the_role_of_its_groups(
    visitor: Visitor, served: Served
) -> None:
    served.server.perform(
        served.tokens["owner"], "identity.domain_rule_save", domain="joins.test", role="viewer"
    )
    served.server.perform(
        served.tokens["owner"], "identity.group_rule_save", group="designers", role="designer"
    )
    assert signed_in_as(visitor, "s-new").status_code == 302
    assert visitor.is_signed_in()
    after = served.server.state()
    assert "new@joins.test" in after["people"]
    assert ("new@joins.test", "lumen", "designer") in after["roles"]
    assert [one[:3] for one in after["events"][-3:]] == [
        ["account_make", "done", "new@joins.test"],
        ["sso_link", "done", "new@joins.test"],
        ["sign_in", "done", "new@joins.test"],
    ]


def test_a_token_for_another_sign_in_is_refused(visitor: Visitor, served: Served) -> None:
    before = served.server.state()
    asked = changed(visitor.sent_off(LOGIN), nonce="of-another-sign-in")
    assert_refused(served, before, visitor.get(back_from(asked, "s-analyst")), "nonce")
    assert not visitor.is_signed_in()


def test_a_token_for_another_client_is_refused(visitor: Visitor, served: Served, provider: Provider) -> None:
    foreign = provider.token_for("another-client", "s-analyst")
    provider.token_changed = lambda token: foreign
    before = served.server.state()
    assert_refused(served, before, signed_in_as(visitor, "s-analyst"), "audience")
    assert not visitor.is_signed_in()


def test_a_token_whose_content_was_changed_is_refused(
    visitor: Visitor, served: Served, provider: Provider
) -> None:
    def spoilt(token: str) -> str:
        head, content, signature = token.split(".")
        return ".".join([head, content, signature[:-8] + "AAAAAAAA"])

    provider.token_changed = spoilt
    before = served.server.state()
    assert_refused(served, before, signed_in_as(visitor, "s-analyst"), "signature")


def test_a_token_of_another_person_than_the_access_token_is_refused(
    visitor: Visitor, served: Served, provider: Provider
) -> None:
    asked = visitor.sent_off(LOGIN)
    # The same nonce, so that only the person differs.
    other = httpx.post(asked, data={"sub": "s-engineer"}).headers["Location"]
    code = httpx.URL(other).params["code"]
    paid = {"grant_type": "authorization_code", "code": code, "client_id": "headway", "client_secret": "x"}
    paid["redirect_uri"] = other.split("?")[0]
    foreign = httpx.post(f"{provider.url}/oauth2/token", data=paid).json()["id_token"]
    provider.token_changed = lambda token: foreign
    before = served.server.state()
    assert_refused(served, before, visitor.get(back_from(asked, "s-analyst")), "subject")


def test_an_answer_used_twice_or_by_another_browser_is_refused(visitor: Visitor, served: Served) -> None:
    back = back_from(visitor.sent_off(LOGIN), "s-engineer")
    with Visitor(served.server) as thief:
        before = served.server.state()
        assert_refused(served, before, thief.get(back), "unsolicited")
    assert visitor.get(back).status_code == 302
    before = served.server.state()
    assert_refused(served, before, visitor.get(back), "unsolicited")


def test_stopping_at_the_provider_is_told_calmly(visitor: Visitor, served: Served) -> None:
    sent = httpx.post(visitor.sent_off(LOGIN), data={"action": "deny"})
    answer = visitor.get(sent.headers["Location"])
    assert "You stopped the sign-in at your identity provider." in answer.text
    assert not visitor.is_signed_in()
