import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """A value as JSON, to stand in an attribute; the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)
