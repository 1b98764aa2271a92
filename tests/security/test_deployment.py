"""How Headway is set where it is deployed: HTTPS, secrets, components, logs."""

import importlib
import logging
import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings as in_force
from django.test import Client

from headway.environment import secret_key

ROOT = Path(__file__).resolve().parents[2]
HTTPS = {"HTTP_X_FORWARDED_PROTO": "https"}


@pytest.fixture
def deployed(settings):
    """As with HEADWAY_HTTPS=1 and HEADWAY_BEHIND_PROXY=1."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/sign-in/", "/api/v1/openapi.json", "/api/nowhere", "/static/headway/icon.svg", "/nowhere"]
)
def test_every_answer_over_https_says_to_stay_there(deployed, path):
    answer = Client().get(path, **HTTPS)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.django_db
def test_over_plain_http_pages_lead_to_https_and_programs_are_refused(deployed):
    page = Client().get("/sign-in/")
    assert (page.status_code, page["Location"]) == (301, "https://testserver/sign-in/")
    for path in ("/api/v1/do/core.note_add", "/api/v1/ask/core.member_list", "/scim/v2/Users"):
        answer = Client().post(
            path, {}, content_type="application/json", headers={"Authorization": "Bearer hw_x"}
        )
        assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
        assert answer.json()["detail"].startswith("Use https:// here;")


@pytest.mark.django_db
def test_the_word_of_a_proxy_counts_only_where_there_is_one(settings):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/sign-in/", **HTTPS).status_code == 301
    assert (
        Client().get("/sign-in/", headers={"X-Forwarded-Host": "elsewhere.test"})["Location"]
        == "https://testserver/sign-in/"
    )


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused():
    assert Client().get("/sign-in/", headers={"Host": "elsewhere.test"}).status_code == 400


def test_debugging_is_off_unless_asked_for():
    code = "from django.conf import settings as s; print(s.DEBUG)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


def test_the_secret_key_is_for_its_owner_alone(tmp_path):
    assert len(secret_key(tmp_path)) == 86
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_no_credential_stands_in_the_settings():
    shapes = re.compile(r"(?i)(password|secret|token|key)\w*\s*=\s*[\"'][^\"']{6,}[\"']")
    for name in ("headway.settings", "headway.sign_in", "headway.environment"):
        source = Path(str(importlib.import_module(name).__file__)).read_text()
        assert [found for found in shapes.findall(source) if found] == []
    assert shapes.search('EMAIL_PASSWORD = "hunter2hunter2"')


def test_every_component_is_pinned_with_its_hashes():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    pinned = re.findall(
        r"^([\w.-]+)==\S+[^\n]*\\\n +--hash=sha256:[0-9a-f]{64}", (ROOT / "constraints.txt").read_text(), re.M
    )
    lines = re.findall(r"^[\w.-]+==", (ROOT / "constraints.txt").read_text(), re.M)
    assert len(pinned) == len(lines) > 50
    names = {re.match(r"[\w.-]+", one)[0].lower().replace("_", "-") for one in wanted}
    assert names - {one.lower().replace("_", "-") for one in pinned} == set()


def test_logs_go_to_standard_error_only():
    handlers = in_force.LOGGING["handlers"]
    assert handlers == {"console": {"class": "logging.StreamHandler", "filters": ["secrets_out"]}}
    assert in_force.LOGGING["root"]["handlers"] == ["console"]
    files = [one for one in logging.Logger.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    assert not [
        h
        for one in files
        for h in one.handlers
        if isinstance(h, logging.FileHandler) and h.baseFilename != "/dev/null"
    ]
