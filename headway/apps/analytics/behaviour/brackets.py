"""Who comes back within brackets of days."""

from headway.apps.analytics.behaviour.answers import Bracket, BracketsAnswer
from headway.apps.analytics.behaviour.asked import refusals, since_us, step_of, until_us, zone_of
from headway.apps.analytics.behaviour.definitions import definitions
from headway.apps.analytics.behaviour.questions import BracketsQuestion
from headway.apps.analytics.behaviour.reading import Known, known
from headway.apps.analytics.behaviour.wording import NO_EVENTS, share, unseen_notes
from headway.core.context import Context
from headway.engine.behaviour.retention import BracketsFound, bracket_retention

DEFINITION = "retention.brackets@1"


def brackets_found(context: Context, question: BracketsQuestion) -> tuple[Known, BracketsFound]:
    """Who began, and who came back in which bracket. Raises Invalid for a bracket that ends before it begins."""
    start = step_of(question.start_event)
    back = step_of(question.return_event) if question.return_event else start
    zone = zone_of(context, question.time_zone)
    events = known(context, question, [start, back])
    with refusals():
        return events, bracket_retention(
            events.histories, start, back, question.brackets,
            since_us=since_us(question.since, zone), until_us=until_us(question.until, zone),
            as_of_us=events.as_of_us,
        )  # fmt: skip


def brackets_answer(context: Context, question: BracketsQuestion) -> BracketsAnswer:
    events, found = brackets_found(context, question)
    if events.as_of_us is None:
        return BracketsAnswer(reason=NO_EVENTS, definitions=definitions(DEFINITION))
    people = len(found.person)
    brackets = [
        Bracket(
            first_day=first,
            last_day=last,
            back=(back := int(found.back[:, place].sum())),
            share=share(back, people, events.as_of, DEFINITION),
            open=int((~found.back[:, place] & ~found.over[:, place]).sum()),
        )
        for place, (first, last) in enumerate(question.brackets)
    ]
    return BracketsAnswer(
        people=people,
        brackets=brackets,
        as_of=events.as_of,
        notes=[*unseen_notes(events), *_open(brackets)],
        definitions=definitions(DEFINITION),
    )


def _open(brackets: list[Bracket]) -> list[str]:
    if not any(one.open for one in brackets):
        return []
    return ["Brackets that are not over for everybody are counted as far as is known."]
