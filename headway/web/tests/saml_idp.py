"""A SAML identity provider: pysaml2's own, behind a small web server. It says of a person what it is told to."""

import shutil
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from saml2 import BINDING_HTTP_REDIRECT
from saml2.authn_context import PASSWORD
from saml2.config import IdPConfig
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

MAIL, NAME = "urn:oid:0.9.2342.19200300.100.1.3", "urn:oid:2.16.840.1.113730.3.1.241"


def key_pair(home: Path, name: str) -> str:
    """Make a key and a certificate of it in files; gives the certificate."""
    key = rsa.generate_private_key(65537, 2048)
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    (home / f"{name}.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    (home / f"{name}.crt").write_bytes(pem)
    return pem.decode()


@dataclass
class Told:
    """What the provider says of a person, and how."""

    uid: str
    email: str
    groups: tuple[str, ...] = ()
    signs_assertion: bool = True
    signs_response: bool = False
    lifetime_minutes: int = 15
    key: str = "idp"
    is_asked: bool = True
    name_format: str = NAMEID_FORMAT_PERSISTENT


@dataclass
class Provider:
    home: Path
    port: int = 0
    metadata_at: str = ""
    told: Told = field(default_factory=lambda: Told("", ""))

    @property
    def entity_id(self) -> str:
        return f"http://localhost:{self.port}/metadata"

    @property
    def sso_url(self) -> str:
        return f"http://localhost:{self.port}/sso"

    def answer(self, query: dict[str, list[str]]) -> tuple[str, str]:
        """What it answers to a question of ours: where to, and the response in base64."""
        server, told = self._server(), self.told
        asked = server.parse_authn_request(query["SAMLRequest"][0], BINDING_HTTP_REDIRECT).message
        identity = {"mail": [told.email], "displayName": ["Sam Single"], "groups": list(told.groups)}
        response = server.create_authn_response(
            identity,
            in_response_to=asked.id if told.is_asked else None,
            destination=asked.assertion_consumer_service_url,
            sp_entity_id=asked.issuer.text,
            name_id=NameID(format=told.name_format, text=told.uid),
            authn={"class_ref": PASSWORD, "authn_auth": self.entity_id},
            sign_assertion=told.signs_assertion,
            sign_response=told.signs_response,
            sign_alg=SIG_RSA_SHA256,
            digest_alg=DIGEST_SHA256,
        )
        return asked.assertion_consumer_service_url, b64encode(str(response).encode()).decode()

    def _server(self) -> Server:
        own = {
            "endpoints": {"single_sign_on_service": [(self.sso_url, BINDING_HTTP_REDIRECT)]},
            "policy": {
                "default": {
                    "lifetime": {"minutes": self.told.lifetime_minutes},
                    "name_form": "urn:oasis:names:tc:SAML:2.0:attrname-format:uri",
                }
            },
        }
        config: dict[str, Any] = {
            "entityid": self.entity_id,
            "service": {"idp": own},
            "key_file": str(self.home / f"{self.told.key}.key"),
            "cert_file": str(self.home / f"{self.told.key}.crt"),
            "xmlsec_binary": shutil.which("xmlsec1"),
            "metadata": {"inline": [httpx.get(self.metadata_at).text]},
        }
        return Server(config=IdPConfig().load(config))


@contextmanager
def served(home: Path) -> Iterator[Provider]:
    """The provider as a web server, as long as the context lasts."""
    provider = Provider(home)

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            to, response = provider.answer(parse_qs(urlsplit(self.path).query))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(f"{to} {response}".encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("localhost", 0), Answer)
    provider.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    thread.join()


def rewritten(response: str, before: str, after: str) -> str:
    """A response with a part of its content replaced, after it was signed."""
    content = b64decode(response).decode()
    assert before in content
    return b64encode(content.replace(before, after).encode()).decode()
