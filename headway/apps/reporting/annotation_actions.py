"""What can be done with annotations."""

import re
from datetime import date
from typing import Literal

from pydantic import Field

from headway.apps.reporting.models import Annotation
from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.records import next_ref, record_save
from headway.core.registry import Done, Question, action
from headway.core.roles import CONTRIBUTORS

LINK = re.compile(r"(https?://[^\s<>\"']+|/[^/\s<>\"'][^\s<>\"']*)?")


class AnnotationSave(Question):
    ref: str = Field("", max_length=100, description="None makes a new one.")
    sort: Literal["release", "incident", "experiment", "other"] | None = None
    title: str | None = Field(None, min_length=1, max_length=200)
    starts_on: date | None = None
    ends_on: date | None = Field(None, description="Last day of a span.")
    link: str | None = Field(
        None, max_length=500, description="A page here (/w/...) or elsewhere (https://...)."
    )


@action("reporting.annotation_save", roles=CONTRIBUTORS)
def annotation_save(context: Context, question: AnnotationSave) -> Done[RecordRef]:
    """Write down what happened on a day or over a span, so that charts on dashboards show it.

    Raises Invalid for a span that ends before it begins and a link that is no address.
    """
    if question.link and not LINK.fullmatch(question.link):
        raise Invalid("Field link: it is no address; begin it with https:// or with /w/.")
    ref = question.ref or next_ref(context, Annotation, "AN")
    values = question.model_dump(exclude={"ref"})
    saved = record_save(context, Annotation, ref, values, ("title", "starts_on"))
    one = saved.record
    if one.ends_on and one.ends_on < one.starts_on:
        raise Invalid(f"Field ends_on: {one.ends_on} is before {one.starts_on}, the first day; swap them.")
    return Done(ref_of(one), f"{saved.verb} the annotation {one.title}", one, saved.changes)


@action("reporting.annotation_remove", roles=CONTRIBUTORS, destructive=True)
def annotation_remove(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Remove an annotation. Raises NotFound."""
    one = row(Annotation, context, question.ref)
    told = ref_of(one)
    one.delete()
    return Done(told, f"Removed the annotation {one.title}")
