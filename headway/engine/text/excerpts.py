"""The telling part of a text: what stands around the words that were looked for, with those words marked."""

from collections.abc import Callable
from dataclasses import dataclass

from headway.engine.text.words import word_places

LETTERS_MOST = 180
LEAD = 40
READ_MOST = 20_000


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `marked` where it is a word that was looked for."""

    text: str
    marked: bool = False


def excerpt(text: str, is_wanted: Callable[[str], bool], most: int = LETTERS_MOST) -> list[Piece]:
    """At most about `most` letters of a text around the first word that is wanted, in pieces.

    >>> excerpt("When I press it, the EXPORT never ends.", "export".__eq__, 30)
    [Piece(text='…it, the ', marked=False), Piece(text='EXPORT', marked=True), Piece(text=' never ends.', marked=False)]
    >>> excerpt("Nothing here", "export".__eq__)
    [Piece(text='Nothing here', marked=False)]
    """
    text = " ".join(text[:READ_MOST].split())
    places = [(begin, end) for begin, end, words in word_places(text) if any(map(is_wanted, words))]
    begin, end = _window(text, places[0][0] if places else 0, most)
    inside = [place for place in places if begin <= place[0] and place[1] <= end]
    pieces = _cut(text, begin, end, inside)
    if begin:
        pieces.insert(0, Piece("…"))
    if end < len(text):
        pieces.append(Piece("…"))
    return _joined(pieces)


def marked(text: str, is_wanted: Callable[[str], bool]) -> list[Piece]:
    """A whole text in pieces.

    >>> marked("Export fails", "fails".__eq__)
    [Piece(text='Export ', marked=False), Piece(text='fails', marked=True)]
    """
    places = [(begin, end) for begin, end, words in word_places(text) if any(map(is_wanted, words))]
    return _joined(_cut(text, 0, len(text), places))


def _window(text: str, first: int, most: int) -> tuple[int, int]:
    """Where to begin and end, between words where possible."""
    if len(text) <= most:
        return 0, len(text)
    begin = max(0, min(first - min(LEAD, most // 3), len(text) - most))
    if begin:
        begin = text.find(" ", begin, first) + 1 or begin
    end = min(len(text), begin + most)
    if end < len(text):
        end = max(text.rfind(" ", first + 1, end), 0) or end
    return begin, end


def _cut(text: str, begin: int, end: int, places: list[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], begin
    for first, last in places:
        pieces += [Piece(text[at:first]), Piece(text[first:last], True)]
        at = last
    return [*pieces, Piece(text[at:end])]


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Without empty pieces, and neighbours of one kind as one."""
    done: list[Piece] = []
    for piece in pieces:
        if done and done[-1].marked == piece.marked:
            done[-1] = Piece(done[-1].text + piece.text, piece.marked)
        elif piece.text:
            done.append(piece)
    return done
