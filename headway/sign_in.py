"""The settings of signing in: who may, how often, with what, and for how long. settings.py takes all of them."""

from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF

from headway.environment import flag, whole
from headway.web.accounts.identity_providers import PROVIDERS, allauth_settings, form_targets

HTTPS = flag("HEADWAY_HTTPS")
BEHIND_PROXY = flag("HEADWAY_BEHIND_PROXY")
SSO_ONLY = flag("HEADWAY_SSO_ONLY")
REQUIRE_MFA = flag("HEADWAY_REQUIRE_MFA")

SIGN_IN_APPS = [
    "headway.web.accounts",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

ACCOUNT_ADAPTER = "headway.web.accounts.account_adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# An admin or an identity provider vouches for each address; nobody signs up alone.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Headway: "
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# `login_failed` also limits codes of second factors, counted for each person.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "30/m/ip,10/10m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0

SOCIALACCOUNT_ADAPTER = "headway.web.accounts.social_adapter.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = allauth_settings(PROVIDERS)
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False

MFA_ADAPTER = "headway.web.accounts.mfa_adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Headway"
MFA_TOTP_TOLERANCE = 1
# Browsers themselves keep passkeys to HTTPS and to this machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

AXES_FAILURE_LIMIT = whole("HEADWAY_SIGN_IN_ATTEMPTS", 5)
AXES_COOLOFF_TIME = timedelta(minutes=whole("HEADWAY_LOCK_OUT_MINUTES", 15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "headway.web.accounts.lock_out.account_key"
AXES_CLIENT_IP_CALLABLE = "headway.web.accounts.lock_out.client_ip"
AXES_LOCKOUT_CALLABLE = "headway.web.accounts.lock_out.locked_out"
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address", "next", "code"]

BAD_TOKENS_PER_MINUTE = whole("HEADWAY_BAD_TOKENS_PER_MINUTE", 20)

SESSION_IDLE_SECONDS = 60 * whole("HEADWAY_SESSION_IDLE_MINUTES", 480)
SESSION_COOKIE_AGE = 3600 * whole("HEADWAY_SESSION_HOURS", 168)
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# Browsers take a cookie with this prefix only from this very host and over HTTPS.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"

SECURE_SSL_REDIRECT = HTTPS
# A program that sends its token in clear must notice, so it is refused instead of led on.
SECURE_REDIRECT_EXEMPT = [r"^api/", r"^scim/"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF, *form_targets(PROVIDERS)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "upgrade-insecure-requests": HTTPS,
    }
}
