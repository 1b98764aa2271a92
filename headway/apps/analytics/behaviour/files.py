"""Events from a file that somebody has at hand: JSON, NDJSON, CSV or Parquet, as rows of a question."""

import csv
import gzip
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from headway.apps.analytics.store import connection
from headway.core.errors import Invalid

GZIP, PARQUET = b"\x1f\x8b", b"PAR1"
# Names that files have for what a row of a question calls so.
NAMES = {
    "user": ("user", "user_id", "person", "person_id", "distinct_id"),
    "event": ("event", "event_name", "name"),
    "ts": ("ts", "timestamp", "time", "at"),
    "props": ("props", "properties"),
    "account": ("account", "account_id"),
}
NEEDED = ("user", "event", "ts")
Row = dict[str, Any]


def events_in(path: Path) -> list[Row]:
    """The events of a file, each as `{"user", "event", "ts", "props"}` (and "account" where it has one).

    Told apart by what it begins with: Parquet, a JSON array, JSON objects one per line, else CSV with a header;
    each may be gzipped. Columns that are none of these become properties. Raises Invalid with the place of the
    first fault.
    """
    try:
        content = path.read_bytes()
        content = gzip.decompress(content) if content.startswith(GZIP) else content
        return _read(content, path)
    except OSError as error:
        raise Invalid(f"Cannot read {path.name}: {error.strerror or 'it is no whole gzip file'}.") from error
    except UnicodeDecodeError as error:
        raise Invalid(f"{path.name} is not UTF-8 text (byte {error.start}).") from error
    except json.JSONDecodeError as error:
        raise Invalid(f"{path.name} is not JSON: {error.msg} at line {error.lineno}.") from error


def _read(content: bytes, path: Path) -> list[Row]:
    if content.startswith(PARQUET):
        return [_row(one, n, path.name) for n, one in enumerate(_parquet(path), 1)]
    text = content.decode("utf-8-sig")
    begin = text.lstrip()[:1]
    found = _json(text, path.name) if begin in {"[", "{"} else _table(text, path.name)
    return [_row(one, n, path.name) for n, one in enumerate(found, 1)]


def _table(text: str, name: str) -> Iterator[Row]:
    """CSV, whose columns a comma, a semicolon or a tab keeps apart."""
    header = next(filter(str.strip, text.splitlines()), "")
    rows = csv.DictReader(io.StringIO(text.lstrip("\r\n")), delimiter=max(",;\t", key=header.count))
    missing = [ours for ours in NEEDED if not set(NAMES[ours]) & set(rows.fieldnames or ())]
    if header and missing:
        raise Invalid(f"{name} has no column {missing[0]}; its first line must name user, event and ts.")
    yield from rows


def _json(text: str, name: str) -> Iterator[Any]:
    if text.lstrip().startswith("["):
        yield from json.loads(text)
        return
    # Texts in JSON may hold other breaks of lines, such as U+2028.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise Invalid(f"{name} is not JSON at line {number}: {error.msg}.") from error


def _parquet(path: Path) -> Iterator[Row]:
    import duckdb  # noqa: PLC0415 - slow to load

    with connection() as session:
        try:
            kinds = session.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
            columns = [(name, kind) for name, kind, *_ in kinds]
            chosen = ", ".join(_column(name, kind) for name, kind in columns)
            found = session.execute(f"SELECT {chosen} FROM read_parquet(?)", [str(path)])  # nosec B608 # noqa: S608 - names are quoted
        except duckdb.Error as error:
            raise Invalid(f"{path.name} is no readable Parquet: {str(error).splitlines()[0]}") from error
        for values in found.fetchall():
            yield {name: value for (name, _), value in zip(columns, values, strict=True)}


def _column(name: str, kind: str) -> str:
    """A column as it is, but moments and what JSON does not have as texts."""
    quoted = '"' + name.replace('"', '""') + '"'
    if kind.startswith("TIMESTAMP"):
        return f"strftime(make_timestamp(epoch_us({quoted})), '%Y-%m-%dT%H:%M:%S.%fZ')"
    plain = kind in {"VARCHAR", "BOOLEAN", "DOUBLE"} or kind.endswith("INT") or kind == "INTEGER"
    return quoted if plain or kind.startswith(("STRUCT", "MAP")) else f"{quoted}::VARCHAR"


def _row(found: Any, number: int, name: str) -> Row:
    if not isinstance(found, Mapping):
        raise Invalid(f"{name}, event {number}: give an object with user, event and ts.")
    row: Row = {}
    used = set()
    for ours, theirs in NAMES.items():
        if there := next((one for one in theirs if one in found), None):
            row[ours] = found[there]
            used.add(there)
    if missing := [ours for ours in NEEDED if row.get(ours) in (None, "")]:
        raise Invalid(
            f"{name}, event {number}: {missing[0]} is missing; each event needs user, event and ts."
        )
    rest = {key: value for key, value in found.items() if key not in used and key and value not in (None, "")}
    row["props"] = _props(row.get("props"), number, name) | rest
    if row.get("account") is None:
        row.pop("account", None)
    return row


def _props(found: Any, number: int, name: str) -> Row:
    if isinstance(found, str) and found.strip():
        try:
            found = json.loads(found)
        except json.JSONDecodeError as error:
            raise Invalid(f"{name}, event {number}: the properties are not JSON: {error.msg}.") from error
    if found and not isinstance(found, Mapping):
        raise Invalid(f"{name}, event {number}: the properties are no JSON object.")
    return dict(found or {})
