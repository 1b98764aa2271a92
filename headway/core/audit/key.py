"""The installation's signing key: made at first use, kept beside the database and never in it.

Whoever can write to the database but not read this file cannot make a signature.
"""

import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from headway.core.audit.canonical import digest
from headway.core.errors import Invalid

SEED_DIGITS = 64


class Signer(NamedTuple):
    """The key that signs, its public half in hexadecimal digits, and the short name of that."""

    private: Ed25519PrivateKey
    public: str
    name: str


def signer() -> Signer:
    """Who signs for this installation."""
    return _loaded(settings.AUDIT_DIR, settings.AUDIT_KEY)


def sign(statement: str) -> str:
    """An Ed25519 signature (RFC 8032) as 128 hexadecimal digits."""
    return signer().private.sign(statement.encode()).hex()


def public_key() -> str:
    """The public key that goes with the signing key, as 64 hexadecimal digits."""
    return signer().public


def key_id(public: str) -> str:
    """The short name of a public key: the start of its SHA-256.

    >>> key_id("00" * 32)
    '60e05bd1b195af2f'
    """
    return digest(public)[:16]


def known_keys() -> dict[str, str]:
    """Public keys whose signatures count, by their short name: today's and those kept from before."""
    today, folder = signer(), Path(settings.AUDIT_DIR)
    kept = [path.read_text().strip() for path in sorted(folder.glob("*.pub"))]
    return {key_id(public): public for public in (*kept, today.public)}


def signed(statement: str, signature: str, public: str) -> bool:
    """Whether a signature was made over this statement with the key that goes with a public key."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(
            bytes.fromhex(signature), statement.encode()
        )
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=4)
def _loaded(folder: Path, seed: str) -> Signer:
    """The key, its public half left in the folder, so that its signatures count after a change of keys."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = _of_seed(seed or _kept(folder))
    public = private.public_key().public_bytes_raw().hex()
    if not (beside := folder / f"{key_id(public)}.pub").exists():
        beside.write_text(public + "\n")
    return Signer(private, public, key_id(public))


def _of_seed(seed: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    except ValueError as error:
        raise Invalid(
            f"The signing key is not {SEED_DIGITS} hexadecimal digits; see docs/audit.md."
        ) from error


def _kept(folder: Path) -> str:
    path = folder / "signing.key"
    if not path.exists():
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    """Write a new key; of two processes that do so at once, the first one's stays."""
    made = path.with_name(f"signing.{secrets.token_hex(8)}.new")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(SEED_DIGITS // 2) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link is there whole or not at all, and never replaces a key that is there.
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink()
