"""What single sign-on checks, piece by piece: ID tokens, used assertions, descriptions of providers."""

import json
import time
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import ImproperlyConfigured

from headway.web.accounts.id_token import TokenRefused, checked
from headway.web.accounts.identity_providers import allauth_settings, described, form_targets
from headway.web.accounts.models import SeenAssertion
from tests.world import NOW

ISSUER, CLIENT, NONCE = "https://login.example", "headway", "n-1"
KEY = rsa.generate_private_key(65537, 2048)
JWK = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "k1", "use": "sig"}
CERTIFICATE = "MIIC" + "A" * 200
SAML = {
    "kind": "saml",
    "id": "adfs",
    "name": "ADFS",
    "entity_id": "urn:adfs",
    "sso_url": "https://adfs.example/ls/",
    "certificate": CERTIFICATE,
    "domains": ["example.com"],
}


def claims(**changed):
    now = int(time.time())
    whole = {"iss": ISSUER, "aud": CLIENT, "sub": "s", "exp": now + 300, "iat": now, "nonce": NONCE} | changed
    return {name: value for name, value in whole.items() if value is not None}


def signed(content, key=KEY, algorithm="RS256", **header):
    return jwt.encode(content, key, algorithm, headers={"kid": "k1"} | header)


def check(token, keys=(JWK,)):
    return checked(token, {"keys": list(keys)}, issuer=ISSUER, audience=CLIENT, nonce=NONCE)


def test_a_token_that_holds_gives_its_claims():
    assert check(signed(claims(email="a@b.example")))["email"] == "a@b.example"
    assert check(signed(claims(aud=[CLIENT])))["sub"] == "s"
    assert check(signed(claims(aud=[CLIENT, "other"], azp=CLIENT)))["sub"] == "s"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"aud": "other"}, "audience"),
        ({"aud": [CLIENT, "other"]}, "audience"),
        ({"azp": "other"}, "audience"),
        ({"iss": "https://evil.example"}, "issuer"),
        ({"nonce": "n-2"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"exp": int(time.time()) - 3600}, "expired"),
        ({"sub": None}, "incomplete"),
        ({"iat": None}, "incomplete"),
        ({"exp": None}, "incomplete"),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused_by_name(changed, reason):
    with pytest.raises(TokenRefused) as refused:
        check(signed(claims(**changed)))
    assert refused.value.reason == reason


def test_a_token_signed_otherwise_is_refused():
    stranger = rsa.generate_private_key(65537, 2048)
    public = KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    # The trick of old: sign with the public key as if it were a shared secret.
    confused = jwt.api_jws.PyJWS().encode(
        json.dumps(claims()).encode(), jwt.utils.base64url_encode(public), "HS256", {"kid": "k1"}
    )
    unsigned = jwt.encode(claims(), None, "none", headers={"kid": "k1"})
    for token in (signed(claims(), stranger), confused, unsigned, signed(claims(), kid="k2")):
        with pytest.raises(TokenRefused) as refused:
            check(token)
        assert refused.value.reason == "signature"


def test_a_key_without_a_name_is_taken_only_where_there_is_no_choice():
    nameless = jwt.encode(claims(), KEY, "RS256")
    assert check(nameless)["sub"] == "s"
    with pytest.raises(TokenRefused):
        check(nameless, [JWK, JWK | {"kid": "k2"}])
    with pytest.raises(TokenRefused):
        check(nameless, [JWK | {"use": "enc"}])


@pytest.mark.parametrize("token", ["", "x", "a.b.c"])
def test_what_is_no_token_is_refused(token):
    with pytest.raises(TokenRefused) as refused:
        check(token)
    assert refused.value.reason == "unreadable"


@pytest.mark.django_db
def test_an_assertion_is_used_once_and_forgotten_when_it_could_no_longer_be_valid():
    until = NOW + timedelta(minutes=5)
    assert SeenAssertion.is_first_use("adfs", "a1", NOW, until)
    assert not SeenAssertion.is_first_use("adfs", "a1", NOW, until)
    assert SeenAssertion.is_first_use("other", "a1", NOW, until)
    assert SeenAssertion.is_first_use(
        "adfs", "a2", until + timedelta(seconds=1), until + timedelta(minutes=5)
    )
    assert SeenAssertion.objects.count() == 1


def of_file(tmp_path, *providers):
    file = tmp_path / "sso.json"
    file.write_text(json.dumps({"providers": list(providers)}))
    return described({"HEADWAY_SSO_FILE": str(file)})


def test_providers_come_from_variables_and_from_a_file(tmp_path):
    file = tmp_path / "sso.yaml"
    file.write_text(json.dumps({"providers": [SAML]}))
    found = described(
        {
            "HEADWAY_SSO_FILE": str(file),
            "HEADWAY_OIDC_ISSUER": "https://login.example/realms/a/",
            "HEADWAY_OIDC_CLIENT_ID": "headway",
            "HEADWAY_OIDC_DOMAINS": "Example.com, example.org",
        }
    )
    assert [(one.id, one.name, one.domains) for one in found] == [
        ("oidc", "Single sign-on", ("example.com", "example.org")),
        ("adfs", "ADFS", ("example.com",)),
    ]
    assert form_targets(found) == ["https://adfs.example", "https://login.example"]
    made = allauth_settings(found)
    assert made["openid_connect"]["APPS"][0]["settings"]["oauth_pkce_enabled"] is True
    strict = made["saml"]["APPS"][0]["settings"]["advanced"]
    assert (strict["strict"], strict["want_assertion_signed"], strict["reject_idp_initiated_sso"]) == (
        True,
        True,
        True,
    )


def test_without_any_provider_there_is_none():
    assert described({}) == ()


@pytest.mark.parametrize(
    ("provider", "sentence"),
    [
        ({"kind": "ldap"}, "Identity provider 1, kind:"),
        (SAML | {"domains": []}, "Identity provider 1, domains:"),
        (SAML | {"sso_url": "http://adfs.example/"}, "Identity provider 1, sso_url: must be an https:// address."),
        (SAML | {"domains": ["everybody"]}, "Identity provider 1, domains.0: must be a domain such as example.com."),
        (SAML | {"id": "Big Name"}, "Identity provider 1, id:"),
        (SAML | {"passwrod": "x"}, "Identity provider 1, passwrod: Extra inputs are not permitted."),
    ],
)  # fmt: skip
def test_a_description_that_cannot_be_used_is_refused_by_place(tmp_path, provider, sentence):
    with pytest.raises(ImproperlyConfigured) as wrong:
        of_file(tmp_path, provider)
    assert str(wrong.value).startswith(sentence)


def test_two_providers_share_no_id(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="Two identity providers have the id 'adfs'"):
        of_file(tmp_path, SAML, SAML)


def test_a_file_without_providers_says_so(tmp_path):
    (tmp_path / "sso.yaml").write_text("- kind: saml\n")
    with pytest.raises(ImproperlyConfigured, match="has no list named providers"):
        described({"HEADWAY_SSO_FILE": str(tmp_path / "sso.yaml")})
