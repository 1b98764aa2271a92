"""Filters such as `{{ Dimension('user__plan') }} = 'pro'`: read by us, and never run as a template."""

import re
from dataclasses import dataclass

from headway.engine.metrics.expressions import checked, quoted
from headway.engine.metrics.model import GRAINS, METRIC_TIME, Grain, MetricError

_CALL = re.compile(
    r"(Dimension|TimeDimension|Entity)\(\s*'([A-Za-z0-9_]+)'\s*(?:,\s*(?:time_granularity_name\s*=\s*)?'([a-z]+)'\s*)?\)"
    r"(?:\.grain\(\s*'([a-z]+)'\s*\))?"
)
_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Name:
    """A column to group or filter by: an entity (`user`), or a dimension of one (`user__plan`), `grain` of a time.

    `entity` is empty for `metric_time`, `dimension` is empty for an entity itself.
    """

    entity: str
    dimension: str
    grain: Grain | None = None

    @property
    def column(self) -> str:
        """What the column is called in an answer."""
        return "__".join(filter(None, (self.entity, self.dimension, self.grain or "")))

    @property
    def is_metric_time(self) -> bool:
        return not self.entity and self.dimension == METRIC_TIME


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition: its SQL over the columns of `names`."""

    sql: str
    names: tuple[Name, ...]


def name_read(text: str, grain: str = "") -> Name:
    """The column that a text such as `user__plan`, `metric_time__month` or `user` names. Raises MetricError.

    >>> name_read("metric_time__month")
    Name(entity='', dimension='metric_time', grain='month')
    >>> name_read("user__plan").column
    'user__plan'
    """
    parts = text.split("__")
    if not grain and parts[-1] in GRAINS and (len(parts) > 2 or parts[0] == METRIC_TIME):
        grain = parts.pop()
    if not all(parts) or len(parts) > 2:
        raise MetricError(f"{text[:60]!r} is no column; write entity__dimension, an entity, or metric_time.")
    known = _grain(grain, text)
    if parts == [METRIC_TIME]:
        return Name("", METRIC_TIME, known or "day")
    return Name(parts[0], parts[1] if len(parts) == 2 else "", known)


def filter_read(text: str) -> Filter:
    """A filter as SQL over named columns. Raises MetricError for braces that hold anything but one of the three calls.

    >>> filter_read("{{ Dimension('user__plan') }} = 'pro'").sql
    '"user__plan" = \\'pro\\''
    """
    names: list[Name] = []

    def column(match: re.Match[str]) -> str:
        names.append(_called(match.group(1).strip()))
        return quoted(names[-1].column)

    sql = _BRACES.sub(column, text)
    if "{" in sql or "}" in sql:
        raise MetricError(
            f"the filter {text.strip()[:60]!r} has a brace without its other half; write {{{{ … }}}}."
        )
    return Filter(checked(" ".join(sql.split())), tuple(names))


def _called(call: str) -> Name:
    match = _CALL.fullmatch(call)
    if match is None:
        raise MetricError(
            f"{call[:60]!r} is not read in a filter; write Dimension('entity__name'), "
            "TimeDimension('entity__name', 'month') or Entity('entity')."
        )
    kind, text, grain, later = match.groups()
    if kind != "TimeDimension" and grain:
        raise MetricError(f"{call[:60]!r} has a grain; write TimeDimension instead.")
    found = name_read(text, grain or later or "")
    if (kind == "Entity") == bool(found.dimension):
        raise MetricError(f"{call[:60]!r} does not fit its name; an Entity has no __, a dimension has one.")
    return found


def _grain(word: str, text: str) -> Grain | None:
    if not word:
        return None
    for grain in GRAINS:
        if grain == word:
            return grain
    raise MetricError(f"{text[:60]!r} asks for {word!r}; the grains are {', '.join(GRAINS)}.")
