"""A list as one person sees it at one moment: its columns, the members to choose from, the day it is."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from headway.core.access import rows
from headway.core.context import Context
from headway.core.lists.columns import CUSTOM, Column, RecordList
from headway.core.lists.custom_columns import columns_of, fields_of
from headway.core.models import Membership
from headway.core.unchanged import end_of
from headway.engine.filters.chips import shortened
from headway.engine.filters.periods import Period, period_of


class Unusable(Exception):
    """Why a chip, an order or a column cannot be used, in one sentence."""


class Sheet:
    """The columns of a list by name, those of the workspace's own fields among them."""

    def __init__(self, context: Context, declared: RecordList) -> None:
        self.context, self.declared = context, declared
        self.fields = fields_of(context, declared.kind.name) if declared.customised else []
        found = (*declared.all_columns, *columns_of(declared, self.fields))
        self.columns: dict[str, Column] = {one.name: one for one in found}

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """The columns by the field of the record that each shows as it is, one of the workspace's own by its name."""
        plain = [one for one in self.columns.values() if one.expression is None and one.formula is None]
        return {one.name if one.key else one.place: one for one in plain}

    def column(self, name: str) -> Column:
        """The column of that name. Raises Unusable, naming the day where its field was removed."""
        if name in self.columns:
            return self.columns[name]
        gone = next((one for one in self.fields if CUSTOM + one.name == name), None)
        if gone is not None and gone.removed_at is not None:
            day = gone.removed_at.astimezone(self.zone).date()
            raise Unusable(f"The field {shortened(gone.label)} was removed on {day.isoformat()}")
        raise Unusable(
            f"There is no column {shortened(name)} in the list of {self.declared.kind.plural.lower()}"
        )

    @cached_property
    def end(self) -> str:
        """Where the workspace's chain of activity ended when the list was first counted."""
        return end_of(self.context)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.context.workspace.time_zone)

    @cached_property
    def today(self) -> date:
        return self.context.now.astimezone(self.zone).date()

    @cached_property
    def first_weekday(self) -> int:
        """0 is Monday; a person's own choice goes before the workspace's."""
        return (self.context.actor.week_start or self.context.workspace.week_start) - 1

    @cached_property
    def members(self) -> dict[str, str]:
        """The names of the members by id, in the order of their names."""
        found = rows(Membership, self.context).order_by("user__name", "user__email")
        return {
            str(pk): name or email
            for pk, name, email in found.values_list("user", "user__name", "user__email")
        }

    def period(self, text: str) -> Period:
        """The days that a filter names. Raises Unusable."""
        try:
            return period_of(text, self.today, self.first_weekday)
        except ValueError as error:
            raise Unusable(str(error).rstrip(".")) from error

    def midnight(self, day: date) -> datetime:
        """The moment at which a day begins where the workspace is."""
        return datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(UTC)

    def shown(self, names: Iterable[str]) -> tuple[list[Column], list[str]]:
        """The columns to show, those of the list where none is named, and a sentence for each that cannot be."""
        wanted = list(dict.fromkeys(names))
        if not wanted:
            return [one for one in self.columns.values() if one.shown], []
        found, problems = [], []
        for name in wanted:
            try:
                found.append(self.column(name))
            except Unusable as error:
                problems.append(f"{error}; the column is left out.")
        return found, problems
