"""The rules of a policy document: who decides what under which condition."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

from headway.engine.rights.catalogue import KNOWN, REQUIRED
from headway.engine.rights.policy import Approval, Condition, Escalation, Right, Rule, Threshold
from headway.engine.rights.reading import names, threshold
from headway.engine.rights.spot import Spot

_RULE = ("when", "decide", "approve", "request", "answer", "consult", "inform", "deadline_days", "escalate")
_MODES = ("decide", "recommend")
_CLASS = "compliance:"


@dataclass(frozen=True, slots=True)
class Known:
    """What the rules may name: positions and levels of materiality of the same document."""

    positions: tuple[str, ...]
    levels: Mapping[str, Threshold]


def rights(spot: Spot, known: Known) -> dict[str, Right]:
    """The rights of a document by id; every right of the catalogue must be there."""
    found = spot.keyed(KNOWN, REQUIRED, "decision right")
    return {one: _right(spot.at(one), one, known) for one in found if one in KNOWN}


def _right(spot: Spot, right_id: str, known: Known) -> Right:
    spot.keyed(("title", "mode", "rules"), ("title", "mode", "rules"))
    title = spot.at("title").text() if spot.has("title") else ""
    mode = spot.at("mode").one_of(_MODES, "mode") if spot.has("mode") else ""
    rules = tuple(_rule(one, known) for one in spot.at("rules").each()) if spot.has("rules") else ()
    recommended = mode == "recommend"
    if spot.has("rules"):
        _ordered(spot.at("rules"), rules)
        _answered(spot.at("rules"), rules, recommended)
    return Right(right_id, title, "recommend" if recommended else "decide", rules)


def _ordered(spot: Spot, rules: Collection[Rule]) -> None:
    whens = [rule.when.name for rule in rules]
    if "any" not in whens[-1:]:
        spot.fault("the last rule must be for every other change; give it when: any.")
    if "any" in whens[:-1]:
        spot.fault(
            f"nothing after rule {whens.index('any') + 1} can hold, since that is for any change; put it last."
        )
    if "any" not in whens[:-1] and len({rule.when for rule in rules}) < len(rules):
        spot.fault("two rules have the same condition; leave one out.")


def _answered(spot: Spot, rules: Collection[Rule], recommended: bool) -> None:
    if not recommended and any(rule.answer for rule in rules):
        spot.fault("answer is only for what is recommended; take it out or write mode: recommend.")


def _rule(spot: Spot, known: Known) -> Rule:
    spot.keyed(_RULE, ("when", "decide"))
    people = known.positions
    return Rule(
        when=_condition(spot.at("when"), known.levels) if spot.has("when") else Condition("any"),
        decide=names(spot.at("decide"), people, least=1) if spot.has("decide") else (),
        approval=_approval(spot.at("approve"), people) if spot.has("approve") else None,
        request=names(spot.at("request"), people),
        answer=names(spot.at("answer"), people),
        consult=names(spot.at("consult"), people),
        inform=names(spot.at("inform"), people),
        deadline_days=spot.at("deadline_days").whole(1),
        escalation=_escalation(spot.at("escalate"), people) if spot.has("escalate") else (),
    )


def _condition(spot: Spot, known: Mapping[str, Threshold]) -> Condition:
    if isinstance(spot.value, dict):
        return Condition("", threshold(spot))
    if isinstance(spot.value, str) and spot.value.startswith(_CLASS) and len(spot.value) > len(_CLASS):
        return Condition(spot.value, Threshold(compliance=frozenset({spot.value.removeprefix(_CLASS)})))
    name = spot.one_of(("any", *known), "condition, neither a level nor compliance:CLASS")
    return Condition(name or "any", known.get(name))


def _approval(spot: Spot, people: tuple[str, ...]) -> Approval | None:
    kinds = spot.keyed(("all_of", "one_of", "quorum"))
    if len(kinds) != 1:
        spot.fault("exactly one of all_of, one_of and quorum is needed; write one.")
        return None
    if "quorum" in kinds:
        return _quorum(spot.at("quorum"), people)
    kind = "all_of" if "all_of" in kinds else "one_of"
    entries = _entries(spot.at(kind), people)
    return Approval("all_of", entries, len(entries)) if kind == "all_of" else Approval("one_of", entries, 1)


def _quorum(spot: Spot, people: tuple[str, ...]) -> Approval:
    spot.keyed(("of", "n"), ("of", "n"))
    entries = _entries(spot.at("of"), people) if spot.has("of") else ()
    needed = spot.at("n").whole(1) or 1
    if needed > len(entries) > 0:
        spot.at("n").fault(f"{needed} of {len(entries)} can never agree; write {len(entries)} or fewer.")
    return Approval("quorum", entries, needed)


def _entries(spot: Spot, people: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    found: list[tuple[str, ...]] = []
    for one in spot.each():
        entry = (
            names(one, people, least=1) if isinstance(one.value, list) else (one.one_of(people, "position"),)
        )
        if set(entry) & {name for other in found for name in other if name}:
            one.fault("a position stands here that stands before; leave it out in one of the places.")
        found.append(entry)
    if not found and isinstance(spot.value, list):
        spot.fault("at least one position is needed; name one.")
    return tuple(found)


def _escalation(spot: Spot, people: tuple[str, ...]) -> tuple[Escalation, ...]:
    found = [_stage(one, people) for one in spot.each()]
    path = [stage.to for stage in found]
    again = next((n for n, name in enumerate(path) if name and name in path[:n]), None)
    if again is not None:
        spot.fault(
            f"it escalates in a circle ({', '.join(path[path.index(path[again]) : again + 1])}); end it before."
        )
    days = [stage.after_days for stage in found]
    if any(later <= earlier for earlier, later in pairwise(days)):
        spot.fault("each stage must come after the one before; raise its after_days.")
    return tuple(found)


def _stage(spot: Spot, people: tuple[str, ...]) -> Escalation:
    spot.keyed(("to", "after_days"), ("to", "after_days"))
    to = spot.at("to").one_of(people, "position") if spot.has("to") else ""
    return Escalation(to, spot.at("after_days").whole(1) or 0)
