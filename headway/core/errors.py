"""What can go wrong at a door, each told in one sentence and as an RFC 9457 problem document."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError


class HeadwayError(Exception):
    """A request that cannot be carried out; nothing was changed."""

    status = 400
    kind = "invalid"
    title = "The request is not valid"
    leaves_row = False

    def __init__(self, detail: str, fields: Sequence[dict[str, Any]] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fields = list(fields)

    def problem(self) -> dict[str, Any]:
        """The error as an RFC 9457 problem document.

        >>> NotFound("No problem with ref P-9; look at discovery.problem_list.").problem()["status"]
        404
        """
        document: dict[str, Any] = {
            "type": f"urn:headway:problem:{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        return document | ({"errors": self.fields} if self.fields else {})


class Invalid(HeadwayError):
    status = 422


class SignInNeeded(HeadwayError):
    status, kind, title = 401, "sign-in-needed", "Sign in first"


class Refused(HeadwayError):
    status, kind, title = 403, "refused", "Not allowed"
    leaves_row = True


class NotFound(HeadwayError):
    status, kind, title = 404, "not-found", "Not found"


class Conflict(HeadwayError):
    status, kind, title = 409, "conflict", "Changed meanwhile"


class Stale(Conflict):
    """An approval of a change whose records have moved on."""

    kind, title = "stale", "Overtaken by other changes"
    leaves_row = True


class TooMany(HeadwayError):
    status, kind, title = 429, "too-many", "Too many requests"


def invalid_from(error: ValidationError) -> Invalid:
    """One sentence for the first wrong field, and every wrong field listed."""
    fields = [
        {"field": ".".join(map(str, part["loc"])), "message": part["msg"].removeprefix("Value error, ")}
        for part in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    first = fields[0]
    place = f"Field {first['field']}: " if first["field"] else ""
    return Invalid(f"{place}{first['message'].rstrip('.')}.", fields)
