"""Files of events as tools pack them: plain, gzip, or many files in a ZIP archive."""

import gzip
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from headway.apps.analytics.exports import events_in
from headway.core.imports.reading import CHUNK, ZIP, FileFault, size_allowed, unpacked

ENDINGS = (".json", ".jsonl", ".ndjson")
PACKED = tuple(f"{one}.gz" for one in ENDINGS)


def events_unpacked(path: Path, name: str, bytes_most: int) -> bytes:
    """The content of a file of events; of an archive the events of all its files, one a line.

    Raises FileFault for what is damaged, holds no events or unpacks to more than `bytes_most` bytes.
    """
    size_allowed(path, name, bytes_most)
    with path.open("rb") as stream:
        is_archive = stream.read(len(ZIP)) == ZIP
    return _archive(path, name, bytes_most) if is_archive else unpacked(path, name, bytes_most)


def _archive(path: Path, name: str, bytes_most: int) -> bytes:
    parts: list[bytes] = []
    left = bytes_most
    try:
        with ZipFile(path) as archive:
            for one in _of_events(archive, name):
                content = _member(archive, one, name, left)
                left -= len(content)
                parts += events_in(content)
    except (BadZipFile, OSError, EOFError, zlib.error, RuntimeError, NotImplementedError) as error:
        raise FileFault(f"{name} is a ZIP archive that cannot be read ({error}); pack it again.") from error
    return b"\n".join(part.replace(b"\n", b" ") for part in parts)


def _of_events(archive: ZipFile, name: str) -> list[ZipInfo]:
    found = [one for one in archive.infolist() if one.filename.lower().endswith(ENDINGS + PACKED)]
    if not found:
        raise FileFault(
            f"{name} is a ZIP archive without files of events (.json, .jsonl, .json.gz); unpack a table first."
        )
    return sorted(found, key=lambda one: one.filename)


def _member(archive: ZipFile, one: ZipInfo, name: str, bytes_most: int) -> bytes:
    content = bytearray()
    with archive.open(one) as packed:
        stream = gzip.GzipFile(fileobj=packed) if one.filename.lower().endswith(PACKED) else packed
        while part := stream.read(CHUNK):
            content += part
            if len(content) > bytes_most:
                raise FileFault(f"{name} unpacks to more than is allowed; split it.")
    return bytes(content)
