from django.urls import path

from headway.web.lists import paste, views

app_name = "lists"
urlpatterns = [
    path("lists/", views.lists, name="lists"),
    path("lists/<slug:kind>/", views.listing, name="list"),
    path("lists/<slug:kind>/cell/", views.cell, name="cell"),
    path("lists/<slug:kind>/edit/", views.edit, name="edit"),
    path("lists/<slug:kind>/fields/", views.fields, name="fields"),
    path("lists/<slug:kind>/paste/", paste.paste, name="paste"),
    path("lists/<slug:kind>/views/", views.keep, name="keep"),
]
