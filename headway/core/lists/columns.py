"""Which columns the records of a kind have in lists: declared by each app in its `lists.py`."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model

from headway.core.context import Context
from headway.core.errors import NotFound, Refused
from headway.core.kinds import RecordKind
from headway.core.lists.answers import ColumnType
from headway.core.roles import EVERYONE, MAKERS, Role
from headway.engine.filters.formula import Node

GROUPABLE: frozenset[ColumnType] = frozenset(
    {"date", "moment", "choice", "choices", "person", "record", "flag"}
)
SUMMABLE: frozenset[ColumnType] = frozenset({"number", "money", "formula"})
UNSORTABLE: frozenset[ColumnType] = frozenset({"choices", "long_text"})
CUSTOM = "custom."


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a list.

    `path` is where its value stands, as the ORM writes it (`account__name`), the name itself where empty;
    `expression` gives a value that has to be worked out by the database instead. `record` names the kind that
    a record column leads to; `currency` is the path to the currency of an amount that is not in the workspace's.
    `editable` columns are changed in place; `action` names the action that changes another one, since that is a
    decision or has rules of its own. A column that is not `shown` is there to be chosen. `varied` text has
    few values and can be grouped by.
    """

    name: str
    label: str
    type: ColumnType = "text"
    path: str = ""
    expression: Callable[[Context], Any] | None = None
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    record: str = ""
    currency: str = ""
    editable: bool = False
    filled: bool = False
    action: str = ""
    shown: bool = True
    varied: bool = False
    unsummed: bool = False
    key: str = ""
    formula: Node | None = None

    @property
    def place(self) -> str:
        """The ORM path of the value."""
        return self.path or self.name

    @property
    def is_custom(self) -> bool:
        return bool(self.key) or self.formula is not None

    @property
    def sortable(self) -> bool:
        return self.type not in UNSORTABLE and not (self.key and self.type == "person")

    @property
    def groupable(self) -> bool:
        return self.varied or self.type in GROUPABLE

    @property
    def summable(self) -> bool:
        return self.type in SUMMABLE and not self.currency and not self.unsummed


@dataclass(frozen=True)
class RecordList:
    """The list of a kind: its columns in their order, how it is sorted at first, who reads and who edits it.

    `touched` names a moment of the record that an edit sets to now. Ref and moment of creation need no
    declaration; `customised` kinds also have the workspace's own fields.
    """

    kind: RecordKind
    columns: tuple[Column, ...]
    sort: tuple[str, ...] = ("-created",)
    roles: frozenset[Role] = EVERYONE
    editors: frozenset[Role] = MAKERS
    touched: str = ""

    @property
    def model(self) -> type[Model]:
        return self.kind.model

    @property
    def customised(self) -> bool:
        return any(one.name == "custom" for one in self.kind.model._meta.concrete_fields)

    @property
    def all_columns(self) -> tuple[Column, ...]:
        return (REF, *self.columns, CREATED)


REF = Column("ref", "Ref")
CREATED = Column("created", "Created", "moment", path="created_at", shown=False)
_LISTS: dict[str, RecordList] = {}


def list_add(declared: RecordList) -> RecordList:
    """Make the list of a kind known."""
    _LISTS[declared.kind.name] = declared
    return declared


def columns_add(declared: RecordList, *columns: Column) -> RecordList:
    """Give the list of a kind columns that an app at a later stage knows."""
    known = _LISTS[declared.kind.name]
    names = {one.name for one in known.all_columns}
    more = tuple(one for one in columns if one.name not in names)
    return list_add(replace(known, columns=(*known.columns, *more)))


def lists() -> list[RecordList]:
    """Every list, by the name of its kind."""
    return [declared for _, declared in sorted(_LISTS.items())]


def list_of(kind: str) -> RecordList:
    """The list of a kind. Raises NotFound, naming those there are."""
    if kind not in _LISTS:
        raise NotFound(f"No list of {kind[:60]!r}; there are {', '.join(sorted(_LISTS))}.")
    return _LISTS[kind]


def list_open(context: Context, kind: str) -> RecordList:
    """The list of a kind for whoever may read it. Raises NotFound or Refused."""
    declared = list_of(kind)
    if context.role not in declared.roles:
        raise Refused(
            f"The list of {declared.kind.plural.lower()} is not open to {context.role.label.lower()}s."
        )
    return declared
