from django.urls import path

from headway.web.sharing import public

app_name = "shared"
urlpatterns = [
    path("s/<str:secret>/", public.shared, name="shared"),
    path("s/<str:secret>/embed/", public.embedded, name="embedded"),
    path("s/<str:secret>/list.<str:ending>", public.file, name="file"),
]
