"""What can be asked of records of any kind: which there are to choose from."""

import re
from collections.abc import Sequence

from pydantic import Field

from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Refused
from headway.core.kinds import kind_named
from headway.core.registry import Answer, Question, query

NUMBERED = re.compile(r"(.*?)(\d+)")


class RecordChoicesQuestion(Question):
    kind: str = Field(max_length=60, description="Kind of record, such as problem or initiative.")
    limit: int = Field(200, ge=1, le=500)


class RecordChoice(Answer):
    ref: str
    title: str


class RecordChoices(Answer):
    """`next_ref` is the highest number among their refs and one, written alike; empty where no ref has a number."""

    rows: list[RecordChoice]
    next_ref: str


@query("core.record_choices")
def record_choices(context: Context, question: RecordChoicesQuestion) -> RecordChoices:
    """The latest records of a kind with their titles, to choose one of, and how a new one could be named.

    Raises NotFound for an unknown kind and Refused where the role may not see such records.
    """
    kind = kind_named(question.kind)
    if context.role not in kind.readers:
        raise Refused(f"{context.role.label} may not see {kind.plural.lower()}; ask an owner.")
    latest = rows(kind.model, context).order_by("-pk").values_list("ref", kind.title)[: question.limit]
    found = [RecordChoice(ref=ref, title=str(title)) for ref, title in latest]
    return RecordChoices(rows=found, next_ref=_next([one.ref for one in found]))


def _next(refs: Sequence[str]) -> str:
    numbered = [match for ref in refs if (match := NUMBERED.fullmatch(ref))]
    if not numbered:
        return ""
    last = max(numbered, key=lambda one: int(one[2]))
    return f"{last[1]}{int(last[2]) + 1:0{len(last[2])}d}"
