"""Sorted files read as they lie give what sorting them gives; what is not sorted is told from what is."""

from pathlib import Path

from headway.apps.analytics.behaviour.ordered import columns_in_order
from headway.apps.analytics.behaviour.reading import columns_taken
from headway.apps.analytics.store import connection, segments_sql

Row = tuple[str, str, int]
FIRST: list[Row] = [("ada", "open", 5), ("ada", "buy", 7), ("ada", "close", 7), ("ben", "open", 2)]
SECOND: list[Row] = [("cid", "look", 1), ("cid", "buy", 3), ("dee", "open", 3), ("dee", "open", 3)]
NAMES = {"open", "buy", "close"}


def written(path: Path, rows: list[Row]) -> str:
    with connection() as session:
        session.execute("CREATE TABLE rows (person VARCHAR, event VARCHAR, at_us BIGINT)")
        session.executemany("INSERT INTO rows VALUES (?, ?, ?)", rows)
        session.execute(f"COPY (SELECT *, '' AS account FROM rows) TO '{path}' (FORMAT parquet)")
    return str(path)


def test_files_in_order_are_histories_as_they_lie(tmp_path: Path) -> None:
    paths = [written(tmp_path / "1.parquet", FIRST), written(tmp_path / "2.parquet", SECOND)]
    found = columns_in_order(paths, "person", NAMES)
    with connection() as session:
        session.execute(f"CREATE VIEW events AS SELECT * FROM {segments_sql(paths)}")
        expected = columns_taken(session, "person", NAMES, ())
    assert found is not None
    assert list(found.people) == list(expected.people) == ["ada", "ben", "cid", "dee"]
    assert found.events == expected.events == ("buy", "close", "open")
    assert found.person.tolist() == expected.person.tolist() == [0, 0, 0, 1, 2, 3, 3]
    assert found.at_us.tolist() == expected.at_us.tolist() == [5, 7, 7, 2, 3, 3, 3]
    assert found.event.tolist() == expected.event.tolist() == [2, 0, 1, 2, 0, 2, 2]
    assert found.offsets.tolist() == expected.offsets.tolist() == [0, 3, 4, 5, 7]


def test_files_out_of_order_are_none(tmp_path: Path) -> None:
    first, second = written(tmp_path / "1.parquet", FIRST), written(tmp_path / "2.parquet", SECOND)
    assert columns_in_order([second, first], "person", NAMES) is None
    assert columns_in_order([first, first], "person", NAMES) is None
    for name, at in (("close", 7), ("open", 6)):
        mixed = written(tmp_path / f"{name}.parquet", [("ada", name, 7), ("ada", "buy", at)])
        assert columns_in_order([mixed], "person", NAMES) is None


def test_files_without_such_events_are_nobodys(tmp_path: Path) -> None:
    found = columns_in_order([written(tmp_path / "1.parquet", FIRST)], "account", {"open"})
    assert found is not None
    assert (list(found.people), len(found.person), found.offsets.tolist()) == ([], 0, [0])
