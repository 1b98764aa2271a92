"""The identity providers that people may sign in with, as the installation's operator describes them.

One OpenID Connect provider comes from the variables HEADWAY_OIDC_*; any number of both kinds from the YAML or
JSON file that HEADWAY_SSO_FILE names.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import yaml
from django.core.exceptions import ImproperlyConfigured
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
OIDC_CLASS = "headway.web.accounts.oidc.OidcProvider"
SAML_CLASS = "headway.web.accounts.saml.SamlProvider"


def _secure(address: str) -> str:
    at = urlsplit(address)
    if (at.scheme == "https" and at.hostname) or (at.scheme == "http" and at.hostname in LOOPBACK):
        return address.rstrip("/")
    raise ValueError("must be an https:// address")


def _domain(name: str) -> str:
    if "." not in name or "@" in name:
        raise ValueError("must be a domain such as example.com")
    return name.lower()


Address = Annotated[str, AfterValidator(_secure)]
Domain = Annotated[str, AfterValidator(_domain)]


class Described(BaseModel):
    """What is the same for both kinds.

    `domains` are those whose addresses this provider may speak for; `origins` further sites that its own
    sign-in page is reached through.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    name: str = Field(min_length=1, max_length=60)
    domains: tuple[Domain, ...] = ()
    origins: tuple[Address, ...] = ()


class OidcDescribed(Described):
    kind: Literal["oidc"]
    issuer: Address
    client_id: str = Field(min_length=1)
    client_secret: str = ""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    groups_claim: str = "groups"

    @property
    def reached(self) -> str:
        return self.issuer

    def app(self) -> dict[str, Any]:
        own = {
            "server_url": self.issuer,
            "scope": list(self.scopes),
            "oauth_pkce_enabled": True,
            "groups_claim": self.groups_claim,
            "domains": list(self.domains),
        }
        return {
            "provider_id": self.id,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.client_secret,
            "settings": own,
        }


class Attributes(BaseModel):
    """The names under which the provider sends what is asked; empty takes the NameID as address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    uid: str = ""
    email: str = ""
    name: str = ""
    groups: str = "groups"


class SamlDescribed(Described):
    kind: Literal["saml"]
    entity_id: str = Field(min_length=1)
    sso_url: Address
    certificate: str = Field(min_length=100)
    attributes: Attributes = Attributes()
    domains: tuple[Domain, ...] = Field(min_length=1)
    idp_initiated: bool = False

    @property
    def reached(self) -> str:
        return self.sso_url

    def app(self) -> dict[str, Any]:
        idp = {"entity_id": self.entity_id, "sso_url": self.sso_url, "x509cert": self.certificate}
        strict = {
            "strict": True,
            "want_assertion_signed": True,
            "reject_deprecated_algorithm": True,
            "want_name_id": True,
            "want_attribute_statement": False,
            "allow_single_label_domains": True,
            "reject_idp_initiated_sso": not self.idp_initiated,
        }
        asked = self.attributes.model_dump(include={"uid", "email", "name"})
        own = {
            "idp": idp,
            "advanced": strict,
            "attribute_mapping": {name: value for name, value in asked.items() if value},
            "use_nameid_for_email": not self.attributes.email,
            "groups_attribute": self.attributes.groups,
            "domains": list(self.domains),
        }
        # The id stands for the client as well: it is what the addresses of this provider are made of.
        return {"provider_id": self.id, "name": self.name, "client_id": self.id, "settings": own}


Provider = Annotated[OidcDescribed | SamlDescribed, Field(discriminator="kind")]
_PROVIDERS = TypeAdapter(tuple[Provider, ...])


def described(environment: Mapping[str, str]) -> tuple[OidcDescribed | SamlDescribed, ...]:
    """Every provider of the environment. Raises ImproperlyConfigured with one sentence."""
    file = environment.get("HEADWAY_SSO_FILE", "")
    found = [*_of_variables(environment), *(_of_file(Path(file)) if file else ())]
    try:
        providers = _PROVIDERS.validate_python(found)
    except ValidationError as error:
        raise ImproperlyConfigured(_sentence(error)) from error
    ids = [one.id for one in providers]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise ImproperlyConfigured(f"Two identity providers have the id {twice[0]!r}; give each its own.")
    return providers


def _of_variables(environment: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    given = {
        "issuer": environment.get("HEADWAY_OIDC_ISSUER", ""),
        "client_id": environment.get("HEADWAY_OIDC_CLIENT_ID", ""),
        "client_secret": environment.get("HEADWAY_OIDC_CLIENT_SECRET", ""),
        "groups_claim": environment.get("HEADWAY_OIDC_GROUPS_CLAIM", "groups"),
        "name": environment.get("HEADWAY_OIDC_NAME", "Single sign-on"),
    }
    domains = [
        part.strip() for part in environment.get("HEADWAY_OIDC_DOMAINS", "").split(",") if part.strip()
    ]
    if given["issuer"]:
        yield given | {"kind": "oidc", "id": "oidc", "domains": domains}


def _of_file(path: Path) -> list[Any]:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ImproperlyConfigured(f"HEADWAY_SSO_FILE {path} cannot be read: {error}") from error
    if not isinstance(content, dict) or not isinstance(content.get("providers"), list):
        raise ImproperlyConfigured(f"HEADWAY_SSO_FILE {path} has no list named providers.")
    return list(content["providers"])


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    at, *rest = first["loc"]
    place = ".".join(str(part) for part in rest if part not in ("oidc", "saml")) or "kind"
    number = int(at) + 1 if isinstance(at, int) else 1
    return f"Identity provider {number}, {place}: {first['msg'].removeprefix('Value error, ')}."


def allauth_settings(providers: Iterable[OidcDescribed | SamlDescribed]) -> dict[str, Any]:
    """The providers in the form that django-allauth reads."""
    apps: dict[str, list[dict[str, Any]]] = {"oidc": [], "saml": []}
    for one in providers:
        apps[one.kind].append(one.app())
    return {
        "openid_connect": {"provider_class": OIDC_CLASS, "OAUTH_PKCE_ENABLED": True, "APPS": apps["oidc"]},
        "saml": {"provider_class": SAML_CLASS, "APPS": apps["saml"]},
    }


def form_targets(providers: Iterable[OidcDescribed | SamlDescribed]) -> list[str]:
    """The sites that the form of the sign-in page may lead to: browsers check where a form is redirected."""
    addresses = [address for one in providers for address in (one.reached, *one.origins)]
    return sorted({"{0.scheme}://{0.netloc}".format(urlsplit(address)) for address in addresses})


PROVIDERS = described(os.environ)
