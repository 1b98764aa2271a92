"""Somebody who tries API tokens gets a few tries a minute."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from headway.core.errors import SignInNeeded, TooMany
from headway.web.accounts.audit import note_refusal
from headway.web.accounts.lock_out import client_ip

WINDOW_SECONDS = 60


def counted(request: HttpRequest) -> AbstractContextManager[None]:
    """Count a token that is refused inside, by where it came from. Raises TooMany once there were too many."""
    return counted_from(client_ip(request))


@contextmanager
def counted_from(address: str) -> Iterator[None]:
    """The same for a door that is no page of Django's."""
    refuse_many(address)
    try:
        yield
    except SignInNeeded:
        _count(_key(address))
        raise


def refuse_many(address: str) -> None:
    """Raise TooMany for an address that sent too many unknown tokens in this minute."""
    if cache.get(_key(address), 0) >= settings.BAD_TOKENS_PER_MINUTE:
        raise TooMany("Too many unknown API tokens came from your address; wait a minute.")


def _key(address: str) -> str:
    minute = int(time.time()) // WINDOW_SECONDS
    return "bad-tokens:" + salted_hmac("headway.bad_tokens", f"{address}:{minute}").hexdigest()


def _count(key: str) -> None:
    cache.add(key, 0, 2 * WINDOW_SECONDS)
    if cache.incr(key) == settings.BAD_TOKENS_PER_MINUTE:
        note_refusal("bad_tokens", "Refused further API tokens from one address for a minute")
