"""What a person makes of single messages: which theme they belong to, what in them tells, for which problem."""

from pydantic import Field, model_validator

from headway.apps.diagnosis.actions import DeedSave, deed_add
from headway.apps.diagnosis.models import Diagnosis
from headway.apps.discovery.kinds import PROBLEM
from headway.apps.discovery.models import Feedback, Insight, Problem, Theme
from headway.core.access import row, rows, rows_by_ref
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.jobs import enqueue
from headway.core.records import Refs, next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import CONTRIBUTORS, MAKERS


class InsightAdd(Question):
    """A span of a message and what it tells: by its words, or in characters from the message's start."""

    feedback: str
    words: str = Field("", max_length=5000, description="The telling words as they stand in the message.")
    start: int | None = Field(None, ge=0)
    end: int | None = Field(None, ge=1)
    kind: Insight.Kind
    importance: int = Field(1, ge=0, le=3)
    problem: str = Field("", max_length=100, description="The problem it speaks for, by ref.")
    new_problem: str = Field("", max_length=300, description="The title of a new problem instead.")

    @model_validator(mode="after")
    def _is_one_way(self) -> "InsightAdd":
        if bool(self.words.strip()) == (self.start is not None and self.end is not None):
            raise ValueError("give the telling words, or start and end; one of the two")
        if self.problem and self.new_problem:
            raise ValueError("name a problem or give the title of a new one, not both")
        return self


@action("discovery.insight_add", roles=CONTRIBUTORS)
def insight_add(context: Context, question: InsightAdd) -> Done[RecordRef]:
    """Mark what tells in a message as an insight, with its kind and importance (0 to 3), for a problem.

    A `new_problem` is made as a proposal that stands on this insight. Raises Invalid for words that are not in the
    message and for a span outside it.
    """
    message = row(Feedback, context, question.feedback)
    start, end = _span(message, question)
    problem = _problem(context, question)
    insight = Insight.objects.create(
        workspace=context.workspace, ref=next_ref(context, Insight, "IN"), feedback=message, problem=problem,
        start=start, end=end, kind=question.kind, importance=question.importance,
        author=context.actor, created_at=context.now,
    )  # fmt: skip
    changes = {"feedback": message.ref, "start": start, "end": end, "kind": question.kind.value}
    summary = f"Marked an insight in {message.ref}" + (f" for {problem.ref}" if problem else "")
    return Done(ref_of(insight), summary, insight, changes | {"problem": problem.ref if problem else ""})


def _span(message: Feedback, question: InsightAdd) -> tuple[int, int]:
    words = question.words.strip()
    if not words:
        assert question.start is not None and question.end is not None
        if not question.start < question.end <= len(message.text):
            raise Invalid(f"Fields start and end: the message has {len(message.text)} characters.")
        return question.start, question.end
    # A form sends line breaks as two characters, whatever the message has.
    found = (
        message.text.find(words) if words in message.text else message.text.find(words.replace("\r\n", "\n"))
    )
    if found < 0:
        raise Invalid(
            f"Field words: {message.ref} does not say {words[:60]!r}; copy the words as they stand."
        )
    return found, found + len(words.replace("\r\n", "\n"))


def _problem(context: Context, question: InsightAdd) -> Problem | None:
    if question.new_problem.strip():
        origin = {"marked_in": question.feedback}
        return _made(context, question.new_problem, origin)
    return row(Problem, context, question.problem) if question.problem else None


def _made(context: Context, title: str, origin: dict[str, str]) -> Problem:
    return Problem.objects.create(
        workspace=context.workspace, ref=_next_problem(context), title=title.strip(), origin=origin,
        created_at=context.now,
    )  # fmt: skip


def _next_problem(context: Context) -> str:
    prefix, _, number = next_ref(context, Problem, "P").partition("-")
    return f"{prefix}-{int(number):03}"


REASON_LETTERS_LEAST = 3
PUT_UP = "Put it up as a problem"


class ProblemAdd(Question):
    title: str = Field(min_length=3, max_length=300)
    assumption: str = Field("", max_length=500, description="Why you believe it, without evidence yet.")
    diagnosis: str = Field(
        "", max_length=100, description="Ref of the kept diagnosis that speaks for it, instead."
    )

    @model_validator(mode="after")
    def _stands_on_one(self) -> "ProblemAdd":
        if bool(self.diagnosis) == (len(self.assumption.strip()) >= REASON_LETTERS_LEAST):
            raise ValueError("say in assumption why you believe it, or name the diagnosis that speaks for it")
        return self


@action("discovery.problem_add", roles=MAKERS)
def problem_add(context: Context, question: ProblemAdd) -> Done[RecordRef]:
    """Write down a problem that nobody is on record for yet; it is marked as an assumption until messages speak for it.

    One that a kept diagnosis speaks for is linked with it, and is among what came of that diagnosis. To make one from
    what a customer said, mark the words (discovery.insight_add with new_problem).
    """
    stands_on = question.model_dump(include={"assumption", "diagnosis"}, exclude_defaults=True)
    if question.diagnosis:
        row(Diagnosis, context, question.diagnosis)
    problem = _made(context, question.title, stands_on)
    if question.diagnosis:
        deed_add(
            context, DeedSave(ref=question.diagnosis, words=PUT_UP, kind=PROBLEM.name, record=problem.ref)
        )
    changes = {"title": {"after": problem.title}} | stands_on
    return Done(ref_of(problem), f"Wrote down the problem {problem.ref}: {problem.title}", problem, changes)


class FeedbackPlace(Question):
    refs: Refs = Field(min_length=1, max_length=500, description="The messages.")
    theme: str = Field("", max_length=100, description="The theme they belong to; empty is none.")


@action("discovery.feedback_place", roles=MAKERS)
def feedback_place(context: Context, question: FeedbackPlace) -> Done[RecordRef]:
    """Say which theme messages belong to; themes found later leave them there. Problems are sized again by the worker.

    Raises NotFound, naming the first message or the theme that is not there; then none is placed.
    """
    found = rows_by_ref(Feedback, context, question.refs)
    if missing := [ref for ref in question.refs if ref not in found]:
        raise NotFound(f"No message {missing[0]!r} in this workspace.")
    theme = _current_theme(context, question.theme)
    before = {ref: one.theme.ref if one.theme else "" for ref, one in found.items()}
    touched = {one.theme.pk for one in found.values() if one.theme} | ({theme.pk} if theme else set())
    keys = [one.pk for one in found.values()]
    rows(Feedback, context).filter(pk__in=keys).update(
        theme=theme, theme_confident=bool(theme), placed_by=context.actor
    )
    for one in rows(Theme, context).filter(pk__in=touched):
        one.messages = one.feedback.count()
        one.save(update_fields=["messages"])
    enqueue(context, "discovery.problem_size", {})
    where = f"under {theme.name!r}" if theme else "under no theme"
    subject = found[question.refs[0]]
    changes = {"theme": {"before": before, "after": theme.ref if theme else ""}}
    many = f"{len(found)} messages" if len(found) > 1 else subject.ref
    return Done(ref_of(subject), f"Placed {many} {where}", subject, changes)


def _current_theme(context: Context, ref: str) -> Theme | None:
    if not ref:
        return None
    theme = row(Theme, context, ref)
    if not theme.is_current:
        raise Invalid(f"Field theme: {theme.ref} is a theme of the past; choose a current one.")
    return theme
