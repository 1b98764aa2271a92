"""What only the real server shows: raw requests, and files outside the static folder."""

import re
import socket

import httpx
import pytest

pytestmark = pytest.mark.slow

OUTSIDE = (
    "/.git/config", "/static/", "/static/headway/", "/static/headway/css/", "/static/../settings.py", "/static/%2e%2e/settings.py",
    "/static//etc/passwd", "/static/..%2f..%2fpyproject.toml", "/secret.key", "/files/", "/headway.sqlite3", "/media/",
)  # fmt: skip


def raw(server, request):
    """Everything the server answers to these bytes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(request)
        parts = []
        while part := line.recv(65536):
            parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_file_outside_the_static_folder_is_served(server, path):
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
    status = raw(server, head).split(b" ", 2)[1]
    assert status in {b"404", b"400"}


def test_a_file_of_the_static_folder_is_served(server):
    assert httpx.get(f"{server.url}/static/headway/icon.svg").status_code == 200


def test_trace_is_refused(server):
    answer = httpx.request("TRACE", f"{server.url}/sign-in/", headers={"X-Canary": "sung"})
    assert answer.status_code == 405 and "sung" not in answer.text


def test_no_answer_names_a_version(server):
    answer = httpx.get(f"{server.url}/sign-in/")
    assert answer.headers["server"] == "granian" and "x-powered-by" not in answer.headers
    assert not re.search(r"(?i)(django|granian|python)[ /]?\d", answer.text)


def test_a_request_of_two_lengths_is_not_two_requests(server):
    inner = b"GET /api/nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    body = b"0\r\n\r\n" + inner
    head = (
        b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"
        b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" % len(body)
    )
    answered = raw(server, head + body)
    assert answered.count(b"HTTP/1.1 ") == 1
