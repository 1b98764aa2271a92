"""Sign-in by SAML at a real identity provider, and every answer that must not let anybody in."""

import os
import shutil
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import yaml

from headway.web.tests import saml_idp
from headway.web.tests.saml_idp import MAIL, NAME, Provider, Told, rewritten
from headway.web.tests.sso import Configured, Visitor
from tests.postgres import database_create

pytestmark = pytest.mark.slow

LOGIN, ACS = "/accounts/saml/lumen-idp/login/", "/accounts/saml/lumen-idp/acs/"


@dataclass(frozen=True)
class Served:
    server: Configured
    idp: Provider
    tokens: dict[str, str]


def description(idp: Provider, certificate: str) -> dict[str, Any]:
    return {
        "kind": "saml",
        "id": "lumen-idp",
        "name": "Lumen SAML",
        "entity_id": idp.entity_id,
        "sso_url": idp.sso_url,
        "certificate": certificate,
        "domains": ["lumen.test"],
        "attributes": {"email": MAIL, "name": NAME, "groups": "groups"},
    }


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    if shutil.which("xmlsec1") is None:
        message = "No xmlsec1 found: `bin/setup --dev` installs it as root from the system's packages."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    home, address = tmp_path_factory.mktemp("saml"), os.environ["DATABASE_URL"]
    certificate = saml_idp.key_pair(home, "idp")
    saml_idp.key_pair(home, "stranger")
    with saml_idp.served(home) as idp:
        file = home / "sso.yaml"
        file.write_text(yaml.safe_dump({"providers": [description(idp, certificate)]}))
        further = {"HEADWAY_SSO_FILE": str(file)}
        server = Configured(home, address and database_create(address, "saml"), further=further)
        tokens = server.prepare()
        server.start()
        idp.metadata_at = f"{server.url}/accounts/saml/lumen-idp/metadata/"
        yield Served(server, idp, tokens)
        server.stop()


@pytest.fixture
def visitor(served: Served) -> Iterator[Visitor]:
    with Visitor(served.server) as found:
        yield found


def response_for(visitor: Visitor, served: Served, told: Told) -> str:
    """Go to the identity provider, be who is told, and come back with its response."""
    served.idp.told = told
    page = httpx.get(visitor.sent_off(LOGIN), timeout=60)
    to, response = page.text.split(" ")
    assert (page.status_code, to) == (200, f"{served.server.url}{ACS}")
    return response


def handed_in(visitor: Visitor, response: str) -> httpx.Response:
    return visitor.post(ACS, data={"SAMLResponse": response, "RelayState": ""}, follow_redirects=True)


def assert_refused(served: Served, before: dict[str, Any], answer: httpx.Response, reason: str) -> None:
    """A refusal is a page, a row in the log, and nothing else."""
    after = served.server.state()
    assert (answer.status_code, f"Reason for your admin: {reason}" in answer.text) == (403, True), answer.text
    assert {part: after[part] for part in ("links", "people", "roles")} == {
        part: before[part] for part in ("links", "people", "roles")
    }
    event, outcome, actor, changes = after["events"][-1]
    assert (len(after["events"]), event, outcome, actor) == (
        len(before["events"]) + 1,
        "sso",
        "refused",
        None,
    )
    assert changes == {"provider": "lumen-idp", "reason": reason}


def test_what_the_provider_must_know_is_published(served: Served) -> None:
    told = httpx.get(served.idp.metadata_at).text
    assert 'WantAssertionsSigned="true"' in told
    assert f'Location="{served.server.url}{ACS}"' in told
    assert "SingleLogoutService" not in told


def test_a_member_comes_in_by_a_signed_assertion_with_the_role_of_a_group(
    visitor: Visitor, served: Served
) -> None:
    served.server.perform(
        served.tokens["owner"], "identity.domain_rule_save", domain="lumen.test", role="viewer"
    )
    served.server.perform(
        served.tokens["owner"], "identity.group_rule_save", group="analysts", role="analyst"
    )
    before = served.server.state()
    response = response_for(visitor, served, Told("u-new", "sam@lumen.test", ("analysts",)))
    assert handed_in(visitor, response).url.path == "/w/lumen/"
    after = served.server.state()
    assert after["links"] == [*before["links"], ("sam@lumen.test", "lumen-idp", "u-new")]
    assert ("sam@lumen.test", "lumen", "analyst") in after["roles"]
    assert [one[:3] for one in after["events"][len(before["events"]) :]] == [
        ["account_make", "done", "sam@lumen.test"],
        ["sso_link", "done", "sam@lumen.test"],
        ["sign_in", "done", "sam@lumen.test"],
    ]


def test_a_second_time_the_linked_account_is_found_by_its_name_there(
    visitor: Visitor, served: Served
) -> None:
    for email in ("analyst@lumen.test", "renamed@lumen.test"):
        with Visitor(served.server) as one:
            handed_in(one, response_for(one, served, Told("u-analyst", email)))
            assert one.is_signed_in()
    after = served.server.state()
    assert ("analyst@lumen.test", "lumen-idp", "u-analyst") in after["links"]
    assert "renamed@lumen.test" not in after["people"]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (Told("u-owner", "owner@lumen.test", signs_assertion=False), "unsigned"),
        (Told("u-owner", "owner@lumen.test", signs_assertion=False, signs_response=True), "unsigned"),
        (Told("u-owner", "owner@lumen.test", key="stranger"), "signature"),
        (Told("u-owner", "owner@lumen.test", lifetime_minutes=-30), "expired"),
        (Told("u-owner", "owner@lumen.test", is_asked=False), "unsolicited"),
        (Told("u-owner", "owner@elsewhere.test"), "unverified"),
        (
            Told("u-owner", "owner@lumen.test", name_format="urn:oasis:names:tc:SAML:2.0:nameid-format:transient"),
            "transient_name",
        ),
    ],
    ids=["unsigned", "only the envelope signed", "signed by a stranger", "old", "not asked", "foreign address", "transient"],
)  # fmt: skip
def test_an_answer_that_does_not_hold_lets_nobody_in(
    visitor: Visitor, served: Served, told: Told, reason: str
) -> None:
    response = response_for(visitor, served, told)
    before = served.server.state()
    assert_refused(served, before, handed_in(visitor, response), reason)
    assert not visitor.is_signed_in()


def test_an_assertion_that_was_changed_is_refused(visitor: Visitor, served: Served) -> None:
    response = response_for(visitor, served, Told("u-viewer", "viewer@lumen.test"))
    forged = rewritten(response, "viewer@lumen.test", "owner@lumen.test")
    before = served.server.state()
    assert_refused(served, before, handed_in(visitor, forged), "signature")


def test_an_assertion_for_another_service_is_refused(visitor: Visitor, served: Served) -> None:
    response = response_for(visitor, served, Told("u-viewer", "viewer@lumen.test", signs_assertion=False))
    before = served.server.state()
    audience = f"<ns1:Audience>{served.idp.metadata_at}</ns1:Audience>"
    foreign = rewritten(response, audience, "<ns1:Audience>https://other.example/</ns1:Audience>")
    assert_refused(served, before, handed_in(visitor, foreign), "audience")


def test_a_response_works_once_even_in_the_browser_that_asked(visitor: Visitor, served: Served) -> None:
    response = response_for(visitor, served, Told("u-engineer", "engineer@lumen.test"))
    assert handed_in(visitor, response).url.path == "/w/lumen/"
    before = served.server.state()
    assert_refused(served, before, handed_in(visitor, response), "replayed")
    with Visitor(served.server) as thief:
        before = served.server.state()
        assert_refused(served, before, handed_in(thief, response), "replayed")
        assert not thief.is_signed_in()


def test_a_response_that_was_stolen_before_its_use_opens_nothing(visitor: Visitor, served: Served) -> None:
    response = response_for(visitor, served, Told("u-designer", "designer@lumen.test"))
    before = served.server.state()
    with Visitor(served.server) as thief:
        assert_refused(served, before, handed_in(thief, response), "unsolicited")
        assert not thief.is_signed_in()


@pytest.mark.parametrize("sent", ["", "%%%", "bm90IHhtbA==", b64encode(b"<a/>").decode()])
def test_what_is_no_response_at_all_is_refused(visitor: Visitor, served: Served, sent: str) -> None:
    answer = handed_in(visitor, sent)
    assert answer.status_code == 403
    assert served.server.state()["events"][-1][:3] == ["sso", "refused", None]


def test_no_single_log_out_is_offered(served: Served) -> None:
    answer = httpx.get(f"{served.server.url}/accounts/saml/lumen-idp/sls/?SAMLRequest=x")
    assert (answer.status_code, "Headway offers no single log-out" in answer.text) == (404, True)
