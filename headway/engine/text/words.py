"""Words as a search compares them: without case and accents, the same by Python and by PostgreSQL.

What parts words and which letters become which stands here in tables, not in the locale of a machine, so that two
databases find the same. `PARTING` and `DROPPED` are bodies of character classes that both regular expression
languages read alike.
"""

import re
import unicodedata
from collections.abc import Iterator

LETTERS_MOST = 64
TEXT_MOST = 100_000
PARTING = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00ac\u00ae-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u20cf"
    r"\u2100-\u2bff\u2e00-\u2e7f\u3000-\u303f\ufe00-\ufe1f\ufe30-\ufe6f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40"
    r"\uff5b-\uff65\ue000-\uf8ff\ufff0-\uffff\U0001f000-\U0001faff"
)
DROPPED = r"\u00ad\u0300-\u036f"
GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩς"
CYRILLIC = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЄІЇЎҐЂЃЈЉЊЋЌЏ"
UPPER = GREEK + CYRILLIC + "ØŁĐÐøłđðıÞ"
LOWER = GREEK[:-1].lower() + "\u03c3" + CYRILLIC.lower() + "oldd" + "olddi" + "þ"
DOUBLED = (("ß", "ss"), ("ẞ", "ss"), ("æ", "ae"), ("Æ", "ae"), ("œ", "oe"), ("Œ", "oe"))

_ASCII_LOWER = {upper: upper + 32 for upper in range(65, 91)}
_LOWER = _ASCII_LOWER | str.maketrans(UPPER, LOWER) | {ord(one): two for one, two in DOUBLED}
_PARTING = re.compile(f"[{PARTING}\0]+")
_DROPPED = re.compile(f"[{DROPPED}]+")
_RUN = re.compile(f"[^{PARTING}\0]+")


def folded(text: str) -> str:
    """A text without case and accents.

    >>> folded("Éxport DÉJÀ, Straße")
    'export deja, strasse'
    """
    if text.isascii():
        return text.translate(_ASCII_LOWER)
    return _DROPPED.sub("", unicodedata.normalize("NFKD", text).translate(_LOWER))


def words_of(text: str) -> list[str]:
    """The words of a text in their order, folded; of long words the first 64 letters.

    >>> words_of("The EXPORT-job (v2) can't find Zoë's file")
    ['the', 'export', 'job', 'v2', 'can', 't', 'find', 'zoe', 's', 'file']
    """
    return [word[:LETTERS_MOST] for word in _PARTING.split(folded(text)) if word]


def word_set(text: str) -> str:
    """Every word of the first 100,000 letters of a text once, sorted, with a blank between.

    >>> word_set("to be, or not to be")
    'be not or to'
    """
    return " ".join(sorted(set(words_of(text[:TEXT_MOST]))))


def word_places(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Where words stand in a text: start, end and the folded words there, mostly one.

    >>> list(word_places("Déjà vu"))
    [(0, 4, ['deja']), (5, 7, ['vu'])]
    """
    for found in _RUN.finditer(text):
        if words := words_of(found.group()):
            yield found.start(), found.end(), words
