"""The words that are there in a workspace: how a word that is being typed goes on, and what was probably meant."""

# ruff: noqa: S608 - made of names of our own tables and columns; values are parameters

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from headway.core.search.tables import SPELT, language_of
from headway.engine.text.spelling import Part, parts_wanted

GOES_ON_MOST = 24
LAST_LETTER = "\U0010ffff"


def goes_on(place: int, word: str) -> list[str]:
    """Words that begin like this one, the word itself first, then the most used."""
    found = _terms(
        "SELECT term, sum(uses) AS n FROM search_term WHERE place = %s AND term >= %s AND term < %s "
        "GROUP BY term HAVING sum(uses) > 0 ORDER BY term <> %s, n DESC, term LIMIT %s",
        [place, word, word + LAST_LETTER, word, GOES_ON_MOST],
    )
    return list(found)


def uses_of(place: int, words: Iterable[str]) -> dict[str, int]:
    """How many records of the workspace have each of these words; those that none has are absent."""
    wanted = sorted(set(words))
    marks = ", ".join(["%s"] * len(wanted))
    return _terms(
        f"SELECT term, sum(uses) FROM search_term WHERE place = %s AND term IN ({marks}) "
        "GROUP BY term HAVING sum(uses) > 0",  # nosec B608
        [place, *wanted],
    )


def near(place: int, word: str) -> dict[str, int]:
    """Words that may be what was meant by one that is not there, with their uses; more than really are near."""
    clauses, values = [], []
    speech = language_of(connection.vendor)
    for (letters, parts, number), texts in sorted(_grouped(parts_wanted(word)).items()):
        marks = ", ".join(["%s"] * len(texts))
        clauses.append(
            f"SELECT term, uses FROM {speech.terms_by_part(parts, number)} WHERE place = %s AND {SPELT} "
            f"AND length(term) = %s AND {speech.part_sql(parts, number)} IN ({marks})"  # nosec B608
        )
        values += [place, letters, *texts]
    if not clauses:
        return {}
    # A word that two parts lead to would be summed twice, so each branch is a set of its own.
    summed = " UNION ".join(f"SELECT term, sum(uses) FROM ({one}) AS t{at} GROUP BY term HAVING sum(uses) > 0"  # nosec B608
                            for at, one in enumerate(clauses))  # fmt: skip
    return _terms(summed, values)


def _grouped(parts: set[Part]) -> dict[tuple[int, int, int], list[str]]:
    found: dict[tuple[int, int, int], list[str]] = defaultdict(list)
    for part in sorted(parts):
        found[part.letters, part.parts, part.number].append(part.text)
    return found


def _terms(sql: str, values: list[Any]) -> dict[str, int]:
    return dict(_rows(sql, values))


def _rows(sql: str, values: list[Any]) -> Iterator[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for term, uses in cursor.fetchall():
            yield term, int(uses)
