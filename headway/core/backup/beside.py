"""What lies beside the database in the home folder and belongs into a backup, and what happens after a restore."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Beside:
    """A file of lines in the home folder; after a restore it holds the lines it had and those of the backup."""

    name: str
    merge: Callable[[Path], None]


_BESIDE: dict[str, Beside] = {}
_BEFORE: dict[str, Callable[[], None]] = {}
_AFTER: dict[str, Callable[[datetime], list[str]]] = {}


def beside_add(name: str, merge: Callable[[Path], None]) -> None:
    """Declare a file of the home folder that every backup holds; `merge` takes the backup's copy in."""
    _BESIDE[name] = Beside(name, merge)


def beside() -> list[Beside]:
    return [one for _, one in sorted(_BESIDE.items())]


def before_loading(name: str, then: Callable[[], None]) -> None:
    """Declare what has to be done before tables are loaded, in the same transaction."""
    _BEFORE[name] = then


def loading() -> None:
    """Do all of it, by name."""
    for _, then in sorted(_BEFORE.items()):
        then()


def after_restore(name: str, then: Callable[[datetime], list[str]]) -> None:
    """Declare what has to be done before a restored installation is used; it gives sentences to tell."""
    _AFTER[name] = then


def restored(now: datetime) -> list[str]:
    """Do all of it, by name; gives what there is to tell."""
    return [sentence for _, then in sorted(_AFTER.items()) for sentence in then(now)]


def audit_files(with_keys: bool) -> list[Path]:
    """The public keys and signed heads of the log, and the signing key where keys are wanted."""
    folder: Path = settings.AUDIT_DIR
    found = [*sorted(folder.glob("*.pub")), folder / "heads.jsonl"]
    if with_keys:
        found.append(folder / "signing.key")
    return [path for path in found if path.is_file()]


def lines_merge(own: Path, other: Path) -> None:
    """Add to a file the lines of another that it does not have."""
    known = own.read_text("utf-8").splitlines() if own.exists() else []
    fresh = [line for line in other.read_text("utf-8").splitlines() if line not in set(known)]
    own.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    own.write_text("".join(f"{line}\n" for line in [*known, *fresh]), "utf-8")
