"""Opening a table file of unknown encoding, delimiter and honesty."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from headway.core.errors import Invalid

CHUNK = 1 << 20
CELL_CHARACTERS_MOST = 1_000_000
DELIMITERS = ",;\t|"
ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"


@dataclass(frozen=True)
class Table:
    """A file's header and its rows; rows are numbered as a spreadsheet shows them, the header being row 1."""

    name: str
    headers: list[str]
    rows: Iterator[tuple[int, list[str]]]
    encoding: str
    delimiter: str


class FileFault(Invalid):
    """The file as a whole cannot be read."""


def unpacked(path: Path, name: str, bytes_most: int) -> bytes:
    """The content of a plain or gzip file. Raises FileFault for one that is too large, packed otherwise or
    unpacks to more than `bytes_most` bytes (checked while unpacking, so a bomb never fills the memory)."""
    size_allowed(path, name, bytes_most)
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(ZIP):
        raise FileFault(f"{name} is a ZIP archive or a spreadsheet; unpack it or save it as CSV first.")
    return _gunzip(path, name, bytes_most) if start.startswith(GZIP) else path.read_bytes()


def size_allowed(path: Path, name: str, bytes_most: int) -> None:
    """Raise FileFault for a file that is absent or larger than `bytes_most`, before anything of it is read."""
    if not path.exists():
        raise FileFault(f"{name}: there is no such file.")
    if (size := path.stat().st_size) > bytes_most:
        raise FileFault(f"{name} has {_mb(size)}, more than the {_mb(bytes_most)} allowed; split it.")


def _mb(size_bytes: int) -> str:
    return f"{size_bytes / 1_048_576:,.0f} MB"


def _gunzip(path: Path, name: str, bytes_most: int) -> bytes:
    content = bytearray()
    try:
        with gzip.open(path) as stream:
            while part := stream.read(CHUNK):
                content += part
                if len(content) > bytes_most:
                    raise FileFault(f"{name} unpacks to more than the {_mb(bytes_most)} allowed; split it.")
    except (OSError, EOFError, zlib.error) as error:
        raise FileFault(f"{name} is a damaged gzip file ({error}); pack it again.") from error
    return bytes(content)


def encoding_of(content: bytes, name: str) -> str:
    """UTF-8, UTF-16 (with or without its mark) or Windows-1252, whichever the bytes can be.

    >>> encoding_of("Größe".encode("cp1252"), "a.csv")
    'cp1252'
    >>> encoding_of("id,text".encode("utf-16"), "a.csv")
    'utf-16'
    """
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = content[:4096]
    if b"\0" in sample:
        if sample[1::2].count(0) > len(sample) * 0.3:
            return "utf-16-le"
        if sample[0::2].count(0) > len(sample) * 0.3:
            return "utf-16-be"
        raise FileFault(f"{name} is not a text file; save it as CSV.")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def delimiter_of(header: str) -> str:
    """The delimiter that a header line uses most, outside quotes.

    >>> delimiter_of('id;"a,b,c";text')
    ';'
    """
    plain = "".join(header.split('"')[0::2])
    return max(DELIMITERS, key=plain.count)


def table_of(content: bytes, name: str) -> Table:
    """The table in a file's bytes. Raises FileFault when it is empty or not a text file."""
    encoding = encoding_of(content, name)
    text = content.decode(encoding, errors="replace")
    if not text.strip():
        raise FileFault(f"{name} is empty; it needs a header row and at least one row.")
    lines = text.lstrip("\r\n")
    delimiter = delimiter_of(lines.split("\n", 1)[0])
    with _wide_cells():
        reader = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter)
        headers = [cell.strip() for cell in next(reader)]
    return Table(name, headers, _numbered(lines, delimiter), encoding, delimiter)


def _numbered(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    stream: IO[str] = io.StringIO(text, newline="")
    with _wide_cells():
        reader = csv.reader(stream, delimiter=delimiter)
        next(reader)
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                yield number, cells


@contextmanager
def _wide_cells() -> Iterator[None]:
    before = csv.field_size_limit(CELL_CHARACTERS_MOST)
    try:
        yield
    finally:
        csv.field_size_limit(before)
