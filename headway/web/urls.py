from allauth.account import views as account
from django.urls import path

from headway.web.accounts.views import SignIn
from headway.web.search import forms
from headway.web.views import audit, files, front, members, settings, sources

app_name = "web"
urlpatterns = [
    path("", front.root, name="root"),
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-out/", account.logout, name="sign-out"),
    path("w/<slug:slug>/", front.home, name="home"),
    path("w/<slug:slug>/today/initiatives/", front.home_initiatives, name="home-initiatives"),
    path("w/<slug:slug>/today/documents/", front.home_documents, name="home-documents"),
    path("w/<slug:slug>/activity/", audit.activity, name="activity"),
    path("w/<slug:slug>/activity/installation/", audit.installation, name="installation-activity"),
    path("w/<slug:slug>/activity/verified/", audit.verified, name="verified"),
    path("w/<slug:slug>/activity/export/", audit.export, name="activity-export"),
    path("w/<slug:slug>/imports/", files.imports, name="imports"),
    path("w/<slug:slug>/imports/templates/<slug:kind>.csv", files.template, name="import-template"),
    path("w/<slug:slug>/imports/<uuid:run>/", files.report, name="import"),
    path("w/<slug:slug>/settings/", settings.settings, name="settings"),
    path("w/<slug:slug>/settings/members/", members.members, name="members"),
    path("w/<slug:slug>/settings/members/invite/", members.invite_new, name="invite-new"),
    path("w/<slug:slug>/settings/tokens/", settings.tokens, name="tokens"),
    path("w/<slug:slug>/settings/sources/", sources.sources, name="sources"),
    path("w/<slug:slug>/settings/rules/", members.rules, name="rules"),
    path("w/<slug:slug>/do/<str:name>/", forms.action, name="do"),
]
