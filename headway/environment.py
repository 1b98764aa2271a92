"""What the environment says, read once: plain values for the settings, or one sentence about what is wrong."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlparse, urlsplit

from django.core.exceptions import ImproperlyConfigured

MAIL_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).lower() in {"1", "true", "yes", "on"}


def names(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def whole(name: str, default: int) -> int:
    """A positive whole number. Raises ImproperlyConfigured for anything else."""
    text = os.environ.get(name, "").strip() or str(default)
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise ImproperlyConfigured(f"{name} is {text!r}; give a whole number above zero.")
    return int(text)


def secret_key(home: Path) -> str:
    """The key from the environment, or one made at first start and kept beside the database."""
    if key := os.environ.get("HEADWAY_SECRET_KEY"):
        return key
    path = home / "secret.key"
    if not path.exists():
        _made_once(path, secrets.token_urlsafe(64))
    return path.read_text().strip()


def _made_once(path: Path, content: str) -> None:
    """Make a file whole or not at all; of several processes that try at once, the first one's stays."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def database(url: str, home: Path) -> dict[str, object]:
    """Django's settings for a database address: empty for SQLite beside the other files."""
    if not url or url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///") or str(home / "headway.sqlite3")
        # IMMEDIATE takes the write lock at the start, so two writers wait instead of failing;
        # FULL survives a power cut, which NORMAL does not.
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; "
            # What is deleted is overwritten at once, so that erased words are not left in free pages.
            "PRAGMA secure_delete=ON;",
        }
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}
    at = urlparse(url)
    query = dict(part.split("=", 1) for part in at.query.split("&") if "=" in part)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": at.path.lstrip("/"),
        "USER": unquote(at.username or ""),
        "PASSWORD": unquote(at.password or ""),
        "HOST": unquote(query.get("host", at.hostname or "")),
        "PORT": at.port or "",
        "CONN_MAX_AGE": 60,
    }


def site_address(given: str, origins: list[str]) -> str:
    """Where people reach Headway, for links in mails: as given, else the first trusted origin, else this machine.

    >>> site_address("", ["https://headway.example.com"]), site_address("https://x.example/", [])
    ('https://headway.example.com', 'https://x.example')
    """
    address = given or next(iter(origins), "http://localhost:8000")
    at = urlsplit(address)
    if at.scheme not in {"http", "https"} or not at.hostname or at.path.strip("/"):
        raise ImproperlyConfigured(
            f"HEADWAY_ADDRESS is {given!r}; give one such as https://headway.example.com."
        )
    return address.rstrip("/")


def mail(url: str) -> dict[str, Any]:
    """Django's settings for a mail address: empty prints each mail in the terminal.

    >>> found = mail("smtp://ada:s%40fe@mail.example.com")
    >>> found["EMAIL_HOST_PASSWORD"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]
    ('s@fe', 587, True)
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    at = urlsplit(url)
    if at.scheme not in MAIL_PORTS or not at.hostname:
        raise ImproperlyConfigured(
            "HEADWAY_EMAIL_URL cannot be read; write smtp://user:password@host:587, or smtps:// or smtp+plain://."
        )
    return _smtp(at)


def _smtp(at: SplitResult) -> dict[str, Any]:
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": at.hostname,
        "EMAIL_PORT": at.port or MAIL_PORTS[at.scheme],
        "EMAIL_HOST_USER": unquote(at.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(at.password or ""),
        "EMAIL_USE_TLS": at.scheme == "smtp",
        "EMAIL_USE_SSL": at.scheme == "smtps",
        "EMAIL_TIMEOUT": 15,
    }
