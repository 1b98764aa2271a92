"""What both databases can work out for a list: values inside JSON, months, days between dates."""

import json
import re
from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, FloatField, Func, TextField
from django.db.models.sql.compiler import SQLCompiler

Sql = tuple[str, Any]
KEY = re.compile(r"[a-z0-9_]{1,60}")


def _refuse_others(keys: Sequence[str]) -> None:
    # They stand in the SQL as they are, so that the database can group by the same expression.
    if wrong := [key for key in keys if not KEY.fullmatch(key)]:
        raise ValueError(f"{wrong[0]!r} is no key of a value in a list")


def _path(keys: Sequence[str]) -> str:
    steps = "".join(f'."{key}"' for key in keys)
    return f"'${steps}'"


class _InJson(Func):
    """A value inside a JSON field under a key; SQL's null where it is missing or null."""

    in_sqlite = in_postgresql = ""

    def __init__(self, path: str, *keys: str, **extra: Any) -> None:
        _refuse_others(keys)
        super().__init__(F(path) if isinstance(path, str) else path, **extra)
        self.keys = keys

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Sql:
        field, params = compiler.compile(self.source_expressions[0])
        return self.in_sqlite.format(field=field, path=_path(self.keys)), list(params) * self.times_used

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Sql:
        field, params = compiler.compile(self.source_expressions[0])
        path = "'{" + ",".join(self.keys) + "}'"
        return self.in_postgresql.format(field=field, path=path), list(params) * self.times_used

    times_used = 1


class JsonText(_InJson):
    """A text, or a list as JSON text."""

    output_field = TextField()
    in_sqlite = "JSON_EXTRACT({field}, {path})"
    in_postgresql = "({field} #>> {path})"


class JsonNumber(_InJson):
    """A number; what is none is null."""

    output_field = FloatField()
    times_used = 2
    in_sqlite = (
        "CASE WHEN JSON_TYPE({field}, {path}) IN ('integer', 'real') "
        "THEN CAST(JSON_EXTRACT({field}, {path}) AS REAL) END"
    )
    in_postgresql = (
        "CASE WHEN jsonb_typeof({field} #> {path}) = 'number' THEN ({field} #>> {path})::double precision END"
    )


class Month(Func):
    """The month of a date, or of a date written as text, such as `2026-09`."""

    output_field = TextField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Sql:
        return self.as_sql(compiler, connection, template="SUBSTR(%(expressions)s, 1, 7)")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Sql:
        return self.as_sql(compiler, connection, template="SUBSTR((%(expressions)s)::text, 1, 7)")


class Days(Func):
    """A date, or a date written as text, as days since 1970-01-01."""

    output_field = FloatField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Sql:
        return self.as_sql(compiler, connection, template="(JULIANDAY(%(expressions)s) - 2440587.5)")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Sql:
        template = "((%(expressions)s)::date - DATE '1970-01-01')::double precision"
        return self.as_sql(compiler, connection, template=template)


class ListHolds(Func):
    """Whether a JSON list, that of a field or under a key of it, holds any of the values."""

    output_field = BooleanField()

    def __init__(self, path: str, key: str, values: Sequence[str], **extra: Any) -> None:
        _refuse_others([key] if key else [])
        super().__init__(F(path) if isinstance(path, str) else path, **extra)
        self.key, self.wanted = key, tuple(values)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Sql:
        field, params = compiler.compile(self.source_expressions[0])
        each = f"JSON_EACH({field}, {_path([self.key])})" if self.key else f"JSON_EACH({field})"
        marks = ", ".join(["%s"] * len(self.wanted))
        held = f"EXISTS (SELECT 1 FROM {each} WHERE value IN ({marks}))"  # noqa: S608 # nosec B608 - values are params
        return held, [*params, *self.wanted]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Sql:
        field, params = compiler.compile(self.source_expressions[0])
        inside = f"({field} -> '{self.key}')" if self.key else field
        array = "ARRAY(SELECT jsonb_array_elements_text(%s::jsonb))"
        return f"COALESCE({inside} ?| {array}, FALSE)", [*params, json.dumps(self.wanted)]
