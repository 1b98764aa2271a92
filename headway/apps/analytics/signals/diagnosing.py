"""Which part of the people or events explains that a number moved."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

import numpy as np

from headway.apps.analytics.behaviour.asked import moment, since_us, step_of, until_us, zone_of
from headway.apps.analytics.behaviour.definitions import definitions
from headway.apps.analytics.behaviour.reading import Known, known
from headway.apps.analytics.behaviour.wording import NO_EVENTS, share, unseen_notes
from headway.apps.analytics.signals.answers import CauseRow, DiagnosisAnswer
from headway.apps.analytics.signals.properties import property_names
from headway.apps.analytics.signals.questions import DIMENSIONS_MOST, DiagnosisQuestion
from headway.apps.analytics.signals.stepping import depths
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.figures import Figure
from headway.engine.anomalies.changes import changes
from headway.engine.behaviour.histories import MISSING, Codes, Flags, Histories, Longs, matching
from headway.engine.behaviour.periods import first_rows, micros, moment_of
from headway.engine.diagnosis.causes import Cause, causes
from headway.engine.diagnosis.parts import Numbers, Table

DAY_US = 86_400_000_000
VALUES_MOST = 50
DAYS_OF_WEEK = 7
WITHOUT = "(without)"
NO_STEP = "the daily series has no step to explain; say from when on it is another with changed_at"
ONE_TIME = "nothing is counted at one of the two times"
COUNTED, SHARE = "diagnosis.count@1", "diagnosis.share@1"


@dataclass(frozen=True)
class Counted:
    """The rows that count: when each was, and how much it counts (1, or for a share whether it got there)."""

    rows: Longs
    at_us: Longs
    hits: Numbers
    left_out: int


@dataclass(frozen=True)
class Split:
    """From when on it is now, in words and microseconds, and who says so."""

    text: str
    at_us: int
    found_by: str


def diagnosis_answer(context: Context, question: DiagnosisQuestion) -> DiagnosisAnswer:
    zone = zone_of(context, question.time_zone)
    names = question.dimensions or property_names(context, question)
    asked = [step_of(one) for one in (question.event, question.then) if one is not None]
    events = known(context, question, asked, names)
    counted = _counted(events, question, zone)
    answer = _answered(question, events, counted, zone, names)
    kind = "diagnosis.share@1" if question.then else "diagnosis.count@1"
    return answer.model_copy(update={
        "as_of": events.as_of, "notes": [*unseen_notes(events), *_left_out(counted)],
        "definitions": definitions(kind, "diagnosis@1"),
    })  # fmt: skip


def _answered(
    question: DiagnosisQuestion, events: Known, counted: Counted, zone: tzinfo, names: list[str]
) -> DiagnosisAnswer:
    if events.as_of_us is None:
        return DiagnosisAnswer(reason=NO_EVENTS)
    split = _split(question, counted, zone)
    if split is None:
        return DiagnosisAnswer(reason=NO_STEP)
    dimensions = dimensions_of(events.histories, counted.rows, names, asked=bool(question.dimensions))
    return _explained(question, events, counted, split, dimensions)


def _left_out(counted: Counted) -> list[str]:
    if not counted.left_out:
        return []
    return [f"{counted.left_out} began so late that their window is not over; they are left out."]


def _counted(events: Known, question: DiagnosisQuestion, zone: tzinfo) -> Counted:
    histories = events.histories
    begun = matching(histories, step_of(question.event)) & _inside(histories, question, zone)
    if question.then is None:
        rows = np.flatnonzero(begun)
        return Counted(rows, histories.at_us[rows], np.ones(len(rows)), 0)
    rows = first_rows(histories.person, begun)
    got_there = (
        depths(histories, rows, [matching(histories, step_of(question.then))], question.window_seconds) > 0
    )
    # Whoever was quick among the late ones is left out too, or the last days would have only quick ones.
    over = histories.at_us[rows] + question.window_seconds * 1e6 <= (events.as_of_us or 0)
    kept = rows[over]
    return Counted(kept, histories.at_us[kept], got_there[over].astype(float), int((~over).sum()))


def _inside(histories: Histories, question: DiagnosisQuestion, zone: tzinfo) -> Flags:
    since, until = since_us(question.since, zone), until_us(question.until, zone)
    flags = np.ones(len(histories.at_us), dtype=bool)
    if since is not None:
        flags &= histories.at_us >= since
    if until is not None:
        flags &= histories.at_us <= until
    return flags


def _split(question: DiagnosisQuestion, counted: Counted, zone: tzinfo) -> Split | None:
    if question.changed_at is not None:
        at_us = micros(moment(question.changed_at, zone, "changed_at"))
        return Split(question.changed_at, at_us, "asked")
    if not len(counted.at_us):
        return None
    begin = datetime.combine(
        moment_of(int(counted.at_us.min())).astimezone(zone).date(), datetime.min.time(), zone
    )
    days = (counted.at_us - micros(begin)) // DAY_US
    many = np.bincount(days).astype(float)
    hits = np.bincount(days, counted.hits)
    series = np.divide(hits, many, out=np.full(len(many), hits.sum() / many.sum()), where=many > 0)
    steps = changes(series if question.then else many, DAYS_OF_WEEK)
    if not steps:
        return None
    place = max(steps, key=lambda one: abs(one.after - one.before)).place
    at_us = micros(begin) + place * DAY_US
    return Split(
        moment_of(at_us).astimezone(zone).date().isoformat(), at_us, "the largest step of the daily series"
    )


def dimensions_of(
    histories: Histories, rows: Longs, names: list[str], *, asked: bool
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        column = histories.properties.get(name)
        codes: Codes = column.codes[rows] if column else np.full(len(rows), MISSING, np.int32)
        different = len(np.unique(codes))
        if asked and different > 20 * VALUES_MOST:
            raise Invalid(
                f"Field dimensions: {name} has {different:,} values; take properties with at most 1,000."
            )
        if column and (asked or 2 <= different <= VALUES_MOST):
            values = (*column.values, WITHOUT)
            found[name] = [values[code] for code in codes.tolist()]
    return dict(list(found.items())[:DIMENSIONS_MOST])


def _explained(
    question: DiagnosisQuestion,
    events: Known,
    counted: Counted,
    split: Split,
    dimensions: dict[str, list[str]],
) -> DiagnosisAnswer:
    is_now = counted.at_us >= split.at_us
    table = Table(
        dimensions, is_now, counted.hits, _of(question, counted, is_now, split), question.then is not None
    )
    whole = [_figure(table, when, events.as_of) for when in (~is_now, is_now)]
    found = causes(table, question.depth) if all(one.value is not None for one in whole) else []
    return DiagnosisAnswer(
        changed_at=split.text, found_by=split.found_by, before=whole[0], now=whole[1], dimensions=list(dimensions),
        causes=[_cause(one, question, events.as_of) for one in found],
        reason="" if is_now.any() and not is_now.all() else ONE_TIME,
    )  # fmt: skip


def _of(question: DiagnosisQuestion, counted: Counted, is_now: Flags, split: Split) -> Numbers:
    """What counts are out of: one each for a share, else the days of the time."""
    if question.then is not None or not len(counted.at_us):
        return np.ones(len(counted.at_us))
    before = max(1.0, (split.at_us - counted.at_us.min()) / DAY_US)
    now = max(1.0, (counted.at_us.max() - split.at_us) / DAY_US)
    return np.asarray(np.where(is_now, now, before))


def _figure(table: Table, when: Flags, as_of: datetime | None) -> Figure:
    many, hits = int(when.sum()), float(table.counted[when].sum())
    if table.is_share:
        return share(int(hits), many, as_of, SHARE)
    return a_day(hits, float(table.of[when].max(initial=0.0)), as_of)


def a_day(hits: float, days: float, as_of: datetime | None) -> Figure:
    if not days:
        return Figure(
            value=None, unit="events a day", definition=COUNTED, reason="no day of that time is known"
        )
    # A Poisson count's interval, wide enough for few events.
    low, high = max(0.0, hits + 1.92 - 1.96 * np.sqrt(hits + 1)), hits + 1.92 + 1.96 * np.sqrt(hits + 1)
    return Figure(
        value=hits / days, unit="events a day", n=int(hits), low=float(low / days), high=float(high / days),
        as_of=as_of, definition=COUNTED,
    )  # fmt: skip


def _cause(one: Cause, question: DiagnosisQuestion, as_of: datetime | None) -> CauseRow:
    if question.then is not None:
        now = share(round(one.counted), round(one.of_now), as_of, SHARE)
        before = share(round(one.counted_before), round(one.of_before), as_of, SHARE)
    else:
        now, before = a_day(one.counted, one.of_now, as_of), a_day(one.counted_before, one.of_before, as_of)
    named = " and ".join(f"{name} is {value}" for name, value in one.where.items())
    return CauseRow(
        where=one.where, before=before, now=now, expected=one.expected, explains=one.explains, evidence=one.evidence,
        text=_told(named, before, now, one), check=_check(one.where),
    )  # fmt: skip


def _told(named: str, before: Figure, now: Figure, one: Cause) -> str:
    part = "" if one.explains is None else f", {one.explains:.0%} of the change"
    return f"Where {named}: from {_read(before)} to {_read(now)}{part}."


def _read(figure: Figure) -> str:
    if figure.value is None:
        return "unknown"
    return f"{figure.value:.1%}" if figure.unit == "share" else f"{figure.value:,.1f} a day"


def _check(where: dict[str, str]) -> str:
    named = ", ".join(where)
    return f"Look at what was released or changed for this {named} at that time, and replay it there and elsewhere."
