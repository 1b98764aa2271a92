"""What makes a password, and what changing one needs."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from headway.core.models import User
from headway.web.tests.test_accounts_factors import app_added
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db
EMAIL = "viewer@lumen.test"
FRESH = "an entirely new password"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """What the library does after a commit is done at once, since tests never commit."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda done, using=None, robust=False: done())


def sign_in(client, password=PASSWORD):
    client.post("/sign-in/", {"login": EMAIL, "password": password})
    return get_user(client).is_authenticated


def change(client, old, new):
    client.post("/accounts/password/", {"oldpassword": old, "password1": new, "password2": new})
    return User.objects.get(email=EMAIL).check_password(new)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("elevenchars", "password_too_short"),
        ("q1w2e3r4t5y6", "password_too_common"),
        ("viewer@lumen.test", "password_too_similar"),
    ],
)
def test_what_a_password_has_to_be(world, password, code):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, world.users["viewer"])
    assert code in [error.code for error in refused.value.error_list]


@pytest.mark.parametrize("password", ["headway-2026!", "Lumen Lumen 1", "HeadwayLumen", "elsewhere 2026"])
def test_a_password_made_of_the_name_of_the_place_is_refused(world, password):
    with pytest.raises(ValidationError, match="mostly a name that everybody here knows"):
        validate_password(password)


def test_a_name_of_the_place_beside_other_words_is_no_matter(world):
    validate_password("lumen lamps light the moor")


@pytest.mark.parametrize(
    "password", ["wiltedmeadows", "974183056247", "пароль для маяка", "x y" * 40, "z " * 500]
)
def test_any_characters_make_a_password(world, password):
    client = world.client("viewer")
    assert change(client, PASSWORD, password)
    assert sign_in(Client(), password)


@pytest.mark.parametrize("typed", [PASSWORD.upper(), PASSWORD + " ", " " + PASSWORD, PASSWORD[:-1]])
def test_a_password_counts_as_typed(world, typed):
    assert not sign_in(Client(), typed)


def test_changing_a_password_asks_for_the_present_one(world):
    client = Client()
    assert sign_in(client)
    assert not change(client, "not the present one", FRESH)
    assert change(client, PASSWORD, FRESH)


def test_an_old_password_still_opens(world):
    User.objects.filter(email=EMAIL).update(created_at=timezone.now() - timedelta(days=3650))
    assert sign_in(Client())


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/sign-in/", ["current-password"]),
        ("/accounts/password/", ["current-password", "new-password", "new-password"]),
    ],
)
def test_password_fields_are_masked_and_open_to_password_keepers(world, path, kept):
    page = (Client() if path == "/sign-in/" else world.client("viewer")).get(path).content.decode()
    fields = [one for one in re.findall(r"<input[^>]*>", page) if "password" in one]
    assert [re.search(r'type="(\w+)"', one)[1] for one in fields] == ["password"] * len(kept)
    assert [re.search(r'autocomplete="([\w-]+)"', one)[1] for one in fields] == kept
    assert "onpaste" not in page and "question" not in page


def test_a_password_set_anew_still_needs_the_second_factor(world):
    client = Client()
    assert sign_in(client)
    app_added(client)
    mail.outbox.clear()
    other = Client()
    other.post("/accounts/password/forgotten/", {"email": EMAIL})
    words = mail.outbox[0].body.split()
    link = next(word for word in words if "/accounts/password/new/" in word).removeprefix("http://testserver")
    form = other.get(link, follow=True)
    other.post(form.request["PATH_INFO"], {"password1": FRESH, "password2": FRESH}, follow=True)
    assert User.objects.get(email=EMAIL).check_password(FRESH)
    assert not get_user(other).is_authenticated
    assert not sign_in(Client(), FRESH)


def test_passwords_are_kept_by_a_slow_hash(settings):
    from django.conf import global_settings

    assert global_settings.PASSWORD_HASHERS[0].endswith(".PBKDF2PasswordHasher")
    assert (PBKDF2PasswordHasher.algorithm, PBKDF2PasswordHasher.iterations) >= ("pbkdf2_sha256", 1_000_000)
