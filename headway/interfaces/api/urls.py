from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt

from headway.interfaces.api.build import build
from headway.interfaces.api.problems import unknown_address

# Nothing is done there, so a request without a CSRF token gets its problem document too.
nowhere = csrf_exempt(unknown_address)
urlpatterns: list[URLPattern | URLResolver] = [
    path("", nowhere),
    path("v1/", nowhere),
    path("v1/", build().urls),
    path("<path:rest>", nowhere),
]
