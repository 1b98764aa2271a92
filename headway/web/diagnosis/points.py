"""What leads from a point of a chart to why it is another than the time before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from headway.apps.diagnosis.points import Point, point_question
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.web.diagnosis.forms import values_of

COLUMN = {"label": "Why", "number": False}


@dataclass(frozen=True)
class Whys:
    """The links of the points of one chart; empty ones where its points cannot be taken apart."""

    here: Context
    query: str
    question: Mapping[str, Any]

    def address(self, **point: Any) -> str:
        """Where one point is taken apart; empty where it cannot be."""
        try:
            asked = point_question(self.query, self.question, Point(**point))
        except Invalid:
            return ""
        return f"{reverse('diagnosis:why', args=[self.here.workspace.slug])}?{urlencode(values_of(asked))}"

    def link(self, about: str, **point: Any) -> SafeString | str:
        """The link of one point; `about` tells it from the others."""
        address = self.address(**point)
        words = '<a class="nowrap" href="{}">Why did this change?<span class="hidden"> {}</span></a>'
        return format_html(words, address, about) if address else ""
