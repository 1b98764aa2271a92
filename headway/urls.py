"""Every address: nouns in the path; what a list shows (filters, view, peek) in the query."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("headway.interfaces.api.urls")),
    path("scim/v2/", include("headway.interfaces.scim.urls")),
    path("", include("headway.web.urls")),
    path("", include("headway.web.design.urls")),
    path("", include("headway.web.accounts.urls")),
    path("w/<slug:slug>/", include("headway.web.talk.urls")),
    path("w/<slug:slug>/", include("headway.web.lists.urls")),
    path("w/<slug:slug>/", include("headway.web.history.urls")),
    path("w/<slug:slug>/", include("headway.web.search.urls")),
    path("", include("headway.web.sharing.public_urls")),
    path("", include("headway.web.reporting.public_urls")),
    path("w/<slug:slug>/", include("headway.web.sharing.urls")),
    path("w/<slug:slug>/", include("headway.apps.privacy.urls")),
    path("w/<slug:slug>/", include("headway.apps.governance.urls")),
    path("w/<slug:slug>/", include("headway.apps.decisions.urls")),
    path("w/<slug:slug>/", include("headway.apps.strategy.urls")),
    path("w/<slug:slug>/", include("headway.web.metrics.urls")),
    path("w/<slug:slug>/", include("headway.web.kpis.urls")),
    path("w/<slug:slug>/", include("headway.web.explore.urls")),
    path("w/<slug:slug>/", include("headway.web.tracking.urls")),
    path("w/<slug:slug>/", include("headway.web.reporting.urls")),
    path("w/<slug:slug>/", include("headway.web.diagnosis.urls")),
    path("w/<slug:slug>/", include("headway.apps.discovery.urls")),
    path("w/<slug:slug>/", include("headway.apps.prioritisation.urls")),
    path("w/<slug:slug>/", include("headway.apps.roadmap.urls")),
    path("w/<slug:slug>/", include("headway.apps.requirements.urls")),
    path("w/<slug:slug>/", include("headway.apps.experiments.urls")),
    path("w/<slug:slug>/", include("headway.apps.launch.urls")),
]
