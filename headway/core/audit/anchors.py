"""What a chain of activity has to meet on its way: rows that were signed, and lines that say so elsewhere."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from headway.core.audit.ends import end_of
from headway.core.audit.files import lines_kept
from headway.core.audit.key import known_keys, signed
from headway.core.audit.models import SignedHead
from headway.core.models import Workspace

NO_HEAD = "0" * 64


@dataclass(frozen=True)
class Anchor:
    """A row that somebody with the key signed: its number, its hash, and when, in words."""

    sequence: int
    hash: str
    words: str
    is_head: bool


@dataclass
class Anchors:
    """All anchors of a chain by row, and what is wrong with signatures themselves, as (row, reason)."""

    at: dict[int, list[Anchor]] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def add(self, anchor: Anchor) -> None:
        self.at.setdefault(anchor.sequence, []).append(anchor)


def anchors_of(workspace: Workspace | None, copies: Sequence[str] = ()) -> Anchors:
    """Everything signed about a chain. The file is read before the table, since a head is written there after."""
    found, keys = Anchors(), known_keys()
    kept = [*lines_kept(), *copies]
    if end := end_of(workspace):
        found.add(Anchor(end.sequence, end.hash, "was signed as the last", is_head=False))
    stored = _from_table(found, workspace, keys)
    _from_lines(found, kept, str(workspace.pk if workspace else None), keys, stored)
    return found


def _from_table(found: Anchors, workspace: Workspace | None, keys: dict[str, str]) -> set[str]:
    """Add the heads in the database; gives their statements."""
    previous, statements = NO_HEAD, set()
    for number, head in enumerate(SignedHead.objects.filter(workspace=workspace).order_by("number"), 1):
        name = f"signed head {head.number} of {head.day}"
        if not signed(head.statement, head.signature, keys.get(head.key, "")):
            found.faults.append((head.sequence, f"{name} is not signed with a key of this installation"))
            continue
        if (head.number, head.previous) != (number, previous):
            found.faults.append((head.sequence, f"{name} does not follow from the one before it"))
        found.add(Anchor(head.sequence, head.hash, f"was signed on {head.day}", is_head=True))
        statements.add(head.statement)
        previous = head.own_hash
    return statements


def _from_lines(
    found: Anchors, lines: Iterable[str], chain: str, keys: dict[str, str], stored: set[str]
) -> None:
    for statement in statements_of(lines, keys) - stored:
        said = json.loads(statement)
        if said["workspace"] != chain:
            continue
        name = f"signed head {said['number']} of {said['day']}"
        found.faults.append((said["sequence"], f"{name} was kept outside the database and is missing in it"))
        found.add(Anchor(said["sequence"], said["hash"], f"was signed on {said['day']}", is_head=False))


def statements_of(lines: Iterable[str], keys: dict[str, str]) -> set[str]:
    """The statements in lines of kept heads that one of the keys signed; a line cut off or made up has none."""
    found = set()
    for line in lines:
        try:
            kept = json.loads(line)
            said = json.loads(kept["statement"])
            ours = signed(kept["statement"], kept["signature"], keys.get(said["key"], ""))
        except (ValueError, KeyError, TypeError):
            continue
        found |= {kept["statement"]} if ours else set()
    return found


def chains_gone(copies: Sequence[str] = ()) -> list[str]:
    """The ids of workspaces of which a signed head is kept outside the database, but which are not in it."""
    statements = statements_of((*lines_kept(), *copies), known_keys())
    kept = {json.loads(statement)["workspace"] for statement in statements} - {"None"}
    return sorted(kept - {str(pk) for pk in Workspace.objects.values_list("pk", flat=True)})
