"""Fields that a workspace adds: made, filled, filtered, ordered, grouped, summed, removed, brought back."""

from typing import Any

import pytest

from headway.apps.discovery.models import Problem
from headway.core.errors import Conflict, Invalid, Refused
from headway.core.lists.models import CustomField
from headway.core.lists.tests.company import cells, edit, field, problems, refs, rows
from headway.core.perform import ask, perform
from tests.world import World

OPTIONS = [{"label": "Gold"}, {"label": "Silver"}, {"label": "ذهب"}]


def save(world: World, role: str = "product_manager", **question: Any) -> Any:
    return perform("lists.field_save", {"kind": "problem"} | question, world.context(role))


def fill(world: World, column: str, *values: Any) -> None:
    """Give P-1, P-2 and so on these values."""
    for number, value in enumerate(values, start=1):
        version = Problem.objects.get(ref=f"P-{number}").version
        edit(world, "problem", {f"P-{number}": version}, **{column: value})


def test_a_field_says_how_it_was_made(world: World) -> None:
    made = save(world, label="  Customer   tier ", type="select", options=OPTIONS)
    assert made.model_dump() == {
        "ref": "CF-1", "kind": "problem", "name": "customer_tier", "label": "Customer tier", "type": "select",
        "options": [
            {"value": "gold", "label": "Gold"}, {"value": "silver", "label": "Silver"},
            {"value": "option", "label": "ذهب"},
        ],
        "formula": "", "unit": "", "version": 1, "removed": False,
    }  # fmt: skip
    changed = save(
        world,
        ref="CF-1",
        label="Tier",
        type="select",
        options=[{"label": "Bronze"}, {"label": "Or", "value": "gold"}],
    )
    assert (changed.name, changed.version) == ("customer_tier", 2)
    assert [(one.value, one.label) for one in changed.options] == [("bronze", "Bronze"), ("gold", "Or")]


@pytest.mark.parametrize(
    ("type_", "more", "values", "shown", "chips"),
    [
        ("text", {}, ["b", "a|x", None], ["b", "a|x", None],
         {"is:a\\|x": "2", "not:b": "23", "has:X": "2", "empty": "3", "set": "12"}),
        ("number", {"unit": "days"}, ["1.5", -2, None], [1.5, -2, None],
         {"over:0": "1", "until:1.5": "12", "is:-2": "2", "not:-2": "13", "empty": "3"}),
        ("money", {"unit": "usd"}, ["12.50", {"minor": 99, "currency": "USD"}, None],
         [{"minor": 1250, "currency": "USD"}, {"minor": 99, "currency": "USD"}, None],
         {"over:1": "1", "from:0.99": "12", "is:12.5": "1", "empty": "3"}),
        ("date", {}, ["2026-10-02", "2026-09-30", None], ["2026-10-02", "2026-09-30", None],
         {"is:today": "2", "over:today": "1", "is:2026": "12", "until:+2d": "12", "not:today": "13", "empty": "3"}),
        ("select", {"options": OPTIONS}, ["silver", "Gold", None], ["silver", "gold", None],
         {"is:gold": "2", "is:Silver|gold": "12", "not:gold": "13", "empty": "3"}),
        ("multi_select", {"options": OPTIONS}, ["silver|gold", ["ذهب"], None], [["gold", "silver"], ["option"], None],
         {"is:gold": "1", "is:option|gold": "12", "not:gold": "23", "has:ذهب": "2", "empty": "3", "set": "12"}),
        ("link", {}, ["https://b.example/x?y=1", "http://a.example", None],
         ["https://b.example/x?y=1", "http://a.example", None], {"has:a.example": "2", "empty": "3"}),
    ],
)  # fmt: skip
def test_each_type_is_kept_and_found(
    world: World, type_: str, more: dict[str, Any], values: list[Any], shown: list[Any], chips: dict[str, str]
) -> None:
    problems(world)
    column = field(world, "Mine", type_, **more)
    fill(world, column, *values)
    assert [cells(world, "problem", column)[f"P-{number}"] for number in (1, 2, 3)] == shown
    for chip, wanted in chips.items():
        assert refs(world, "problem", f"{column}:{chip}") == [f"P-{one}" for one in wanted], chip
    assert "mine" not in Problem.objects.get(ref="P-3").custom
    found = next(one for one in rows(world, "problem").columns if one.name == column)
    if found.sortable:
        # Of the three, the third has no value; options come in their order, all else by its value.
        up = refs(world, "problem", sort=[column])
        assert (up[2], refs(world, "problem", sort=["-" + column])) == ("P-3", [up[1], up[0], "P-3"])
        assert up == ["P-2", "P-1", "P-3"]


def test_a_person_is_a_member_and_me(world: World) -> None:
    problems(world)
    column = field(world, "Sponsor", "person")
    vera = str(world.users["viewer"].pk)
    fill(world, column, vera, "dina designer", "me")
    pia = str(world.users["product_manager"].pk)
    assert cells(world, "problem", column)["P-1"] == {"id": vera, "name": "Vera Viewer"}
    assert refs(world, "problem", f"{column}:is:me") == ["P-1"]
    assert refs(world, "problem", f"{column}:is:{pia}") == ["P-3"]
    groups = rows(world, "problem", group=[column]).groups
    assert {one.label for one in groups} == {"Vera Viewer", "Dina Designer", "Pia Manager"}
    with pytest.raises(Invalid, match=r"is not a member of this workspace\.$"):
        fill(world, column, str(world.outsider.pk))


def test_groups_and_sums(world: World) -> None:
    problems(world, 4)
    tier = field(world, "Tier", "select", options=OPTIONS)
    cost = field(world, "Cost", "money")
    days = field(world, "Days", "number")
    fill(world, tier, "silver", "gold", "silver")
    fill(world, cost, "10", "5.50", "0.01", None)
    fill(world, days, 1, None, 2.5, 4)
    found = rows(world, "problem", group=[tier], totals=True, columns=[cost, days])
    assert [(one.path, one.label, one.count, one.totals) for one in found.groups] == [
        (["gold"], "Gold", 1, {cost: 550, days: None}),
        (["silver"], "Silver", 2, {cost: 1001, days: 3.5}),
        ([None], "No tier", 1, {cost: None, days: 4}),
    ]
    assert found.totals == {cost: 1551, days: 7.5}
    many = field(world, "Areas", "multi_select", options=[{"label": "A"}, {"label": "B"}])
    fill(world, many, "B|A", "a|b", "a")
    found = rows(world, "problem", group=[many])
    assert {(one.path[0], one.label, one.count) for one in found.groups} == {
        ("a", "A", 1), ("a|b", "A, B", 2), (None, "No areas", 1),
    }  # fmt: skip
    due = field(world, "Due", "date")
    fill(world, due, "2026-10-31", "2026-11-01", "2026-10-01")
    assert [(one.path, one.count) for one in rows(world, "problem", group=[due]).groups] == [
        (["2026-10"], 2), (["2026-11"], 1), ([None], 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("type_", "value", "sentence"),
    [
        ("number", "x", "Field Mine: “x” is not a number."),
        ("number", "nan", "Field Mine: “nan” is not a number up to 1e+15."),
        ("number", 1e16, "Field Mine: “1e+16” is not a number up to 1e+15."),
        ("money", {"minor": 5, "currency": "JPY"}, "Field Mine: it is kept in EUR; turn the amount into that first."),
        ("money", {"minor": 0.5}, "Field Mine: “0.5” is not an amount in minor units."),
        ("date", "2026-02-30", "Field Mine: '2026-02-30' is not a date; write it like 2026-12-31."),
        ("link", "javascript:alert(1)", "Field Mine: “javascript:alert(1)” is not a link; write it like https://example.com/page."),
        ("link", "https:///x", "Field Mine: “https:///x” is not a link; write it like https://example.com/page."),
        ("link", "ftp://a.example", "Field Mine: “ftp://a.example” is not a link; write it like https://example.com/page."),
        ("link", "https://[", "Field Mine: Invalid IPv6 URL."),
        ("text", "x" * 10_001, "Field Mine: has 10001 characters, more than the 10000 allowed; shorten it."),
        ("select", "Lead", "Field Mine: “Lead” is not one of the choices; there are Gold, Silver, ذهب."),
        ("multi_select", ["gold", "Lead"], "Field Mine: “Lead” is not one of the choices; there are Gold, Silver, ذهب."),
        ("formula", 5, "Field Mine: it is not changed in the list."),
    ],
)  # fmt: skip
def test_values_that_do_not_fit(world: World, type_: str, value: Any, sentence: str) -> None:
    problems(world, 1)
    more = (
        {"options": OPTIONS} if "select" in type_ else {"formula": "rank * 2"} if type_ == "formula" else {}
    )
    column = field(world, "Mine", type_, **more)
    with pytest.raises(Invalid) as error:
        edit(world, "problem", {"P-1": 1}, **{column: value})
    assert error.value.detail == sentence


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"label": "  "}, "Field label: it is empty; write what the field tells."),
        ({"label": "state"}, "Field label: Problems have a column “state” already."),
        ({"label": "MINE"}, "Field label: Problems have a column “MINE” already."),
        ({"kind": "account", "label": "X"}, "Field kind: Accounts cannot carry fields of your own."),
        ({"label": "X", "type": "select"}, "Field options: a field to choose from needs at least one option."),
        ({"label": "X", "type": "select", "options": [{"label": "a"}, {"label": "A "}]},
         "Field options: “A” is there twice or says nothing; leave one out."),
        ({"label": "X", "type": "select", "options": [{"label": "a", "value": "x"}, {"label": "b", "value": "x"}]},
         "Field options: the value x is there twice; leave one out."),
        ({"label": "X", "type": "select", "options": [{"label": "a", "value": "x' OR 1"}]},
         "Field options: the value “x' OR 1” may only have a to z, 0 to 9 and _."),
        ({"label": "X", "type": "money", "unit": "euros"}, "Field unit: “EUROS” is no code of a currency; write it like EUR."),
        ({"label": "X", "type": "formula", "formula": "rank +"},
         "Field formula: The formula needs a number, a column or a parenthesis at its end."),
        ({"label": "X", "type": "formula", "formula": "title * 2"},
         "Field formula: A formula cannot reckon with Title; it reads numbers, money and dates."),
        ({"label": "X", "type": "formula", "formula": "custom.gone * 2"},
         "Field formula: There is no column “custom.gone” in the list of problems."),
    ],
)  # fmt: skip
def test_fields_that_cannot_be(world: World, question: dict[str, Any], sentence: str) -> None:
    field(world, "Mine", "text")
    with pytest.raises(Invalid) as error:
        save(world, **question)
    assert error.value.detail == sentence
    assert CustomField.objects.count() == 1


def test_limits(world: World) -> None:
    many = [{"label": f"Option {number}"} for number in range(5000)]
    column = field(world, "Many", "select", options=many)
    problems(world, 1)
    edit(world, "problem", {"P-1": 1}, **{column: "Option 4999"})
    [shown] = rows(world, "problem", columns=[column]).columns
    assert (len(shown.choices), shown.choices_total) == (201, 5000)
    assert shown.choices[-1].model_dump() == {"value": "option_4999", "label": "Option 4999"}
    [whole] = ask("lists.columns_list", {"kind": "problem", "column": column}, world.context()).columns  # type: ignore[attr-defined]
    assert len(whole.choices) == 5000
    assert refs(world, "problem", f"{column}:is:Option 4999", sort=[column], group=[column]) == ["P-1"]
    with pytest.raises(Invalid, match=r"^Field options: "):
        save(world, label="More", type="select", options=[*many, {"label": "one more"}])
    for number in range(49):
        field(world, f"Field {number}", "text")
    with pytest.raises(Invalid, match=r"^Problems have 50 fields of your own already; remove one first\.$"):
        save(world, label="One more")


def test_the_type_and_the_currency_stay(world: World) -> None:
    ref = save(world, label="Cost", type="money").ref
    with pytest.raises(
        Invalid, match=r"^Field type: Cost is of the type money and stays so; add another field\.$"
    ):
        save(world, ref=ref, label="Cost", type="text")
    with pytest.raises(Invalid, match=r"^Field unit: Cost is kept in EUR; add another field for USD\.$"):
        save(world, ref=ref, label="Cost", type="money", unit="USD")
    assert save(world, ref=ref, label="Costs", type="money").unit == "EUR"


def test_a_removed_field_leaves_views_working_and_comes_back_with_its_values(world: World) -> None:
    problems(world)
    made = save(world, label="Tier", type="select", options=OPTIONS)
    fill(world, "custom.tier", "gold", "silver")
    perform("lists.field_remove", {"ref": made.ref}, world.context())
    found = rows(
        world, "problem", "custom.tier:is:gold", sort=["-custom.tier", "ref"], group=["custom.tier"],
        columns=["title", "custom.tier"], totals=True,
    )  # fmt: skip
    assert [one.ref for one in found.rows] == ["P-1", "P-2", "P-3"]
    assert [one.name for one in found.columns] == ["title"]
    gone = "The field “Tier” was removed on 2026-09-30"
    assert found.problems == [
        f"{gone}; the column is left out.",
        f"{gone}; the filter “custom.tier:is:gold” is left out.",
        f"{gone}; this grouping is left out.",
        f"{gone}; this order is left out.",
    ]
    with pytest.raises(
        Conflict, match=r"^The field Tier is removed already; lists\.field_restore brings it back\.$"
    ):
        perform("lists.field_remove", {"ref": made.ref}, world.context())
    other = save(world, label="Tier", type="text")
    assert other.name == "tier_2"
    perform("lists.field_remove", {"ref": other.ref}, world.context())
    save(world, ref=made.ref, label="Tier", type="select", options=OPTIONS)
    assert refs(world, "problem", "custom.tier:is:gold") == ["P-1"]
    listed = ask("lists.field_list", {"kind": "problem", "removed": True}, world.context()).rows  # type: ignore[attr-defined]
    assert [(one.name, one.removed) for one in listed] == [("tier", False), ("tier_2", True)]


def test_an_edit_of_a_removed_field_can_be_taken_back(world: World) -> None:
    problems(world, 1)
    made = save(world, label="Tier")
    fill(
        world,
        "custom.tier",
        "a",
    )
    answer = edit(world, "problem", {"P-1": 2}, custom__tier="b")
    perform("lists.field_remove", {"ref": made.ref}, world.context())
    perform("lists.edit_undo", {"sequence": answer.undo}, world.context())
    assert Problem.objects.get().custom == {"tier": "a"}


def test_fields_belong_to_their_workspace(world: World) -> None:
    column = field(world, "Tier", "text")
    found = ask("lists.rows_list", {"kind": "problem", "columns": [column]}, world.context_elsewhere())
    assert found.problems == [
        "There is no column “custom.tier” in the list of problems; the column is left out."
    ]  # type: ignore[attr-defined]
    with pytest.raises(Refused):
        save(world, role="engineer", label="X")


def test_names_are_plain_and_never_taken_twice(world: World) -> None:
    names = [
        save(world, label=label).name
        for label in ("🚀", "שלום", "Größe (m)", "'; DROP TABLE x; --", "a" * 100)
    ]
    assert names == ["field", "field_2", "groe_m", "drop_table_x", "a" * 40]
