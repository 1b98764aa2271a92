"""Filters and tags that draw figures, ranges, trends and shares; what they draw is made in `drawing`."""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from headway.core.figures import Figure
from headway.core.ids import new_id
from headway.core.perform import ask
from headway.web.chain import Step, steps_of
from headway.web.drawing import charts, figures, numbers, times, words
from headway.web.toasts import undo_of

register = template.Library()
for drawing in (
    charts.spark,
    charts.mix,
    charts.bar,
    charts.channel_word,
    words.marked,
    words.markdown,
    words.joined,
    words.initials,
):
    register.filter(drawing.__name__, drawing)
for written in (numbers.short, numbers.percent, numbers.with_unit, numbers.day, numbers.money,
                numbers.minor_money, numbers.gain, numbers.team_words):  # fmt: skip
    register.filter(written.__name__, written)
register.filter("moment", times.when)
register.filter("ago", times.ago)
register.filter("undo_of", undo_of)
register.simple_tag(charts.span, name="span")
register.simple_tag(charts.standing, name="standing")
register.simple_tag(charts.weeks_chart, name="weeks_chart")


@register.filter
def get(found: Mapping[str, Any], name: str) -> Any:
    """What a mapping has under a name that is itself a variable."""
    return found.get(name, "")


@register.filter
def at_place(found: Sequence[Any], place: int) -> Any:
    """What a list has at a place, counted from nought."""
    return found[place] if place < len(found) else ""


@register.filter
def done_count(steps: Sequence[Any]) -> int:
    return sum(step.done for step in steps)


@register.filter
def most(counts: list[int]) -> int:
    return max(counts, default=0)


@register.filter
def pairs(found: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What `.items` gives, also where a key is called items."""
    return list(found.items())


@register.filter(name="words")
def split_words(names: str) -> list[str]:
    return names.split()


@register.filter
def said(value: str | list[str]) -> str:
    """One filter or several as words."""
    return words.joined(value) if isinstance(value, list) else value


def _slug(context: Context) -> str:
    return str(context.get("slug") or "")


@register.simple_tag(takes_context=True)
def figure(context: Context, shown: Figure | None, label: str, form: str = "whole") -> SafeString:
    """A figure that opens how it was counted."""
    page: Any = context.render_context.dicts[0]
    # What htmx puts into a page must not repeat the ids that are there.
    part = "p" if getattr(context.get("request"), "htmx", None) else "f"
    mark = f"{part}{next(page.setdefault('figures', count(1)))}"
    return figures.figure_html(shown, label, _slug(context), mark, form)


@register.simple_tag(takes_context=True)
def rows_url(context: Context, shown: Figure | None) -> str:
    """The address of the rows behind a figure."""
    return figures.rows_address(shown.rows if shown else None, _slug(context))


@register.simple_tag(takes_context=True)
def record_url(context: Context, ref: str) -> str:
    """The page of a record by its ref; empty where there is none."""
    return figures.record_address(ref, _slug(context))


@register.simple_tag
def once() -> SafeString:
    """The hidden field that lets a form be sent twice and act once."""
    return format_html('<input type="hidden" name="key" value="{}">', str(new_id()))


@register.simple_tag(takes_context=True)
def at(context: Context, **changes: Any) -> str:
    """The address of this page with some of its query changed; an empty value takes the part out."""
    before = context["request"].GET.lists()
    kept = [(name, value) for name, values in before if name not in changes for value in values]
    return "?" + urlencode(
        [*kept, *((name, str(value)) for name, value in changes.items() if value not in ("", None))]
    )


@register.simple_tag(takes_context=True)
def without(context: Context, *names: str) -> str:
    """The address of this page with parts of its query taken out."""
    return at(context, **dict.fromkeys(names, ""))


@register.inclusion_tag("parts/chain.html", takes_context=True)
def chain(context: Context, kind: str, record_id: str) -> Mapping[str, list[Step]]:
    """Where a record stands between evidence and outcome."""
    return {"steps": steps_of(context["here"], kind, record_id)}


@register.inclusion_tag("parts/right_note.html", takes_context=True)
def right_note(context: Context, action: str, **question: Any) -> dict[str, Any]:
    """Says before an action whether it will be done at once, needs approval, or is refused, and why.

    The named arguments are the question; of a form that is still to be filled in, what is known of it.
    """
    here = context["here"]
    asked = {"action": action, "question": {name: value for name, value in question.items() if value}}
    return {"told": ask("governance.right_explain", asked, here), "slug": _slug(context)}
