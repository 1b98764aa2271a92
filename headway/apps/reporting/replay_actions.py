"""What can be done with links to tools that replay what a person did."""

from pydantic import Field

from headway.apps.reporting.models import ReplayLink
from headway.apps.reporting.replay import template_checked
from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.records import next_ref, record_save
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS


class ReplayLinkSave(Question):
    ref: str = Field("", max_length=100, description="None makes a new one.")
    title: str = Field(min_length=1, max_length=100, examples=["Replay"])
    template: str = Field(max_length=500, examples=["https://replay.example.com/users/{person}?from={at}"])


@action("reporting.replay_link_save", roles=DECIDERS)
def replay_link_save(context: Context, question: ReplayLinkSave) -> Done[RecordRef]:
    """Have every person lead to a tool that replays what the person did.

    Raises Invalid for an address that is not of a site by https, or has anything but {person} and {at} to fill in.
    """
    values = {"title": question.title, "template": template_checked(question.template)}
    ref = question.ref or next_ref(context, ReplayLink, "RP")
    saved = record_save(context, ReplayLink, ref, values, ("title", "template"))
    return Done(
        ref_of(saved.record), f"{saved.verb} the replay link {question.title}", saved.record, saved.changes
    )


@action("reporting.replay_link_remove", roles=DECIDERS, destructive=True)
def replay_link_remove(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Remove a replay link. Raises NotFound."""
    found = row(ReplayLink, context, question.ref)
    told = ref_of(found)
    found.delete()
    return Done(told, f"Removed the replay link {found.title}")
