"""What an identity provider says about who signs in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from headway.apps.identity.rules import domain_of


@dataclass(frozen=True)
class Claims:
    """`is_verified`: the provider vouches that the address belongs to the person."""

    provider: str
    uid: str
    email: str
    is_verified: bool
    name: str
    groups: tuple[str, ...]


def group_names(value: Any) -> tuple[str, ...]:
    """The names in a claim that may be a list, one name, or absent.

    >>> group_names(["a", 3, "b"]), group_names("a"), group_names(None)
    (('a', 'b'), ('a',), ())
    """
    if isinstance(value, str):
        return (value,)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, Sequence) else ()


def full_name(said: Mapping[str, Any]) -> str:
    """The name under its usual claims.

    >>> full_name({"given_name": "Ada", "family_name": "Lovelace"}), full_name({"name": "Ada L"})
    ('Ada Lovelace', 'Ada L')
    """
    parts = [said.get("name")] if said.get("name") else [said.get("given_name"), said.get("family_name")]
    return " ".join(str(part) for part in parts if part)[:200]


def speaks_for(email: str, domains: Sequence[str]) -> bool:
    """Whether an address lies in one of the domains.

    >>> speaks_for("Ada@Lumen.Test", ["lumen.test"]), speaks_for("lumen.test", ["lumen.test"])
    (True, False)
    """
    return domain_of(email) in {one.lower() for one in domains}
