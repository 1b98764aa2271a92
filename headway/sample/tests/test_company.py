"""The sample is reproducible, quick, of the promised size and in the promised shape."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

import pytest

from headway.sample.company import write_company
from headway.sample.tests.reading import digests, header, rows
from headway.sample.truth import Truth

BANK = Path(__file__).parents[4] / "shared" / "data" / "bank"
TABLES = (
    "feedback",
    "labels",
    "accounts",
    "people",
    "events",
    "backlog",
    "teams",
    "initiatives",
    "objectives",
)


def test_same_seed_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_company(tmp_path)
    assert digests(tmp_path) == digests(folder)


def test_another_seed_another_company(folder: Path, tmp_path: Path) -> None:
    write_company(tmp_path, seed=8)
    one, two = digests(folder), digests(tmp_path)
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] == two[name]] == []


def test_written_in_under_five_seconds(tmp_path: Path) -> None:
    start = process_time()
    write_company(tmp_path)
    assert process_time() - start < 5


def test_files_and_sizes(folder: Path) -> None:
    assert {name: len(rows(folder, name)) for name in TABLES if name != "events"} == {
        "feedback": 1604, "labels": 1604, "accounts": 180, "people": 900, "backlog": 86, "teams": 30,
        "initiatives": 22, "objectives": 8,
    }  # fmt: skip
    assert len(list((folder / "research_notes").iterdir())) == 6
    assert 35_000 < len(rows(folder, "events")) < 45_000
    assert len({row["event"] for row in rows(folder, "events")}) == 20


@pytest.mark.parametrize(
    "name", ["feedback", "labels", "accounts", "people", "backlog", "teams", "objectives"]
)
def test_headers_are_those_of_the_bank_folder(folder: Path, name: str) -> None:
    if not BANK.is_dir():
        pytest.skip("needs ../shared/data/bank")
    assert header(folder / f"{name}.csv") == header(BANK / f"{name}.csv")


def test_initiatives_have_the_bank_columns_with_our_teams(folder: Path) -> None:
    if not BANK.is_dir():
        pytest.skip("needs ../shared/data/bank")

    def without_teams(columns: list[str]) -> list[str]:
        return [column for column in columns if not column.startswith("effort_")]

    ours, theirs = header(folder / "initiatives.csv"), header(BANK / "initiatives.csv")
    assert without_teams(ours) == without_teams(theirs)
    efforts = [
        f"effort_{q}_{t}"
        for t in ("mobile", "dispatch", "engagement", "money", "platform")
        for q in ("p50", "p90")
    ]
    assert [column for column in ours if column.startswith("effort_")] == efforts


def test_truth_file_is_the_returned_truth(folder: Path, truth: Truth) -> None:
    written = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(truth.as_dict()))
