"""How far numbers of metrics moved, in words."""

from collections.abc import Sequence

from django import template

from headway.web.drawing.numbers import percent

register = template.Library()
SHIFT = 0.1


@register.filter
def change_words(change: float) -> str:
    """A relative change.

    >>> change_words(0)
    'no change'
    """
    if not change:
        return "no change"
    return f"{'up' if change > 0 else 'down'} by {percent(abs(change))}"


@register.filter
def tenfold(elasticity: float) -> str:
    """What ten percent more come to at an elasticity.

    >>> tenfold(0.5).startswith("+5"), tenfold(-1.2).startswith("-12")
    (True, True)
    """
    moved = elasticity * SHIFT
    return f"{'-' if moved < 0 else '+'}{percent(abs(moved))}"


@register.filter
def exact(value: float | None) -> str:
    """A number with every digit it has.

    >>> exact(0.125), exact(1204.0), exact(None)
    ('0.125', '1204', 'unknown')
    """
    return "unknown" if value is None else f"{value:.12g}"


@register.filter
def heads(names: Sequence[str]) -> list[dict[str, object]]:
    """Names as the heads of a table."""
    return [{"label": one, "number": False} for one in names]
