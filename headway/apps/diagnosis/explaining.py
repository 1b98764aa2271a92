"""A change taken apart, with what may be behind it."""

import numpy as np

from headway.apps.analytics.behaviour.definitions import definitions
from headway.apps.analytics.behaviour.wording import share
from headway.apps.analytics.signals.diagnosing import COUNTED, SHARE, a_day
from headway.apps.diagnosis.answers import ChangeAnswer, PartRow, SinceRow
from headway.apps.diagnosis.from_events import gathered_from_events
from headway.apps.diagnosis.from_metrics import gathered_from_metric
from headway.apps.diagnosis.gathered import Gathered, Nothing
from headway.apps.diagnosis.nearby import days_of, happenings_near, moved_with
from headway.apps.diagnosis.periods import of_weekdays
from headway.apps.diagnosis.questions import ChangeQuestion
from headway.apps.diagnosis.taking_apart import Whole, breakdowns_of, whole_of
from headway.apps.diagnosis.told import Told
from headway.apps.diagnosis.wholes import range_note
from headway.apps.diagnosis.wording import hypothesis_row
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.figures import Figure
from headway.engine.anomalies.since import chance_of
from headway.engine.diagnosis.causes import Cause, causes
from headway.engine.diagnosis.hypotheses import Change, Happening, Moment, hypotheses

ONE_TIME = "nothing is counted in one of the two periods"
NO_QUESTION = "Field steps: name a metric, or the event or events to count."


def change_answer(context: Context, question: ChangeQuestion) -> ChangeAnswer:
    if bool(question.metric) == bool(question.steps):
        raise Invalid(
            NO_QUESTION
            if not question.steps
            else "Field metric: ask about a metric or about events, not both."
        )
    gather = gathered_from_metric if question.metric else gathered_from_events
    found = gather(context, question)
    if isinstance(found, Nothing):
        return ChangeAnswer(reason=found.reason, title=found.title, as_of=found.as_of, notes=found.notes)
    whole = whole_of(found)
    plain = _plain(found, question)
    if whole is None or not (found.table.is_now.any() and (~found.table.is_now).any()):
        return plain.model_copy(update={"reason": ONE_TIME})
    return plain.model_copy(update=_explained(context, question, found, whole))


def _plain(found: Gathered, question: ChangeQuestion) -> ChangeAnswer:
    periods, daily = found.periods, found.daily
    kind = SHARE if found.table.is_share and not question.metric else COUNTED
    return ChangeAnswer(
        title=found.title, unit=found.unit, as_of=found.as_of, notes=[*found.notes, *_ranged(found)],
        now_from=periods.now.first, now_to=periods.now.last, base_from=periods.base.first, base_to=periods.base.last,
        found_by=periods.found_by, definitions=definitions(*([] if question.metric else [kind]), "diagnosis@1"),
        points=[
            (daily.day(at).isoformat(), value if of else None)
            for at, (value, of) in enumerate(zip(daily.values.tolist(), daily.of.tolist(), strict=True))
        ],
    )  # fmt: skip


def _ranged(found: Gathered) -> list[str]:
    table = found.table
    counted = table.of if table.is_share else table.counted
    days = found.periods.base.days + found.periods.now.days
    return range_note(found.since, float(counted.sum()) / days)


def _explained(
    context: Context, question: ChangeQuestion, found: Gathered, whole: Whole
) -> dict[str, object]:
    listed = causes(found.table, question.depth)
    breakdowns, effects = breakdowns_of(found, whole, listed)
    days = days_of(found)
    chance = chance_of(found.daily.of_span(found.periods.base), found.daily.of_span(found.periods.now))
    marks = happenings_near(context, days)
    known = {f"{one.sort} {one.ref or one.title}": one for one in marks}
    moment = Moment(*(float(one.toordinal()) for one in (days.day, days.earliest, days.latest)))
    change = Change(moment, listed, effects, of_weekdays(found.daily, found.periods), chance)
    happened = [
        Happening(key, one.sort, one.title, float(one.starts_on.toordinal())) for key, one in known.items()
    ]
    told = Told(context.workspace.slug, found, whole, change, days, known)
    return {
        "before": _figure(found, whole.before, now=False), "now": _figure(found, whole.now, now=True),
        "change": whole.change, "chance": chance, "since": _since(found), "breakdowns": breakdowns,
        "parts": [_part(one, found) for one in listed], "happenings": marks,
        # Events that were sent along have nothing to do with what is stored.
        "moved": [] if question.events is not None else moved_with(context, found),
        "hypotheses": [hypothesis_row(one, told) for one in hypotheses(change, happened)],
    }  # fmt: skip


def _figure(found: Gathered, value: float, *, now: bool) -> Figure:
    """The number with its interval where it is one of counts; of a metric the number alone."""
    table, span = found.table, found.periods.now if now else found.periods.base
    rows = table.is_now == now
    if found.exact is not None:
        return Figure(value=value, unit=found.unit, n=int(table.counted[rows].sum()), as_of=found.as_of)
    hits = float(table.counted[rows].sum())
    if table.is_share:
        return share(int(hits), int(np.sum(table.of[rows])), found.as_of, SHARE)
    return a_day(hits, float(span.days), found.as_of)


def _since(found: Gathered) -> SinceRow | None:
    since, daily = found.since, found.daily
    if since is None:
        return None
    return SinceRow(
        day=daily.day(since.place), earliest=daily.day(since.earliest), latest=daily.day(since.latest),
        level_before=since.before, level_after=since.after,
    )  # fmt: skip


def _part(one: Cause, found: Gathered) -> PartRow:
    pairs = ((one.counted_before, one.of_before), (one.counted, one.of_now))
    if found.table.is_share and found.exact is None:
        before, now = (share(round(hits), round(of), found.as_of, SHARE) for hits, of in pairs)
    elif found.table.is_share:
        before, now = (
            Figure(
                value=hits / of if of else None,
                unit="share",
                n=round(of),
                reason="" if of else "nobody was there",
            )
            for hits, of in pairs
        )
    else:
        before, now = (a_day(hits, of, found.as_of) for hits, of in pairs)
    return PartRow(
        where=one.where,
        before=before,
        now=now,
        expected=one.expected,
        explains=one.explains,
        evidence=one.evidence,
    )
