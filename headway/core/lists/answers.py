"""What lists are asked and what they answer: rows of any kind, the columns they may show, groups and totals."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, JsonValue

from headway.core.registry import Answer, Question

ColumnType = Literal[
    "text", "long_text", "number", "money", "date", "moment", "choice", "choices", "person", "record", "flag",
    "link", "formula",
]  # fmt: skip
Match = Literal["all", "any"]


class FilterGroup(Question):
    """Filter chips that belong together, each written `column:op:value|value`."""

    match: Match = Field("all", description="Whether a row must fit all the chips or any of them.")
    chips: list[str] = Field(
        [], max_length=50, description="Such as `state:is:open|decided` or `due:until:today`."
    )


class RowsQuestion(Question):
    """A part of a list: which rows, in which order, in which groups, with which columns."""

    kind: str = Field(
        max_length=60, description="The kind of record, from lists.kinds_list, such as `problem`."
    )
    filters: list[FilterGroup] = Field([], max_length=3)
    join: Match = Field("all", description="Whether a row must fit all the groups of chips or any of them.")
    sort: list[str] = Field(
        [], max_length=5, description="Columns, each with `-` before it to begin with the greatest."
    )
    group: list[str] = Field([], max_length=3, description="Columns to group by, the outermost first.")
    columns: list[str] = Field(
        [], max_length=100, description="Columns to show; none means those of the list."
    )
    limit: int = Field(50, ge=1, le=500)
    after: str = Field("", max_length=12_000, description="`next` of the answer before this one.")
    totals: bool = Field(False, description="Also give the sums of number and money columns.")
    count_most: int = Field(
        default=0, ge=0, le=100_000,
        description="Count the rows that fit conditions no further, and give no sums of more rows; 0 is all of them.",
    )  # fmt: skip


class ChoiceShown(Answer):
    value: str
    label: str


class ColumnShown(Answer):
    """A column as a page or a program needs it.

    `choices` holds at most 200 and those that the rows of the answer use; `choices_total` is how many there are.
    `action` names the action that changes the column where it is not edited in place.
    """

    name: str
    label: str
    type: ColumnType
    unit: str = ""
    choices: list[ChoiceShown] = []
    choices_total: int = 0
    editable: bool = False
    action: str = ""
    custom: bool = False
    sortable: bool = True
    filterable: bool = True
    groupable: bool = False
    summable: bool = False
    record_kind: str = ""


class RowShown(Answer):
    """A record. `groups` holds its value in each column that the list is grouped by; `reasons` says why cells
    of formulas are unknown."""

    ref: str
    id: str
    title: str
    address: str
    version: int
    cells: dict[str, JsonValue]
    groups: list[str | None] = []
    reasons: dict[str, str] = {}


class GroupShown(Answer):
    """A group: its values from the outermost column in, each as a chip would name it, None where there is none."""

    path: list[str | None]
    label: str
    count: int
    totals: dict[str, float | None] = {}


class RowsList(Answer):
    """`problems` has one sentence for each chip, order or column that could not be used; the rest still works.

    With `is_more` there are more rows than `total`: counting was to stop there."""

    kind: str
    label: str
    plural: str
    columns: list[ColumnShown]
    all_columns: list[ColumnShown]
    rows: list[RowShown]
    total: int
    is_more: bool = False
    groups: list[GroupShown] = []
    totals: dict[str, float | None] = {}
    next: str = ""
    problems: list[str] = []


class KindQuestion(Question):
    kind: str = Field(
        max_length=60, description="The kind of record, from lists.kinds_list, such as `problem`."
    )


class ColumnsQuestion(KindQuestion):
    column: str = Field("", max_length=100, description="Only this column, with all its choices.")


class ColumnsList(Answer):
    kind: str
    columns: list[ColumnShown]


class KindShown(Answer):
    kind: str
    label: str
    plural: str
    customised: bool


class KindsList(Answer):
    rows: list[KindShown]


class RecordVersion(Question):
    ref: str = Field(min_length=1, max_length=100)
    version: int = Field(ge=1, description="The version that the change was made on.")


class RecordsEdit(KindQuestion):
    """The same change of one or many records."""

    records: list[RecordVersion] = Field(min_length=1, max_length=1000)
    changes: dict[str, JsonValue] = Field(
        min_length=1, description="Column to its new value; null empties it."
    )


class RecordsEdited(Answer):
    undo: int = Field(description="Give this to lists.edit_undo to take the change back.")
    changed: int


class EditUndo(Question):
    sequence: int = Field(ge=1, description="`undo` of the answer to the change.")


class ViewSave(Question):
    """A view to keep; with `ref` an existing one is changed."""

    ref: str = Field("", max_length=100)
    kind: str = Field("", max_length=60)
    name: str = Field(min_length=1, max_length=120)
    address: str = Field("", max_length=8000, description="The part of the address after `?`.")
    shared: bool = False


class ViewShown(Answer):
    """`mine` says that the person owns it; `editable` that the person may change it."""

    ref: str
    kind: str
    name: str
    address: str
    shared: bool
    owner: str
    mine: bool
    editable: bool
    favourite: bool
    my_default: bool
    workspace_default: bool
    version: int


class ViewsList(Answer):
    rows: list[ViewShown]


class ViewRef(Question):
    ref: str = Field(min_length=1, max_length=100)


class ViewFavourite(ViewRef):
    favourite: bool = True


class ViewDefault(ViewRef):
    """`whose` is `mine`, or `workspace` for everybody who chose none; `on` false takes it away again."""

    whose: Literal["mine", "workspace"] = "mine"
    on: bool = True


FieldType = Literal[
    "text", "number", "money", "date", "select", "multi_select", "person", "link", "formula"
]  # fmt: skip


class FieldOption(Question):
    """`value` is made from the label where it is empty; keep it when changing the label."""

    label: str = Field(min_length=1, max_length=200)
    value: str = Field("", max_length=60)


def _options(given: object) -> object:
    """What a form sends as text becomes options, a line each."""
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
        return given
    lines = (line.strip() for text in texts for line in text.splitlines())
    return [{"label": line} for line in lines if line]


class FieldSave(Question):
    """A custom field; with `ref` an existing one is changed, or brought back after it was removed."""

    ref: str = Field("", max_length=100)
    kind: str = Field("", max_length=60)
    label: str = Field(min_length=1, max_length=100)
    type: FieldType = "text"
    options: Annotated[list[FieldOption], BeforeValidator(_options)] = Field([], max_length=5000)
    formula: str = Field("", max_length=500)
    unit: str = Field(
        "", max_length=20, description="Of a number or formula; of money the code of its currency."
    )


class FieldShown(Answer):
    ref: str
    kind: str
    name: str
    label: str
    type: FieldType
    options: list[ChoiceShown]
    formula: str
    unit: str
    version: int
    removed: bool


class FieldsList(Answer):
    rows: list[FieldShown]


class FieldListQuestion(KindQuestion):
    removed: bool = Field(False, description="Also those that were removed.")


class FieldRef(Question):
    ref: str = Field(min_length=1, max_length=100)
