"""What the foundation knows of an app's records: how they are called, what their title is, where they are shown.

An app declares each kind in a module whose name ends in `kinds`. Whatever works on any record, such as search,
comments and lists, reads it here and never knows an app by name.
"""

from dataclasses import dataclass

from django.urls import reverse

from headway.core.errors import NotFound
from headway.core.models import WorkspaceRecord
from headway.core.roles import EVERYONE, Role


@dataclass(frozen=True)
class RecordKind:
    """A kind of record under the name that addresses and questions use, such as `problem`.

    `title` and `body` are fields of the model, the second what more there is to read. `page` is the named page
    of one record, which takes its ref; a kind without one is shown on `listing`, at the row of the record.
    `readers` are the roles that may see such records.
    """

    name: str
    model: type[WorkspaceRecord]
    label: str
    plural: str
    title: str
    body: tuple[str, ...] = ()
    page: str = ""
    listing: str = ""
    readers: frozenset[Role] = EVERYONE

    @property
    def model_label(self) -> str:
        """The name that links and activity have for the kind, such as `discovery.problem`."""
        return self.model._meta.label_lower

    def address(self, slug: str, ref: str) -> str:
        """Where a record of this kind is shown in a workspace; empty where it is shown nowhere."""
        if self.page:
            return reverse(self.page, args=[slug, ref])
        return f"{reverse(self.listing, args=[slug])}#{ref}" if self.listing else ""


_KINDS: dict[str, RecordKind] = {}


def declare(kind: RecordKind) -> RecordKind:
    """Make a kind of record known under its name, once."""
    known = _KINDS.setdefault(kind.name, kind)
    if known.model is not kind.model:
        raise RuntimeError(f"The kind {kind.name} is declared twice: {known.model} and {kind.model}")
    return kind


def kinds() -> list[RecordKind]:
    """Every kind of record, by name."""
    return [kind for _, kind in sorted(_KINDS.items())]


def kind_named(name: str) -> RecordKind:
    """The kind of that name, or of that model's label. Raises NotFound, naming those there are."""
    found = _KINDS.get(name) or next((kind for kind in kinds() if kind.model_label == name), None)
    if found is None:
        raise NotFound(f"No kind of record {name!r}; there are {', '.join(sorted(_KINDS))}.")
    return found
