"""What others send us: answers of identity providers, and words in addresses."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import requests
from allauth.socialaccount.adapter import get_adapter
from django.test import Client

ENTITY = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">&x;</samlp:Response>"""


def test_a_saml_response_with_an_entity_is_refused():
    """The parser of the SAML library, as it is called for every response."""
    from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

    with pytest.raises(Exception, match=r"(?i)entit|doctype"):
        OneLogin_Saml2_XML.to_etree(ENTITY)


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["../../etc/passwd", "a/b", "<script>", "%", "\u202e", "x" * 5000, "'--"])
def test_no_filter_breaks_a_page(world, value):
    client = world.client("owner")
    for path in (
        "accounts/?problem=",
        "problems/?peek=",
        "evidence/?problem=",
        "initiatives/?problem=",
        "decisions/?record=",
        "activity/?subject=",
    ):
        page, _, name = path.rstrip("=").partition("?")
        assert client.get(f"/w/lumen/{page}", {name: value}).status_code < 500, path


class Elsewhere(BaseHTTPRequestHandler):
    """A provider that leads to another address."""

    asked: list[str] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(302)
        self.send_header("Location", "/inside")
        self.end_headers()

    def log_message(self, *parts):
        """Say nothing."""


def test_a_provider_cannot_lead_the_server_to_another_address():
    there = HTTPServer(("127.0.0.1", 0), Elsewhere)
    Thread(target=there.serve_forever, daemon=True).start()
    with get_adapter().get_requests_session() as session, pytest.raises(requests.TooManyRedirects):
        session.get(f"http://127.0.0.1:{there.server_port}/keys", timeout=10)
    there.shutdown()
    there.server_close()
    assert Elsewhere.asked == ["/keys"]


@pytest.mark.django_db
def test_items_of_one_id_are_refused_in_a_sentence(world):
    head = {"Authorization": f"Bearer {world.token('owner')}"}
    items = [{"id": "A-1", "title": "It fails"}, {"id": "A-1", "title": "It fails too"}]
    answer = Client().post(
        "/api/v1/ask/discovery.duplicates", {"items": items}, "application/json", headers=head
    )
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        "Field items: Item id 'A-1' stands twice; give each item its own id.",
    )
