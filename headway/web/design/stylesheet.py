"""One stylesheet from many files, so that a page asks once: found by Django like any static file."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

SOURCES = Path(__file__).resolve().parent.parent / "static" / "headway" / "css"
NAME = "headway/headway.css"
# Names the layers, so it comes first; within a layer the order is that of the paths.
FIRST = "reset.css"
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")
# The page that shows every state cannot hover and focus everything at once; there an attribute says it.
_STATE = re.compile(r"(?<!:is\():(hover|focus-visible|active)\b")


def sources() -> list[Path]:
    """Every file of the design system in the order in which a browser reads them."""
    return sorted(SOURCES.rglob("*.css"), key=lambda path: (path.name != FIRST, path.as_posix()))


def packed(text: str) -> str:
    """A stylesheet without remarks and indents, whose states can be shown standing still.

    >>> packed("@layer a {\\n  /* why */\\n  p:hover { color: red; }\\n}\\n")
    '@layer a {\\np:is(:hover,[data-state="hover"]) { color: red; }\\n}'
    """
    return _STATE.sub(r':is(:\1,[data-state="\1"])', _INDENT.sub("\n", _REMARK.sub("", text))).strip()


def stylesheet() -> str:
    """The whole design system as one text."""
    return "\n".join(packed(path.read_text("utf-8")) for path in sources()) + "\n"


class StylesheetFinder(BaseFinder):
    """Gives the joined file out as `headway/headway.css`; it is written anew when a part is newer."""

    def find(self, path: str, find_all: bool = False, **named: Any) -> Any:
        found = [str(_built() / NAME)] if path == NAME else []
        return found if find_all else found[0] if found else []

    def check(self, **named: Any) -> list[CheckMessage]:
        return []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        yield NAME, FileSystemStorage(location=_built())


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
