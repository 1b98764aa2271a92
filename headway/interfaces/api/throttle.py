"""How many requests a member may send in a minute."""

import threading

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle

from headway.core.context import Context


class MemberRate(threading.local, SimpleRateThrottle):
    """One count for each member of a workspace, kept in each web process.

    django-ninja keeps the state of a check on the object between two calls, so each thread needs its own.
    """

    cache = caches["process"]

    def __init__(self) -> None:
        SimpleRateThrottle.__init__(self, rate="1/min")

    def allow_request(self, request: HttpRequest) -> bool:
        self.num_requests = int(settings.API_REQUESTS_PER_MINUTE)
        return super().allow_request(request)

    def get_cache_key(self, request: HttpRequest) -> str:
        context: Context = request.auth  # type: ignore[attr-defined]
        return f"api-rate:{context.workspace.pk}:{context.actor.pk}"
