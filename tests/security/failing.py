"""Addresses of which one fails, to see what is told about it."""

from django.urls import path

from headway.urls import urlpatterns as usual


def fail(request):
    raise RuntimeError("the database password is hunter2")


urlpatterns = [path("fails/", fail), *usual]
