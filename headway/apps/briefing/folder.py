"""A folder of evidence: which of its files Headway knows, in the order in which they build on each other."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from headway.core.errors import Invalid
from headway.core.imports.reading import size_allowed
from headway.core.imports.registry import importers
from headway.core.quarters import quarter_index

NOTES_FOLDER = "research_notes"
NOTE_ENDINGS = frozenset({".txt", ".vtt", ".md"})
NOTE_BYTES_MOST = 2_000_000
HORIZON_MOST = 8


@dataclass(frozen=True)
class Evidence:
    """What lies in a folder: tables by kind, interview notes, and the goal."""

    tables: list[tuple[str, Path]]
    notes: list[Path]
    goal: str


def question_checked(quarter: str, horizon: int | None) -> None:
    """Raise Invalid for a quarter or horizon that cannot be planned, before anything is read."""
    try:
        quarter_index(quarter)
    except ValueError as error:
        raise Invalid(f"Field quarter: {error}") from error
    if horizon is not None and not 1 <= horizon <= HORIZON_MOST:
        raise Invalid(f"Field horizon: {horizon} is not a number of quarters from 1 to {HORIZON_MOST}.")


def folder_read(folder: Path) -> Evidence:
    """Look through a folder. Raises Invalid when it is absent or holds no file that can be imported."""
    if not folder.is_dir():
        raise Invalid(f"{folder}: there is no such folder.")
    tables = [(one.kind, path) for one in importers() if (path := _file(folder, one.file_name))]
    if not tables:
        names = ", ".join(one.file_name for one in importers())
        raise Invalid(f"{folder} holds none of the files that can be imported: {names}.")
    for _, path in tables:
        size_allowed(path, path.name, settings.IMPORT_BYTES_MOST)
    return Evidence(tables, _notes(folder / NOTES_FOLDER), _goal(folder / "goal.md"))


def _file(folder: Path, name: str) -> Path | None:
    return next((path for path in (folder / name, folder / f"{name}.gz") if path.is_file()), None)


def _notes(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix in NOTE_ENDINGS and path.stat().st_size <= NOTE_BYTES_MOST
    )


def _goal(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace").strip()[:5000] if path.is_file() else ""
