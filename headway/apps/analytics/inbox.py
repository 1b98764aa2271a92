"""The inbox: logs of events, each line synced to disk before anybody is told that it arrived.

A log is written by one process under a lock of its own and sealed by renaming it under the same lock, so a
sealed log never changes again. What a crash or a power cut leaves is at most a torn last line, which nobody was
told about.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

import msgspec
from django.conf import settings

from headway.core.ids import new_id

OPEN, SEALED = ".open", ".log"
LOG_BYTES_MOST = 32 * 1024 * 1024
EMPTY = msgspec.Raw(b"{}")
CLOCK_OFF = 1


class Line(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One event as it waits in the inbox; with a `reason`, one that was refused and is only counted: then
    `properties` is how it began, as a JSON text.

    Times are microseconds since 1970 UTC. `merged` is an id that is the same person as `person` from now on.
    `flags` has CLOCK_OFF where the sender's clock cannot be right.
    """

    source: str
    id: str
    event: str
    person: str
    anonymous: str
    account: str
    at_us: int
    received_us: int
    flags: int = 0
    merged: str = ""
    reason: str = ""
    properties: msgspec.Raw = EMPTY
    context: msgspec.Raw = EMPTY


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Line)


def encoded(lines: Sequence[Line]) -> bytes:
    """Lines as they stand in a log.

    >>> encoded([Line("s", "1", "opened", "P1", "", "", 5, 6)])
    b'["s","1","opened","P1","","",5,6,0,"","",{},{}]\\n'
    """
    return _ENCODER.encode_lines(lines)


def inbox_dir(workspace: UUID | str) -> Path:
    """Where the logs of a workspace lie."""
    return Path(settings.FILES_DIR) / str(workspace) / "inbox"


class Log:
    """The open log of one process for one workspace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor = -1
        self._path = folder
        self._size = 0

    def append(self, content: bytes) -> None:
        """Write whole lines and sync them. Raises OSError when they may not be on disk; then they do not count."""
        if not self._is_mine():
            self._open()
        try:
            self._write(content)
        except OSError:
            # What a failed write or sync left cannot be trusted to be the end of whole lines.
            self.close()
            raise
        finally:
            if self._descriptor >= 0:
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def _is_mine(self) -> bool:
        """Whether the log is still open to this process; then its lock is held."""
        if self._descriptor < 0 or self._size >= LOG_BYTES_MOST:
            return False
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        return self._path.exists()

    def _open(self) -> None:
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._path = self._folder / f"{new_id()}{OPEN}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
        self._descriptor, self._size = os.open(self._path, flags, 0o600), 0
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        folder_sync(self._folder)

    def _write(self, content: bytes) -> None:
        left = memoryview(content)
        while left:
            left = left[os.write(self._descriptor, left) :]
        os.fdatasync(self._descriptor)
        self._size += len(content)

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1


def folder_sync(folder: Path) -> None:
    """Sync the names in a folder of a workspace, and those of the folders it is in as far as the home, any of which
    may be new, so that a new file is found after a power cut."""
    for one in (folder, *folder.parents[:3]):
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sealed(folder: Path) -> list[Path]:
    """Seal every log that holds something; gives all sealed ones, the oldest first."""
    for path in folder.glob(f"*{OPEN}"):
        with contextlib.suppress(FileNotFoundError), path.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            if path.stat().st_size:
                path.rename(path.with_suffix(SEALED))
    return sorted(folder.glob(f"*{SEALED}"))


def logs(folder: Path) -> list[Path]:
    """Every log there is, sealed or open, the oldest first."""
    return sorted([*folder.glob(f"*{OPEN}"), *folder.glob(f"*{SEALED}")])


def lines(content: bytes) -> Iterator[Line]:
    """The lines of a log; a torn one was never acknowledged and is passed over.

    >>> [one.person for one in lines(encoded([Line("s", "1", "opened", "P1", "", "", 5, 6)]) + b'["s",')]
    ['P1']
    """
    for text in content.split(b"\n"):
        if text:
            with contextlib.suppress(msgspec.DecodeError):
                yield _DECODER.decode(text)
