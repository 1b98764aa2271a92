"""What was found out about a record: the diagnoses that explain it, name it or led to it."""

from typing import Any

from django import template
from django.template import Context

from headway.apps.diagnosis.answers import DiagnosisList
from headway.apps.diagnosis.models import Diagnosis
from headway.core.perform import ask
from headway.web.diagnosis.drawing import moved_by

register = template.Library()
SHOWN_MOST = 5


@register.inclusion_tag("diagnosis/of_record.html", takes_context=True)
def diagnoses(context: Context, kind: str, ref: str) -> dict[str, Any]:
    """The latest diagnoses of a record, each with its day, owner and standing; nothing where there is none."""
    found = ask(
        "diagnosis.diagnosis_list", {"kind": kind, "record": ref, "limit": SHOWN_MOST}, context["here"]
    )
    assert isinstance(found, DiagnosisList)
    moved = [("" if one.change is None else moved_by(one.change, one.unit), one) for one in found.rows]
    return {
        "moved": moved, "slug": context["slug"], "states": dict(Diagnosis.State.choices), "more": found.next,
    }  # fmt: skip
