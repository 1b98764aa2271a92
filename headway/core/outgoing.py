"""Messages to addresses that people wrote down: to where the whole world may connect, not into one's own network."""

import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from headway.core.errors import Invalid

TIMEOUT_S, ANSWER_BYTES_MOST, ADDRESS_MOST = 10, 65_536, 500
PORTS = {"https": 443, "http": 80}


class Unsent(Exception):
    """Why a message did not arrive, in words without the address."""


@dataclass(frozen=True)
class Target:
    """Where to send: the parts of the address, and the one IP address that was looked at and found open."""

    parts: SplitResult
    host: str
    port: int
    ip: str


def outgoing_checked(address: str) -> str:
    """The address, if it is one that messages may be sent to by its form. Raises Invalid.

    Where its name leads is looked at when something is sent, since that can change.
    """
    parts = _parts(address)
    if parts.scheme == "http" and not _is_own(parts.hostname or ""):
        raise Invalid("The address has to begin with https://, so that nobody reads along.")
    return address


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address.strip())
        port_known = parts.port is None or parts.port > 0
    except ValueError:
        raise Invalid("It is no address; write it like https://example.com/hook.") from None
    usable = parts.scheme in PORTS and parts.hostname and port_known and len(address) <= ADDRESS_MOST
    if not usable or parts.username or parts.password or any(one.isspace() for one in address):
        raise Invalid("It is no address; write it like https://example.com/hook, without a user name.")
    return parts


def _is_own(host: str) -> bool:
    """Whether whoever runs Headway opened a host in their own network by name."""
    return host.lower() in settings.OUTGOING_HOSTS


def target_of(address: str) -> Target:
    """Where an address leads now. Raises Unsent where that is nowhere or not in the open network."""
    parts = _parts(address)
    host = parts.hostname or ""
    port = parts.port or PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unsent("its name leads nowhere") from error
    ips = [str(one[4][0]) for one in found]
    if not _is_own(host) and not all(is_open(one) for one in ips):
        raise Unsent("it leads into a network of one's own, which is closed to messages")
    return Target(parts, host, port, ips[0])


def is_open(ip: str) -> bool:
    """Whether an IP address is one that the whole world may connect to.

    >>> is_open("93.184.215.14"), is_open("127.0.0.1"), is_open("169.254.169.254"), is_open("::ffff:10.0.0.1")
    (True, False, False, False)
    """
    found = ipaddress.ip_address(ip.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return bool((mapped or found).is_global) and not (mapped or found).is_multicast


def post(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send a body once, without following anywhere else; gives the status. Raises Unsent, Invalid.

    The connection goes to the very IP address that was looked at, so that the name cannot lead elsewhere meanwhile.
    """
    target = target_of(outgoing_checked(address))
    connection = _connection(target)
    path = (target.parts.path or "/") + (f"?{target.parts.query}" if target.parts.query else "")
    try:
        connection.request("POST", path, body, {"Host": target.parts.netloc, **headers})
        answer = connection.getresponse()
        answer.read(ANSWER_BYTES_MOST)
    except (OSError, HTTPException) as error:
        raise Unsent(f"the connection failed ({type(error).__name__})") from error
    finally:
        connection.close()
    return answer.status


def _connection(target: Target) -> HTTPConnection:
    if target.parts.scheme == "http":
        return HTTPConnection(target.ip, target.port, timeout=TIMEOUT_S)
    return _Pinned(target)


class _Pinned(HTTPSConnection):
    """A connection to one IP address whose certificate has to be that of the name."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=TIMEOUT_S)
        self.target = target

    def connect(self) -> None:
        plain = socket.create_connection((self.target.ip, self.target.port), TIMEOUT_S)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.target.host)
