"""The tags of what people say and are told: the thread of a record, and how much is unread."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from headway.core.talk.answers import Said
from headway.core.talk.queries import UNREAD_SHOWN_MOST, unread_count
from headway.web.talk.drawing import said_html
from headway.web.talk.threads import thread_content

register = template.Library()


@register.inclusion_tag("talk/thread.html", takes_context=True)
def talk(context: Context, kind: str, ref: str) -> dict[str, Any]:
    """What people say about a record, with the form to say something and the button to watch it."""
    request = context["request"]
    after = request.GET.get("talk", "")
    content = thread_content(context["here"], kind, ref, after)
    return content | {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "back": request.get_full_path(),
    }


@register.filter
def said_as(said: Said, slug: str) -> SafeString:
    return said_html(said, slug)


@register.simple_tag(takes_context=True)
def inbox_count(context: Context) -> SafeString:
    """How many notifications are unread; nothing where none is."""
    number = unread_count(context["here"])
    if not number:
        return SafeString("")
    words = f"{UNREAD_SHOWN_MOST - 1}+" if number >= UNREAD_SHOWN_MOST else str(number)
    return format_html(' <span class="count">{}<span class="hidden"> unread</span></span>', words)
