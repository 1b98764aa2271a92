"""A hypothesis in words: what it says, what speaks for it, what to look at next and what can be done about it."""

from datetime import date

from headway.apps.diagnosis.answers import CheckStep, EvidenceLine, HypothesisRow
from headway.apps.diagnosis.deeds import deeds_of
from headway.apps.diagnosis.looking import sql_of
from headway.apps.diagnosis.nearby import Days
from headway.apps.diagnosis.taking_apart import named
from headway.apps.diagnosis.told import Told, number
from headway.engine.diagnosis.causes import Cause
from headway.engine.diagnosis.hypotheses import Hypothesis

SORTS = {"release": "the release", "incident": "the incident", "experiment": "the experiment", "other": ""}
KEY_LETTERS = 80


def hypothesis_row(one: Hypothesis, told: Told) -> HypothesisRow:
    """One hypothesis as it is shown."""
    text, check = WORDS[one.kind](one, told)
    mark, sql = told.marks.get(one.happening), sql_of(one, told)
    prepared = {
        "explore": told.split(_dimension(one)) if _dimension(one) else told.explore, "sql": sql,
        "sql_address": told.page("reporting:sql", sql=sql) if sql else "",
    }  # fmt: skip
    return HypothesisRow(
        key=_key(one), kind=one.kind, text=text, strength=one.strength, words=one.words, where=one.where,
        record_kind=mark.kind if mark else "", record=mark.record if mark else "",
        evidence=_evidence(one, told), check=check.model_copy(update=prepared), deeds=deeds_of(one, text, told),
    )  # fmt: skip


def _key(one: Hypothesis) -> str:
    return ":".join(filter(None, (one.kind, one.happening, named(one.where), one.dimension)))[:KEY_LETTERS]


def _happened(one: Hypothesis, told: Told) -> tuple[str, CheckStep]:
    mark = told.marks[one.happening]
    # "the release Release 5" says it twice.
    sort = "" if mark.title.lower().startswith(mark.sort) else SORTS.get(mark.sort, "")
    title = f"{sort} {mark.title}".strip()
    where = f", where {named(one.where)}" if one.where else ""
    text = f"It came with {title} of {mark.starts_on:%d %B}{where}."
    if one.where:
        words = f"Look at {_dimension(one)} day by day: did it change on {mark.starts_on:%d %B}, and nowhere else?"
        return text, CheckStep(words=words, address=told.split(_dimension(one)))
    return text, CheckStep(
        words=f"Find out whom {title} reached, and compare them with those whom it did not reach.",
        address=mark.address or told.explore,
    )


def _part(one: Hypothesis, told: Told) -> tuple[str, CheckStep]:
    return (
        f"Something happened to {named(one.where)}, and to little else.",
        CheckStep(
            words=f"Ask what was released or sent to {named(one.where)} about {told.days.day:%d %B}, and try it there.",
            address=told.split(_dimension(one)),
        ),
    )


def _vanished(one: Hypothesis, told: Told) -> tuple[str, CheckStep]:
    return (
        f"Nothing is counted any more for {named(one.where)}: it may be measured no longer, not happen no longer.",
        CheckStep(
            words="See in the tracking plan whether the event still comes from there, with its properties.",
            address=told.page("tracking:violations"),
        ),
    )


def _mix(one: Hypothesis, told: Told) -> tuple[str, CheckStep]:
    return (
        f"There are others now: by {one.dimension} the mix changed, and each part does much as before.",
        CheckStep(
            words=f"See by {one.dimension} who came more or less, and why: a campaign, a new market, a price.",
            address=told.split(one.dimension),
        ),
    )


def _weekdays(one: Hypothesis, told: Told) -> tuple[str, CheckStep]:
    return (
        "The two periods have other days of the week in them.",
        CheckStep(words="Compare whole weeks with whole weeks.", address=told.explore),
    )


def _chance(one: Hypothesis, told: Told) -> tuple[str, CheckStep]:
    return (
        "Nothing happened: days differ as much by themselves.",
        CheckStep(words="Wait for another week of days before anything is done.", address=told.explore),
    )


WORDS = {
    "happening": _happened,
    "part": _part,
    "vanished": _vanished,
    "mix": _mix,
    "weekdays": _weekdays,
    "chance": _chance,
}


def _dimension(one: Hypothesis) -> str:
    return one.dimension or next(iter(one.where), "")


def _cause(one: Hypothesis, told: Told) -> Cause | None:
    return next((cause for cause in told.change.causes if one.where and cause.where == one.where), None)


def _evidence(one: Hypothesis, told: Told) -> list[EvidenceLine]:
    lines = []
    if cause := _cause(one, told):
        lines.append(EvidenceLine(words=_of_part(cause, told), address=told.split(_dimension(one))))
    if mark := told.marks.get(one.happening):
        lines.append(EvidenceLine(words=_of_time(mark.starts_on, told.days), address=mark.address))
        if one.named is False:
            lines.append(EvidenceLine(words="Its title names none of the parts that the change is in."))
    if one.kind in {"mix", "weekdays"}:
        lines.append(
            EvidenceLine(words=f"That makes {one.size or 0:.0%} of the change.", address=told.explore)
        )
    if one.kind == "chance":
        lines.append(
            EvidenceLine(words=f"Two runs of such days differ as much in {one.strength:.1%} of all cases.")
        )
    return lines


def _of_part(cause: Cause, told: Told) -> str:
    unit = told.found.unit
    part = "" if cause.explains is None else f": {cause.explains:.0%} of the change"
    moved = f"from {number(cause.rate_before, unit)} to {number(cause.rate_now, unit)}"
    return f"There it went {moved}{part}; {cause.counted:,.0f} counted where {cause.expected:,.0f} were to be expected."


def _of_time(day: date, days: Days) -> str:
    if days.earliest <= day <= days.latest:
        return f"It began on {day:%d %B}, within the days in which the number turned."
    apart = (days.earliest - day).days
    return f"It began on {day:%d %B}, {apart} {'day' if apart == 1 else 'days'} before the number can have turned."
