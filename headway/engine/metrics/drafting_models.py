"""A semantic model that is added to: what it lacks of a column is put in, what it has is used."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from headway.engine.metrics.choosing import (
    OF_NUMBERS,
    ChosenAgg,
    ColumnKind,
    column_of,
    column_sql,
    is_property,
    number_sql,
)
from headway.engine.metrics.model import (
    Dimension,
    Entity,
    Measure,
    MetricError,
    SemanticModel,
)
from headway.engine.metrics.reading import parts_read
from headway.engine.metrics.splitting import written
from headway.engine.rights.yaml_text import Plain, read

EVERY_ROW = "1"


@dataclass
class ModelDraft:
    """A semantic model under way: as it is read, and as it will be written; `added` names what was put in.

    `kinds` says what each column of the table holds; `taken` are the names of measures of other models.
    """

    model: SemanticModel
    entry: dict[str, Plain]
    kinds: Mapping[str, ColumnKind]
    taken: Collection[str] = ()
    added: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return written("semantic_models", self.entry).text

    def time(self, column: str) -> str:
        """The time dimension on a column, which must hold days or moments."""
        if self._kind(column) not in ("day", "moment"):
            raise MetricError(f"{column} holds no days; choose a column with the day or moment of each row.")
        return self._dimension(column, is_time=True).name

    def dimension(self, column: str, name: str = "") -> str:
        """The name to ask for a column by, such as `order__plan`; `name` is what a new one is called."""
        is_time = self._kind(column) in ("day", "moment")
        return f"{self._prefix()}__{self._dimension(column, is_time=is_time, name=name).name}"

    def key(self, column: str) -> str:
        """The entity on a column."""
        self._kind(column)
        for one in self.model.entities:
            if column_of(self.model.table, one.expr) == column:
                return one.name
        name = self._free(column, [one.name for one in self.model.entities])
        sql = column_sql(self.model.table, column)
        self.model = replace(self.model, entities=(*self.model.entities, Entity(name, "foreign", sql)))
        self._put("entities", {"name": name, "type": "foreign", "expr": sql})
        return name

    def measure(self, agg: ChosenAgg, column: str, time: str, name: str = "") -> str:
        """The measure that takes a column together, by the days of another; no column counts the rows."""
        sql = self._measured(agg, column)
        day = self.time(time)
        for one in self.model.measures:
            if (one.agg, one.expr, one.time) == (agg, sql, day) and (not name or one.name == name):
                return one.name
        wanted = name or (f"{self.model.name}_{agg}_{column}" if column else f"{self.model.name}_rows")
        known = [*self.taken, *(one.name for one in self.model.measures)]
        if name and name in known:
            raise MetricError(f"there is a measure {name} already; choose another name.")
        free = self._free(wanted, known)
        self.model = replace(self.model, measures=(*self.model.measures, Measure(free, agg, sql, day)))
        expr: Plain = 1 if sql == EVERY_ROW else sql
        self._put("measures", {"name": free, "agg": agg, "expr": expr, "agg_time_dimension": day})
        return free

    def _measured(self, agg: ChosenAgg, column: str) -> str:
        if not column:
            if agg == "count":
                return EVERY_ROW
            raise MetricError("choose the column that is taken together; only rows are counted without one.")
        kind, table = self._kind(column), self.model.table
        if agg not in OF_NUMBERS:
            return column_sql(table, column)
        if kind != "number" and not is_property(table, column):
            raise MetricError(f"{column} holds no numbers; count it, or choose a column that holds them.")
        return number_sql(table, column)

    def _dimension(self, column: str, *, is_time: bool, name: str = "") -> Dimension:
        for known in self.model.dimensions:
            if (known.grain is not None) == is_time and column_of(self.model.table, known.expr) == column:
                return known
        names = [*(one.name for one in self.model.dimensions), *(one.name for one in self.model.entities)]
        name = self._free(name or column.removeprefix("properties."), names)
        sql = column_sql(self.model.table, column)
        found = Dimension(name, sql, "day" if is_time else None)
        self.model = replace(self.model, dimensions=(*self.model.dimensions, found))
        entry: dict[str, Plain] = {"name": name, "type": "time" if is_time else "categorical", "expr": sql}
        if is_time:
            entry["type_params"] = {"time_granularity": "day"}
        self._put("dimensions", entry)
        return found

    def _prefix(self) -> str:
        own = [self.model.primary, *(one.name for one in self.model.entities if one.type != "foreign")]
        if found := next(filter(None, own), ""):
            return found
        name = self._free(self.model.name, [one.name for one in self.model.entities])
        self.entry["primary_entity"] = name
        self.model = replace(self.model, primary=name)
        return name

    def _kind(self, column: str) -> ColumnKind:
        if column not in self.kinds:
            known = ", ".join(list(self.kinds)[:12])
            raise MetricError(f"{self.model.table} has no column {column[:60]!r}; there are {known}.")
        return self.kinds[column]

    def _free(self, wanted: str, known: Collection[str]) -> str:
        name = name_from(wanted)
        return next(
            one for one in (name, *(f"{name}_{number}" for number in range(2, 1000))) if one not in known
        )

    def _put(self, part: str, entry: dict[str, Plain]) -> None:
        listed = self.entry.get(part)
        self.entry[part] = [*(listed if isinstance(listed, list) else []), entry]
        self.added.append(str(entry["name"]))


def draft_of(
    table: str, texts: Mapping[str, str], kinds: Mapping[str, ColumnKind], name: str = ""
) -> ModelDraft:
    """The first semantic model that reads a table, or the one of a name, to be added to; else a new one.

    `texts` are the definitions of all semantic models by name.

    >>> draft = draft_of("orders", {}, {"amount": "number", "day": "day"})
    >>> draft.measure("sum", "amount", "day"), draft.model.primary
    ('orders_sum_amount', 'orders')
    """
    models = {ref: parts_read(text)[0].models.get(ref) for ref, text in sorted(texts.items())}
    found = next(
        (one for one in models.values() if one and one.table == table and name in ("", one.name)), None
    )
    taken = [each.name for one in models.values() if one and one is not found for each in one.measures]
    if found:
        return ModelDraft(found, _entry(texts[found.name]), kinds, taken)
    free = next(one for one in (table, f"{table}_rows", f"{table}_model") if one not in texts)
    entry: dict[str, Plain] = {"name": free, "model": f"ref('{table}')", "primary_entity": free}
    return ModelDraft(SemanticModel(free, table, (), (), (), free), entry, kinds, taken)


def name_from(words: str) -> str:
    """A name as definitions have it, from any words.

    >>> name_from("Orders of 2026 (paid)"), name_from("7 days")
    ('orders_of_2026_paid', 'a_7_days')
    """
    name = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:80]
    return name if name[:1].isalpha() else f"a_{name}".strip("_")


def _entry(text: str) -> dict[str, Plain]:
    value = read(text).value
    listed = value.get("semantic_models") if isinstance(value, dict) else None
    entry = listed[0] if isinstance(listed, list) and listed else {}
    return dict(entry) if isinstance(entry, dict) else {}
