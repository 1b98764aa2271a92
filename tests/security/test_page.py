"""docs/security.md says what is in force, and leaves out nothing that an auditor asks for."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.contrib.auth.tokens import default_token_generator

from headway.core.classes import FieldClass

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text()
PARTS = {
    "Ways in": ("password", "passkey", "OpenID Connect or SAML", "API token", "Parallel sessions", "single\nlog-out", "NIST SP 800-63B"),
    "Limits": ("requests of a member", "imported file", "long work"),
    "Keys and ciphers": ("sessions, links, forms", "activity log", "yearly", "never shared"),
    "What Headway talks to": ("database", "mail server", "identity providers"),
    "Classes of data": ("protection",),
    "Logs": ("activity of a workspace", "standard error", "read by", "kept"),
    "Components": ("within 7 days", "within 30", "constraints.txt"),
    "Report a flaw": ("advisory",),
    "Scans": ("make scan", "wapiti", "sqlmap", "schemathesis", "bandit"),
}  # fmt: skip


def part(title: str) -> str:
    return PAGE.split(f"## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("title", PARTS)
def test_the_page_has_every_part_that_auditors_ask_for(title):
    assert [word for word in PARTS[title] if word not in part(title)] == []


def test_names_that_make_no_password_are_told():
    assert "not mostly the name of Headway or a workspace" in part("Ways in")
    assert "headway.core.passwords.OwnWords" in [one["NAME"] for one in settings.AUTH_PASSWORD_VALIDATORS]


def test_the_limits_in_the_page_are_those_in_force():
    length = next(
        one for one in get_default_password_validators() if isinstance(one, MinimumLengthValidator)
    ).min_length
    for title, sentence in (
        ("Ways in", f"{length} characters or more"),
        ("Ways in", f"after {settings.AXES_FAILURE_LIMIT} failures from one place, 10 from all"),
        ("Ways in", f"after {settings.SESSION_IDLE_SECONDS // 60} minutes unused and {settings.SESSION_COOKIE_AGE // 3600} hours in any case"),
        ("Ways in", f"a link for {settings.PASSWORD_RESET_TIMEOUT // 86400} days"),
        ("Limits", f"| {settings.API_REQUESTS_PER_MINUTE} a minute in each web process |"),
        ("Limits", f"| {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20} MB | 413 |"),
        ("Limits", f"| {settings.IMPORT_BYTES_MOST // 2**20} MB; only CSV, plain or gzip |"),
        ("Limits", f"| {settings.AXES_FAILURE_LIMIT} to one account, then {settings.AXES_COOLOFF_TIME.seconds // 60} minutes |"),
        ("Limits", f"| {settings.ACCOUNT_RATE_LIMITS['login'].split('/')[0]} a minute | 429 |"),
        ("Limits", f"| {settings.BAD_TOKENS_PER_MINUTE} a minute | 429 |"),
        ("Limits", f"{settings.Q_CLUSTER['timeout'] // 60} minutes, {settings.JOB_ATTEMPTS_MOST} attempts"),
    ):  # fmt: skip
        assert sentence in part(title)
    assert default_token_generator.algorithm == "sha256"


def test_every_way_in_stands_in_the_page():
    backends = {"axes.backends.AxesStandaloneBackend", "allauth.account.auth_backends.AuthenticationBackend"}
    assert set(settings.AUTHENTICATION_BACKENDS) == backends
    assert set(settings.MFA_SUPPORTED_TYPES) == {"totp", "webauthn", "recovery_codes"}
    ways = re.findall(r"^\| (.+?) \|", part("Ways in"), re.MULTILINE)[1:]
    assert len(ways) == 9 and "directory key" in ways and "command line" in ways


def test_every_class_of_data_stands_in_the_page():
    rows = re.findall(r"^\| (\w+) \|", part("Classes of data"), re.MULTILINE)[1:]
    assert set(rows) == set(FieldClass)


# What each module takes cryptography for, and the word of the page that covers it.
USES = {
    "web/accounts/mfa_adapter.py": "Fernet",
    "web/accounts/oidc.py": "HMAC-SHA-256",
    "web/accounts/id_token.py": "ID tokens",
    "core/audit/": "Ed25519",
    "core/backup/": "SHA-256 to find changes",
    "core/activity.py": "SHA-256 chain",
    "core/models.py": "API tokens",
    "core/sharing/sealing.py": "places in a shared list",
    "environment.py": "file of mode 600",
}


def test_every_use_of_cryptography_stands_in_the_page():
    assert [word for word in USES.values() if word not in part("Keys and ciphers")] == []
    for name in USES:
        assert (ROOT / "headway" / name).exists(), name
    ciphers = set()
    for path in (ROOT / "headway").rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            if module.split(".")[0] in {"cryptography", "jwt"}:
                ciphers.add(path.relative_to(ROOT / "headway").as_posix())
    assert [one for one in ciphers if not one.startswith(tuple(USES))] == []
