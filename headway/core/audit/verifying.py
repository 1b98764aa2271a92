"""Walking a chain of activity from its first row: what is wrong first, and where."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from headway.core.activity import ERASING, FIRST_HASH, LEFT, left_hash, row_hash, seal_of
from headway.core.audit.anchors import Anchor, Anchors, anchors_of
from headway.core.audit.ends import end_of
from headway.core.audit.key import known_keys, signed
from headway.core.models import Activity, Workspace

CHUNK_ROWS = 2000
UNREADABLE = "it holds what the database could not have been given by Headway"


@dataclass(frozen=True)
class Verdict:
    """Whether a chain is whole; if not, the number of the first wrong row and what is wrong with it.

    `rows` and `head` are how many rows hold from the first on, and the hash of the last of them; `heads` is how
    many signed heads they agree with, `signed_to` the last row that one of these covers.
    """

    rows: int
    head: str
    broken_at: int | None = None
    reason: str = ""
    heads: int = 0
    signed_to: int = 0

    @property
    def whole(self) -> bool:
        return self.broken_at is None

    @property
    def words(self) -> str:
        """The verdict as the rest of a sentence about the log."""
        if not self.whole:
            return f"is broken at row {self.broken_at}: {self.reason}"
        signed_to = f", signed to row {self.signed_to}" if self.heads else ", not signed by day yet"
        return f"is whole: {self.rows} rows{signed_to if self.rows else ''}, head {self.head[:16]}"


class Fault(Exception):
    """What is wrong first."""

    def __init__(self, row: int, reason: str) -> None:
        super().__init__(reason)
        self.row, self.reason = row, reason


@dataclass
class Walk:
    """How far the walk along a chain has come, and what it has to meet on the way."""

    workspace: Workspace | None
    anchors: Anchors
    count: int = 0
    head: str = FIRST_HASH
    heads: int = 0
    signed_to: int = 0
    erased: dict[int, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)

    def step(self, entry: Activity) -> None:
        """Take the next row. Raises Fault."""
        if entry.sequence != self.count + 1:
            raise Fault(self.count + 1, _not_here(entry, self.count + 1))
        if reason := self._wrong(entry):
            raise Fault(self.count + 1, reason)
        self._erasure(entry)
        self.count, self.head = self.count + 1, entry.hash
        for anchor in self.anchors.at.pop(self.count, ()):
            self._meet(anchor)

    def _wrong(self, entry: Activity) -> str:
        if entry.previous_hash == self.head and row_hash(entry) == entry.hash:
            return "" if _words_hold(entry) else "its words were changed"
        if was := _former_place(entry):
            return f"rows were put in, taken out or put in another order before it: it was row {was}"
        return (
            "its content was changed"
            if entry.previous_hash == self.head
            else "it does not follow from the row before it"
        )

    def _erasure(self, entry: Activity) -> None:
        if entry.erased_at:
            self.erased[entry.sequence] = left_hash(entry)
        if entry.action.startswith(ERASING):
            self.told |= entry.changes.get(LEFT, {})

    def _meet(self, anchor: Anchor) -> None:
        if anchor.hash != self.head:
            since = f"after row {self.signed_to}" if self.signed_to else "from the first row on"
            raise Fault(
                self.count, f"it is not the row that {anchor.words}: the log was written anew {since}"
            )
        if anchor.is_head:
            self.heads, self.signed_to = self.heads + 1, self.count

    def finish(self) -> None:
        """Look at what only the end can tell. Raises Fault."""
        for row in sorted(self.anchors.at):
            raise Fault(self.count + 1, f"it is missing: row {row} {self.anchors.at[row][0].words}")
        _end_fits(self.workspace, self.count)
        for row, left_as in self.erased.items():
            if self.told.get(str(row)) != left_as:
                raise Fault(row, "its words are not as an erasure left them")
        for row, reason in self.anchors.faults:
            raise Fault(row, reason)


def verify(workspace: Workspace | None, copies: Sequence[str] = ()) -> Verdict:
    """Walk a chain from its first row and stop at the first that is not as it was written.

    Checked are each row's content and words, its place, every signed head (in the database, in the file beside
    it and in `copies`, lines that were kept elsewhere), and the signed end. Without a workspace it is the chain
    of the installation. Rows that are added meanwhile do no harm.
    """
    walk = Walk(workspace, anchors_of(workspace, copies))
    try:
        for entry in Activity.objects.filter(workspace=workspace).order_by("sequence").iterator(CHUNK_ROWS):
            walk.step(entry)
        walk.finish()
    except Fault as fault:
        return Verdict(walk.count, walk.head, fault.row, fault.reason, walk.heads, walk.signed_to)
    except (ValueError, TypeError):
        # SQLite keeps any text in any column, such as a time that is none.
        return Verdict(walk.count, walk.head, walk.count + 1, UNREADABLE, walk.heads, walk.signed_to)
    return Verdict(walk.count, walk.head, heads=walk.heads, signed_to=walk.signed_to)


def _not_here(entry: Activity, expected: int) -> str:
    return "it is missing" + ("" if entry.sequence > expected else ": a second row has the number before it")


def _words_hold(entry: Activity) -> bool:
    return entry.salt == "" if entry.erased_at else seal_of(entry) == entry.seal


def _former_place(entry: Activity) -> int:
    """The number that a row had when it was written, where it is another than it has now; else 0."""
    now, most = entry.sequence, Activity.objects.filter(workspace=entry.workspace_id).count() + 1
    try:
        for number in range(1, most + 1):
            entry.sequence = number
            if number != now and row_hash(entry) == entry.hash:
                return number
        return 0
    finally:
        entry.sequence = now


def _end_fits(workspace: Workspace | None, count: int) -> None:
    end = end_of(workspace)
    if end is None:
        if count:
            raise Fault(count, "the signed end of the log is missing, so rows behind it may be missing too")
        return
    if not signed(end.statement, end.signature, known_keys().get(end.key, "")):
        raise Fault(end.sequence, "the end of the log is not signed with a key of this installation")
    if end.sequence < count:
        raise Fault(end.sequence + 1, "it was put in behind the signed end of the log")
