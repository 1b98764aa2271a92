"""The problem documents (RFC 9457) that only doors give, and their one written form."""

import json
from typing import Any

from pydantic import BaseModel, Field

from headway.core.errors import HeadwayError

MEDIA_TYPE = "application/problem+json"


class TooLarge(HeadwayError):
    status, kind, title = 413, "too-large", "Too large"


class WrongMethod(HeadwayError):
    status, kind, title = 405, "wrong-method", "Wrong method"


class WrongMediaType(HeadwayError):
    status, kind, title = 415, "wrong-media-type", "Wrong media type"


class Broken(HeadwayError):
    status, kind, title = 500, "broken", "Headway failed"


class WrongField(BaseModel):
    """One field that is not as it must be."""

    field: str = Field(description="Path of the field, its parts separated by dots.")
    message: str


class Problem(BaseModel):
    """Why a request was not carried out (RFC 9457); nothing was changed."""

    type: str = Field(description="A URN that names the kind of problem and does not change.")
    title: str
    status: int
    detail: str = Field(description="What was wrong, where, and what to do.")
    errors: list[WrongField] = Field(default=[], description="Every wrong field, when fields were wrong.")


def problem_json(error: HeadwayError) -> str:
    """A problem document in the form that every door sends.

    >>> problem_json(TooLarge("More than 10 MB."))[:40]
    '{"type":"urn:headway:problem:too-large",'
    """
    document: dict[str, Any] = error.problem()
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
