"""Decision rights at the one write path: what a change claims, and what the policy in force rules about it.

An action that touches a decision right is declared with the rights it may touch and a function that works
out, from the change itself, which one it is and how far it reaches. The policy is not known here: whoever
keeps it installs itself as the gate, and the write path asks it.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from django.db.models import Model
from pydantic import Field

from headway.core.context import Context
from headway.core.registry import Answer, Done, Entry


@dataclass(frozen=True)
class Reach:
    """How far a change goes, worked out from the change. None is unknown and counts as far, with its reason."""

    arr_minor: int | None = 0
    accounts: int | None = 0
    quarters: int | None = 0
    compliance: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Claim:
    """One use of a decision right by a change.

    `right` is an id such as DRe1; `words` tell the change in plain words, one line each thing that differs;
    `state` is a fingerprint of what the change stands on: an approval holds only while it stays the same.
    """

    right: str
    words: tuple[str, ...]
    state: str
    subject: Model | None = None
    reach: Reach = field(default_factory=Reach)


def state_of(*parts: object) -> str:
    """A fingerprint of plain values, such as refs and versions of the records a change stands on.

    >>> state_of("PL-1", 3) == state_of("PL-1", 3), state_of("PL-1", 3) == state_of("PL-1", 4)
    (True, False)
    """
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True)
class Ruling:
    """What the policy says to a claim by a person: allowed, refused, or to be approved first, and why."""

    outcome: Literal["allow", "refuse", "pend"]
    reason: str
    facts: dict[str, Any] = field(default_factory=dict)


class Pending(Answer):
    """The answer of an action that was not carried out but sent to those who may approve it."""

    pending: Literal[True] = True
    approval: str = Field(description="The approval request, such as AP-3.")
    right: str = Field(description="The decision right, such as DRe1.")
    reason: str
    needs: list[str] = Field(description="Whose approval is needed, in words.")
    diff: list[str] = Field(description="The change in plain words.")
    due_at: datetime | None = None


@dataclass(frozen=True)
class Wanted:
    """A change that may not be made before it is approved: exactly what was asked, and what it would do."""

    entry: Entry
    payload: dict[str, Any]
    claim: Claim
    ruling: Ruling
    preview: Done[Any]


class Gate(Protocol):
    """Whoever keeps the policy."""

    def ruling(self, context: Context, entry: Entry, claim: Claim) -> Ruling:
        """What the policy says to this claim by the person in the context."""

    def opened(self, context: Context, wanted: Wanted) -> Done[Pending]:
        """Store a change until it is approved."""


_installed: list[Gate] = []


def install(gate: Gate) -> None:
    """Make this the gate of the process."""
    _installed[:] = [gate]


def installed() -> Gate:
    """The gate. Raises RuntimeError where none is installed, since then nothing may pass."""
    if not _installed:
        raise RuntimeError("No gate is installed, so no decision right can be checked.")
    return _installed[0]
