"""Places in a shared list that a visitor carries from part to part without being able to read them.

A place names the values of the last row, of columns that may be hidden among them, and its id.
"""

import base64
import json

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

from headway.core.sharing.models import ShareLink


def sealed(link: ShareLink, order: str, place: str) -> str:
    """A place in a link's list in that order, for its visitor to send back."""
    return _box(link).encrypt(json.dumps([order, place]).encode()).decode()


def unsealed(link: ShareLink, order: str, token: str) -> str:
    """The place again; empty, which is the beginning, where it is of another link or order, or made up."""
    try:
        found = json.loads(_box(link).decrypt(token.encode()))
    except (InvalidToken, ValueError):
        return ""
    return str(found[1]) if found[0] == order else ""


def _box(link: ShareLink) -> Fernet:
    key = salted_hmac("headway.core.sharing.places", str(link.pk), algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
