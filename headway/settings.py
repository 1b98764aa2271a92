"""Settings: sensible on a laptop with nothing set, and every choice open to the environment.

Each variable that is read here stands in docs/settings.md; a test compares the two.
"""

import os
from pathlib import Path

import django_stubs_ext

from headway.environment import database, flag, mail, names, secret_key, site_address, whole
from headway.sign_in import *  # noqa: F403 - the settings of signing in, one module of many names
from headway.sign_in import SIGN_IN_APPS

django_stubs_ext.monkeypatch()

CODE_DIR = Path(__file__).resolve().parent
HOME = Path(os.environ.get("HEADWAY_HOME", CODE_DIR.parent / "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True)


DEBUG = flag("HEADWAY_DEBUG")
SECRET_KEY = secret_key(HOME)
ALLOWED_HOSTS = names("HEADWAY_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = names("HEADWAY_TRUSTED_ORIGINS", "")

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
    "headway.core.audit",
    "headway.core.search",
    "headway.core.talk",
    "headway.core.history",
    "headway.core.lists",
    "headway.core.sharing",
    "headway.apps.privacy",
    "headway.apps.governance",
    "headway.apps.identity",
    "headway.apps.strategy",
    "headway.apps.cohorts",
    "headway.apps.metrics",
    "headway.apps.kpis",
    "headway.apps.reporting",
    "headway.apps.diagnosis",
    "headway.apps.analytics",
    "headway.apps.analytics.tracking",
    "headway.apps.discovery",
    "headway.apps.prioritisation",
    "headway.apps.roadmap",
    "headway.apps.requirements",
    "headway.apps.experiments",
    "headway.apps.launch",
    "headway.apps.decisions",
    "headway.apps.briefing",
    "headway.web",
    *SIGN_IN_APPS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "headway.web.middleware.security_headers",
    "headway.web.middleware.programs_over_https",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "headway.web.accounts.middleware.session_lifetime",
    "headway.web.accounts.middleware.second_factor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "headway.urls"
WSGI_APPLICATION = "headway.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", ["headway.web.design.loading.Loader"])],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "headway.web.context.page",
            ],
            "builtins": ["headway.web.templatetags.headway", "headway.web.templatetags.talk"],
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "core.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "headway.core.passwords.OwnWords"},
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
AUDIT_DIR = HOME / "audit"
AUDIT_KEY = os.environ.get("HEADWAY_AUDIT_KEY", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "headway.web.design.stylesheet.StylesheetFinder",
]
# Otherwise files come from STATIC_ROOT, where `headway serve` puts them packed.
WHITENOISE_USE_FINDERS = DEBUG

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

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

IMPORT_BYTES_MOST = int(os.environ.get("HEADWAY_IMPORT_BYTES_MOST", str(256 * 1024 * 1024)))
DEPRECATION_NOTICE_DAYS = whole("HEADWAY_DEPRECATION_NOTICE_DAYS", 90)
OUTGOING_HOSTS = names("HEADWAY_OUTGOING_HOSTS", "")
WAREHOUSE_URL = os.environ.get("HEADWAY_WAREHOUSE_URL", "")
WAREHOUSE_EVENTS = os.environ.get("HEADWAY_WAREHOUSE_EVENTS", "events")
API_REQUESTS_PER_MINUTE = os.environ.get("HEADWAY_API_REQUESTS_PER_MINUTE", "600")

globals().update(mail(os.environ.get("HEADWAY_EMAIL_URL", "")))
SITE_ADDRESS = site_address(os.environ.get("HEADWAY_ADDRESS", ""), CSRF_TRUSTED_ORIGINS)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("HEADWAY_EMAIL_FROM", "headway@localhost")

# What all processes must count together (sign-in attempts, used codes) is in the database; the rest is fast.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "headway_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "kept": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"},
}
# How people and groups look to django-scim2. It asks for a host name that nothing here uses.
SCIM_SERVICE_PROVIDER = {
    "NETLOC": "localhost",
    "AUTHENTICATION_SCHEMES": [{"type": "oauthbearertoken"}],
    "USER_ADAPTER": "headway.interfaces.scim.adapters.PersonAdapter",
    "GROUP_MODEL": "headway.apps.identity.models.ScimGroup",
    "GROUP_ADAPTER": "headway.interfaces.scim.adapters.GroupAdapter",
    "USER_FILTER_PARSER": "headway.interfaces.scim.searching.PersonFilter",
    "GROUP_FILTER_PARSER": "headway.interfaces.scim.searching.GroupFilter",
    "BASE_LOCATION_GETTER": "headway.interfaces.scim.adapters.base_location",
    "SCHEMAS_GETTER": "headway.interfaces.scim.shapes.schemas",
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets_out": {"()": "headway.web.sharing.logs.SecretsOut"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["secrets_out"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
