"""Messages go out to the open network, and to hosts that were opened by name, and nowhere else."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from headway.core.errors import Invalid
from headway.core.outgoing import Unsent, is_open, outgoing_checked, post


@pytest.mark.parametrize(
    "address",
    ["http://example.com/x", "ftp://example.com", "https://u:p@example.com", "https://", "https://a b", "https://x:99999"],
)  # fmt: skip
def test_what_is_no_open_address_is_refused(address: str) -> None:
    with pytest.raises(Invalid):
        outgoing_checked(address)


@pytest.mark.parametrize(
    "ip", ["10.1.2.3", "127.0.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "::1", "fe80::1%eth0", "::ffff:127.0.0.1",
           "fd00::1", "224.0.0.1", "2002:7f00:1::"],
)  # fmt: skip
def test_addresses_of_a_network_of_ones_own_are_closed(ip: str) -> None:
    assert not is_open(ip)


def test_a_name_that_leads_home_is_closed_unless_it_was_opened(settings: Any) -> None:
    heard: list[tuple[str, bytes, str]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.path, body, self.headers["X-Key"]))
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1/elsewhere")
            self.end_headers()

        def log_message(self, *said: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_port
    with pytest.raises(Unsent, match="closed to messages"):
        post(f"https://localhost:{port}/hook", b"{}", {})
    settings.OUTGOING_HOSTS = ["localhost"]
    assert post(f"http://localhost:{port}/hook?a=1", b"{}", {"X-Key": "k"}) == 302
    server.shutdown()
    server.server_close()
    assert heard == [("/hook?a=1", b"{}", "k")]
