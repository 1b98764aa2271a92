"""The tables of the index, made by a migration in the language of the database."""

from typing import Any

from headway.core.search import postgres, sqlite

# Numbers are not put right, so only words that begin with a letter are indexed by their parts.
SPELT = "term >= 'a'"
PARTS = ((2, 0), (2, 1), (3, 0), (3, 1), (3, 2))


def language_of(vendor: str) -> Any:
    """The module that speaks a database's SQL."""
    return postgres if vendor == "postgresql" else sqlite


def tables_make(vendor: str) -> list[str]:
    """Statements that make the tables and their indexes."""
    speech = language_of(vendor)
    by_part = (
        f"CREATE INDEX search_term_{parts}_{number} ON search_term "
        f"(place, (length(term)), ({speech.part_sql(parts, number)})) WHERE {SPELT}"
        for parts, number in PARTS
    )
    return [*speech.TABLES, *by_part]


def tables_drop(vendor: str) -> list[str]:
    """Statements that take everything away again."""
    return list(language_of(vendor).DROP)
