"""What a token is kept to: parts of the registry, named by the beginnings of their entries' names."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import StringConstraints

from headway.core.registry import Entry, entries

READ = "read"
Scope = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", max_length=100)]


def covers(scopes: Sequence[str], entry: Entry) -> bool:
    """Whether scopes open an entry: `read` opens every query, a name that entry and all below it; none opens all.

    `discovery` and `discovery.problem` both open `discovery.problem_list`; `discovery.prob` does not.
    """
    return not scopes or any(_opens(scope, entry) for scope in scopes)


def _opens(scope: str, entry: Entry) -> bool:
    return entry.kind == "query" if scope == READ else _begins(entry.name, scope)


def _begins(name: str, scope: str) -> bool:
    """Whether a name is a scope or goes on behind it at the end of a word.

    >>> _begins("core.token_list", "core.token"), _begins("core.token_list", "core.tok")
    (True, False)
    """
    return name == scope or name.startswith((f"{scope}.", f"{scope}_"))


def unknown(scopes: Sequence[str]) -> list[str]:
    """Those scopes that open nothing at all."""
    return [scope for scope in scopes if not any(_opens(scope, entry) for entry in entries())]


def beyond(scopes: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Names of entries that the wanted scopes open and `scopes` do not; where none are wanted, that is all."""
    return [one.name for one in entries() if covers(wanted, one) and not covers(scopes, one)]
