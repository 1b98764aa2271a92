"""Small drawings in rows: a trend, a share, a range; each says in words what it shows."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from headway.core.figures import Figure
from headway.web.drawing.numbers import percent, short, with_unit

ARROWS = {"rising": "↗", "falling": "↘", "flat": "→"}
CLASSES = {"rising": "up", "falling": "down", "flat": "flat"}
WIDTH, HEIGHT = 80, 20
VOWELS = set("aeiouy")


class Moving(Protocol):
    """A trend: its direction, its ratio and its weekly counts."""

    direction: Any
    ratio: Figure
    weekly: list[int]


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
    times = with_unit(trend.ratio.value, "ratio") if trend.ratio.value is not None else "ratio unknown"
    words = f"{str(trend.direction).capitalize()}, later half against earlier: {times}"
    line = points(trend.weekly) if len(trend.weekly) > 1 else ""
    return format_html(
        '<span class="trend {}" title="{}"><svg class="spark" viewBox="0 0 80 20" role="img" aria-label="{}">'
        '<polyline points="{}"/></svg><span aria-hidden="true">{} {}</span></span>',
        CLASSES[trend.direction], words, words, line, ARROWS[trend.direction],
        times if trend.ratio.value is not None else "",
    )  # fmt: skip


def mix(shares: Mapping[str, float]) -> SafeString:
    """Shares of a whole as one strip, the largest first."""
    ranked = sorted(((name, share) for name, share in shares.items() if share > 0), key=lambda one: -one[1])
    words = ", ".join(f"{channel_word(name)} {percent(share)}" for name, share in ranked)
    parts = format_html_join("", '<i style="inline-size:{}%"></i>', ((f"{s * 100:.1f}",) for _, s in ranked))
    return format_html(
        '<span class="mix" role="img" aria-label="{}" title="{}">{}</span>', words, words, parts
    )


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
    if spread.p10 is None or spread.p50 is None or spread.p90 is None:
        return format_html('<span class="unknown">{}</span>', "unknown")
    at = [_place(one, lowest, highest) for one in (spread.p10, spread.p50, spread.p90)]
    said = f"{words}: P10 {short(spread.p10)}, P50 {short(spread.p50)}, P90 {short(spread.p90)}"
    return format_html(
        '<span class="range" role="img" aria-label="{}" title="{}" style="--lo:{};--mid:{};--hi:{}"></span>',
        said, said, *at,
    )  # fmt: skip


def _place(value: float, lowest: float, highest: float) -> str:
    reach = (highest - lowest) or 1
    return f"{min(100, max(0, (value - lowest) / reach * 100)):.1f}"


def weeks_chart(counts: Sequence[int], words: str) -> SafeString:
    """Weekly counts as bars; the table beside it carries the same numbers."""
    top = max(counts, default=0) or 1
    wide = 100 / max(1, len(counts))
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}"><title>Week {}: {}</title></rect>',
        (
            (f"{i * wide + wide * 0.12:.2f}", f"{38 - one / top * 36:.2f}", f"{wide * 0.76:.2f}",
             f"{one / top * 36:.2f}", i + 1, one)
            for i, one in enumerate(counts)
        ),
    )  # fmt: skip
    return format_html(
        '<svg class="weeks" viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<line x1="0" x2="100" y1="38.2" y2="38.2"/>{}</svg>',
        words, bars,
    )  # fmt: skip
