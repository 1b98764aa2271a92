"""SAML 2.0 as django-allauth does it, and stricter: every assertion is used once, and every refusal is noted."""

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.saml import views
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from allauth.socialaccount.providers.saml.utils import build_saml_config
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from lxml.etree import LxmlError
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

from headway.core.errors import NotFound
from headway.core.pages import told
from headway.web.accounts.claims import Claims, full_name, group_names, speaks_for
from headway.web.accounts.models import SeenAssertion
from headway.web.accounts.social_adapter import refuse

TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
ASSERTION = "/samlp:Response/saml:Assertion"
AUDIENCE = f"{ASSERTION}/saml:Conditions/saml:AudienceRestriction/saml:Audience"
CONFIRMED = f"{ASSERTION}/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData"
VALID_AT_MOST = timedelta(days=1)


class SamlProvider(SAMLProvider):
    """Reads a checked response; the response was signed, but may have been used before."""

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        asked: dict[str, Any] = super().get_redirect_from_request_kwargs(request)
        return asked | {"process": AuthProcess.LOGIN}

    def extract_extra_data(self, data: OneLogin_Saml2_Auth) -> dict[str, Any]:
        return {}

    def sociallogin_from_response(self, request: HttpRequest, data: OneLogin_Saml2_Auth) -> SocialLogin:
        self._refuse_unbound(request, data)
        self._refuse_second_use(request, data)
        own = self.app.settings
        if data.get_nameid_format() == TRANSIENT and "uid" not in own["attribute_mapping"]:
            refuse(request, self.sub_id, "transient_name")
        login = super().sociallogin_from_response(request, data)
        said = self.extract_common_fields(data)
        email = str(said.get("email") or "").lower()
        groups = group_names(data.get_attributes().get(own["groups_attribute"]))
        # There is no claim for a checked address in SAML; the operator says which domains the provider rules.
        vouched = speaks_for(email, own["domains"])
        login.claims = Claims(self.sub_id, login.account.uid, email, vouched, full_name(said), groups)
        return login

    def _refuse_unbound(self, request: HttpRequest, data: OneLogin_Saml2_Auth) -> None:
        """The signed part must itself say for whom it is and which question it answers; the library asks less."""
        signed = OneLogin_Saml2_XML.to_etree(data.get_last_response_xml())
        if not OneLogin_Saml2_XML.query(signed, AUDIENCE):
            refuse(request, self.sub_id, "audience")
        answered = {one.get("InResponseTo") for one in OneLogin_Saml2_XML.query(signed, CONFIRMED)}
        asked = data.get_last_response_in_response_to()
        if asked is None and self.app.settings["advanced"]["reject_idp_initiated_sso"]:
            refuse(request, self.sub_id, "unsolicited")
        if answered != {asked}:
            refuse(request, self.sub_id, "unsolicited")

    def _refuse_second_use(self, request: HttpRequest, data: OneLogin_Saml2_Auth) -> None:
        now = timezone.now()
        until = data.get_last_assertion_not_on_or_after()
        expires_at = datetime.fromtimestamp(until, UTC) if until else now + VALID_AT_MOST
        assertion = data.get_last_assertion_id() or ""
        if not assertion or not SeenAssertion.is_first_use(self.sub_id, assertion, now, expires_at):
            refuse(request, self.sub_id, "replayed")


class FinishAcs(views.FinishACSView):
    """Where the browser comes with what the identity provider answered."""

    def dispatch(self, request: HttpRequest, organization_slug: str) -> HttpResponse:
        try:
            response: HttpResponse = super().dispatch(request, organization_slug)
        except PermissionDenied:
            # A well signed answer to a question that this browser did not ask, or asked and had answered.
            return self._refused(request, organization_slug, "unsolicited")
        except (LxmlError, ValueError):
            return self._refused(request, organization_slug, "unreadable")
        except ImmediateHttpResponse as stop:
            response = stop.response
        return response

    def _refused(self, request: HttpRequest, organization_slug: str, reason: str) -> HttpResponse:
        try:
            refuse(request, self.get_provider(organization_slug).sub_id, reason)
        except ImmediateHttpResponse as stop:
            response: HttpResponse = stop.response
            return response


class Metadata(views.SAMLViewMixin, views.View):
    """What an identity provider must know of this installation; it offers no single log-out."""

    def get(self, request: HttpRequest, organization_slug: str) -> HttpResponse:
        config = build_saml_config(request, self.get_app(organization_slug).settings, organization_slug)
        del config["sp"]["singleLogoutService"]
        written = OneLogin_Saml2_Settings(settings=config, sp_validation_only=True).get_sp_metadata()
        return HttpResponse(written, content_type="application/samlmetadata+xml")


def no_log_out(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """The library needs the address; nothing is behind it."""
    return told(request, NotFound("Headway offers no single log-out; sign out here."))
