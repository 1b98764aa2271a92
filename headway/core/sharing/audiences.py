"""Which columns each audience may see: the one place that says so, asked again at every opening of a link.

Customers see what is named here and nothing else. The other named audiences see columns by their type, without the
columns, records and kinds that are kept from them. Only `custom` shows whatever its maker named and may read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from headway.core.lists.answers import ColumnType
from headway.core.lists.columns import Column
from headway.core.sharing.models import ShareLink

Types = frozenset[ColumnType]
PLAIN: Types = frozenset({"text", "date", "moment", "choice", "choices", "flag", "record"})
PLANNED, UNDER_WAY, SHIPPED = "Planned", "In progress", "Shipped"


@dataclass(frozen=True)
class Rule:
    """What an audience may see.

    `named` is the whole of it, by what is shared; without it `types` decides, less the columns of `never`, what is
    shared in `closed`, and columns that lead to a kind of `hidden_records`. Fields that the workspace added are
    shown only of `custom_types`, and only where the maker named them. `in_quarters` writes every date as a quarter.
    """

    label: str
    said: str
    named: Mapping[str, frozenset[str]] | None = None
    types: Types = frozenset()
    custom_types: Types = frozenset()
    never: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    hidden_records: frozenset[str] = frozenset()
    in_quarters: bool = False
    words: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)


CUSTOMER = Rule(
    label="Customers",
    said="Titles, a public status and quarters. Never money, accounts, people, weights or notes.",
    named={
        "roadmap": frozenset({"title", "status", "quarter", "certainty"}),
        "initiative": frozenset({"title", "earliest"}),
        "story": frozenset({"title", "status"}),
        "prd": frozenset({"title", "status"}),
        "deprecation": frozenset({"feature", "state", "notice", "ends", "alternative"}),
    },
    custom_types=frozenset({"text", "number", "date", "choice", "choices", "link"}),
    in_quarters=True,
    words=MappingProxyType(
        {
            ("prd", "status"): {
                "draft": PLANNED, "problem_review": PLANNED, "solution_review": PLANNED,
                "approved": UNDER_WAY, "launched": SHIPPED,
            },
            ("story", "status"): {
                "backlog": PLANNED, "new": PLANNED, "open": PLANNED, "to do": PLANNED, "todo": PLANNED,
                "planned": PLANNED, "ready": PLANNED, "selected for development": PLANNED,
                "in progress": UNDER_WAY, "doing": UNDER_WAY, "in review": UNDER_WAY, "review": UNDER_WAY,
                "testing": UNDER_WAY, "in testing": UNDER_WAY, "qa": UNDER_WAY,
                "done": SHIPPED, "closed": SHIPPED, "resolved": SHIPPED, "released": SHIPPED, "shipped": SHIPPED,
            },
        }
    ),
)  # fmt: skip
EXECUTIVE = Rule(
    label="Executives",
    said="States, figures and money. No people, no messages, no long texts.",
    types=PLAIN | {"number", "money", "formula"},
    custom_types=PLAIN | {"number", "money", "formula", "link"},
    never=frozenset({"ref", "created", "contract", "domain", "note"}),
    closed=frozenset({"feedback"}),
)
ENGINEERING = Rule(
    label="Engineering",
    said="What to build, by whom, in which order. No money, no accounts, no messages.",
    types=PLAIN | {"number", "long_text", "person", "link", "formula"},
    custom_types=PLAIN | {"number", "long_text", "person", "link"},
    never=frozenset({"accounts", "reason", "note", "contract", "amount"}),
    closed=frozenset({"account", "feedback", "commitment", "declined", "recommendation"}),
    hidden_records=frozenset({"account", "feedback"}),
)
GO_TO_MARKET = Rule(
    label="Go-to-market",
    said="What comes when, and who answers for it. No money, no scores, no long texts.",
    types=PLAIN | {"person", "link"},
    custom_types=PLAIN | {"link"},
    never=frozenset({"ref", "created", "contract", "domain", "note"}),
    closed=frozenset({"feedback", "assessment", "risk", "decision"}),
)
CUSTOM = Rule(
    label="Custom",
    said="Exactly the columns that you name, whatever is in them.",
    types=PLAIN | {"number", "money", "long_text", "person", "link", "formula"},
    custom_types=PLAIN | {"number", "money", "long_text", "person", "link", "formula"},
)
Audience = ShareLink.Audience
RULES: Mapping[str, Rule] = {
    Audience.CUSTOMER: CUSTOMER,
    Audience.EXECUTIVE: EXECUTIVE,
    Audience.ENGINEERING: ENGINEERING,
    Audience.GO_TO_MARKET: GO_TO_MARKET,
    Audience.CUSTOM: CUSTOM,
}


def permits(rule: Rule, what: str, column: Column) -> bool:
    """Whether an audience may see a column of what is shared; a field that the workspace added, if it is named.

    >>> permits(CUSTOMER, "initiative", Column("title", "Title"))
    True
    >>> permits(CUSTOMER, "initiative", Column("score", "RICE score", "number"))
    False
    >>> permits(ENGINEERING, "initiative", Column("arr", "ARR", "money"))
    False
    """
    if what in rule.closed or column.name in rule.never or column.record in rule.hidden_records:
        return False
    if rule.named is not None and what not in rule.named:
        return False
    if column.is_custom:
        return column.type in rule.custom_types
    return column.name in rule.named[what] if rule.named is not None else column.type in rule.types


def public_word(rule: Rule, what: str, column: str, value: object) -> str | None:
    """The word that an audience reads for a value; None where the value has none and is kept back.

    >>> public_word(CUSTOMER, "prd", "status", "solution_review")
    'Planned'
    """
    return rule.words[what, column].get(str(value).strip().casefold())
