"""People and groups as django-scim2 handles them: read into what the directory tells, written by identity."""

from typing import Any
from urllib.parse import urljoin

from django.http import HttpRequest
from django.urls import reverse
from django_scim import constants
from django_scim.adapters import SCIMGroup, SCIMUser

from headway.apps.identity import directory_groups, directory_people
from headway.apps.identity.directory import Directory, people
from headway.apps.identity.models import ScimGroup
from headway.core.models import User
from headway.interfaces.scim.documents import group_document, group_told, person_document, person_told
from headway.interfaces.scim.patching import Document, patched
from headway.interfaces.scim.projecting import Wanted, projected
from headway.interfaces.scim.shapes import GROUP, PERSON


def base_location(request: HttpRequest, *_: Any, **__: Any) -> str:
    """Where this installation is, as the directory called it."""
    return request.build_absolute_uri("/")


def resource_type(cls: Any, request: HttpRequest, schema: str, endpoint: str, description: str) -> Document:
    path = reverse("scim:resource-types", kwargs={"uuid": cls.resource_type})
    return {
        "schemas": [constants.SchemaURI.RESOURCE_TYPE],
        "id": cls.resource_type,
        "name": cls.resource_type,
        "endpoint": endpoint,
        "description": description,
        "schema": schema,
        "meta": {"location": urljoin(base_location(request), path), "resourceType": "ResourceType"},
    }


class _Told:
    """What both kinds share: a write is told as a whole, whether it came by POST, PUT or PATCH."""

    obj: Any
    request: Any
    location: str
    id_field = "id"
    told: Any = None

    @property
    def directory(self) -> Directory:
        found: Directory = self.request.directory
        return found

    @property
    def is_new(self) -> bool:
        return bool(self.obj._state.adding)

    def validate_dict(self, document: Document) -> None:
        """Reading it is the check; django-scim2 has none that is needed besides."""

    def asked(self, resource: Document) -> Document:
        return projected(resource, getattr(self.request, "wanted", Wanted()))


class PersonAdapter(_Told, SCIMUser):  # type: ignore[misc]
    obj: User

    @classmethod
    def resource_type_dict(cls, request: Any = None) -> Document:
        return resource_type(cls, request, constants.SchemaURI.USER, "/Users", "People who sign in")

    def from_dict(self, document: Document) -> None:
        self.told = person_told(document)

    def handle_operations(self, operations: object) -> None:
        before = person_document(directory_people.told_of(self.obj))
        self.told = person_told(patched(before, operations, PERSON))
        self.save()

    def save(self) -> None:
        if self.is_new:
            self.obj = directory_people.person_create(self.directory, self.told)
        else:
            directory_people.person_change(self.directory, self.obj, self.told)
        self.obj = people().select_related("scim_person").get(pk=self.obj.pk)

    def delete(self) -> None:
        directory_people.person_remove(self.directory, self.obj)

    def to_dict(self) -> Document:
        person = getattr(self.obj, "scim_person", None)
        changed = person.changed_at if person else self.obj.created_at
        return self.asked(
            {
                "schemas": [constants.SchemaURI.USER],
                "id": str(self.obj.pk),
                **person_document(directory_people.told_of(self.obj)),
                "groups": [self._group(one) for one in self.obj.scim_groups.all()],
                "meta": {
                    "resourceType": "User",
                    "created": self.obj.created_at.isoformat(),
                    "lastModified": changed.isoformat(),
                    "location": self.location,
                },
            }
        )

    def _group(self, group: ScimGroup) -> Document:
        location = GroupAdapter(group, self.request).location
        return {"value": str(group.pk), "$ref": location, "display": group.name}


class GroupAdapter(_Told, SCIMGroup):  # type: ignore[misc]
    obj: ScimGroup

    @classmethod
    def resource_type_dict(cls, request: Any = None) -> Document:
        return resource_type(cls, request, constants.SchemaURI.GROUP, "/Groups", "Groups that rules go by")

    def from_dict(self, document: Document) -> None:
        self.told = group_told(document)

    def handle_operations(self, operations: object) -> None:
        before = group_document(directory_groups.told_of(self.obj))
        self.told = group_told(patched(before, operations, GROUP))
        self.save()

    def save(self) -> None:
        if self.is_new:
            self.obj = directory_groups.group_create(self.directory, self.told)
        else:
            directory_groups.group_change(self.directory, self.obj, self.told)
        self.obj = ScimGroup.objects.get(pk=self.obj.pk)

    def delete(self) -> None:
        directory_groups.group_remove(self.directory, self.obj)

    def to_dict(self) -> Document:
        told = group_document(directory_groups.told_of(self.obj))
        members = [one | {"$ref": self._person(one["value"])} for one in told.get("members", [])]
        return self.asked(
            {
                "schemas": [constants.SchemaURI.GROUP],
                "id": str(self.obj.pk),
                **told,
                **({"members": members} if members else {}),
                "meta": {
                    "resourceType": "Group",
                    "created": self.obj.created_at.isoformat(),
                    "lastModified": self.obj.changed_at.isoformat(),
                    "location": self.location,
                },
            }
        )

    def _person(self, key: str) -> str:
        return urljoin(base_location(self.request), reverse("scim:users", kwargs={"uuid": key}))
