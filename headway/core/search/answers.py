"""What search answers."""

from pydantic import Field

from headway.core.registry import Answer


class Stretch(Answer):
    """A stretch of text; `marked` where it is a word that was looked for."""

    text: str
    marked: bool = False


class SearchRow(Answer):
    kind: str
    label: str
    ref: str
    title: str
    marked_title: list[Stretch]
    snippet: list[Stretch] = Field(
        description="What stands around the words in the body; empty where nothing does."
    )
    address: str
    score: float
    why: str = Field(description="Such as: its ref; the title has it; corrected from “exprot”.")


class KindCount(Answer):
    kind: str
    label: str
    plural: str
    count: int
    is_more: bool = Field(description="There are more than that.")


class SearchAnswer(Answer):
    """Rows, best first; `proposal` is the text as it was probably meant, where it was searched instead."""

    rows: list[SearchRow]
    counts: list[KindCount]
    proposal: str
    dropped: list[str] = Field(description="Words that nothing has; the rows are for the others.")
    is_partial: bool = Field(description="No record has all the words; the rows have some of them.")
    next: str = ""


class KindIndexed(Answer):
    """A kind in the index, and how it differed from its table before."""

    kind: str
    rows: int
    missing: int
    other: int
    extra: int


class IndexReport(Answer):
    is_whole: bool = Field(description="Whether the index now has exactly what the tables have.")
    was_whole: bool
    rows: int
    words_differing: int
    kinds: list[KindIndexed]
