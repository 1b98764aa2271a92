"""How names of events and properties are written, so that one thing is not recorded under three names."""

from dataclasses import dataclass
from functools import lru_cache

from headway.engine.tracking.patterns import Pattern
from headway.engine.tracking.plan import NamingRule

OWN = "own"


@dataclass(frozen=True, slots=True)
class Style:
    """A way to write names: what it is called, a name written so, and the pattern behind it."""

    label: str
    example: str
    pattern: str


STYLES = {
    "object_action": Style(
        "Object Action in title case", "Order Paid", "[A-Z][A-Za-z0-9]*( [A-Z][A-Za-z0-9]*)+"
    ),
    "title_case": Style("Title case", "Checkout", "[A-Z][A-Za-z0-9]*( [A-Z][A-Za-z0-9]*)*"),
    "snake_case": Style("snake_case", "order_paid", "[a-z][a-z0-9]*(_[a-z0-9]+)*"),
    "camel_case": Style("camelCase", "orderPaid", "[a-z][A-Za-z0-9]*"),
    "kebab_case": Style("kebab-case", "order-paid", "[a-z][a-z0-9]*(-[a-z0-9]+)*"),
    "lower_words": Style("lower-case words", "order paid", "[a-z0-9]+( [a-z0-9]+)*"),
}


@lru_cache(maxsize=256)
def pattern_of(text: str) -> Pattern:
    """A pattern, read once. Raises PlanError."""
    return Pattern(text)


def name_fits(name: str, rule: NamingRule) -> bool:
    """Whether a name follows a rule; without a rule each does. Raises PlanError for an own pattern that is none.

    >>> name_fits("order_paid", NamingRule("snake_case")), name_fits("Order paid", NamingRule("object_action"))
    (True, False)
    >>> name_fits("app.opened", NamingRule("own", "app[.][a-z]+"))
    True
    """
    if not rule.style:
        return True
    return pattern_of(rule.pattern if rule.style == OWN else STYLES[rule.style].pattern).fits(name)


def name_fault(name: str, rule: NamingRule) -> str:
    """What is wrong with a name in one sentence; empty where nothing is.

    >>> name_fault("order paid", NamingRule("snake_case"))
    "'order paid' is not written in snake_case, such as 'order_paid'."
    """
    if name_fits(name, rule):
        return ""
    if rule.style == OWN:
        return f"{name[:80]!r} does not fit the naming rule {rule.pattern!r}."
    style = STYLES[rule.style]
    return f"{name[:80]!r} is not written in {style.label}, such as {style.example!r}."
