"""A list as a file: what each format holds, what is guarded, and that all rows are in it."""

import csv
import io
import json

import pytest

from headway.apps.discovery.models import Account, Problem
from headway.apps.prioritisation.models import Initiative
from headway.core.errors import HeadwayError, Invalid
from headway.core.lists.models import CustomField
from headway.core.perform import ask, perform

pytestmark = pytest.mark.django_db
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\uff1d1", "'quoted"]


def exported(world, kind, format_="csv", **more):
    return ask("lists.rows_export", {"kind": kind, "format": format_} | more, world.context())


@pytest.fixture
def account(world) -> Account:
    return Account.objects.create(
        workspace=world.workspace,
        ref="A-1",
        name="Blue | <Fish>",
        arr_minor=123450,
        segment="-small",
        region="EU",
    )


def test_csv_has_amounts_with_their_currency_and_dates_as_they_are(world, account):
    answer = exported(world, "account", columns=["arr", "segment", "renewal"])
    assert (answer.file_name, answer.media_type, answer.rows) == ("account-2026-09-30.csv", "text/csv", 1)
    assert list(csv.reader(io.StringIO(answer.text))) == [
        ["Ref", "Name", "ARR", "ARR currency", "Segment", "Renewal"],
        ["A-1", "Blue | <Fish>", "1234.50", "EUR", "'-small", ""],
    ]
    assert exported(world, "account", bom=True).text.startswith("\ufeffRef,")


def test_json_has_typed_values_and_no_way_inside(world, account):
    found = json.loads(exported(world, "account", "json", columns=["arr"]).text)
    assert found["rows"] == [
        {"ref": "A-1", "title": "Blue | <Fish>", "arr": {"minor": 123450, "currency": "EUR"}}
    ]
    assert [one["type"] for one in found["columns"]] == ["text", "text", "money"]


def test_markdown_is_one_table_whatever_is_in_the_cells(world, account):
    lines = exported(world, "account", "markdown", columns=["arr"]).text.splitlines()
    assert lines == [
        "| Ref | Name | ARR |", "| --- | --- | ---: |", r"| A-1 | Blue \| \<Fish\> | 1234.50 EUR |",
    ]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_and_no_heading_is_a_formula(world, text):
    context = world.context("owner")
    perform("lists.field_save", {"kind": "initiative", "label": f"={text}", "type": "text"}, context)
    name = CustomField.objects.get().name
    Initiative.objects.create(workspace=world.workspace, ref="I-1", title=text, custom={name: text})
    answer = exported(world, "initiative", columns=[f"custom.{name}"])
    heading, row = csv.reader(io.StringIO(answer.text))
    assert heading[2].startswith("'=") and row[1] == row[2] == f"'{text}"


def test_a_negative_number_stays_a_number(world):
    perform(
        "lists.field_save", {"kind": "initiative", "label": "Delta", "type": "number"}, world.context("owner")
    )
    name = CustomField.objects.get().name
    Initiative.objects.create(workspace=world.workspace, ref="I-1", title="x", custom={name: -2.5})
    assert exported(world, "initiative", columns=[f"custom.{name}"]).text.splitlines()[1] == "I-1,x,-2.5"


def test_all_rows_are_in_it_in_order_each_once(world, monkeypatch):
    monkeypatch.setattr("headway.core.lists.export_queries.CHUNK_ROWS", 7)
    Problem.objects.bulk_create(
        Problem(workspace=world.workspace, ref=f"P-{number:03}", title=f"Problem {number % 5}")
        for number in range(40)
    )
    answer = exported(world, "problem", sort=["title", "-ref"], columns=["title"])
    refs = [row[0] for row in csv.reader(io.StringIO(answer.text))][1:]
    wanted = sorted((f"P-{number:03}" for number in range(40)), reverse=True)
    assert refs == sorted(wanted, key=lambda ref: int(ref[2:]) % 5)
    assert exported(world, "problem", filters=[{"chips": ["title:is:Problem 3"]}]).rows == 8


def test_more_rows_than_a_file_takes_are_refused(world, monkeypatch):
    monkeypatch.setattr("headway.core.lists.export_queries.ROWS_MOST", 1)
    for ref in ("P-1", "P-2"):
        Problem.objects.create(workspace=world.workspace, ref=ref, title=ref)
    with pytest.raises(Invalid, match="There are 2 rows, more than the 1 of a file; add a filter"):
        exported(world, "problem")


def test_nothing_of_elsewhere_is_in_it(world):
    Problem.objects.create(workspace=world.elsewhere, ref="P-9", title="Somebody else's")
    assert exported(world, "problem").rows == 0
    with pytest.raises(HeadwayError):
        exported(world, "nowhere")
