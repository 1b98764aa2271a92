"""django-scim2's views behind the directory's door."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django_scim import views
from django_scim.constants import SchemaURI

from headway.interfaces.problems import WrongMethod
from headway.interfaces.scim.adapters import base_location
from headway.interfaces.scim.door import DirectoryRequest, Door, scim_answer, scim_list
from headway.interfaces.scim.errors import ScimError, not_found
from headway.interfaces.scim.searching import groups_seen, people_seen
from headway.interfaces.scim.shapes import schemas

RESULTS_USUAL, RESULTS_MOST = 100, 200
OF_ONE = {"PUT", "PATCH", "DELETE"}


class Listing(Door):
    """Pages of resources, counted and cut by the database."""

    def seen(self) -> QuerySet[Any]:
        raise NotImplementedError

    def _done(self, request: DirectoryRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_one = bool(kwargs.get("uuid"))
        if (request.method in OF_ONE and not is_one) or (request.method == "POST" and is_one):
            raise WrongMethod(f"{request.method} is not possible here.")
        return super()._done(request, *args, **kwargs)

    def get_object(self) -> Model:
        try:
            found: Model = self.seen().get(pk=UUID(str(self.kwargs["uuid"])))
        except (ValueError, ObjectDoesNotExist):
            raise not_found(f"{self.scim_adapter.resource_type} with this id") from None
        return found

    def get_many(self, request: HttpRequest) -> HttpResponse:
        return self._search(request, request.GET.get("filter", ""), *self._page(request))

    def _search(self, request: HttpRequest, query: str, start: int, count: int) -> HttpResponse:
        found = self.__class__.parser_getter().search(query, request) if query else self.seen()
        part = found[start - 1 : start - 1 + count]
        resources = [self.scim_adapter(one, request=request).to_dict() for one in part]
        return scim_list(resources, found.count(), start)

    def _page(self, request: HttpRequest) -> tuple[int, int]:
        asked = self.load_body(request.body) if self.is_search else request.GET
        start, count = asked.get("startIndex", 1), asked.get("count", RESULTS_USUAL)
        try:
            return max(1, min(int(start), 2**31)), max(0, min(int(count), RESULTS_MOST))
        except (TypeError, ValueError):
            raise ScimError("startIndex and count are whole numbers.") from None


class Users(Listing, views.UsersView):  # type: ignore[misc]
    def seen(self) -> QuerySet[Any]:
        return people_seen()


class Groups(Listing, views.GroupsView):  # type: ignore[misc]
    def seen(self) -> QuerySet[Any]:
        return groups_seen()


class Search(Listing):
    """A query sent as a body, so that no address of a person stands in a log of addresses."""

    @property
    def is_search(self) -> bool:
        return True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        body = self.load_body(request.body)
        if SchemaURI.SERACH_REQUEST not in (body.get("schemas") or []):
            raise ScimError(f"schemas must name {SchemaURI.SERACH_REQUEST}.", "invalidSyntax")
        return self._search(request, str(body.get("filter") or ""), *self._page(request))


class UserSearch(Search, views.UserSearchView):  # type: ignore[misc]
    def seen(self) -> QuerySet[Any]:
        return people_seen()


class GroupSearch(Search, views.GroupSearchView):  # type: ignore[misc]
    def seen(self) -> QuerySet[Any]:
        return groups_seen()


class NotDone(Door):
    implemented = False


class Provider(Door):
    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        path = reverse("scim:service-provider-config")
        return scim_answer(
            {
                "schemas": [SchemaURI.SERVICE_PROVIDER_CONFIG],
                "patch": {"supported": True},
                "bulk": {"supported": False, "maxOperations": 0, "maxPayloadSize": 0},
                "filter": {"supported": True, "maxResults": RESULTS_MOST},
                "changePassword": {"supported": False},
                "sort": {"supported": False},
                "etag": {"supported": False},
                "authenticationSchemes": [
                    {
                        "type": "oauthbearertoken",
                        "name": "Bearer token",
                        "description": "A key that `headway directory key` makes.",
                        "primary": True,
                    }
                ],
                "meta": {
                    "location": base_location(request) + path.lstrip("/"),
                    "resourceType": "ServiceProviderConfig",
                },
            }
        )


class Described(Door):
    """A fixed list of descriptions, and each of them by its id."""

    http_method_names = ["get"]

    def all(self, request: HttpRequest) -> list[dict[str, Any]]:
        raise NotImplementedError

    def get(self, request: HttpRequest, uuid: str = "") -> HttpResponse:
        found = self.all(request)
        if not uuid:
            return scim_list(found, len(found), 1)
        one = next((one for one in found if one["id"].lower() == uuid.lower()), None)
        if one is None:
            raise not_found("such description")
        return scim_answer(one)


class ResourceTypes(Described, views.ResourceTypesView):  # type: ignore[misc]
    def all(self, request: HttpRequest) -> list[dict[str, Any]]:
        return list(self.type_dict_by_type_id(request).values())


class Schemas(Described):
    def all(self, request: HttpRequest) -> list[dict[str, Any]]:
        return schemas()
