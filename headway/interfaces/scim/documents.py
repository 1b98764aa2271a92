"""What a directory sends, read into what it tells; a person or group that is there, as such a document."""

from typing import Any
from uuid import UUID

from headway.apps.identity.directory_groups import GroupTold
from headway.apps.identity.directory_people import Told
from headway.interfaces.scim.errors import ScimError
from headway.interfaces.scim.patching import Document, listed

TRUTHS = {"true": True, "false": False}


def person_document(told: Told) -> Document:
    """A person's attributes that a directory may change; what is empty is not there."""
    name = {"formatted": told.formatted_name, "givenName": told.given_name, "familyName": told.family_name}
    return _filled(
        {
            "userName": told.user_name,
            "displayName": told.display_name,
            "name": _filled(name),
            "emails": [{"value": told.email, "type": told.email_type, "primary": told.is_email_primary}],
            "externalId": told.external_id,
        }
    ) | {"active": told.is_active}


def person_told(document: Document) -> Told:
    """What a document tells of a person. Raises ScimError for a wrong or missing attribute.

    A password is never taken: who comes from a directory signs in by it, or by a link that an admin makes.
    """
    user_name = _text(document, "userName")
    if not user_name:
        raise ScimError("userName is required.")
    name = document.get("name") or {}
    if not isinstance(name, dict):
        raise ScimError("name is an object.")
    address = _address(document.get("emails"))
    return Told(
        user_name=user_name,
        email=(_text(address, "value") or user_name).lower(),
        email_type=_text(address, "type") or "work",
        is_email_primary=_truth(address, "primary"),
        external_id=_text(document, "externalId"),
        display_name=_text(document, "displayName"),
        given_name=_text(name, "givenName"),
        family_name=_text(name, "familyName"),
        formatted_name=_text(name, "formatted"),
        is_active=_truth(document, "active"),
    )


def group_document(told: GroupTold) -> Document:
    members = [{"value": str(key), "type": "User"} for key in sorted(told.members)]
    return _filled({"displayName": told.name, "externalId": told.external_id, "members": members})


def group_told(document: Document) -> GroupTold:
    """What a document tells of a group. Raises ScimError for a wrong or missing attribute."""
    name = _text(document, "displayName")
    if not name:
        raise ScimError("displayName is required.")
    members = frozenset(_key(one) for one in listed(document.get("members")))
    return GroupTold(name, _text(document, "externalId"), members)


def _filled(document: Document) -> Document:
    return {name: value for name, value in document.items() if value}


def _text(document: Document, name: str) -> str:
    value = document.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ScimError(f"{name} is a text.")
    return value.strip()


def _truth(document: Document, name: str) -> bool:
    value: Any = document.get(name, True)
    # Some providers send truth values as texts.
    found = TRUTHS.get(value.lower()) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise ScimError(f"{name} is true or false.")
    return found


def _address(emails: object) -> Document:
    """The primary address of several, or the first."""
    given = [one if isinstance(one, dict) else {"value": one} for one in listed(emails)]
    return min(given, key=lambda one: one.get("primary") is not True, default={})


def _key(member: object) -> UUID:
    value = member.get("value") if isinstance(member, dict) else member
    try:
        return UUID(str(value))
    except ValueError:
        raise ScimError("members: a value is the id of a person; see /Users.") from None
