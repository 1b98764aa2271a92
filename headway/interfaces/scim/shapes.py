"""What a person and a group are to a directory: their attributes, and the schemas that describe them."""

from typing import Any

from django_scim.constants import SchemaURI
from django_scim.schemas import ALL

from headway.interfaces.scim.patching import Shape

PERSON = Shape(
    urn=SchemaURI.USER,
    plain=frozenset({"userName", "displayName", "active", "externalId"}),
    parted={"name": frozenset({"formatted", "givenName", "familyName"})},
    many={"emails": frozenset({"value", "type", "primary"})},
    fixed=frozenset({"id", "meta", "schemas", "groups", "password"}),
)
GROUP = Shape(
    urn=SchemaURI.GROUP,
    plain=frozenset({"displayName", "externalId"}),
    parted={},
    many={"members": frozenset({"value", "$ref", "type"})},
    fixed=frozenset({"id", "meta", "schemas"}),
)
SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Schema"
DISCOVERY = ("ResourceType", "ServiceProviderConfig", "Schema")


def schemas() -> list[dict[str, Any]]:
    """What Headway keeps of each resource, and the schemas that SCIM itself is described by."""
    own = [
        _schema(SchemaURI.USER, "User", "A person who signs in to Headway.", _person()),
        _schema(SchemaURI.GROUP, "Group", "People to whom rules give places in workspaces.", _group()),
    ]
    return own + [{"schemas": [SCHEMA]} | one for one in ALL if one["id"].endswith(DISCOVERY)]


def _schema(urn: str, name: str, description: str, attributes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "schemas": [SCHEMA],
        "id": urn,
        "name": name,
        "description": description,
        "attributes": attributes,
    }


def _person() -> list[dict[str, Any]]:
    names = [_attribute(name, "A part of the name.") for name in ("formatted", "givenName", "familyName")]
    address = [
        _attribute("value", "The address, which is unique.", required=True, uniqueness="server"),
        _attribute("type", "What kind of address it is; work unless told."),
        _attribute("primary", "Which of several is kept; the first one otherwise.", type="boolean"),
    ]
    group = [
        _attribute("value", "The group's id.", mutability="readOnly", caseExact=True),
        _attribute("$ref", "Its address.", type="reference", referenceTypes=["Group"], mutability="readOnly"),
        _attribute("display", "Its name.", mutability="readOnly"),
    ]
    return [
        _attribute("userName", "What the directory calls the person.", required=True, uniqueness="server"),
        _attribute("displayName", "What Headway calls the person."),
        _attribute("name", "The name in parts.", type="complex", subAttributes=names),
        _attribute("active", "Whether the person may come in.", type="boolean", required=True),
        _many("emails", "The one address; of several the primary one is kept.", address, required=True),
        _many("groups", "The groups that the person is in.", group, mutability="readOnly"),
    ]


def _group() -> list[dict[str, Any]]:
    member = [
        _attribute("value", "The person's id.", mutability="immutable", caseExact=True),
        _attribute(
            "$ref", "Their address.", type="reference", referenceTypes=["User"], mutability="immutable"
        ),
        _attribute("type", "Always User.", mutability="immutable", canonicalValues=["User"]),
    ]
    return [
        _attribute("displayName", "The name that group rules go by.", required=True, uniqueness="server"),
        _many("members", "The people in the group.", member),
    ]


def _attribute(name: str, description: str, **more: Any) -> dict[str, Any]:
    usual = {
        "name": name,
        "type": "string",
        "multiValued": False,
        "description": description,
        "required": False,
        "caseExact": False,
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": "none",
    }
    return usual | more


def _many(name: str, description: str, parts: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return _attribute(name, description, type="complex", multiValued=True, subAttributes=parts, **more)
