"""A table pasted into a list: tried first and told row by row, then brought in, and nothing typed is lost."""

from typing import Any

import pytest

from headway.apps.discovery.models import Account
from headway.apps.prioritisation.models import Initiative
from headway.core.lists.tests.company import field
from headway.core.models import Activity, ImportRun
from headway.core.perform import perform
from tests.world import World

PAGE = "/w/lumen/lists/account/paste/"
FILE = "id,name,arr_usd,segment\nA-1,Acme,1000,smb\nA-2,Bolt,,mid\n"
TABLE = "id\tname\tarr_usd\tsegment\r\nA-1\tAcme Group\t1000\tsmb\r\nA-2\tBolt\t\tmid\r\nA-3\tCog\tmuch\t\r\nA-4\tDelta\t5\t\r\n"


@pytest.fixture
def accounts(world: World) -> None:
    """Two accounts that came in from a file of the CRM."""
    question = {"kind": "accounts", "file_name": "accounts.csv", "content": FILE, "source": "crm"}
    perform("core.file_import", question, world.context())


def post(world: World, page: str = PAGE, table: str = TABLE, source: str = "crm", **more: Any) -> Any:
    return world.client().post(page, {"table": table, "source": source} | more)


def test_each_row_is_told_before_anything_happens(world: World, accounts: None) -> None:
    answer = post(world)
    assert [(one.row, one.became, one.ref, one.sentence) for one in answer.context["report"].told] == [
        (2, "changed", "A-1", "Changes A-1: Name: “Acme” becomes “Acme Group”."),
        (3, "same", "A-2", "A-2 says so already; nothing changes."),
        (4, "refused", "", "arr_usd: 'much' is not a number."),
        (5, "new", "A-4", "Makes A-4: “Delta”."),
    ]
    page = answer.content.decode()
    assert "1 made, 1 changed, 1 the same, 1 left out. Nothing has been changed yet." in page
    assert "Bring 2 rows in" in page
    assert sorted(Account.objects.values_list("ref", "name")) == [("A-1", "Acme"), ("A-2", "Bolt")]


def test_a_confirmed_table_comes_in_once_and_can_be_taken_back(world: World, accounts: None) -> None:
    client = world.client()
    form = {"table": TABLE, "source": "crm", "confirm": "yes", "key": "the same key"}
    page = client.post(PAGE, form, follow=True)
    assert page.redirect_chain == [("/w/lumen/lists/account/?view=table", 303)]
    assert "1 made, 1 changed, 1 the same. 1 left out." in page.content.decode()
    assert 'action="/w/lumen/do/core.import_undo/"' in page.content.decode()
    client.post(PAGE, form)
    assert ImportRun.objects.filter(status="done").count() == 2
    assert sorted(Account.objects.values_list("ref", "name")) == [
        ("A-1", "Acme Group"), ("A-2", "Bolt"), ("A-4", "Delta"),
    ]  # fmt: skip
    run = ImportRun.objects.latest("at")
    client.post("/w/lumen/do/core.import_undo/", {"run": run.pk, "next": PAGE})
    assert sorted(Account.objects.values_list("ref", "name")) == [("A-1", "Acme"), ("A-2", "Bolt")]


def test_rows_of_another_source_say_so(world: World, accounts: None) -> None:
    told = post(world, source="sheet").context["report"].told
    assert told[1].sentence == (
        "Makes sheet:A-2, since A-2 is there already from elsewhere. To change that one, choose where it came from; "
        "one that was made by hand is changed in the list."
    )
    assert 'name="source" value="crm"' in world.client().get(PAGE).content.decode()


def test_fields_of_ones_own_are_columns(world: World) -> None:
    page = "/w/lumen/lists/initiative/paste/"
    field(world, "Wave", "number", kind="initiative")
    table = (
        "id\ttitle\teffort_p50_core\teffort_p90_core\tWave\n"
        "INI-1\tFreeze a card\t3\t5\t2\nINI-2\tPay by link\t3\t5\tsoon\n"
    )
    told = post(world, page, table, "file").context["report"].told
    assert [(one.became, one.sentence) for one in told] == [
        ("new", "Makes INI-1: “Freeze a card”."),
        ("refused", "Wave: “soon” is not a number."),
    ]
    post(world, page, table, "file", confirm="yes")
    assert Initiative.objects.get().custom == {"wave": 2}
    told = post(world, page, table.replace("\t2\n", "\t3\n"), "file").context["report"].told
    assert told[0].sentence == "Changes INI-1: Wave: “2” becomes “3”."
    assert "Wave" in world.client().get(page).content.decode()


SHEET = "Key\tCustomer\tWorth\tNote\nA-1\tAcme Group\t1000\tx\n"


def test_columns_are_matched_by_hand_where_their_names_do_not_say(world: World, accounts: None) -> None:
    first = post(world, table=SHEET)
    assert first.status_code == 422
    assert [(one.header, one.column) for one in first.context["matched"].headers] == [
        ("Key", ""), ("Customer", ""), ("Worth", ""), ("Note", ""),
    ]  # fmt: skip
    assert '<option value="name">name (needed)</option>' in first.content.decode()
    chosen = {
        "header": ["Key", "Customer", "Worth", "Note", "Gone"],
        "column": ["id", "name", "arr_usd", "", "plan"],
    }
    tried = post(world, table=SHEET, **chosen)
    assert tried.context["report"].told[0].sentence == (
        "Changes A-1: Name: “Acme” becomes “Acme Group”; Segment: “smb” becomes nothing."
    )
    page = tried.content.decode()
    assert page.count('<input type="hidden" name="column" value="arr_usd">') == 1
    assert '<option value="arr_usd" selected>' in page
    post(world, table=SHEET, **chosen, confirm="yes")
    assert Account.objects.get(ref="A-1").name == "Acme Group"


def test_a_column_can_be_kept_out_and_none_is_matched_twice(world: World, accounts: None) -> None:
    kept_out = post(world, header=["segment"], column=[""])
    assert "Segment: “smb” becomes nothing" in kept_out.context["report"].told[0].sentence
    assert '<option value="segment" selected>' not in kept_out.content.decode()
    twice = post(world, header=["segment", "name"], column=["plan", "plan"])
    assert (twice.status_code, "are matched with plan; choose another" in twice.content.decode()) == (
        422,
        True,
    )


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (" \n", "The table is empty; paste its first row with the names of the columns and the rows below."),
        ("id\tsegment\nA-1\tsmb\n", "Pasted table: no column &#x27;name&#x27; in row 1"),
        ("id\tname\n", "Pasted table has a header but no rows; nothing was imported."),
        ("id\tname\n" + "x\ty\n" * 1001, "Pasted table has 1,001 rows, more than the 1,000 allowed here"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_stays_in_the_form(world: World, table: str, told: str) -> None:
    answer = post(world, table=table, confirm="yes")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert f"autofocus>\n{table}</textarea>" in page
    assert not Activity.objects.filter(action="core.file_import").exists()


def test_hostile_cells_are_words(world: World) -> None:
    page = post(world, table="id\tname\n1\t<script>alert(1)</script>\n", source="<b>x").content.decode()
    assert "Makes 1: “&lt;script&gt;alert(1)&lt;/script&gt;”." in page
    assert "<script>alert" not in page and 'value="<b>' not in page


def test_who_may_not_import_and_lists_without_a_table(world: World) -> None:
    assert world.client("viewer").get(PAGE).status_code == 403
    assert (
        "Paste a table"
        not in world.client("viewer").get("/w/lumen/lists/account/?view=table").content.decode()
    )
    assert PAGE in world.client().get("/w/lumen/lists/account/?view=table").content.decode()
    answer = world.client().get("/w/lumen/lists/decision/paste/")
    assert answer.status_code == 404
    assert "Decisions are not brought in by a table; they are made in the work." in answer.content.decode()


def test_a_thousand_rows_are_all_told(world: World) -> None:
    rows = "".join(f"A-{number}\tAccount {number}\n" for number in range(1000))
    report = post(world, table=f"id\tname\n{rows}").context["report"]
    assert (len(report.told), report.run.created) == (1000, 1000)
    assert report.told[-1].sentence == "Makes A-999: “Account 999”."
