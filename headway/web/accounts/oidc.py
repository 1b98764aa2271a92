"""OpenID Connect as django-allauth does it, and stricter: the ID token is always checked, with a nonce."""

from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from headway.web.accounts.claims import Claims, full_name, group_names, speaks_for
from headway.web.accounts.id_token import TokenRefused, checked


def nonce_of(state: str) -> str:
    """The nonce that belongs to a state: the state is used once and only in its own session, and so is this."""
    return salted_hmac("headway.oidc.nonce", state, algorithm="sha256").hexdigest()


class OidcAdapter(OpenIDConnectOAuth2Adapter):
    """Talks to the provider."""

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **answer: Any
    ) -> SocialLogin:
        try:
            return self._signed_in(request, app, token, answer["response"])
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise TokenRefused("unreadable") from error

    def _signed_in(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, said: dict[str, Any]
    ) -> SocialLogin:
        if not isinstance(said.get("id_token"), str):
            raise TokenRefused("missing")
        issuer = self.openid_config["issuer"]
        if issuer.rstrip("/") != app.settings["server_url"].rstrip("/"):
            raise TokenRefused("issuer")
        nonce = nonce_of(request.GET.get("state", ""))
        claims = checked(said["id_token"], self._keys(), issuer=issuer, audience=app.client_id, nonce=nonce)
        return self.get_provider().sociallogin_from_response(request, claims | self._more(token, claims))

    def _keys(self) -> dict[str, Any]:
        address = self.openid_config["jwks_uri"]
        if urlsplit(address).scheme != urlsplit(self.openid_config["issuer"]).scheme:
            raise TokenRefused("signature")
        with get_adapter().get_requests_session() as session:
            found = session.get(address)
            found.raise_for_status()
        keys: dict[str, Any] = found.json()
        return keys

    def _more(self, token: SocialToken, claims: dict[str, Any]) -> dict[str, Any]:
        """What only the userinfo endpoint tells; it must speak of the same person."""
        if not self.openid_config.get("userinfo_endpoint"):
            return {}
        told: dict[str, Any] = self._fetch_user_info(token.token)
        if told.get("sub") != claims["sub"]:
            raise TokenRefused("subject")
        return told


class OidcProvider(OpenIDConnectProvider):
    """Signs in, and nothing else: no linking by request, no scope or parameter that the address asks for."""

    oauth2_adapter_class = OidcAdapter

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        asked: dict[str, Any] = super().get_redirect_from_request_kwargs(request)
        return asked | {
            "process": AuthProcess.LOGIN,
            "scope": self.get_scope(),
            "auth_params": self.get_auth_params(),
        }

    def redirect(self, request: HttpRequest, process: str, **named: Any) -> HttpResponse:
        state = get_adapter().generate_state_param({})
        named["auth_params"] = (named.get("auth_params") or {}) | {"nonce": nonce_of(state)}
        response: HttpResponse = super().redirect(request, process, state_id=state, **named)
        return response

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def sociallogin_from_response(self, request: HttpRequest, data: dict[str, Any]) -> SocialLogin:
        login = super().sociallogin_from_response(request, data)
        email, domains = str(data.get("email") or "").lower(), self.app.settings["domains"]
        vouched = data.get("email_verified") is True and (not domains or speaks_for(email, domains))
        groups = group_names(data.get(self.app.settings["groups_claim"]))
        login.claims = Claims(self.sub_id, login.account.uid, email, vouched, full_name(data), groups)
        return login


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _answered(request, provider_id, OAuth2LoginView)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _answered(request, provider_id, OAuth2CallbackView)


def _answered(request: HttpRequest, provider_id: str, view: type[Any]) -> HttpResponse:
    try:
        response: HttpResponse = view.adapter_view(OidcAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    return response
