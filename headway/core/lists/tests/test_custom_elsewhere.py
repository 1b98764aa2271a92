"""Custom values where they leave and enter: files that are read, a person's export and erasure."""

import json
from typing import Any

import pytest

from headway.apps.discovery.models import Problem
from headway.apps.privacy.export import person_document
from headway.apps.privacy.identifiers import Identifiers, subject_of
from headway.apps.requirements.models import BacklogItem
from headway.core.lists.models import CustomField, SavedView
from headway.core.lists.tests.company import edit, erased, field, problems
from headway.core.perform import perform
from tests.world import NOW, World

HEAD = "Summary,Issue key,Customer tier,custom.cost,Größe,🚀,Areas,Unknown"


def read(world: World, *lines: str, head: str = HEAD, **more: Any) -> Any:
    content = "\n".join([head, *lines]) + "\n"
    question = {"kind": "backlog", "file_name": "backlog.csv", "content": content} | more
    return perform("core.file_import", question, world.context())


@pytest.fixture
def company(world: World) -> World:
    field(world, "Customer tier", "select", kind="story", options=[{"label": "Gold"}, {"label": "Silver"}])
    field(world, "Cost", "money", kind="story")
    field(world, "Größe", "number", kind="story")
    field(world, "🚀", "date", kind="story")
    field(world, "Areas", "multi_select", kind="story", options=[{"label": "Pay"}, {"label": "Map"}])
    field(world, "Total", "formula", kind="story", formula="custom.cost * 2")
    return world


def custom(ref: str) -> dict[str, Any]:
    return BacklogItem.objects.get(ref=ref).custom


def test_columns_named_like_a_field_fill_it(company: World) -> None:
    report = read(company, "Why,S-1,gold,12.50,3,2026-10-01,Map; pay,x", "How,S-2,,,,,,")
    assert (report.run.created, report.run.refused, report.unknown_columns) == (2, 0, ["Unknown"])
    assert custom("S-1") == {
        "customer_tier": "gold", "cost": 1250, "groe": 3,
        "field": "2026-10-01", "areas": ["pay", "map"],
    }  # fmt: skip
    assert custom("S-2") == {}


def test_a_file_without_the_column_leaves_the_field_alone(company: World) -> None:
    read(company, "Why,S-1,gold,12.50,3,,,")
    report = read(company, "Why not,S-1", head="Summary,Issue key")
    assert (report.run.updated, custom("S-1")["customer_tier"]) == (1, "gold")
    read(
        company,
        "Why not,S-1,",
        head="Summary,Issue key,CUSTOM_TIER",
        mapping={"custom.customer_tier": "CUSTOM_TIER"},
    )
    assert "customer_tier" not in custom("S-1") and custom("S-1")["cost"] == 1250


def test_a_value_that_does_not_fit_keeps_its_row_out(company: World) -> None:
    report = read(company, "Why,S-1,lead,1,1,,,", "How,S-2,,x,,,,", "Who,S-3,,,,,,")
    assert [(one.row, one.column, one.message) for one in report.errors] == [
        (2, "custom.customer_tier", "“lead” is not one of the choices; there are Gold, Silver"),
        (3, "custom.cost", "“x” is not a number"),
    ]
    assert list(BacklogItem.objects.values_list("ref", flat=True)) == ["S-3"]


def test_an_import_is_taken_back_with_its_custom_values(company: World) -> None:
    read(company, "Why,S-1,gold,,,,,")
    run = read(company, "Why,S-1,silver,5,,,,").run.id
    assert custom("S-1") == {"customer_tier": "silver", "cost": 500}
    perform("core.import_undo", {"run": run}, company.context())
    assert custom("S-1") == {"customer_tier": "gold"}


def test_a_person_in_custom_values_is_exported_and_erased(world: World) -> None:
    problems(world, 2)
    contact = field(world, "Contact", "text")
    field(world, "Seller", "select", options=[{"label": "Ann Lee"}, {"label": "Bo Ek"}])
    edit(world, "problem", {"P-1": 1}, **{contact: "Ask Ann Lee first"})
    view = {
        "kind": "problem",
        "name": "Of Ann Lee",
        "address": "f=custom.contact%3Ahas%3AAnn+Lee",
        "shared": True,
    }
    perform("lists.view_save", view, world.context())
    identifiers = Identifiers(frozenset(), frozenset({"Ann Lee"}), frozenset())
    document = json.dumps(person_document(world.workspace, identifiers, subject_of(identifiers), NOW))
    assert "Ask Ann Lee first" in document and "Of Ann Lee" in document
    erased(world, "Ann Lee")
    left = json.dumps(
        [Problem.objects.get(ref="P-1").custom, *CustomField.objects.values_list("options", flat=True)]
    )
    assert "Ann Lee" not in left and "Ask" in left and "Bo Ek" in left
    kept = SavedView.objects.get()
    assert "Ann Lee" not in kept.name + kept.address and kept.address.startswith("f=custom.contact:has:")
