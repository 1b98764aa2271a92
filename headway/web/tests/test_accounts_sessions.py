"""How long a session lasts, who ends it, and what its cookies allow."""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.test import Client

from headway.core.models import Activity
from headway.environment import secret_key
from headway.web.accounts.middleware import BEGAN, SEEN
from tests.world import PASSWORD

ROOT = Path(__file__).resolve().parents[3]
EMAIL = "viewer@lumen.test"


def signed_in(**more):
    client = Client(**more)
    client.post("/sign-in/", {"login": EMAIL, "password": PASSWORD})
    return client


def aged(client, **seconds):
    session = client.session
    for name, by in seconds.items():
        session[{"began": BEGAN, "seen": SEEN}[name]] -= by
    session.save()
    return client


def is_alive(client):
    return client.get("/w/lumen/settings/").status_code == 200


@pytest.mark.django_db
def test_a_session_that_nobody_used_for_eight_hours_is_over(world):
    assert is_alive(aged(signed_in(), seen=8 * 3600 - 60))
    client = aged(signed_in(), seen=8 * 3600 + 1)
    answer = client.get("/w/lumen/settings/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/?next=/w/lumen/settings/")
    assert not get_user(client).is_authenticated
    last = Activity.objects.filter(workspace=None).latest("sequence")
    assert (last.action, last.actor.email) == ("accounts.session_end", EMAIL)


@pytest.mark.django_db
def test_a_session_is_over_after_a_week_however_busy(world):
    assert is_alive(aged(signed_in(), began=7 * 24 * 3600 - 60))
    assert not is_alive(aged(signed_in(), began=7 * 24 * 3600 + 1))


@pytest.mark.django_db
def test_a_session_in_use_is_noted_once_a_minute(world, django_assert_num_queries):
    client = signed_in()
    client.get("/accounts/inactive/")
    with django_assert_num_queries(2):
        client.get("/accounts/inactive/")
    aged(client, seen=61)
    before = client.session[SEEN]
    client.get("/accounts/inactive/")
    assert client.session[SEEN] - before in (61, 62)


@pytest.mark.django_db
def test_ones_sessions_are_listed_and_ended(world):
    here, there = signed_in(HTTP_USER_AGENT="Here"), signed_in(HTTP_USER_AGENT="There")
    page = here.get("/accounts/sessions/").content.decode()
    assert "Here" in page and "There" in page and "this one" in page
    other = UserSession.objects.get(user_agent="There")
    assert here.post(f"/accounts/sessions/{other.pk}/end/").status_code == 302
    assert (is_alive(here), is_alive(there)) == (True, False)
    assert "There" not in here.get("/accounts/sessions/").content.decode()


@pytest.mark.django_db
def test_all_other_sessions_are_ended_at_once(world):
    here, others = signed_in(), [signed_in(), signed_in()]
    here.post("/accounts/sessions/")
    assert (is_alive(here), [is_alive(one) for one in others]) == (True, [False, False])


@pytest.mark.django_db
def test_sessions_of_others_are_neither_listed_nor_ended(world):
    mine = signed_in(HTTP_USER_AGENT="Mine")
    stranger = Client()
    stranger.post("/sign-in/", {"login": "owner@lumen.test", "password": PASSWORD})
    stranger.post(f"/accounts/sessions/{UserSession.objects.get(user_agent='Mine').pk}/end/")
    assert "Mine" not in stranger.get("/accounts/sessions/").content.decode()
    assert is_alive(mine)


@pytest.mark.django_db
def test_a_new_password_ends_every_other_session(world):
    here, there = signed_in(), signed_in()
    fresh = {
        "oldpassword": PASSWORD,
        "password1": "quite another password",
        "password2": "quite another password",
    }
    wrong = here.post("/accounts/password/", fresh | {"oldpassword": "wrong"})
    assert "This is not your present password." in wrong.content.decode()
    done = here.post("/accounts/password/", fresh, follow=True)
    assert "Your password is changed; your other sessions ended." in done.content.decode()
    assert (is_alive(here), is_alive(there)) == (True, False)


@pytest.mark.django_db
def test_the_session_of_who_is_no_longer_active_is_over(world):
    client = signed_in()
    world.users["viewer"].is_active = False
    world.users["viewer"].save()
    assert not is_alive(client)


@pytest.mark.django_db
def test_signing_in_makes_a_new_session(world):
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = session.session_key
    client.post("/sign-in/", {"login": EMAIL, "password": PASSWORD})
    assert client.session.session_key != before


@pytest.mark.django_db
def test_the_cookies_are_out_of_reach_of_scripts_and_of_other_sites(world):
    client = signed_in()
    client.get("/accounts/password/")
    flags = {
        name: (bool(cookie["httponly"]), cookie["samesite"], cookie["path"])
        for name, cookie in client.cookies.items()
    }
    assert flags["sessionid"] == flags["csrftoken"] == (True, "Lax", "/")


def python(code, home, **settings):
    own = {name: value for name, value in os.environ.items() if not name.startswith("HEADWAY_")}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=own | {"HEADWAY_HOME": str(home), "DJANGO_SETTINGS_MODULE": "headway.settings"} | settings,
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
    )


def test_over_https_cookies_belong_to_this_host_alone(tmp_path):
    code = (
        "from django.conf import settings as s; "
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    )
    done = python(code, tmp_path, HEADWAY_HTTPS="1")
    assert done.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True", "True"], done.stderr


def test_a_deployment_over_https_passes_every_check_of_django(tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "error::SyntaxWarning", "-m", "headway", "manage", "check", "--deploy", "--fail-level", "DEBUG"],
        env=os.environ | {"HEADWAY_HOME": str(tmp_path), "HEADWAY_HTTPS": "1", "DATABASE_URL": ""},
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "System check identified no issues (0 silenced)." in done.stdout + done.stderr


def test_processes_that_start_at_once_agree_on_one_secret_key(tmp_path):
    with multiprocessing.get_context("fork").Pool(8) as pool:
        keys = pool.map(secret_key, [tmp_path] * 32, chunksize=1)
    assert len(set(keys)) == 1 and len(keys[0]) == 86
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HEADWAY_SESSION_HOURS", "0", "HEADWAY_SESSION_HOURS is '0'; give a whole number above zero."),
        ("HEADWAY_EMAIL_URL", "mail.example.com", "HEADWAY_EMAIL_URL cannot be read; write smtp://"),
        ("HEADWAY_OIDC_ISSUER", "http://login.example.com", "Identity provider 1, issuer: must be an https:// address."),
        ("HEADWAY_OIDC_ISSUER", "https://login.example.com", "Identity provider 1, client_id: String should have at least"),
        ("HEADWAY_SSO_FILE", "nowhere.yaml", "HEADWAY_SSO_FILE nowhere.yaml cannot be read"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_one_sentence(tmp_path, name, value, sentence):
    done = python("from django.conf import settings; settings.DEBUG", tmp_path, **{name: value})
    assert done.returncode == 1
    assert sentence in done.stderr.strip().splitlines()[-1]
