"""Places in messages that follow when a person is struck from the words."""

from collections.abc import Mapping
from typing import Any

from headway.apps.discovery.models import Feedback, Insight, Problem, Theme
from headway.core.holdings import mark_moved, shift_add
from headway.core.models import Workspace
from headway.engine.text.mentions import Span

Struck = Mapping[str, Mapping[str, list[Span]]]


def places_moved(workspace: Workspace, struck: Struck) -> None:
    """Move what was marked in messages: insights in the words as written, quotes' marks in the redacted ones."""
    for insight in Insight.objects.filter(workspace=workspace, feedback__in=list(struck)):
        spans = struck[str(insight.feedback_id)].get("text", [])
        insight.start, insight.end = mark_moved(insight.start, insight.end, spans)
        insight.save(update_fields=["start", "end"])
    refs = Feedback.objects.filter(workspace=workspace, pk__in=list(struck)).values_list("ref", "pk")
    by_ref = {ref: struck[str(pk)]["redacted_text"] for ref, pk in refs if "redacted_text" in struck[str(pk)]}
    if by_ref:
        _quotes_moved(workspace, by_ref)


def _quotes_moved(workspace: Workspace, by_ref: Mapping[str, list[Span]]) -> None:
    for theme in Theme.objects.filter(workspace=workspace):
        if _names(theme.quotes, by_ref):
            theme.quotes = [_quote(one, by_ref) for one in theme.quotes]
            theme.save(update_fields=["quotes"])
    for problem in Problem.objects.filter(workspace=workspace):
        quotes = problem.size.get("quotes", [])
        if _names(quotes, by_ref):
            problem.size = problem.size | {"quotes": [_quote(one, by_ref) for one in quotes]}
            problem.save(update_fields=["size"])


def _names(quotes: list[dict[str, Any]], by_ref: Mapping[str, list[Span]]) -> bool:
    return any(str(one["id"]) in by_ref for one in quotes)


def _quote(one: dict[str, Any], by_ref: Mapping[str, list[Span]]) -> dict[str, Any]:
    spans = by_ref.get(str(one["id"]), [])
    return one | {"marks": [list(mark_moved(start, end, spans)) for start, end in one.get("marks", [])]}


shift_add("discovery.feedback", places_moved)
