"""How a policy is told in plain words: positions, sizes and limits."""

from collections.abc import Iterable, Sequence

from headway.engine.rights.policy import MEASURES, Condition, Limits, Measure, Policy, Reach, Threshold

_NOUNS: dict[Measure, tuple[str, str]] = {
    "accounts": ("account", "accounts"),
    "quarters": ("quarter", "quarters"),
}
_UNKNOWN: dict[Measure, str] = {
    "arr_minor": "an unknown ARR",
    "accounts": "an unknown number of accounts",
    "quarters": "an unknown number of quarters",
}


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a sentence names them.

    >>> listed(["Director", "VP", "executive"], "or"), listed(["Legal"]), listed([])
    ('Director, VP or executive', 'Legal', '')
    """
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def lowered(words: str) -> str:
    """Words as they stand inside a sentence; what is in capitals stays.

    >>> lowered("Roadmap changes"), lowered("VP"), lowered("MVP order")
    ('roadmap changes', 'VP', 'MVP order')
    """
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def any_of(policy: Policy, names: Iterable[str], last: str = "or") -> str:
    """Positions by label, such as "Director, VP or executive"; names the policy lacks stay as they are."""
    labels = [policy.positions[name].label if name in policy.positions else name for name in names]
    return listed([*labels[:1], *map(lowered, labels[1:])], last)


def amount(measure: Measure, value: int, currency: str = "") -> str:
    """One measure in words.

    >>> amount("arr_minor", 31_000_000, "EUR"), amount("accounts", 1), amount("arr_minor", 1_250)
    ('EUR 310,000 ARR', '1 account', '12.50 ARR')
    """
    if measure == "arr_minor":
        units, cents = divmod(value, 100)
        return f"{currency} {units:,}{f'.{cents:02}' if cents else ''} ARR".strip()
    return f"{value:,} {_NOUNS[measure][value != 1]}"


def days(count: int | None) -> str:
    """A number of days in words, empty for none.

    >>> days(1), days(5), days(None)
    ('1 day', '5 days', '')
    """
    return "" if count is None else f"{count} day{'s' * (count != 1)}"


def size(reach: Reach, currency: str = "") -> str:
    """What a change reaches, in words; what is nil is left out and what is unknown is said.

    >>> size(Reach(31_000_000, 12, 3), "EUR")
    'EUR 310,000 ARR in 12 accounts over 3 quarters'
    >>> size(Reach(accounts=None, reason="no account is linked"))
    'an unknown number of accounts, since no account is linked'
    """
    values = {measure: getattr(reach, measure) for measure in MEASURES}
    known = [(measure, amount(measure, value, currency)) for measure, value in values.items() if value]
    unknown = [_UNKNOWN[measure] for measure, value in values.items() if value is None]
    reason = f", since {reach.reason.rstrip('.')}" if unknown and reach.reason else ""
    touched = [f"compliance class {reach.compliance}"] if reach.compliance else []
    return listed([part for part in (_joined(known), *touched, *unknown) if part]) + reason


def limits(
    threshold: Threshold | Limits, currency: str = "", measures: Iterable[Measure] = MEASURES
) -> list[str]:
    """The limits of a threshold or delegation in words, one each; compliance classes not among them."""
    values = [(measure, getattr(threshold, measure)) for measure in measures]
    return [amount(measure, value, currency) for measure, value in values if value is not None]


def size_words(threshold: Threshold, currency: str = "") -> str:
    """From which size on a threshold is met, in words.

    >>> size_words(Threshold(accounts=50, quarters=2, compliance=frozenset({"health"})))
    'from 50 accounts or 2 quarters on, or compliance class health'
    """
    parts, classes = limits(threshold, currency), sorted(threshold.compliance)
    told = [f"from {listed(parts, 'or')} on"] if parts else []
    told += [f"compliance class {listed(classes, 'or')}"] if classes else []
    return ", or ".join(told)


def condition(when: Condition, currency: str = "") -> str:
    """A condition in words; `any` where it always holds."""
    return size_words(when.threshold, currency) if when.threshold else "any"


def _joined(known: Sequence[tuple[Measure, str]]) -> str:
    links = {"arr_minor": "", "accounts": " in ", "quarters": " over "}
    first, *rest = known or [("accounts", "")]
    return first[1] + "".join(links[measure] + words for measure, words in rest)
