"""Small drawings in rows: a trend, a share, a range; each says in words what it shows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from html import escape
from itertools import accumulate
from typing import Any, Protocol

from django.utils.safestring import SafeString, mark_safe

from headway.core.figures import Figure
from headway.web.drawing.numbers import percent, short, with_unit

ARROWS = {"rising": "↗", "falling": "↘", "flat": "→"}
CLASSES = {"rising": "up", "falling": "down", "flat": "flat"}
WIDTH, HEIGHT = 80, 20
MARKED = ' class="marked"'
VOWELS = set("aeiouy")
# In percent of the scale: a range narrower than this would not be seen.
NARROWEST = 3.0


class Moving(Protocol):
    """A trend: its direction, its ratio and its weekly counts."""

    direction: Any
    ratio: Figure
    weekly: list[int]


class Placed(Protocol):
    """A place between a lowest and a highest."""

    low: float | None
    mid: float | None
    high: float | None


class Spreading(Protocol):
    """A range with its middle."""

    p10: float | None
    p50: float | None
    p90: float | None


def points(counts: Sequence[int], width: float = WIDTH, height: float = HEIGHT) -> str:
    """The points of a line through the counts, smoothed over three weeks so that a row shows its drift.

    >>> points([0, 3, 6])
    '0,18 40,10 80,2'
    """
    smooth = [sum(part) / len(part) for i in range(len(counts)) if (part := counts[max(0, i - 1) : i + 2])]
    low, high = min(smooth, default=0), max(smooth, default=0)
    step, scale = width / max(1, len(smooth) - 1), (height - 4) / ((high - low) or 1)
    return " ".join(f"{i * step:.4g},{height - 2 - (one - low) * scale:.4g}" for i, one in enumerate(smooth))


def spark(trend: Moving) -> SafeString:
    """A trend as a line, an arrow and a ratio."""
    times = with_unit(trend.ratio.value, "ratio") if trend.ratio.value is not None else ""
    words = escape(
        f"{str(trend.direction).capitalize()}, later half against earlier: {times or 'ratio unknown'}"
    )
    line = points(trend.weekly) if len(trend.weekly) > 1 else ""
    html = (
        f'<span class="trend {CLASSES[trend.direction]}" title="{words}"><svg class="spark" viewBox="0 0 80 20" '
        f'role="img" aria-label="{words}"><polyline points="{line}"/></svg>'
        f'<span aria-hidden="true">{ARROWS[trend.direction]} {escape(times)}</span></span>'
    )
    return mark_safe(html)  # nosec B308 B703 # noqa: S308 - every word above is escaped


def mix(shares: Mapping[str, float]) -> SafeString:
    """Shares of a whole as one strip, the largest first."""
    ranked = sorted(((name, share) for name, share in shares.items() if share > 0), key=lambda one: -one[1])
    words = escape(", ".join(f"{channel_word(name)} {percent(share)}" for name, share in ranked))
    ends = [0.0, *accumulate(share for _, share in ranked)]
    parts = "".join(
        f'<rect x="{start * 100:.1f}%" width="{share * 100:.1f}%" height="100%"/>'
        for start, (_, share) in zip(ends, ranked, strict=False)
    )
    html = f'<svg class="mix" role="img" aria-label="{words}"><title>{words}</title>{parts}</svg>'
    return mark_safe(html)  # nosec B308 B703 # noqa: S308 - every word above is escaped


def bar(share: float) -> SafeString:
    """A share as a bar; the number stands beside it.

    >>> bar(0.25)
    '<svg class="strip" aria-hidden="true"><rect width="25.0%" height="100%" rx="4"/></svg>'
    """
    html = (
        f'<svg class="strip" aria-hidden="true"><rect width="{share * 100:.1f}%" height="100%" rx="4"/></svg>'
    )
    return mark_safe(html)  # nosec B308 B703 # noqa: S308 - a number


def channel_word(name: str) -> str:
    """A channel's, segment's or team's name as words; short ones without a vowel are initials.

    >>> channel_word("app_review"), channel_word("smb"), channel_word("fx_accounts")
    ('App review', 'SMB', 'FX accounts')
    """
    parts = [part if VOWELS & set(part.lower()) else part.upper() for part in name.replace("_", " ").split()]
    words = " ".join(parts)
    return words[:1].upper() + words[1:]


def span(spread: Spreading, lowest: float, highest: float, words: str) -> SafeString:
    """A range as a band from P10 to P90 with a mark at P50, on a scale from lowest to highest."""
    said = f"{words}: P10 {short(spread.p10)}, P50 {short(spread.p50)}, P90 {short(spread.p90)}"
    return _band((spread.p10, spread.p50, spread.p90), lowest, highest, said)


def standing(place: Placed) -> SafeString:
    """A problem's standing as a band between the measures that speak least and most for it."""
    said = f"Outweighs {percent(place.mid)} of the others; {percent(place.low)} to {percent(place.high)} by measure"
    return _band((place.low, place.mid, place.high), 0, 1, said)


def _band(values: Sequence[float | None], lowest: float, highest: float, words: str) -> SafeString:
    known = [one for one in values if one is not None]
    if len(known) < len(values):
        return mark_safe('<span class="unknown">unknown</span>')  # nosec B308 # a constant
    low, mid, high = (_place(one, lowest, highest) for one in known)
    said = escape(words)
    html = (
        f'<svg class="range" role="img" aria-label="{said}"><title>{said}</title>'
        f'<rect class="track" y="25%" width="100%" height="50%" rx="4"/>'
        f'<rect class="band" x="{low:.1f}%" y="25%" width="{max(high - low, NARROWEST):.1f}%" height="50%" rx="4"/>'
        f'<rect class="middle" x="{mid:.1f}%" width="3" height="100%" rx="1.5"/></svg>'
    )
    return mark_safe(html)  # nosec B308 B703 # noqa: S308 - every word above is escaped


def _place(value: float, lowest: float, highest: float) -> float:
    reach = (highest - lowest) or 1
    return min(100.0, max(0.0, (value - lowest) / reach * 100))


def weeks_chart(counts: Sequence[int], words: str) -> SafeString:
    """Weekly counts as bars; the table beside it carries the same numbers."""
    return bars_chart([(f"Week {place}", one) for place, one in enumerate(counts, 1)], words)


def bars_chart(
    numbers: Sequence[tuple[str, float | None]],
    words: str,
    marked: Collection[str] = (),
    told: Callable[[float], str] = short,
) -> SafeString:
    """Numbers of nought and more as bars, some of them marked, with a gap for what is unknown; the table beside it
    carries the same numbers, which are `told` to whoever points at a bar."""
    known = [one for _, one in numbers if one is not None]
    top, wide = max(known, default=0) or 1, 100 / max(1, len(numbers))
    bars = "".join(
        f'<rect x="{place * wide + wide * 0.12:.2f}" y="{38 - max(0.0, one) / top * 36:.2f}" '
        f'width="{wide * 0.76:.2f}" height="{max(0.0, one) / top * 36:.2f}"'
        f"{MARKED if name in marked else ''}><title>{escape(name)}: {escape(told(one))}</title></rect>"
        for place, (name, one) in enumerate(numbers)
        if one is not None
    )
    html = (
        f'<svg class="weeks" viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label="{escape(words)}">'
        f'<line x1="0" x2="100" y1="38.2" y2="38.2"/>{bars}</svg>'
    )
    return mark_safe(html)  # nosec B308 B703 # noqa: S308 - numbers, and words that are escaped
