"""The SQL that a check of a hypothesis is answered by: the events of the question, its part against the rest."""

from collections.abc import Callable, Sequence

from headway.apps.analytics.signals.diagnosing import WITHOUT
from headway.apps.diagnosis.gathered import Asked
from headway.apps.diagnosis.taking_apart import named
from headway.apps.diagnosis.told import Told
from headway.engine.asking.writing import comment, holds, property_of, text, within
from headway.engine.diagnosis.hypotheses import Hypothesis

DAY_S = 86_400


def sql_of(one: Hypothesis, told: Told) -> str:
    """One SELECT for the SQL bench; empty for a metric whose SQL cannot be written."""
    source, periods = told.found.source, told.found.periods
    if source.metric:
        return source.sql(
            [one.dimension] if one.dimension else list(one.where), periods.base.first, periods.now.last
        )
    written = _of_steps if len(source.asked) > 1 else BY_KIND.get(one.kind, _of_days)
    lines = [comment(told.found.title)]
    if source.cohort:
        lines.append(comment(f"The question is kept to the cohort {source.cohort}; this reads everybody."))
    return "\n".join([*lines, written(one, told)])


def _where(asked: Asked, told: Told) -> str:
    periods = told.found.periods
    return f"{_is(asked, 'events')} AND {within(periods.base.first, periods.now.last)}"


def _part(one: Hypothesis, column: str = "properties") -> str:
    where = {name: None if value == WITHOUT else value for name, value in one.where.items()}
    return f"CASE WHEN {holds(where, column)} THEN {text(named(one.where))} ELSE 'everything else' END"


def _of_days(one: Hypothesis, told: Told) -> str:
    columns = ["CAST(happened_at AS DATE) AS day", *([f"{_part(one)} AS part"] if one.where else [])]
    return _grouped([*columns], "count(*) AS events, count(DISTINCT person) AS people", told)


def _grouped(columns: Sequence[str], counted: str, told: Told) -> str:
    places = ", ".join(str(at) for at in range(1, len(columns) + 1))
    return (
        f"SELECT {', '.join([*columns, counted])}\nFROM events\n"  # nosec B608
        f"WHERE {_where(told.found.source.asked[0], told)}\nGROUP BY {places}\nORDER BY {places}"
    )


def _of_vanished(one: Hypothesis, told: Told) -> str:
    return _grouped([f"{_part(one)} AS part"], "max(happened_at) AS last_seen, count(*) AS events", told)


def _of_mix(one: Hypothesis, told: Told) -> str:
    begins = f"DATE '{told.found.periods.now.first}'"
    counted = f"count(*) FILTER (happened_at < {begins}) AS before, count(*) FILTER (happened_at >= {begins}) AS now"
    return _grouped([f"{property_of(one.dimension)} AS {_quoted(one.dimension)}"], counted, told)


def _of_weekdays(one: Hypothesis, told: Told) -> str:
    counted = "count(*) AS events, count(DISTINCT CAST(happened_at AS DATE)) AS days"
    return _grouped(["isodow(happened_at) AS weekday", "dayname(happened_at) AS name"], counted, told)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


BY_KIND: dict[str, Callable[[Hypothesis, Told], str]] = {
    "vanished": _of_vanished,
    "mix": _of_mix,
    "weekdays": _of_weekdays,
}


def _of_steps(one: Hypothesis, told: Told) -> str:
    """Who began on each day and who got through, each step as early as can be after the one before."""
    asked, periods = told.found.source.asked, told.found.periods
    last = f"step{len(asked)}"
    began = within(periods.base.first, periods.now.last, "step1.began")
    return "\n".join(
        [
            "WITH "
            + ",\n".join([_first(asked[0]), *(_next(at, one, told) for at, one in enumerate(asked[1:], 2))]),
            f"SELECT CAST(step1.began AS DATE) AS day, {_split(one)}, count(*) AS began,",
            f"  count({last}.person) AS got_through, count({last}.person) / count(*) AS share",
            f"FROM step1 LEFT JOIN {last} USING (person)",
            f"WHERE {began}",
            "GROUP BY 1, 2",
            "ORDER BY 1, 2",
        ]
    )


def _split(one: Hypothesis) -> str:
    if one.where:
        return f"{_part(one, 'step1.properties')} AS part"
    if one.dimension:
        return f"{property_of(one.dimension, 'step1.properties')} AS {_quoted(one.dimension)}"
    return "'all' AS part"


def _is(asked: Asked, table: str) -> str:
    """That a row is an event that a step asks for."""
    parts = [] if asked.event is None else [f"{table}.event = {text(asked.event)}"]
    return (
        " AND ".join([*parts, *([holds(asked.props, f"{table}.properties")] if asked.props else [])])
        or "true"
    )


def _first(asked: Asked) -> str:
    columns = (
        "min(happened_at) AS began, min(happened_at) AS at, arg_min(properties, happened_at) AS properties"
    )
    return f"step1 AS (SELECT person, {columns} FROM events WHERE {_is(asked, 'events')} GROUP BY 1)"  # nosec B608 # noqa: S608 - written to be read, and checked before it runs


def _next(at: int, asked: Asked, told: Told) -> str:
    seconds = told.found.source.window_days * DAY_S
    until = f"e.happened_at <= s.began + INTERVAL '{seconds:.0f} seconds'"
    return (
        f"step{at} AS (SELECT s.person, s.began, min(e.happened_at) AS at FROM step{at - 1} s JOIN events e "  # nosec B608 # noqa: S608 - as above
        f"USING (person)\n  WHERE {_is(asked, 'e')} AND e.happened_at >= s.at AND {until} GROUP BY 1, 2)"
    )
