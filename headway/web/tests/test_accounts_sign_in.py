"""Signing in with a password, what stops it, and what the log says of it."""

import logging

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client

from headway.core.invitations import invitation_path, invited
from headway.core.models import Activity, User
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db
EMAIL = "viewer@lumen.test"


def sign_in(client, email=EMAIL, password=PASSWORD, at="/sign-in/", **more):
    return client.post(at, {"login": email, "password": password} | more)


def noted():
    """What the log of the installation has, oldest first: event, outcome, whether an actor is named."""
    rows = Activity.objects.filter(workspace=None).order_by("sequence")
    return [
        (row.action.removeprefix("accounts."), row.outcome, row.actor and row.actor.email) for row in rows
    ]


def is_signed_in(client):
    return client.get("/", follow=True).redirect_chain[-1][0].startswith("/w/")


def test_a_password_opens_the_way_and_leads_on(world):
    client = Client()
    answer = sign_in(client, next="/w/lumen/problems/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/w/lumen/problems/")
    assert is_signed_in(client)
    assert noted() == [("sign_in", "done", EMAIL)]


def test_capitals_in_the_address_do_not_matter(world):
    assert sign_in(Client(), "Viewer@Lumen.Test").status_code == 302


def test_signing_in_leads_to_no_other_site(world):
    assert sign_in(Client(), next="https://elsewhere.test/").headers["Location"] == "/"


def test_a_wrong_password_and_a_wrong_address_read_the_same_and_are_noted(world):
    answers = [sign_in(Client(), EMAIL, "wrong"), sign_in(Client(), "nobody@lumen.test", "wrong")]
    for answer in answers:
        assert "The e-mail and the password do not belong together." in answer.content.decode()
    assert noted() == [("sign_in", "refused", None), ("sign_in", "refused", None)]
    rows = Activity.objects.filter(workspace=None).order_by("sequence")
    assert [row.changes for row in rows] == [{"user": str(world.users["viewer"].pk)}, {"user": None}]


def test_no_row_of_the_log_holds_an_address(world):
    sign_in(Client(), EMAIL, "wrong")
    sign_in(Client())
    for row in Activity.objects.filter(workspace=None):
        words = f"{row.summary} {row.changes}"
        assert "@" not in words and "127.0.0.1" not in words


def test_signing_out_ends_the_session_and_is_noted(world):
    client = Client()
    sign_in(client)
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert not get_user(client).is_authenticated
    assert noted() == [("sign_in", "done", EMAIL), ("sign_out", "done", EMAIL)]


def test_signing_out_is_asked_before_it_is_done(world):
    client = world.client("viewer")
    assert "Stay signed in" in client.get("/sign-out/").content.decode()
    assert is_signed_in(client)


def test_who_is_not_active_does_not_come_in(world):
    User.objects.filter(email=EMAIL).update(is_active=False)
    client = Client()
    answer = client.post("/sign-in/", {"login": EMAIL, "password": PASSWORD}, follow=True)
    assert "This account is not active" in answer.content.decode()
    assert not get_user(client).is_authenticated


def test_nobody_signs_up(world):
    addresses = ("/accounts/signup/", "/sign-up/", "/accounts/email/", "/accounts/3rdparty/")
    assert {Client().get(address).status_code for address in addresses} == {404}


def test_five_failures_lock_the_account_for_one_place_only(world):
    client = Client()
    statuses = [sign_in(client, EMAIL, "wrong").status_code for _ in range(7)]
    assert statuses == [200, 200, 200, 200, 429, 429, 429]
    locked = sign_in(client)
    assert (locked.status_code, locked.headers["Retry-After"]) == (429, "900")
    assert "is locked for 15 minutes" in locked.content.decode()
    assert sign_in(client, "owner@lumen.test").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302
    assert ("lock_out", "refused", None) in noted()


def test_a_right_password_forgets_the_wrong_ones(world):
    client = Client()
    for _ in range(2):
        assert [sign_in(client, EMAIL, "wrong").status_code for _ in range(4)] == [200] * 4
        assert sign_in(client).status_code == 302
        client.post("/sign-out/")


def test_failures_from_many_places_slow_an_account_down(world):
    answers = [
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{place}"), EMAIL, "wrong").content.decode()
        for place in range(11)
    ]
    assert [("Too many wrong attempts" in answer) for answer in answers] == [False] * 10 + [True]


def test_one_place_tries_thirty_times_a_minute_at_most(world):
    answers = [sign_in(Client(), f"somebody{n}@lumen.test", "wrong") for n in range(31)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert "Wait a minute" in answers[-1].content.decode()


def test_behind_a_proxy_only_its_own_word_about_the_place_counts(world, settings):
    settings.BEHIND_PROXY = True
    for n in range(5):
        Client().post(
            "/sign-in/",
            {"login": EMAIL, "password": "wrong"},
            headers={"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.9"},
        )
    answer = Client().post(
        "/sign-in/", {"login": EMAIL, "password": PASSWORD}, headers={"X-Forwarded-For": "203.0.113.9"}
    )
    assert answer.status_code == 429


def test_an_invitation_sets_a_password_once(world):
    invitee = User.objects.create_user("new@lumen.test", name="Nora New")
    path = invitation_path(invitee)
    client = Client()
    assert "new@lumen.test" in client.get(path).content.decode()
    weak = client.post(path, {"new_password1": "short", "new_password2": "short"})
    assert "at least 12 characters" in weak.content.decode()
    done = client.post(path, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert (done.status_code, done.headers["Location"]) == (302, "/sign-in/")
    assert client.get(path).status_code == 404
    assert sign_in(client, "new@lumen.test").status_code == 302
    assert noted() == [("password_change", "done", "new@lumen.test"), ("sign_in", "done", "new@lumen.test")]


def test_an_invitation_that_was_made_up_or_is_of_somebody_not_active_is_void(world):
    path = invitation_path(world.users["viewer"])
    assert (
        Client().get(path.replace("/accounts/set-password/", "/accounts/set-password/x")).status_code == 404
    )
    assert Client().get(path[:-3] + "xx/").status_code == 404
    User.objects.filter(email=EMAIL).update(is_active=False)
    assert Client().get(path).status_code == 404
    assert invited("%%%", "x") is None


def test_an_invitation_of_one_opens_no_other_account(world):
    mine, other = invitation_path(world.users["viewer"]), invitation_path(world.users["owner"])
    crossed = "/".join([*other.split("/")[:4], *mine.split("/")[4:]])
    assert Client().get(crossed).status_code == 404


def test_an_old_invitation_is_void(world, settings):
    path = invitation_path(world.users["viewer"])
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert Client().get(path).status_code == 404


def test_a_forgotten_password_is_set_anew_by_mail(world):
    client = Client()
    asked = client.post("/accounts/password/forgotten/", {"email": EMAIL}, follow=True)
    assert "Look into your mail" in asked.content.decode()
    message = mail.outbox[0]
    assert (message.to, message.subject.startswith("Headway: ")) == ([EMAIL], True)
    link = next(word for word in message.body.split() if "/accounts/password/new/" in word)
    form = client.get(link.removeprefix("http://testserver"), follow=True)
    fresh = "an entirely new password"
    done = client.post(form.request["PATH_INFO"], {"password1": fresh, "password2": fresh}, follow=True)
    assert "Your new password is set" in done.content.decode()
    assert sign_in(Client(), EMAIL, fresh).status_code == 302
    assert (
        "no longer works" in client.get(link.removeprefix("http://testserver"), follow=True).content.decode()
    )


def test_asking_for_a_password_of_nobody_looks_the_same_and_sends_nothing(world):
    asked = Client().post("/accounts/password/forgotten/", {"email": "nobody@lumen.test"}, follow=True)
    assert "Look into your mail" in asked.content.decode()
    assert mail.outbox == []


def test_where_single_sign_on_is_the_rule_only_an_owner_uses_a_password_and_loudly(world, settings, caplog):
    settings.SSO_ONLY = True
    page = Client().get("/sign-in/").content.decode()
    assert 'name="password"' not in page and "/sign-in/local/" in page
    assert sign_in(Client(), "owner@lumen.test").status_code == 403
    refused = sign_in(Client(), at="/sign-in/local/")
    assert refused.status_code == 403
    assert "Passwords are not open to you here" in refused.content.decode()
    with caplog.at_level(logging.WARNING, logger="headway.web.accounts.account_adapter"):
        assert sign_in(Client(), "owner@lumen.test", at="/sign-in/local/").status_code == 302
    assert f"Break-glass sign-in by the owner {world.users['owner'].pk}" in caplog.text
    assert noted() == [("sign_in", "refused", None), ("break_glass", "done", "owner@lumen.test")]


def test_where_single_sign_on_is_the_rule_no_mail_and_no_invitation_gives_a_password(world, settings):
    settings.SSO_ONLY = True
    Client().post("/accounts/password/forgotten/", {"email": EMAIL})
    assert mail.outbox == []
    assert Client().get(invitation_path(world.users["viewer"])).status_code == 403


def test_many_unknown_tokens_from_one_place_are_refused_for_a_while(world, settings):
    settings.BAD_TOKENS_PER_MINUTE = 3

    def ask(secret, **more):
        return (
            Client(**more)
            .post(
                "/api/v1/ask/core.workspace_list",
                "{}",
                "application/json",
                headers={"Authorization": f"Bearer {secret}"},
            )
            .status_code
        )

    good = world.token("viewer")
    assert [ask(f"hw_{n}") for n in range(5)] == [401, 401, 401, 429, 429]
    assert ask(good) == 429
    assert ask(good, REMOTE_ADDR="192.0.2.7") == 200
    assert noted() == [("bad_tokens", "refused", None)]
