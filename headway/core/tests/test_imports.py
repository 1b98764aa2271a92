"""Files as they come: any encoding, partly wrong, sent twice, taken back."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from headway.apps.briefing.folder import folder_read
from headway.apps.discovery.models import Account, Feedback
from headway.core.errors import Conflict, HeadwayError, Invalid, NotFound
from headway.core.files import upload_store
from headway.core.links import Tie, links_store
from headway.core.models import Activity, ImportRun, Link
from headway.core.perform import ask, perform

pytestmark = pytest.mark.django_db
ACCOUNTS = "id,name,arr_usd,renewal_date\nA1,Acme,1200.50,2027-03-31\nA2,Bolt,,\n"


def bring(world, content, kind="accounts", **more):
    payload = {"kind": kind, "file_name": f"{kind}.csv"} | more
    if isinstance(content, bytes):
        payload["upload"] = upload_store(world.context(), [content])
    else:
        payload["content"] = content
    return perform("core.file_import", payload, world.context())


def test_rows_become_records_with_their_origin(world):
    report = bring(world, ACCOUNTS, source="crm")
    assert (report.run.read, report.run.created, report.run.refused) == (2, 2, 0)
    acme = Account.objects.get(ref="A1")
    assert (acme.name, acme.arr_minor, str(acme.renewal_date), acme.source) == (
        "Acme",
        120050,
        "2027-03-31",
        "crm",
    )
    assert acme.import_run_id == ImportRun.objects.get().pk
    assert Account.objects.get(ref="A2").arr_minor is None


def test_the_same_file_again_changes_nothing(world):
    bring(world, ACCOUNTS)
    report = bring(world, ACCOUNTS)
    assert (report.run.created, report.run.updated, report.run.unchanged) == (0, 0, 2)


def test_a_changed_row_is_updated_and_can_be_taken_back(world):
    bring(world, ACCOUNTS)
    report = bring(world, ACCOUNTS.replace("Acme", "Acme Group") + "A3,Cog,5,\n")
    assert (report.run.created, report.run.updated, report.run.unchanged) == (1, 1, 1)
    undone = perform("core.import_undo", {"run": report.run.id}, world.context())
    assert (undone.removed, undone.restored) == (1, 1)
    assert list(Account.objects.order_by("ref").values_list("ref", "name")) == [
        ("A1", "Acme"),
        ("A2", "Bolt"),
    ]


def test_an_import_under_a_later_one_is_not_undone(world):
    first = bring(world, ACCOUNTS)
    later = bring(world, ACCOUNTS.replace("Bolt", "Bolts"))
    ImportRun.objects.filter(pk=later.run.id).update(at="2026-10-01T00:00:00Z")
    with pytest.raises(Conflict, match=r"Undo the later import of accounts.csv first"):
        perform("core.import_undo", {"run": first.run.id}, world.context())


def test_a_change_that_was_taken_back_can_come_in_again(world):
    bring(world, ACCOUNTS)
    changed = ACCOUNTS.replace("Acme", "Acme Group")
    perform("core.import_undo", {"run": bring(world, changed).run.id}, world.context())
    report = bring(world, changed)
    assert (report.run.updated, report.run.unchanged) == (1, 1)
    assert Account.objects.get(ref="A1").name == "Acme Group"


def test_taking_an_import_back_leaves_no_link_that_leads_nowhere(world):
    report = bring(world, ACCOUNTS)
    acme, bolt = Account.objects.order_by("ref")
    links_store(world.context(), [Tie("knows", acme, bolt), Tie("stands for", world.workspace, acme)])
    perform("core.import_undo", {"run": report.run.id}, world.context())
    assert Link.objects.count() == 0


def test_a_dry_run_reports_and_keeps_nothing(world):
    report = bring(world, ACCOUNTS, dry_run=True)
    assert (report.run.status, report.run.created, Account.objects.count()) == ("dry", 2, 0)


def test_good_rows_come_in_and_bad_ones_are_named(world):
    content = (
        "id,name,arr_usd,renewal_date,health\n"
        "A1,Acme,12,2027-03-31,50\nA2,Bolt,twelve,,\nA3,Cog,1,31.31.2027,\nA4,,1,,\nA1,Again,1,,\n"
        "A5,Dot,-3,,\nA6,Elk,1,,101\nA7,Fig,1,,1,extra\n"
    )
    report = bring(world, content)
    assert (report.run.read, report.run.created, report.run.refused) == (8, 1, 7)
    assert [(one.row, one.column, one.message) for one in report.errors] == [
        (3, "arr_usd", "'twelve' is not a number"),
        (4, "renewal_date", "'31.31.2027' is not a date; write it like 2026-12-31"),
        (5, "name", "is empty"),
        (6, "id", "'A1' is already in row 2"),
        (7, "arr_usd", "-3 is less than 0"),
        (8, "health", "101 is more than 100"),
        (9, "", "the row has 6 cells but the header has 5; quote the text"),
    ]
    kept = ask("core.import_errors", {"run": report.run.id}, world.context())
    assert kept.total == len(kept.reasons) == 7


def test_what_is_wrong_with_many_rows_is_said_once(world):
    report = bring(world, "id,name,arr_usd\nA1,Acme,twelve\nA2,Bolt,-3\nA3,Cog,ten\n")
    kept = ask("core.import_errors", {"run": report.run.id, "limit": 1}, world.context())
    assert (len(kept.rows), kept.total) == (1, 3)
    assert [(one.rows, one.first_row, one.column, one.message) for one in kept.reasons] == [
        (2, 2, "arr_usd", "… is not a number"),
        (1, 3, "arr_usd", "-3 is less than 0"),
    ]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
    ],
)
def test_any_usual_encoding_is_read(world, encoding, told):
    report = bring(world, "id;name\nA1;Größe – „Café“\n".encode(encoding))
    assert (report.encoding, Account.objects.get().name) == (told, "Größe – „Café“")


def test_a_missing_column_is_named_with_what_is_there_and_how_to_map_it(world):
    with pytest.raises(Invalid) as missing:
        bring(world, "id,company\nA1,Acme\n")
    assert missing.value.detail == (
        "accounts.csv: no column 'name' in row 1; the file has id, company. Rename the column, or say which "
        "column of the file holds 'name'."
    )
    assert bring(world, "id,company\nA1,Acme\n", mapping={"name": "company"}).run.created == 1


def test_an_extra_column_is_kept_as_it_came(world):
    report = bring(world, "id,name,csm\nA1,Acme,Team West\n")
    assert report.unknown_columns == ["csm"]
    assert Account.objects.get().origin["extra"] == {"csm": "Team West"}


def test_a_formula_is_text(world):
    bring(world, "id,name\nA1,'=1+1\nA2,=HYPERLINK(1)\n")
    assert list(Account.objects.order_by("ref").values_list("name", flat=True)) == ["=1+1", "=HYPERLINK(1)"]


def test_line_breaks_and_quotes_inside_a_cell_are_kept(world):
    text = 'First line\nsecond, with "quotes"'
    content = (
        'id,text,created_at,channel\nF1,"' + text.replace('"', '""') + '",2026-04-02T03:03:35Z,support\n'
    )
    bring(world, content, kind="feedback")
    assert Feedback.objects.get().text == text


def bomb():
    return gzip.compress(b"id,name\n" + b"A,B\n" * 3_000_000)


def archive():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("accounts.csv", ACCOUNTS)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "accounts.csv is empty; it needs a header row and at least one row."),
        (b"id,name\n", "accounts.csv has a header but no rows; nothing was imported."),
        (archive(), "accounts.csv is a ZIP archive or a spreadsheet; unpack it or save it as CSV first."),
        (bomb(), "accounts.csv unpacks to more than the 1 MB allowed; split it."),
        (gzip.compress(ACCOUNTS.encode())[:-12], "accounts.csv is a damaged gzip file"),
        (b"\x00\x01\x02" * 2000, "accounts.csv is not a text file; save it as CSV."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(world, settings, content, sentence):
    settings.IMPORT_BYTES_MOST = 1_048_576
    with pytest.raises(Invalid) as refused:
        bring(world, content)
    assert refused.value.detail.startswith(sentence)
    assert (Account.objects.count(), ImportRun.objects.count(), Activity.objects.count()) == (0, 0, 0)


def test_a_file_larger_than_allowed_is_refused_while_it_arrives(world, settings):
    settings.IMPORT_BYTES_MOST = 1000
    with pytest.raises(Invalid, match="larger than the 0 MB allowed"):
        bring(world, b"x" * 2000)


def test_an_unknown_kind_lists_the_kinds(world):
    with pytest.raises(NotFound, match="No import of kind 'x'; there are accounts, "):
        bring(world, ACCOUNTS, kind="x")


def test_an_upload_of_another_workspace_cannot_be_named(world):
    name = upload_store(world.context_elsewhere(), [ACCOUNTS.encode()])
    for wrong in (name, "../../secret.key"):
        with pytest.raises(HeadwayError, match="is not an upload of this workspace"):
            perform(
                "core.file_import",
                {"kind": "accounts", "file_name": "a.csv", "upload": wrong},
                world.context(),
            )


def test_messages_find_their_account_by_name_person_and_domain(world):
    bring(world, "id,name,domain\nA1,Acme,acme.example\nA2,Bolt,\n")
    bring(world, "person_id,email,account_id\nP1,bea@bolt.example,A2\n", kind="people")
    bring(
        world,
        "id,text,created_at,channel,account_id,person_email\n"
        "F1,a,2026-04-02,support,A1,\nF2,b,2026-04-02,support,,bea@bolt.example\n"
        "F3,c,2026-04-02,support,,new@acme.example\nF4,d,2026-04-02,app_review,,\nF5,e,2026-04-02,support,A9,\n",
        kind="feedback",
    )
    found = Feedback.objects.order_by("ref").values_list("ref", "account__ref", "account_by")
    assert list(found) == [
        ("F1", "A1", "named"),
        ("F2", "A2", "person"),
        ("F3", "A1", "domain"),
        ("F4", None, ""),
    ]


def test_events_become_a_segment_and_the_same_ones_again_are_left_out(world):
    rows = "person_id,account_id,ts,event,device\nP1,A1,2026-04-02T00:00:00Z,opened,ios\nP2,,2026-04-03T00:00:00Z,opened,web\n"
    bad = rows + "P3,,yesterday,opened,web\n,,2026-04-03T00:00:00Z,opened,web\n"
    payload = {"file_name": "events.csv", "content": bad}
    report = perform("analytics.event_import", payload, world.context())
    assert (report.run.created, report.run.refused) == (2, 2)
    assert [(one.row, one.column, one.message) for one in report.errors] == [
        (4, "ts", "'yesterday' is not a date and time"),
        (5, "person_id", "is empty"),
    ]
    again = perform("analytics.event_import", {"file_name": "events.csv", "content": rows}, world.context())
    assert (again.run.created, again.run.unchanged) == (0, 2)
    usage = ask("analytics.usage_summary", {}, world.context())
    assert (usage.active_people.value, usage.active_accounts.value) == (2, 1)
    perform("core.import_undo", {"run": report.run.id}, world.context())
    assert ask("analytics.usage_summary", {}, world.context()).active_people.value is None


def test_every_kind_and_column_stands_in_the_document(world):
    document = (Path(__file__).parents[3] / "docs" / "imports.md").read_text()
    kinds = ask("core.import_kind_list", {}, world.context()).rows
    assert [one.kind for one in kinds][:1] == ["accounts"]
    for kind in kinds:
        assert f"## {kind.file_name}\n\n{kind.about} Kind: `{kind.kind}`." in document
        for one in kind.columns:
            line = (
                f"| {one.name} | {'yes' if one.needed else ''} | {', '.join(one.aliases)} | {one.example} |"
            )
            assert line in document, line


def test_a_file_that_is_too_large_is_refused_by_name_before_it_is_read(world, settings, tmp_path):
    settings.IMPORT_BYTES_MOST = 3_000_000
    with (tmp_path / "feedback.csv").open("wb") as sparse:
        sparse.truncate(2_147_483_648)
    with pytest.raises(Invalid, match=r"^feedback.csv has 2,048 MB, more than the 3 MB allowed; split it\.$"):
        folder_read(tmp_path)
