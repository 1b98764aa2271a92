"""What goes wrong at the directory's door, as a SCIM error (RFC 7644, section 3.12)."""

import json
import logging

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django_scim.constants import SCIM_CONTENT_TYPE, SchemaURI
from django_scim.exceptions import SCIMException

from headway.core.errors import Conflict, HeadwayError, Invalid, NotFound, Refused, SignInNeeded

log = logging.getLogger(__name__)
KINDS: dict[type[HeadwayError], tuple[int, str]] = {
    Conflict: (409, "uniqueness"),
    Invalid: (400, "invalidValue"),
    Refused: (403, ""),
}


class ScimError(HeadwayError):
    """A request that the directory may not make so; `kind` is SCIM's word for why."""

    def __init__(self, detail: str, kind: str = "invalidValue", status: int = 400) -> None:
        super().__init__(detail)
        self.kind, self.status = kind, status


def scim_error(error: Exception) -> ScimError:
    """Any failure as the error that the directory is told; what Headway itself does wrong is told to its log."""
    if isinstance(error, ScimError):
        return error
    if isinstance(error, HeadwayError):
        status, kind = KINDS.get(type(error), (error.status, ""))
        # What is no JSON object is the one other refusal with this status.
        return ScimError(error.detail, kind or ("invalidSyntax" if status == 400 else ""), status)
    if isinstance(error, SCIMException):
        return ScimError(error.detail, error.scim_type or "", error.status)
    if isinstance(error, RequestDataTooBig):
        return ScimError("The body is larger than Headway takes; send fewer changes at once.", "tooMany", 413)
    log.error("A request of a directory failed", exc_info=error)
    return ScimError("Headway failed to answer; nothing was changed. Its log has the reason.", "", 500)


def error_response(error: ScimError) -> HttpResponse:
    document = {"schemas": [SchemaURI.ERROR], "status": str(error.status), "detail": error.detail}
    if error.kind:
        document["scimType"] = error.kind
    response = HttpResponse(json.dumps(document), content_type=SCIM_CONTENT_TYPE, status=error.status)
    if error.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Headway SCIM"'
    return response


def not_found(what: str) -> ScimError:
    return scim_error(NotFound(f"There is no {what} here."))


def not_signed_in() -> SignInNeeded:
    return SignInNeeded("Send the directory's key in the header Authorization: Bearer hwd_...")
