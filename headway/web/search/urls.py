from django.urls import path

from headway.web.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/rows/", views.rows, name="rows"),
    path("palette/", views.palette, name="palette"),
    path("keys/", views.sheet, name="keys"),
    path("actions/", views.actions, name="actions"),
]
