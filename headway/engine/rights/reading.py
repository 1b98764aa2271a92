"""The parts of a policy document other than its rules: positions, limits, delegations."""

from collections.abc import Sequence

from headway.engine.rights.catalogue import ROLES
from headway.engine.rights.delegated import cycle_in
from headway.engine.rights.policy import Delegation, Limits, Position, Threshold
from headway.engine.rights.spot import Spot

LIMITS = ("arr", "arr_minor", "accounts", "quarters")
MINOR_PER_UNIT = 100


def positions(spot: Spot) -> dict[str, Position]:
    """The positions of a document by name."""
    return {name: _position(spot.at(name), name) for name in spot.keyed() if spot.at(name).named(name)}


def names(spot: Spot, known: Sequence[str], noun: str = "position", least: int = 0) -> tuple[str, ...]:
    """A list of known names, each once; an absent list is empty where none are needed."""
    if spot.value is None and not least:
        return ()
    found: list[str] = []
    for one in spot.each():
        name = one.one_of(known, noun)
        if name in found:
            one.fault(f"{name} stands here twice; leave one out.")
        elif name:
            found.append(name)
    if spot.value == [] and least:
        spot.fault(f"at least one {noun} is needed; name one.")
    return tuple(found)


def threshold(spot: Spot) -> Threshold:
    """From which size on a change counts."""
    spot.keyed((*LIMITS, "compliance"))
    if spot.value == {}:
        spot.fault("no limit is named; write one such as accounts: 10.")
    classes = spot.at("compliance")
    found = [one.name() for one in classes.each()] if classes.value is not None else []
    return Threshold(
        _arr_minor(spot), spot.at("accounts").whole(), spot.at("quarters").whole(), frozenset(found)
    )


def levels(spot: Spot) -> dict[str, Threshold]:
    """The named levels of materiality; a document may have none."""
    if spot.value is None:
        return {}
    for name in {"any", "compliance"} & set(spot.keyed()):
        spot.at(name).fault(f"{name} has a meaning of its own in conditions; give the level another name.")
    return {name: threshold(spot.at(name)) for name in spot.keyed() if spot.at(name).named(name)}


def delegations(spot: Spot, known: Sequence[str]) -> tuple[Delegation, ...]:
    """The standing delegations; a circle of them is a fault, since then all in it would hold everything."""
    if spot.value is None:
        return ()
    found = tuple(_delegation(one, known) for one in spot.each())
    circle = cycle_in((one.giver, one.to) for one in found if one.giver and one.to)
    if circle:
        spot.fault(f"they lead in a circle ({', '.join(circle)}); take one of them out.")
    return found


def _position(spot: Spot, name: str) -> Position:
    spot.keyed(("label", "roles", "irreplaceable"), ("label",))
    label = spot.at("label").text() if spot.has("label") else ""
    roles = frozenset(names(spot.at("roles"), ROLES, "workspace role"))
    return Position(name, label, roles, spot.at("irreplaceable").yes())


def _delegation(spot: Spot, known: Sequence[str]) -> Delegation:
    spot.keyed(("from", "to", "until", "limits"), ("from", "to"))
    giver, to = (spot.at(key).one_of(known, "position") if spot.has(key) else "" for key in ("from", "to"))
    return Delegation(giver, to, spot.at("until").day(), _limits(spot.at("limits")))


def _limits(spot: Spot) -> Limits:
    if spot.value is None:
        return Limits()
    spot.keyed(LIMITS)
    return Limits(_arr_minor(spot), spot.at("accounts").whole(), spot.at("quarters").whole())


def _arr_minor(spot: Spot) -> int | None:
    if spot.has("arr") and spot.has("arr_minor"):
        spot.fault("arr and arr_minor say the same twice; leave one out.")
    units = spot.at("arr").whole()
    return spot.at("arr_minor").whole() if units is None else units * MINOR_PER_UNIT
