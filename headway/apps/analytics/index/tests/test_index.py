"""Questions are answered from an index as they are from the segments, whatever changes in between."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from headway.apps.analytics.index import building, keeping, raw
from headway.apps.analytics.index.keeping import index_folder, index_of, indexes_drop, indexes_keep
from headway.apps.analytics.models import PersonAlias
from headway.core.context import Context
from headway.core.perform import ask, perform
from tests.world import World

ROWS = """person_id,account_id,event,ts,plan,color
ada,acme,open,2026-01-05T10:00:00Z,pro,red
ada,acme,buy,2026-01-05T10:00:00Z,free,red
ada,acme,open,2026-01-05T10:00:00Z,free,blue
anon-1,acme,open,2026-01-04T09:00:00Z,free,
ben,,open,2026-01-06T10:00:00Z,pro,red
ben,,buy,2026-01-09T10:00:00Z,,red
"""
LATER = """person_id,account_id,event,ts,plan,color
cid,zeta,open,2026-01-02T10:00:00Z,pro,red
ada,acme,buy,2026-01-20T10:00:00Z,pro,green
"""
FUNNEL = {"steps": ["open", "buy"], "breakdown_property": "plan", "attribution": "last"}
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("analytics.funnel", FUNNEL),
    ("analytics.funnel", FUNNEL | {"by": "account", "order": "strict"}),
    ("analytics.funnel", FUNNEL | {"as_of": "2026-01-06T00:00:00Z"}),
    (
        "analytics.funnel",
        {"steps": [{"event": "open", "props": {"plan": "pro", "color": "red"}}, {"event": None}]},
    ),
    ("analytics.trend", {"series": [{"event": "buy", "math": "unique"}], "breakdown_property": "color"}),
    ("analytics.retention", {"first_period": "2026-01-01", "periods": 6, "start_event": "open"}),
    ("analytics.paths", {"event": "open"}),
    ("analytics.usage_summary", {"days": 5}),
    ("analytics.usage_summary", {"days": 3660}),
    ("analytics.lifecycle", {"event": "open", "first_period": "2026-01-03", "periods": 5}),
    ("analytics.adoption", {"event": "buy", "exposed": "open", "segment": {"color": "red"}}),
]


@pytest.fixture(params=["at once", "in small parts"])
def indexed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.param == "in small parts":
        for module in (building, raw):
            monkeypatch.setattr(module, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(keeping, "ROWS_LEAST", 0)
    yield


def events_in(context: Context, rows: str) -> None:
    perform("analytics.event_import", {"file_name": "events.csv", "content": rows}, context)


def answers(context: Context) -> list[str]:
    return [json.dumps(ask(name, question, context).model_dump(mode="json")) for name, question in QUESTIONS]


def from_segments(context: Context, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    with monkeypatch.context() as few:
        few.setattr(keeping, "ROWS_LEAST", 1 << 40)
        return answers(context)


def test_the_index_answers_as_the_segments_do(
    world: World, indexed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = world.context()
    assert index_of(here.workspace, "person") is not None
    events_in(here, ROWS)
    assert answers(here) == from_segments(here, monkeypatch)
    first = folders(here)
    events_in(here, LATER)
    assert answers(here) == from_segments(here, monkeypatch)
    assert len(first) == 2 and first == folders(here)
    PersonAlias.objects.create(
        workspace=here.workspace, alias="anon-1", person="ada", cause="known", created_at=timezone.now()
    )
    told = answers(here)
    assert told == from_segments(here, monkeypatch)
    assert json.loads(told[0])["counts"] == [3, 2]
    found = index_of(here.workspace, "person")
    assert found and list(found.people()) == ["ada", "ben", "cid"]
    assert found.people()[1:][0] == "ben" and found.facts.rows == 8


def folders(context: Context) -> set[str]:
    return {path.name for path in index_folder(context.workspace.pk).iterdir() if path.is_dir()}


def test_nobody_erased_is_in_an_index(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "ROWS_LEAST", 0)
    here = world.context()
    events_in(here, ROWS)
    answers(here)
    folder = index_folder(here.workspace.pk)
    assert b"anon-1" in everything(folder) and b"red" in everything(folder)
    indexes_drop(here.workspace)
    assert everything(folder) == b""
    assert indexes_keep() == 0


def test_an_index_that_is_out_of_date_goes_with_the_next_round(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "ROWS_LEAST", 0)
    here = world.context()
    events_in(here, ROWS)
    ask("analytics.paths", {"event": "open"}, here)
    before = folders(here)
    events_in(here, LATER)
    left = [
        index_folder(here.workspace.pk) / "part-of-one-stopped",
        index_folder(here.workspace.pk).with_name("gone"),
    ]
    for folder in left:
        folder.mkdir()
    assert indexes_keep() == 1
    assert not any(folder.exists() for folder in left)
    assert len(before) == len(folders(here)) == 1 and before != folders(here)
    monkeypatch.setattr(keeping, "ROWS_LEAST", 100)
    assert indexes_keep() == 0
    assert folders(here) == set()


def test_an_index_of_an_earlier_form_is_not_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "ROWS_LEAST", 0)
    here = world.context()
    events_in(here, ROWS)
    answers(here)
    [now] = [one for one in folders(here) if one.startswith("person-")]
    folder = index_folder(here.workspace.pk)
    (folder / now).rename(folder / "person-of-before")
    (folder / "person-of-before" / keeping.FACTS).write_text("{}")
    events_in(here, LATER)
    assert answers(here) == from_segments(here, monkeypatch)
    assert "person-of-before" not in folders(here)


def everything(folder: Path) -> bytes:
    assert folder.is_relative_to(settings.HOME)
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
