"""The points of an answer, each with what leads to why it changed."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from headway.apps.analytics.behaviour.answers import FunnelAnswer, TrendAnswer
from headway.apps.analytics.signals.answers import AnomaliesAnswer
from headway.web.diagnosis.points import COLUMN, Whys
from headway.web.explore.answers.parts import Cell, Drawn, Shown


def with_whys(shown: Shown, answer: object, whys: Whys) -> Shown:
    """What is shown, with a link in each row of a table whose rows are points."""
    if not isinstance(answer, TrendAnswer | AnomaliesAnswer | FunnelAnswer):
        return shown
    drawn = [_with_links(one, _links(answer, at, whys)) for at, one in enumerate(shown.drawn)]
    return replace(shown, drawn=drawn)


def _links(
    answer: TrendAnswer | AnomaliesAnswer | FunnelAnswer, at: int, whys: Whys
) -> Callable[[int], Cell]:
    if isinstance(answer, FunnelAnswer):
        # After the steps come the values of a split, which are no points.
        return lambda row: "" if at else whys.link(f"step {row + 1}", step=row)
    if isinstance(answer, AnomaliesAnswer):
        return lambda row: whys.link(answer.points[row][0], period=answer.points[row][0])
    series = (answer.series or [])[at]
    place = {"value": series.value} if series.value is not None else {"row": at}
    return lambda row: whys.link(series.points[row][0], period=series.points[row][0], **place)


def _with_links(drawn: Drawn, link: Callable[[int], Cell]) -> Drawn:
    links: Sequence[Cell] = [link(row) for row in range(len(drawn.rows))]
    if not any(links):
        return drawn
    rows = [[*row, one] for row, one in zip(drawn.rows, links, strict=True)]
    return replace(drawn, columns=[*drawn.columns, COLUMN], rows=rows)
