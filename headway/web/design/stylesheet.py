"""One stylesheet from many files, so that a page asks once: found by Django like any static file."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCES = Path(__file__).resolve().parent.parent / "static" / "headway" / "css"
NAME = "headway/headway.css"
# Names the layers, so it comes first; within a layer the order is that of the paths.
FIRST = "reset.css"
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")


def sources() -> list[Path]:
    """Every file of the design system in the order in which a browser reads them."""
    return sorted(SOURCES.rglob("*.css"), key=lambda path: (path.name != FIRST, path.as_posix()))


def packed(text: str) -> str:
    """A stylesheet without remarks and indents.

    >>> packed("@layer a {\\n  /* why */\\n  p { color: red; }\\n}\\n")
    '@layer a {\\np { color: red; }\\n}'
    """
    return _INDENT.sub("\n", _REMARK.sub("", text)).strip()


def stylesheet() -> str:
    """The whole design system as one text."""
    return "\n".join(packed(path.read_text("utf-8")) for path in sources()) + "\n"


class StylesheetFinder(BaseFinder):
    """Gives the joined file out as `headway/headway.css`; it is written anew when a part is newer."""

    def find(self, path: str, find_all: bool = False, **named: Any) -> Any:
        found = [str(_built() / NAME)] if path == NAME else []
        return found if find_all else found[0] if found else []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        yield NAME, FileSystemStorage(location=_built())

    def check(self, **named: Any) -> Sequence[Any]:
        return []


def _built() -> Path:
    home = Path(settings.HOME) / "stylesheet"
    file = home / NAME
    # The text, not the times: an older Headway may be put in place of a newer one.
    wanted = stylesheet()
    if not file.is_file() or file.read_text("utf-8") != wanted:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".part")
        draft.write_text(wanted, "utf-8")
        draft.replace(file)
    return home
