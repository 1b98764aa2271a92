"""Settings: sensible on a laptop with nothing set, and every choice open to the environment.

Each variable that is read here stands in docs/settings.md; a test compares the two.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlparse

import django_stubs_ext

django_stubs_ext.monkeypatch()

CODE_DIR = Path(__file__).resolve().parent
HOME = Path(os.environ.get("HEADWAY_HOME", CODE_DIR.parent / "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True)


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).lower() in {"1", "true", "yes", "on"}


def _names(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _secret_key() -> str:
    """The key from the environment, or one made at first start and kept beside the database."""
    if key := os.environ.get("HEADWAY_SECRET_KEY"):
        return key
    path = HOME / "secret.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


def _database(url: str) -> dict[str, object]:
    """Django's settings for a database address: empty for SQLite beside the other files."""
    if not url or url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///") or str(HOME / "headway.sqlite3")
        # IMMEDIATE takes the write lock at the start, so two writers wait instead of failing;
        # FULL survives a power cut, which NORMAL does not.
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
        }
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}
    at = urlparse(url)
    query = dict(part.split("=", 1) for part in at.query.split("&") if "=" in part)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": at.path.lstrip("/"),
        "USER": unquote(at.username or ""),
        "PASSWORD": unquote(at.password or ""),
        "HOST": unquote(query.get("host", at.hostname or "")),
        "PORT": at.port or "",
        "CONN_MAX_AGE": 60,
    }


DEBUG = _flag("HEADWAY_DEBUG")
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = _names("HEADWAY_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = _names("HEADWAY_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "django_q",
    "headway.core",
    "headway.apps.identity",
    "headway.apps.strategy",
    "headway.apps.analytics",
    "headway.apps.discovery",
    "headway.apps.prioritisation",
    "headway.apps.roadmap",
    "headway.apps.requirements",
    "headway.apps.briefing",
    "headway.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "headway.web.middleware.security_headers",
]

ROOT_URLCONF = "headway.urls"
WSGI_APPLICATION = "headway.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "headway.web.context.page",
            ],
            "builtins": ["headway.web.templatetags.headway"],
        },
    }
]

DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "core.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = None

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
FILES_DIR = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# Long jobs are retried after `retry` seconds, so it must be longer than `timeout`.
Q_CLUSTER = {
    "name": "headway",
    "orm": "default",
    "workers": 1,
    "timeout": 900,
    "retry": 960,
    "max_attempts": 5,
    "ack_failures": True,
    "poll": 1,
    "catch_up": False,
    "label": "Jobs",
}
JOB_ATTEMPTS_MOST = 5

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _flag("HEADWAY_HTTPS")
SECURE_SSL_REDIRECT = _flag("HEADWAY_HTTPS")
SECURE_HSTS_SECONDS = 31_536_000 if _flag("HEADWAY_HTTPS") else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("HEADWAY_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

IMPORT_BYTES_MOST = int(os.environ.get("HEADWAY_IMPORT_BYTES_MOST", str(256 * 1024 * 1024)))
API_REQUESTS_PER_MINUTE = os.environ.get("HEADWAY_API_REQUESTS_PER_MINUTE", "600")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
