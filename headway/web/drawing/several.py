"""Several series in one drawing: as lines that cross, or as bars on top of each other; each with the names of its
parts beside it, told apart by colour and by how they are drawn."""

from collections.abc import Callable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from headway.web.drawing.numbers import short

Points = Sequence[tuple[str, float | None]]
TALL, HEAD, FOOT = 46.0, 2.0, 44.0
LINES_MOST = 6
NAMED_MOST = 8
LINE = '<polyline points="0,4 20,4"/>'
BLOCK = '<rect width="20" height="8"/>'


def with_axis(drawing: SafeString, points: Points, told: Callable[[float], str] = short) -> SafeString:
    """A drawing over the names of its points: each with its number where they are few, else the ends and the middle.

    Hidden from who listens to the page, since the table says the same.
    """
    few = len(points) <= NAMED_MOST
    shown = points if few else [points[0], points[len(points) // 2], points[-1]]
    names = "".join(
        f"<li>{f'<b>{escape(told(value))}</b>' if few and value is not None else ''}{escape(name)}</li>"
        for name, value in shown
    )
    top = max((value for _, value in points if value is not None), default=None)
    highest = "" if few or top is None else f'<span class="top">{escape(told(top))}</span>'
    axis = f'<ol class="axis{"" if few else " ends"}">{names}</ol>'
    html = f'<div class="plot">{drawing}<div aria-hidden="true">{highest}{axis}</div></div>'
    return mark_safe(html)  # nosec B308 B703 # noqa: S308 - a drawing, numbers, and words that are escaped


def lines_chart(series: Sequence[tuple[str, Points]], words: str) -> SafeString:
    """The largest series as lines over the same periods; a gap is where nothing is known."""
    ranked = sorted(series, key=lambda one: -sum(value or 0 for _, value in one[1]))[:LINES_MOST]
    top = max((value for _, points in ranked for _, value in points if value is not None), default=0) or 1
    lines = "".join(f'<g class="c{at}">{_runs(points, top)}</g>' for at, (_, points) in enumerate(ranked, 1))
    left = len(series) - len(ranked)
    more = f"{left} more in the table" if left else ""
    said = f"{words}: {', '.join(name for name, _ in ranked)}"
    return _framed(lines, said, FOOT, _keys([name for name, _ in ranked], LINE, more))


def _runs(points: Points, top: float) -> str:
    runs: list[list[str]] = [[]]
    wide = 100 / max(1, len(points))
    for at, (_, value) in enumerate(points):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{(at + 0.5) * wide:.2f},{FOOT - value / top * (FOOT - HEAD):.2f}")
    # A single point between gaps would not be seen as a line.
    return "".join(
        f'<polyline points="{" ".join(run * 2 if len(run) == 1 else run)}"/>' for run in runs if run
    )


def stacks_chart(
    periods: Sequence[str], parts: Sequence[tuple[str, Sequence[float]]], words: str
) -> SafeString:
    """For each period the parts on top of each other, and what is below nought under the line."""
    highest = max((sum(max(0, part[at]) for _, part in parts) for at in range(len(periods))), default=0)
    lowest = min((sum(min(0, part[at]) for _, part in parts) for at in range(len(periods))), default=0)
    scale = (FOOT - HEAD) / ((highest - lowest) or 1)
    ground = HEAD + highest * scale
    drawn = "".join(_stack(periods, parts, at, ground, scale) for at in range(len(periods)))
    return _framed(drawn, words, ground, _keys([name for name, _ in parts], BLOCK))


def _stack(
    periods: Sequence[str], parts: Sequence[tuple[str, Sequence[float]]], at: int, ground: float, scale: float
) -> str:
    wide = 100 / len(periods)
    up = down = ground
    drawn = []
    for place, (name, part) in enumerate(parts, 1):
        tall = abs(part[at]) * scale
        y = down if part[at] < 0 else up - tall
        up, down = (up, down + tall) if part[at] < 0 else (up - tall, down)
        said = f"{escape(periods[at])}, {escape(name)}: {escape(short(part[at]))}"
        drawn.append(
            f'<rect class="c{place}" x="{at * wide + wide * 0.12:.2f}" y="{y:.2f}" width="{wide * 0.76:.2f}" '
            f'height="{tall:.2f}"><title>{said}</title></rect>'
        )
    return "".join(drawn)


def _keys(names: Sequence[str], how: str, more: str = "") -> str:
    """What each colour stands for."""
    keys = "".join(
        f'<li><svg class="several key" viewBox="0 0 20 8" aria-hidden="true"><g class="c{at}">{how}</g></svg>'
        f"{escape(name)}</li>"
        for at, name in enumerate(names, 1)
    )
    return f'<ul class="keys">{keys}{f"<li>{more}</li>" if more else ""}</ul>'


def _framed(drawn: str, words: str, ground: float, keys: str) -> SafeString:
    html = (
        f'{keys}<svg class="several" viewBox="0 0 100 {TALL:g}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(words)}"><line class="ground" x1="0" x2="100" y1="{ground:.2f}" y2="{ground:.2f}"/>'
        f"{drawn}</svg>"
    )
    return mark_safe(html)  # nosec B308 B703 # noqa: S308 - numbers, and words that are escaped
