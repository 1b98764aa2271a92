"""The list of erasures beside the database: what a restored older backup has to forget again.

It holds no identifier in the clear. Each erasure has a random salt; what was looked for is kept as hashes keyed
with it, what the rows became as pseudonyms. Whoever has the list can test a guess, so it is as well guarded as
the database. A line is complete on disk before the erasure is committed.
"""

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.conf import settings

from headway.apps.privacy.identifiers import Identifiers, Pseudonyms
from headway.core.classes import Kind
from headway.core.holdings import Subject
from headway.engine.text.mentions import Wanted, whole_key

NAME = "erasures.jsonl"
HEAD_DIGITS = 3


@dataclass(frozen=True)
class Erasure:
    """One erasure as it is kept: keyed hashes of the identifiers, pseudonyms by hash, and the rows' ids."""

    id: str
    at: str
    workspace: str
    by: str
    salt: str
    texts: dict[str, list[Any]]
    whole: dict[str, dict[str, list[Any]]]
    tokens: dict[str, str]
    rows: dict[str, list[str]] = field(default_factory=dict)

    def subject(self) -> Subject:
        """Who is to be looked for, known only by hashes."""
        salt = bytes.fromhex(self.salt)
        given = Pseudonyms()

        def token(value: str) -> str:
            return self.tokens.get(_digest(salt, whole_key(value))) or given(value)

        whole = {Kind(kind): _wanted(salt, kept) for kind, kept in self.whole.items()}
        return Subject(_wanted(salt, self.texts), whole, token)


def erasure_of(
    identifiers: Identifiers, tokens: Mapping[str, str], rows: Mapping[str, list[str]], **about: str
) -> Erasure:
    """An erasure as it is kept, with a salt of its own."""
    salt = secrets.token_bytes(32)
    return Erasure(
        **about,
        salt=salt.hex(),
        texts=_kept(salt, identifiers.text_keys()),
        whole={kind.value: _kept(salt, keys) for kind, keys in identifiers.keys().items()},
        tokens={_digest(salt, key): token for key, token in tokens.items()},
        rows={label: list(pks) for label, pks in rows.items()},
    )


def _kept(salt: bytes, keys: Iterable[str]) -> dict[str, list[Any]]:
    wanted = Wanted.of(keys, lambda key: _digest(salt, key), lambda word: _head(salt, word))
    return {
        "keys": sorted(wanted.keys), "heads": sorted(wanted.heads), "lengths": list(wanted.lengths)
    }  # fmt: skip


def _wanted(salt: bytes, kept: Mapping[str, list[Any]]) -> Wanted:
    return Wanted(
        frozenset(kept["keys"]),
        frozenset(kept["heads"]),
        tuple(kept["lengths"]),
        lambda key: _digest(salt, key),
        lambda word: _head(salt, word),
    )


def _digest(salt: bytes, key: str) -> str:
    return blake2b(key.encode(), key=salt, digest_size=16).hexdigest()


def _head(salt: bytes, word: str) -> str:
    # So coarse that it points at no name, yet spares hashing what comes after most words.
    return blake2b(word.encode(), key=salt, digest_size=8, person=b"head").hexdigest()[:HEAD_DIGITS]


def ledger_path() -> Path:
    home: Path = settings.HOME
    return home / NAME


def erasures(path: Path | None = None) -> list[Erasure]:
    """The erasures on the list, the earliest first; of two lines with one id the later counts."""
    file = path or ledger_path()
    if not file.exists():
        return []
    lines = (line for line in file.read_text("utf-8").splitlines() if line.strip())
    found = {kept["id"]: Erasure(**kept) for kept in map(json.loads, lines)}
    return sorted(found.values(), key=lambda one: (one.at, one.id))


def ledger_add(*added: Erasure) -> None:
    """Put erasures on the list; it is whole on disk before this comes back."""
    known = {one.id: one for one in erasures()} | {one.id: one for one in added}
    text = "".join(json.dumps(asdict(one), sort_keys=True) + "\n" for one in known.values())
    path = ledger_path()
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def ledger_merge(other: Path) -> None:
    """Take the erasures of another list in, such as that of a backup."""
    ledger_add(*erasures(other))
