"""The addresses of signing in. The names without a namespace are those that django-allauth looks for."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.saml import views as saml_views
from allauth.usersessions import views as sessions
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from headway.web.accounts import oidc, saml, views


class Base36(StringConverter):
    regex = "[0-9A-Za-z]+"


register_converter(Base36, "base36")
SSO = "accounts/oidc/<slug:provider_id>/"
SAML = "accounts/saml/<slug:organization_slug>/"

urlpatterns: list[URLPattern] = [
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-in/local/", views.SignInLocal.as_view(), name="sign-in-local"),
    path("sign-out/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/set-password/<str:uid>/<str:token>/", views.set_password, name="invitation"),
    path("accounts/password/", account.password_change, name="account_change_password"),
    path("accounts/password/first/", account.password_set, name="account_set_password"),
    path("accounts/password/forgotten/", account.password_reset, name="account_reset_password"),
    path("accounts/password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "accounts/password/new/<base36:uidb36>-<str:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/is-new/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("accounts/factors/", views.Factors.as_view(), name="mfa_index"),
    path("accounts/factors/ask/", factors.authenticate, name="mfa_authenticate"),
    path("accounts/factors/confirm/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/factors/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("accounts/factors/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("accounts/factors/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("accounts/factors/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("accounts/factors/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("accounts/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("accounts/passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("accounts/passkeys/sign-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("accounts/passkeys/confirm/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("accounts/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("accounts/passkeys/<int:pk>/remove/", views.PasskeyRemove.as_view(), name="mfa_remove_webauthn"),
    path("accounts/sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("accounts/sessions/<int:number>/end/", views.session_end, name="session-end"),
    path(f"{SSO}login/", oidc.login, name="openid_connect_login"),
    path(f"{SSO}callback/", oidc.callback, name="openid_connect_callback"),
    path(f"{SAML}login/", saml_views.login, name="saml_login"),
    path(f"{SAML}acs/", saml_views.acs, name="saml_acs"),
    path(f"{SAML}acs/finish/", saml.FinishAcs.as_view(), name="saml_finish_acs"),
    path(f"{SAML}metadata/", saml.Metadata.as_view(), name="saml_metadata"),
    path(f"{SAML}sls/", saml.no_log_out, name="saml_sls"),
]
