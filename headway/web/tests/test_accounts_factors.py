"""Second factors: set up, asked for, and where everybody needs one."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client

from headway.core.models import Activity
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db
EMAIL = "viewer@lumen.test"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """What the library does after a commit is done at once, since tests never commit."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda done, using=None, robust=False: done())


def code(secret, steps_away=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps_away))


def sign_in(client):
    return client.post("/sign-in/", {"login": EMAIL, "password": PASSWORD})


def confirmed(client):
    """Show once more who one is, which every change of factors asks for."""
    client.post("/accounts/confirm/", {"password": PASSWORD})
    return client


def app_added(client):
    """Add an authenticator app as a person does; gives its secret and the recovery codes."""
    page = confirmed(client).get("/accounts/factors/app/").content.decode()
    secret = re.search(r"<code class=\"wrap\">([A-Z2-7]{32})</code>", page)[1]
    added = client.post("/accounts/factors/app/", {"code": code(secret)}, follow=True)
    codes = re.findall(r"<li>(\d{8})</li>", added.content.decode())
    assert len(codes) == 10
    return secret, codes


def asked_for_code(client):
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/factors/ask/")
    assert not get_user(client).is_authenticated
    return client


def answered(client, given):
    client.post("/accounts/factors/ask/", {"code": given})
    return get_user(client).is_authenticated


def events():
    return list(
        Activity.objects.filter(workspace=None)
        .order_by("sequence")
        .values_list("action", "outcome", "summary")
    )


def test_an_app_is_added_and_then_asked_for(world):
    client = Client()
    sign_in(client)
    secret, _ = app_added(client)
    assert [message.subject for message in mail.outbox] == ["Headway: Authenticator App Activated"]
    assert "If it was not you, set a new password" in mail.outbox[0].body
    fresh = asked_for_code(Client())
    assert not answered(fresh, "000000")
    assert answered(fresh, code(secret, 1))
    assert [(action, outcome) for action, outcome, _ in events()] == [
        ("accounts.sign_in", "done"),
        ("accounts.factor_add", "done"),
        ("accounts.factor_add", "done"),
        ("accounts.sign_in", "refused"),
        ("accounts.sign_in", "done"),
    ]
    assert events()[3][2] == "A second factor was wrong: authenticator app"


def test_a_code_works_once(world):
    secret, _ = app_added(world.client("viewer"))
    now = code(secret)
    assert answered(asked_for_code(Client()), now)
    assert not answered(asked_for_code(Client()), now)


def test_a_recovery_code_works_once(world):
    _, codes = app_added(world.client("viewer"))
    assert answered(asked_for_code(Client()), codes[3])
    assert not answered(asked_for_code(Client()), codes[3])
    assert answered(asked_for_code(Client()), codes[4])


def test_ten_wrong_codes_stop_further_ones_even_the_right(world):
    secret, _ = app_added(world.client("viewer"))
    client = asked_for_code(Client())
    assert [answered(client, "000000") for _ in range(10)] == [False] * 10
    assert not answered(client, code(secret, 1))
    assert "Too many wrong attempts" in client.post("/accounts/factors/ask/", {"code": "1"}).content.decode()


def test_neither_password_nor_secret_stand_in_the_database_in_clear(world):
    secret, codes = app_added(world.client("viewer"))
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept and codes[0] not in kept


def test_changing_factors_asks_who_one_is(world):
    client = Client()
    sign_in(client)
    for path in ("app/", "codes/new/"):
        assert (
            client.get(f"/accounts/factors/{path}").headers["Location"].startswith("/accounts/confirm/?next=")
        )
    wrong = client.post("/accounts/confirm/", {"password": "wrong"})
    assert "This is not your password." in wrong.content.decode()
    assert confirmed(client).get("/accounts/factors/app/").status_code == 200


def test_a_removed_app_is_not_asked_for_and_its_codes_go(world):
    client = world.client("viewer")
    app_added(client)
    client.post("/accounts/factors/app/remove/")
    assert Authenticator.objects.count() == 0
    assert sign_in(Client()).headers["Location"] == "/"
    assert [summary for _, _, summary in events() if summary.startswith("Removed")] == [
        "Removed a second factor: authenticator app",
        "Removed a second factor: recovery codes",
    ]


def test_where_everybody_needs_a_factor_nothing_else_opens_before_there_is_one(world, settings):
    settings.REQUIRE_MFA = True
    client = world.client("viewer")
    assert client.get("/w/lumen/").headers["Location"] == "/accounts/factors/"
    assert "Everybody here needs a second factor." in client.get("/accounts/factors/").content.decode()
    api = client.post("/api/v1/ask/core.workspace_list", "{}", "application/json")
    assert (api.status_code, api.json()["detail"]) == (
        403,
        "Set up a second factor first, under Settings and Your sign-in.",
    )
    app_added(client)
    assert client.get("/w/lumen/").status_code == 200


def test_where_everybody_needs_a_factor_the_last_one_stays(world, settings):
    settings.REQUIRE_MFA = True
    client = world.client("viewer")
    app_added(client)
    page = client.post("/accounts/factors/app/remove/").content.decode()
    assert "add another before you remove this one" in page
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_where_everybody_needs_a_factor_the_last_passkey_stays(world, settings):
    settings.REQUIRE_MFA = True
    viewer = world.users["viewer"]
    key = Authenticator.objects.create(user=viewer, type="webauthn", data={"name": "Laptop"})
    client = confirmed(world.client("viewer"))
    client.post(f"/accounts/passkeys/{key.pk}/remove/")
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_an_api_token_needs_no_second_factor(world, settings):
    settings.REQUIRE_MFA = True
    answer = Client().post(
        "/api/v1/ask/core.workspace_list",
        "{}",
        "application/json",
        headers={"Authorization": f"Bearer {world.token('viewer')}"},
    )
    assert answer.status_code == 200


def test_the_passkeys_of_others_are_not_there(world):
    key = Authenticator.objects.create(user=world.users["owner"], type="webauthn", data={"name": "Laptop"})
    client = confirmed(world.client("viewer"))
    for path in ("", "remove/"):
        assert client.get(f"/accounts/passkeys/{key.pk}/{path}").status_code == 404
        assert client.post(f"/accounts/passkeys/{key.pk}/{path}", {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.get().data == {"name": "Laptop"}
