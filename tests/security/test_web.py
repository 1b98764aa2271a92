"""What pages, answers and scripts must not do, whatever anybody sends."""

import csv
import gzip
import io
import logging
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.socialaccount.models import SocialToken
from cryptography.fernet import InvalidToken
from django.conf import settings as in_force
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from headway.core.errors import Invalid
from headway.core.imports.reading import FileFault, unpacked
from headway.core.models import Activity, ApiToken
from headway.core.perform import perform
from headway.web.accounts.mfa_adapter import MfaAdapter
from headway.web.drawing.words import markdown

PAGES = (
    "/w/lumen/",
    "/w/lumen/activity/",
    "/w/lumen/settings/",
    "/w/lumen/evidence/",
    "/w/lumen/imports/",
    "/accounts/sessions/",
)


@pytest.mark.parametrize("scheme", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "JaVaScRiPt:x"])
def test_a_link_in_markdown_runs_nothing(scheme):
    assert scheme not in markdown(f"[read]({scheme})").replace("&#", "").split('href="', 1)[
        -1
    ] or "href" not in markdown(f"[read]({scheme})")


@pytest.mark.django_db
def test_no_page_and_no_answer_is_kept_by_a_cache(world):
    client = world.client("owner")
    for path in PAGES:
        answer = client.get(path)
        assert (path, answer.status_code) == (path, 200)
        assert "no-store" in answer["Cache-Control"], path
    told = Client().post(
        "/api/v1/ask/core.member_list",
        {},
        "application/json",
        headers={"Authorization": f"Bearer {world.token()}"},
    )
    assert (told.status_code, told["Cache-Control"]) == (200, "no-store")


@pytest.mark.django_db
def test_signing_out_clears_what_the_browser_kept(world):
    client = world.client("viewer")
    assert "Clear-Site-Data" not in client.get("/w/lumen/")
    assert client.post("/sign-out/")["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.django_db
def test_every_page_offers_to_sign_out(world):
    client = world.client("viewer")
    for path in PAGES:
        assert 'action="/sign-out/"' in client.get(path).content.decode(), path


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sign-in/", "/api/v1/openapi.json", "/w/lumen/"])
def test_no_other_origin_is_let_in(world, path):
    answer = world.client("owner").get(path, headers={"Origin": "https://elsewhere.test"})
    asked = world.client("owner").options(
        path, headers={"Origin": "https://elsewhere.test", "Access-Control-Request-Method": "POST"}
    )
    assert not [
        name for one in (answer, asked) for name in one.headers if name.lower().startswith("access-control")
    ]


@pytest.mark.django_db
def test_every_answer_says_its_type(world):
    client, types = world.client("owner"), {}
    for path in (*PAGES, "/w/lumen/imports/templates/accounts.csv", "/api/v1/openapi.json", "/api/nowhere"):
        types[path] = client.get(path)["Content-Type"]
    assert {types[path] for path in PAGES} == {"text/html; charset=utf-8"}
    assert [types[path] for path in list(types)[-3:]] == [
        "text/csv; charset=utf-8",
        "application/json",
        "application/problem+json",
    ]


@pytest.mark.django_db
def test_a_download_is_an_attachment(world):
    answer = world.client("owner").get("/w/lumen/imports/templates/accounts.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="accounts.csv"'
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to",
    [
        "https://elsewhere.test/",
        "//elsewhere.test/",
        "javascript:alert(1)",
        "/\\elsewhere.test",
        "https:elsewhere.test",
    ],
)
def test_a_form_leads_to_no_other_site(world, to):
    answer = world.client("owner").post("/w/lumen/do/core.note_add/", {"text": "Noted", "next": to})
    assert answer.status_code == 303 and answer["Location"] in {"/", "/w/lumen/"}


@pytest.mark.django_db
def test_a_token_in_the_address_opens_nothing(world):
    secret = world.token("owner")
    for name in ("token", "access_token", "api_key", "key"):
        answer = Client().post(f"/api/v1/ask/core.member_list?{name}={secret}", {}, "application/json")
        assert answer.status_code == 401


@pytest.mark.django_db
def test_a_parameter_given_twice_counts_once(world):
    client = world.client("owner")
    client.post("/w/lumen/do/core.note_add/?text=From+the+address", {"text": ["First", "Last"]})
    assert Activity.objects.filter(workspace=world.workspace).latest("sequence").summary == "Last"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b"MZ" + bytes(200),
        b"%PDF-1.7\n" + bytes(200),
        b"PK\x03\x04" + bytes(200),
    ],
)
def test_a_file_of_another_kind_is_refused_whatever_its_name(world, content):
    file = SimpleUploadedFile("feedback.csv", content, "text/csv")
    answer = world.client("owner").post("/w/lumen/imports/", {"kind": "feedback", "file": file})
    assert answer.status_code in {400, 422}
    assert "<h1" in answer.content.decode() and "Traceback" not in answer.content.decode()


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path):
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(bytes(20_000_000)))
    assert bomb.stat().st_size < 100_000
    with pytest.raises(FileFault):
        unpacked(bomb, "bomb.csv.gz", 1_000_000)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["../../escaped.csv", "/etc/escaped.csv", "..\\escaped.csv", 'a"; x=".csv', "a\r\nX-Set: 1.csv"]
)
def test_a_file_name_is_never_a_path(world, name):
    perform(
        "core.file_import",
        {"kind": "feedback", "file_name": name, "content": "id,text,created_at\nF-1,It fails,2026-09-01\n"},
        world.context("owner"),
    )
    assert list(Path(in_force.HOME).rglob("*escaped*")) == []
    page = world.client("owner").get("/w/lumen/imports/")
    assert "X-Set" not in page.headers


@pytest.mark.django_db
def test_no_uploaded_file_has_an_address(world):
    Path(in_force.FILES_DIR).mkdir(parents=True, exist_ok=True)
    (Path(in_force.FILES_DIR) / "canary.csv").write_text("sung")
    client = world.client("owner")
    for start in ("/", "/files/", "/media/", "/static/", "/static/../files/"):
        assert client.get(f"{start}canary.csv").status_code == 404


@pytest.mark.django_db
def test_an_address_with_a_line_break_makes_one_log_line(world, caplog):
    caplog.set_level(logging.INFO)
    world.client("owner").get("/w/lumen/nowhere%0d%0aERROR forged/")
    world.client("owner").get("/w/lumen/do/nothing%0aERROR forged/")
    assert caplog.records
    assert [one for one in caplog.messages if "\n" in one or "\r" in one] == []


def test_a_mail_header_takes_no_line_break():
    with pytest.raises(ValueError, match="newlines"):
        EmailMessage("Hello\nBcc: all@elsewhere.test", "words", to=["ada@lumen.test"]).message()


@pytest.mark.django_db
def test_secrets_are_long_and_never_alike(world):
    secrets = {ApiToken.new_secret() for _ in range(1000)}
    assert len(secrets) == 1000 and {len(one) for one in secrets} == {46}
    keys = {world.client("viewer").session.session_key for _ in range(20)}
    assert len(keys) == 20 and {len(one) for one in keys} == {32}


def test_a_changed_secret_is_not_decrypted():
    adapter = MfaAdapter()
    kept = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert adapter.decrypt(kept) == "JBSWY3DPEHPK3PXP"
    with pytest.raises(InvalidToken):
        adapter.decrypt(kept[:-6] + ("A" if kept[-6] != "A" else "B") + kept[-5:])


@pytest.mark.django_db
def test_tokens_of_a_provider_are_not_kept():
    assert in_force.SOCIALACCOUNT_STORE_TOKENS is False
    assert SocialToken.objects.count() == 0


@pytest.mark.django_db
def test_times_of_the_log_are_in_utc(world):
    perform("core.note_add", {"text": "Noted"}, world.context("owner"))
    at = Activity.objects.latest("sequence").at
    assert at.utcoffset() == timedelta(0) and (in_force.USE_TZ, in_force.TIME_ZONE) == (True, "UTC")
    assert timezone.is_aware(at)


@pytest.mark.django_db
def test_a_policy_with_a_tag_of_python_is_refused(world):
    with pytest.raises(Invalid):
        perform(
            "governance.policy_adopt", {"text": "!!python/object/apply:os.getcwd []"}, world.context("owner")
        )


@pytest.mark.django_db
def test_a_number_is_neither_a_yes_nor_a_day(world):
    for name, question in (
        ("core.audit_verify", {"installation": 1}),
        ("decisions.decision_list", {"decided_until": 0}),
        ("discovery.problem_list", {"quotes": False}),
    ):
        head = {"Authorization": f"Bearer {world.token('owner')}"}
        answer = Client().post(f"/api/v1/ask/{name}", question, "application/json", headers=head)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, next(iter(question)))


def test_no_cell_of_a_template_is_calculated():
    from headway.core.imports.registry import importers

    rows = list(
        csv.reader(
            io.StringIO(
                "".join(f"{column.name},{column.example}\n" for one in importers() for column in one.columns)
            )
        )
    )
    assert rows and not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t"))]
