"""What a new policy changes against the one before, in plain words."""

from collections.abc import Mapping
from dataclasses import fields

from headway.engine.rights.matrix import Row, matrix
from headway.engine.rights.policy import Delegation, Policy, Position
from headway.engine.rights.wording import any_of, limits, listed, lowered, size_words

_TOLD = {
    "decides": "who decides",
    "approves": "whose approval is needed",
    "asks": "who may ask",
    "answers": "who answers",
    "consulted": "who is consulted",
    "informed": "who is informed",
    "deadline": "deadline",
    "escalation": "escalation",
    "mode": "mode",
}


def differences(old: Policy, new: Policy, currency: str = "") -> list[str]:
    """Every difference between two policies as one sentence each, in the order of the document; empty for none.

    >>> from dataclasses import replace
    >>> from headway.engine.rights.tests.policies import SMALL
    >>> differences(SMALL, replace(SMALL, title="Smaller", delegations=()))
    ['Title: Smaller (before: Small).',
     'Standing delegation from executive to director is gone (before: up to 50,000 ARR, until 2026-12-31).']
    """
    facts = _compared(_facts(old, currency), _facts(new, currency))
    rules = _compared_rules(_rules(old, currency), _rules(new, currency))
    return facts + rules


def _compared(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    changed = [_changed(key, old.get(key), words) for key, words in new.items() if old.get(key) != words]
    gone = [f"{key} is gone (before: {words})." for key, words in old.items() if key not in new]
    return changed + gone


def _changed(key: str, before: str | None, after: str) -> str:
    return f"{key} is new: {after}." if before is None else f"{key}: {after} (before: {before})."


def _facts(policy: Policy, currency: str) -> dict[str, str]:
    found = {"Title": policy.title, "Profile": policy.profile}
    for position in policy.positions.values():
        found[f"Position {position.name}"] = _position(position)
    for name, threshold in policy.materiality.items():
        found[f"Level {name}"] = size_words(threshold, currency)
    for one in policy.delegations:
        label = " to ".join(lowered(any_of(policy, [name])) for name in (one.giver, one.to))
        found[f"Standing delegation from {label}"] = _delegation(one, currency)
    return found | _orders(policy)


def _position(one: Position) -> str:
    roles = listed([role.replace("_", " ") for role in sorted(one.roles)])
    alone = ", nobody stands in for it" if one.irreplaceable else ""
    return f"{one.label}, held by {roles or 'name'}{alone}"


def _delegation(one: Delegation, currency: str) -> str:
    most = listed(limits(one.limits, currency))
    parts = [f"up to {most}" if most else "without limit", f"until {one.until}" if one.until else "for good"]
    return ", ".join(parts)


def _orders(policy: Policy) -> dict[str, str]:
    titles = {f"{right.id} title": right.title for right in policy.rights.values()}
    several = [right for right in policy.rights.values() if len(right.rules) > 1]
    orders = {
        f"{right.id} order of rules": ", then ".join(r.when.name or "own limits" for r in right.rules)
        for right in several
    }
    return titles | orders


def _rules(policy: Policy, currency: str) -> dict[str, Row]:
    return {f"{row.right}, {row.level}": row for row in matrix(policy, currency)}


def _compared_rules(old: Mapping[str, Row], new: Mapping[str, Row]) -> list[str]:
    found: list[str] = []
    for key, row in new.items():
        found += _aspects(key, old[key], row) if key in old else [f"{key} is new: {_whole(row)}."]
    return found + [f"{key} is gone (before: {_whole(row)})." for key, row in old.items() if key not in new]


def _aspects(key: str, old: Row, new: Row) -> list[str]:
    names = [one.name for one in fields(Row) if one.name in _TOLD]
    pairs = [(_TOLD[name], getattr(old, name) or "none", getattr(new, name) or "none") for name in names]
    return [f"{key}, {told}: {after} (before: {before})." for told, before, after in pairs if before != after]


def _whole(row: Row) -> str:
    return "; ".join(f"{told}: {getattr(row, name)}" for name, told in _TOLD.items() if getattr(row, name))
