from django.urls import path

from headway.web.sharing import exports, views

app_name = "sharing"
urlpatterns = [
    path("settings/sharing/", views.links, name="links"),
    path("settings/sharing/new/", views.make, name="new"),
    path("settings/sharing/<str:ref>/", views.link, name="link"),
    path("lists/<slug:kind>/export.<str:ending>", exports.export, name="export"),
]
