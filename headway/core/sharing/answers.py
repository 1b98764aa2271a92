"""What sharing is asked and what it answers."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from headway.core.answers import PageQuestion
from headway.core.lists.answers import ColumnType
from headway.core.records import Lines
from headway.core.registry import SECRET, Answer, Question

AudienceName = Literal["customer", "executive", "engineering", "go_to_market", "custom"]
Password = Annotated[str, Field(min_length=8, max_length=200, json_schema_extra={"format": "password"})]
COLUMNS = "Names of columns to show, in this order; none means those of the view that the audience may see."
ORIGINS = "Sites that may embed it, such as `https://example.com`."


class LinkMake(Question):
    """What to share with whom, until when."""

    what: str = Field(min_length=1, max_length=60, description="Kind of a list, or `roadmap`.")
    address: str = Field("", max_length=8000, description="The view: what stands after `?` in its address.")
    audience: AudienceName
    columns: list[str] = Field([], max_length=100, description=COLUMNS)
    title: str = Field(min_length=1, max_length=200)
    note: str = Field("", max_length=1000, description="Shown under the title.")
    days: int = Field(ge=1, le=366, description="How many days from now it opens, at most a year.")
    password: Password | None = Field(None, description="Asked of every visitor where given.")
    embed: bool = Field(False, description="Whether other sites may show it in a frame.")
    origins: Lines = Field([], max_length=10, description=ORIGINS)


class LinkChange(Question):
    """What to change on a link; what is left out stays."""

    ref: str = Field(min_length=1, max_length=100)
    audience: AudienceName | None = None
    columns: list[str] | None = Field(None, max_length=100, description=COLUMNS)
    title: str | None = Field(None, min_length=1, max_length=200)
    note: str | None = Field(None, max_length=1000)
    days: int | None = Field(None, ge=1, le=366, description="How many days from now it opens.")
    password: Password | None = None
    without_password: bool = Field(False, description="Takes the password away.")
    embed: bool | None = None
    origins: Lines | None = Field(None, max_length=10, description=ORIGINS)


class LinkRef(Question):
    ref: str = Field(min_length=1, max_length=100)


class LinkMade(Answer):
    """`left_out` names the columns of the view that the audience may not see."""

    ref: str
    path: str = Field(
        description="The path of its address; shown once, only a hash is kept.", json_schema_extra=SECRET
    )
    columns: list[str]
    left_out: list[str]


class LinkChanged(Answer):
    ref: str
    version: int
    columns: list[str]
    left_out: list[str]


class LinkListQuestion(PageQuestion):
    state: Literal["", "open", "ended"] = Field("", description="Only links that open, or that do not.")


class LinkRow(Answer):
    """A link without its secret. `state` tells why it does not open; `mine` whether the person may change it."""

    ref: str
    what: str
    what_label: str
    address: str
    audience: str
    audience_label: str
    title: str
    note: str
    columns: list[str]
    expires_at: datetime
    has_password: bool
    embed: bool
    origins: list[str]
    made_by: str
    made_at: datetime
    revoked_at: datetime | None
    opened: int
    last_opened_at: datetime | None
    state: Literal["open", "expired", "revoked", "stopped"]
    reason: str = ""
    changeable: bool
    version: int


class LinkList(Answer):
    rows: list[LinkRow]
    next: str = ""


class LinkDetail(LinkRow):
    """`shown` are the columns that visitors see today, `hidden` those of the link that they do not see any more."""

    shown: list[str]
    hidden: list[str]


class SharedColumn(Answer):
    name: str
    label: str
    type: ColumnType
    unit: str = ""
    sortable: bool = True


class SharedRow(Answer):
    """`title` is empty where the title is not shown; cells hold plain values, never an id or an address."""

    title: str
    cells: dict[str, JsonValue]


class SharedPage(Answer):
    """What a visitor sees: columns beside the title, rows, and which views there are to choose from."""

    title: str
    note: str
    plural: str
    title_label: str
    title_column: str
    columns: list[SharedColumn]
    rows: list[SharedRow]
    total: int
    view: str
    views: list[str]
    sort: str
    group: str = ""
    start: str = ""
    end: str = ""
    chart: list[str] = Field(
        [], description="Where charts are shown: the columns that name and value a point."
    )
    next: str = ""


class AudiencesQuestion(Question):
    what: str = Field(min_length=1, max_length=60, description="Kind of a list, or `roadmap`.")
    address: str = Field("", max_length=8000)


class AudienceColumn(Answer):
    name: str
    label: str
    chosen: bool = Field(description="Whether the view shows it.")


class AudienceShown(Answer):
    """An audience, what it is told, and the columns it may see; none where nothing of it is for this audience."""

    name: str
    label: str
    said: str
    columns: list[AudienceColumn]


class AudiencesList(Answer):
    what: str
    label: str
    plural: str
    rows: list[AudienceShown]
