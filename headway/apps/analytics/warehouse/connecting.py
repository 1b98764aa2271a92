"""Warehouses by their address, each spoken to through its own driver. Only reading is asked of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.conf import settings

from headway.core.errors import Invalid

Rows = Sequence[Sequence[Any]]
Run = Callable[[str], Rows]
SECONDS_MOST = 300


@dataclass(frozen=True)
class Kind:
    """A kind of warehouse: the dialect of its SQL, the package that speaks to it, and how it is opened."""

    dialect: str
    package: str
    opened: Callable[[SplitResult], Any]


def is_there() -> bool:
    """Whether the events are in a warehouse, and not in Headway's own store."""
    return bool(settings.WAREHOUSE_URL)


@contextmanager
def warehouse(url: str) -> Iterator[tuple[str, Run]]:
    """The dialect of a warehouse and what runs a SELECT there. Raises Invalid, without its password, where the
    address is of no known kind, the driver is not installed, or the warehouse cannot be reached or refuses."""
    address = urlsplit(url)
    kind = KINDS.get(address.scheme)
    if kind is None:
        raise Invalid(f"HEADWAY_WAREHOUSE_URL begins with {address.scheme!r}; it can be {', '.join(KINDS)}.")
    try:
        with kind.opened(address) as run:
            yield kind.dialect, run
    except ImportError as error:
        raise Invalid(
            f"The warehouse needs the package {kind.package}, which is not installed beside Headway."
        ) from error
    except Invalid:
        raise
    except Exception as error:
        # Drivers have no error in common; what any of them says is for the person who asked.
        said = _first(error, unquote(address.password or ""))
        raise Invalid(f"The warehouse at {address.hostname or address.path} did not answer: {said}") from None


def _first(error: Exception, secret: str) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return (lines[0].replace(secret, "***") if secret else lines[0])[:300]


@contextmanager
def _duckdb(address: SplitResult) -> Iterator[Run]:
    import duckdb  # noqa: PLC0415 - slow to load

    with closing(duckdb.connect(address.path, read_only=True)) as session:
        yield lambda sql: session.execute(sql).fetchall()


@contextmanager
def _postgres(address: SplitResult) -> Iterator[Run]:
    import psycopg  # noqa: PLC0415 - an extra

    limits = f"-c default_transaction_read_only=on -c statement_timeout={SECONDS_MOST * 1000}"
    with psycopg.connect(address.geturl(), connect_timeout=10, options=limits) as session:
        yield lambda sql: session.execute(sql.encode()).fetchall()


@contextmanager
def _clickhouse(address: SplitResult) -> Iterator[Run]:
    import clickhouse_connect  # noqa: PLC0415 - an extra

    client = clickhouse_connect.get_client(
        host=address.hostname, port=address.port or 8123, username=unquote(address.username or "default"),
        password=unquote(address.password or ""), database=address.path.strip("/") or "default",
        secure=address.scheme == "clickhouses", settings={"readonly": 1, "max_execution_time": SECONDS_MOST},
    )  # fmt: skip
    with closing(client):
        yield lambda sql: client.query(sql).result_rows


@contextmanager
def _chdb(address: SplitResult) -> Iterator[Run]:
    from chdb import dbapi  # noqa: PLC0415 - an extra

    with closing(dbapi.connect(path=address.path)) as session, closing(session.cursor()) as cursor:

        def run(sql: str) -> Rows:
            cursor.execute(sql)
            return list(cursor.fetchall())

        yield run


@contextmanager
def _spark(address: SplitResult) -> Iterator[Run]:
    session = spark_session(f"spark://{address.netloc}", tuple(parse_qsl(address.query)))
    if database := address.path.strip("/"):
        session.catalog.setCurrentDatabase(database)
    yield lambda sql: session.sql(sql).collect()


@lru_cache(maxsize=4)
def spark_session(master: str, options: tuple[tuple[str, str], ...] = ()) -> Any:
    """A session of a Spark cluster, kept, because one takes half a minute to begin."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    builder = (
        SparkSession.builder.master(master).appName("headway").config("spark.sql.session.timeZone", "UTC")
    )
    for name, value in options:
        builder = builder.config(name, value)
    return builder.getOrCreate()


@contextmanager
def _snowflake(address: SplitResult) -> Iterator[Run]:
    from snowflake import connector  # noqa: PLC0415 - an extra

    database, _, schema = address.path.strip("/").partition("/")
    session = connector.connect(
        account=address.hostname, user=unquote(address.username or ""), password=unquote(address.password or ""),
        database=database, schema=schema or "PUBLIC", **dict(parse_qsl(address.query)),
    )  # fmt: skip
    with closing(session):
        yield lambda sql: session.cursor().execute(sql, timeout=SECONDS_MOST).fetchall()


@contextmanager
def _bigquery(address: SplitResult) -> Iterator[Run]:
    from google.cloud import bigquery  # noqa: PLC0415 - an extra

    dataset = f"{address.hostname}.{address.path.strip('/')}"
    asked = bigquery.QueryJobConfig(default_dataset=dataset)
    with closing(bigquery.Client(project=address.hostname)) as client:
        yield lambda sql: [
            tuple(row) for row in client.query(sql, job_config=asked).result(timeout=SECONDS_MOST)
        ]


KINDS = {
    "duckdb": Kind("duckdb", "duckdb", _duckdb),
    "postgres": Kind("postgres", "psycopg[binary]", _postgres),
    "postgresql": Kind("postgres", "psycopg[binary]", _postgres),
    "clickhouse": Kind("clickhouse", "clickhouse-connect", _clickhouse),
    "clickhouses": Kind("clickhouse", "clickhouse-connect", _clickhouse),
    "chdb": Kind("clickhouse", "chdb", _chdb),
    "spark": Kind("pyspark", "pyspark", _spark),
    "snowflake": Kind("snowflake", "snowflake-connector-python", _snowflake),
    "bigquery": Kind("bigquery", "google-cloud-bigquery", _bigquery),
}
