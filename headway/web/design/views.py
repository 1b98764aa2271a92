"""The design system, shown with the parts that the pages are made of."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from headway.core import access
from headway.core.locales import locale_of, written_in
from headway.core.models import User
from headway.web.design.samples import samples
from headway.web.toasts import Undo


@require_safe
@login_required
def design(request: HttpRequest) -> HttpResponse:
    """Every part in every state; nothing on it changes anything."""
    user = cast(User, request.user)
    member = access.memberships(user).first()
    content = {
        "s": samples(),
        "undo": Undo("design.nothing"),
        "slug": member.workspace.slug if member else "",
    }
    if member is None:
        return render(request, "design/design.html", content)
    with written_in(locale_of(user, member.workspace)):
        return render(request, "design/design.html", content)
