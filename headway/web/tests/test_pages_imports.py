import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from headway.apps.discovery.models import Account
from headway.core.models import ImportRun

pytestmark = pytest.mark.django_db
ACCOUNTS = b"id,name,segment,arr_usd\nA1,Acme,smb,1000\nA2,Bolt,mid,much\n"


def send(client, content=ACCOUNTS, **more):
    file = SimpleUploadedFile("accounts.csv", content)
    return client.post("/w/lumen/imports/", {"kind": "accounts", "source": "crm", "file": file} | more)


def test_a_file_comes_in_and_its_report_names_the_bad_row(world):
    client = world.client()
    page = client.get(send(client).headers["Location"]).content.decode()
    assert list(Account.objects.values_list("ref", flat=True)) == ["A1"]
    assert "&#x27;much&#x27; is not a number" in page
    assert "accounts.csv" in client.get("/w/lumen/imports/").content.decode()


def test_a_try_changes_nothing(world):
    client = world.client()
    page = client.get(send(client, dry_run="on").headers["Location"]).content.decode()
    assert "Only tried" in page
    assert Account.objects.count() == 0


def test_an_import_is_taken_back_with_a_button(world):
    client = world.client()
    send(client)
    run = ImportRun.objects.get()
    answer = client.post("/w/lumen/do/core.import_undo/", {"run": run.pk, "next": "/w/lumen/imports/"})
    assert answer.status_code == 303
    assert Account.objects.count() == 0
    assert "taken back" in client.get("/w/lumen/imports/").content.decode()


def test_a_form_without_a_file_says_so(world):
    answer = world.client().post("/w/lumen/imports/", {"kind": "accounts"})
    assert answer.status_code == 422
    assert "No file came with the form" in answer.content.decode()


def test_a_file_of_another_kind_leads_back_to_the_form(world):
    client = world.client()
    file = SimpleUploadedFile("backlog.csv", b"Summary,Issue key\nA,B\n")
    where = "http://testserver/w/lumen/imports/?kind=accounts"
    answer = client.post(
        "/w/lumen/imports/", {"kind": "accounts", "source": "crm", "file": file}, HTTP_REFERER=where
    )
    assert answer.status_code == 422
    assert f'href="{where}">Back to where you were</a>' in answer.content.decode()


def test_messages_without_themes_offer_to_find_them(world):
    content = b"id,text,channel,created_at\nF1,The card reader stops,support,2026-09-01\n"
    send(world.client(), content, kind="feedback")
    page = world.client().get("/w/lumen/").content.decode()
    assert "1 message</span>" in page and "Find themes and problems" in page and "All 0" not in page


def test_a_viewer_is_refused_before_the_file_is_kept(world):
    assert send(world.client("viewer")).status_code == 403
    assert ImportRun.objects.count() == 0
    assert 'id="new"' not in world.client("viewer").get("/w/lumen/imports/").content.decode()


def test_a_template_has_the_columns_of_its_kind(world):
    answer = world.client().get("/w/lumen/imports/templates/accounts.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="accounts.csv"'
    assert answer.content.decode().splitlines()[0].startswith("id,name,")
