"""SCIM 2.0 for an identity provider's directory; the names are those that django-scim2 looks for."""

from django.urls import path

from headway.interfaces.scim import views
from headway.interfaces.scim.door import Nowhere

app_name = "scim"
urlpatterns = [
    path("", Nowhere.as_view(), name="root"),
    path(".search", views.NotDone.as_view(), name="search"),
    path("Me", views.NotDone.as_view(), name="me"),
    path("Bulk", views.NotDone.as_view(), name="bulk"),
    path("Users/.search", views.UserSearch.as_view(), name="users-search"),
    path("Users", views.Users.as_view(), name="users"),
    path("Users/<str:uuid>", views.Users.as_view(), name="users"),
    path("Groups/.search", views.GroupSearch.as_view(), name="groups-search"),
    path("Groups", views.Groups.as_view(), name="groups"),
    path("Groups/<str:uuid>", views.Groups.as_view(), name="groups"),
    path("ServiceProviderConfig", views.Provider.as_view(), name="service-provider-config"),
    path("ResourceTypes", views.ResourceTypes.as_view(), name="resource-types"),
    path("ResourceTypes/<str:uuid>", views.ResourceTypes.as_view(), name="resource-types"),
    path("Schemas", views.Schemas.as_view(), name="schemas"),
    path("Schemas/<str:uuid>", views.Schemas.as_view(), name="schemas"),
    path("<path:rest>", Nowhere.as_view(), name="nowhere"),
]
