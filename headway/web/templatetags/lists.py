"""The way from a page that shows records in its own form to the list of them with all columns."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse

register = template.Library()
# What a page calls its filters, and the condition that says the same in the list.
CONDITIONS: Mapping[str, Mapping[str, str]] = {
    "problem": {"state": "state:is", "trend": "trend:is", "contains": "title:has"},
    "initiative": {"text": "title:has"},
    "story": {"status": "status:is", "kind": "kind:is", "initiative": "initiative:is"},
    "decision": {"state": "state:is", "kind": "kind:is", "contains": "question:has", "decided_since": "decided:from",
                 "decided_until": "decided:until"},
    "risk": {"state": "state:is"},
    "commitment": {"state": "state:is", "account": "account:is"},
    "experiment": {"state": "state:is", "kind": "kind:is"},
    "deprecation": {"state": "state:is"},
    "declined": {"text": "asked:has"},
    "feedback": {"channel": "channel:is", "account": "account:is", "theme": "theme:is", "problem": "problem:is",
                 "contains": "text:has", "since": "at:from", "until": "at:until"},
}  # fmt: skip


@register.simple_tag(takes_context=True)
def list_address(context: Context, kind: str) -> str:
    """The list of a kind, with the conditions that the page has now."""
    asked = context["request"].GET
    chips = [
        ("f", f"{condition}:{value.replace('|', ' ')}")
        for name, condition in CONDITIONS.get(kind, {}).items()
        if (value := asked.get(name, "").strip())
    ]
    return reverse("lists:list", args=[context["slug"], kind]) + (
        f"?{urlencode([('view', 'table'), *chips])}" if chips else ""
    )
