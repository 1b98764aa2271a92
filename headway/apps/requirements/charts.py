"""A PRD laid out for reading: each section with the citations that it is the first to use."""

import re
from dataclasses import dataclass

from headway.apps.requirements.answers import Citation, PrdDetail, PrdSection

CITED = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Chapter:
    section: PrdSection
    notes: list[Citation]


def chapters(detail: PrdDetail) -> list[Chapter]:
    """The sections in order; a citation's note stands beside its first mention."""
    waiting = {citation.ref.strip("[]"): citation for citation in detail.citations}
    found = []
    for section in detail.sections:
        numbers = dict.fromkeys(CITED.findall(section.markdown))
        found.append(Chapter(section, [waiting.pop(number) for number in numbers if number in waiting]))
    return found
