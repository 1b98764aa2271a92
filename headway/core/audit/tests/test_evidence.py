"""An export proves itself to a stranger, and any change of it shows."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from headway.core import activity
from headway.core.activity import LEFT, words_erase
from headway.core.audit import check_export
from headway.core.audit.check_export import Wrong, check, read
from headway.core.audit.evidence import CALCULATED, COLUMNS, as_csv, as_json
from headway.core.audit.heads import sign_all
from headway.core.audit.key import public_key
from headway.core.audit.queries import AuditExport
from headway.core.audit.tests.tampering import unprotected
from headway.core.errors import Conflict, Invalid, NotFound, Refused
from headway.core.models import Activity
from headway.core.perform import ask, perform
from headway.core.registry import Answer, Done
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
HOSTILE = '=HYPERLINK("https://evil.test","x")'
DAYS = {"since": "2026-09-29", "until": "2026-09-30"}


@pytest.fixture
def noted(world: World) -> World:
    """Two rows a day for four days; the heads of the second and the fourth day are signed."""
    for day in range(4):
        now = NOW + timedelta(days=day - 2)
        for text in (f"Day {day}, first", HOSTILE):
            perform("core.note_add", {"text": text}, world.context(now=now))
        if day % 2:
            sign_all(now)
    return world


def exported(world: World, kind: str = "json", role: str = "admin", **days: str) -> AuditExport:
    found = ask("core.audit_export", (days or DAYS) | {"format": kind}, world.context(role))
    assert isinstance(found, AuditExport)
    return found


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_an_export_proves_itself_without_headway(noted: World, kind: str, tmp_path: Path) -> None:
    made = exported(noted, kind)
    file = tmp_path / made.file_name
    file.write_bytes(made.text.encode())
    checked = run(str(file), public_key())
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == (
        "Whole: rows 3 to 6 (2026-09-29T12:00:00+00:00 to 2026-09-30T12:00:00+00:00) are complete and as they were "
        f"written, 0 without their words, signed with the key {public_key()}.\n"
    )
    assert (made.rows, made.file_name) == (4, f"activity-lumen-2026-09-29-2026-09-30.{kind}")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """As a stranger does: the file alone, with nothing of Headway on the path."""
    return subprocess.run(
        [sys.executable, "-I", check_export.__file__, *arguments], capture_output=True, text=True, check=False
    )


def test_another_key_or_no_export_is_refused_in_a_sentence(noted: World, tmp_path: Path) -> None:
    (file := tmp_path / "x.json").write_text(exported(noted).text)
    (other := tmp_path / "other.csv").write_text("a,b\n1,2\n")
    assert run(str(file), "0" * 64).stderr == f"Row 4 is signed with another key: {public_key()}.\n"
    assert run(str(other)).stderr == "This is not an export of Headway's activity log.\n"
    assert run().stderr == "Name the file to check.\n"
    assert [run(*one).returncode for one in ([str(file), "0" * 64], [str(other)], [])] == [1, 1, 1]


def test_the_rows_between_the_last_one_and_the_signature_are_there_without_their_content(
    noted: World,
) -> None:
    document = json.loads(exported(noted).text)
    assert [row["sequence"] for row in document["rows"]] == [3, 4, 5, 6]
    assert [link["sequence"] for link in document["links"]] == [7, 8]
    assert [sorted(link) for link in document["links"]] == [["content_hash", "sequence"]] * 2
    assert [json.loads(one["statement"])["sequence"] for one in document["signed"]] == [4, 8]
    assert "Day 3" not in exported(noted).text


def test_rows_after_the_last_head_are_proven_by_the_signed_end(noted: World) -> None:
    perform("core.note_add", {"text": "Later"}, noted.context(now=NOW + timedelta(days=5)))
    document = json.loads(exported(noted, since="2026-10-05", until="2026-10-05").text)
    assert [json.loads(one["statement"])["kind"] for one in document["signed"]] == ["headway chain end 1"]
    assert check(document).startswith("Whole: rows 9 to 9 ")


def change_row(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["rows"][1].__setitem__(name, value)


def in_content(document: dict[str, Any]) -> None:
    row = document["rows"][1]
    row["content"] = row["content"].replace('"channel":"api"', '"channel":"cli"')
    row["channel"] = "cli"


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "summary shown": (
        change_row("summary", "x"),
        "Row 4 shows another summary than the one that was hashed.",
    ),
    "words": (change_row("words", '["x",{}]'), "The words of row 4 were changed."),
    "time shown": (
        change_row("at", "2026-09-29T12:00:00.000001+00:00"),
        "Row 4 shows something else than what was hashed.",
    ),
    "channel shown": (change_row("channel", "cli"), "Row 4 shows something else than what was hashed."),
    "content": (in_content, "Row 4 was changed, or does not follow from the row before it."),
    "hash": (change_row("hash", "0" * 64), "Row 4 was changed, or does not follow from the row before it."),
    "a row left out": (lambda document: document["rows"].pop(1), "Row 4 is missing."),
    "two rows swapped": (
        lambda document: document["rows"].insert(0, document["rows"].pop(1)),
        "Row 3 is missing.",
    ),
    "a link left out": (lambda document: document["links"].pop(0), "Link 7 is missing."),
    "the last link left out": (
        lambda document: document["links"].pop(),
        "Row 8 is not the one that was signed.",
    ),
    "no signature": (lambda document: document["signed"].clear(), "No signature covers the last row."),
    "the covering signature left out": (
        lambda document: document["signed"].pop(),
        "No signature covers the last row.",
    ),
    "a made-up signature": (
        lambda document: document["signed"][0].__setitem__("signature", "00" * 64),
        "The signature at row 4 is not genuine.",
    ),
    "the hash before": (
        lambda document: document["before"].__setitem__("hash", "0" * 64),
        "Row 3 was changed, or does not follow from the row before it.",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_export_is_refused(noted: World, name: str) -> None:
    document = json.loads(exported(noted).text)
    change, reason = CHANGES[name]
    change(document)
    with pytest.raises(Wrong) as wrong:
        check(document)
    assert str(wrong.value) == reason


def test_no_cell_is_calculated_by_a_spreadsheet_and_none_is_lost(noted: World) -> None:
    texts = [*(f"{start}1+1" for start in CALCULATED), "a\r\nb", "plain", ";=1", '"=1']
    for text in texts:
        perform("core.note_add", {"text": text}, noted.context(now=NOW + timedelta(days=9)))
    document = json.loads(exported(noted, since="2026-10-09", until="2026-10-09").text)
    cells = [cell for line in csv.reader(io.StringIO(as_csv(document), newline="")) for cell in line]
    assert [cell for cell in cells if cell.startswith(tuple(one for one in CALCULATED if one != "'"))] == []
    again = read(as_csv(document))
    assert [row["summary"] for row in again["rows"]] == texts
    assert check(again) == check(document) == check(read(as_json(document)))
    assert next(csv.reader(io.StringIO(as_csv(document)))) == list(COLUMNS)


def test_erased_words_are_gone_and_the_rest_is_still_proven(noted: World) -> None:
    row = Activity.objects.get(sequence=5)
    left = {"5": words_erase(row, "[erased]", {}, NOW)}
    activity.append(noted.context(), "privacy.request_run", Done(Answer(), "Erased", None, {LEFT: left}))
    for kind in ("json", "csv"):
        made = exported(noted, kind)
        document = read(made.text)
        assert [one["erased"] for one in document["rows"][:4]] == [False, False, True, False]
        assert (document["rows"][2]["summary"], "Day 2" in made.text) == ("[erased]", False)
        assert ", 1 without their words, " in check(document)


def test_a_broken_stretch_is_not_given_out(noted: World) -> None:
    with unprotected():
        Activity.objects.filter(sequence=4).update(channel="cli")
        with pytest.raises(Conflict, match=r"Row 4 was changed.*core\.audit_verify says where"):
            exported(noted)


def test_what_cannot_be_exported_is_refused_in_a_sentence(
    noted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days, error, words in (
        ({"since": "2026-09-30", "until": "2026-09-29"}, Invalid, "is before 2026-09-30"),
        (
            {"since": "2020-01-01", "until": "2020-01-02"},
            NotFound,
            "Nothing happened from 2020-01-01 to 2020-01-02",
        ),
        ({"since": "2026-09-01", "until": "9999-12-31"}, Invalid, "9999-12-31 is too far off"),
    ):
        with pytest.raises(error, match=words):
            exported(noted, **days)
    monkeypatch.setattr("headway.core.audit.evidence.ROWS_MOST", 3)
    with pytest.raises(Invalid, match="4 rows are too many for one export, 3 the most; choose fewer days"):
        exported(noted)
    with pytest.raises(Refused):
        exported(noted, role="product_lead")


def test_a_day_begins_at_midnight_in_the_workspaces_zone(noted: World) -> None:
    late = NOW.replace(hour=22, minute=30) + timedelta(days=20)
    perform("core.note_add", {"text": "Past midnight in Berlin"}, noted.context(now=late))
    assert exported(noted, since="2026-10-21", until="2026-10-21").rows == 1
    with pytest.raises(NotFound):
        exported(noted, since="2026-10-20", until="2026-10-20")


def test_an_untouched_copy_still_holds(noted: World) -> None:
    document = json.loads(exported(noted).text)
    assert check(deepcopy(document)) == check(document)
