"""Text questions that need no stored records: themes of given texts, near neighbours of given items."""

from pydantic import Field

from headway.apps.discovery.models import ResearchNote
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.registry import Answer, Empty, Question, query

TEXTS_MOST = 50_000


class ThemesQuestion(Question):
    texts: list[str] = Field(max_length=TEXTS_MOST)
    seed: int = Field(0, ge=0)


class ThemesAnswer(Answer):
    """One label and one confidence per text, in order; names by label."""

    labels: list[int]
    confident: list[bool]
    names: list[str]


@query("discovery.themes")
def themes(context: Context, question: ThemesQuestion) -> ThemesAnswer:
    """Group texts into themes; how many there are is found, and every text gets one.

    The same texts and seed give the same labels. A text that lay between themes is not `confident`.
    """
    from headway.engine.text.themes import find_themes  # noqa: PLC0415 - loads scikit-learn

    found = find_themes(question.texts, question.seed)
    return ThemesAnswer(
        labels=found.labels.tolist(), confident=found.confident.tolist(), names=list(found.names)
    )


class DuplicateItem(Question):
    id: str
    title: str = ""
    body: str = ""


class DuplicatesQuestion(Question):
    items: list[DuplicateItem] = Field(max_length=TEXTS_MOST)
    k: int = Field(10, ge=1, le=100)


class DuplicatesAnswer(Answer):
    """For each item the ids nearest to it with their scores, best first."""

    neighbours: dict[str, list[tuple[str, float]]]


@query("discovery.duplicates")
def duplicates(context: Context, question: DuplicatesQuestion) -> DuplicatesAnswer:
    """Find the items most like each item, as candidates for a merge; nothing is merged by itself."""
    from headway.engine.text.similarity import neighbours  # noqa: PLC0415 - loads scikit-learn

    items = [(one.id, one.title, one.body) for one in question.items]
    try:
        return DuplicatesAnswer(neighbours=neighbours(items, question.k))
    except ValueError as error:
        raise Invalid(f"Field items: {error}") from error


class Saying(Answer):
    text: str
    theme: str = ""
    closeness: float | None = None


class NoteRow(Answer):
    id: str
    title: str
    sayings: list[Saying]


class NoteList(Answer):
    rows: list[NoteRow]


@query("discovery.note_list")
def note_list(context: Context, question: Empty) -> NoteList:
    """The interviews, and what the participants said, each saying with the theme it is nearest to."""
    return NoteList(
        rows=[
            NoteRow(
                id=one.ref,
                title=one.title,
                sayings=[Saying.model_validate(saying) for saying in one.sayings],
            )
            for one in rows(ResearchNote, context).order_by("ref")
        ]
    )
