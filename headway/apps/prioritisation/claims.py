"""Which decision right a change in prioritisation uses, and how far it reaches."""

from collections.abc import Mapping
from typing import Any

from headway.apps.discovery.reach import accounts_words, reach_of_accounts, reach_words
from headway.apps.prioritisation.declining import revisit_words
from headway.apps.prioritisation.enabling import required_by, requires_all
from headway.apps.prioritisation.inputs import UNITS, estimates_current
from headway.apps.prioritisation.models import DeclinedRequest, Initiative, InputEstimate, PricingPlan
from headway.apps.prioritisation.pricing import price_words, reach_of_plan
from headway.apps.prioritisation.reach import reach_of
from headway.core.access import rows_by_ref
from headway.core.context import Context
from headway.core.gate import Claim, Reach, state_of
from headway.core.records import differences

SOLD = ("name", "price_minor", "currency", "per", "entitlements")
NO_ACCOUNT = Reach(None, None, reason="no account is named")


def override_claim(
    context: Context, initiative: Initiative, name: str, spread: Mapping[str, float], reason: str
) -> Claim | None:
    """DRa2: to put an enabler, debt or compliance work forward by judgement. A feature uses no right here.

    It reaches the accounts behind the initiative and behind those that stand on it.
    """
    if initiative.nature == Initiative.Nature.FEATURE:
        return None
    standing = required_by(requires_all(context)).get(initiative.ref, [])
    others = list(rows_by_ref(Initiative, context, standing).values())
    reach = reach_of(context, [initiative, *others])
    before = estimates_current(context, [initiative.pk]).get(initiative.pk, {}).get(name)
    now = f"{spread['p50']:g} ({spread['p10']:g} to {spread['p90']:g}) {UNITS[name]}"
    words = [
        f"{initiative.ref} {initiative.title} ({initiative.nature}): the {name}{_before(before)} becomes {now}",
        *([f"{', '.join(standing)} {'stands' if len(standing) == 1 else 'stand'} on it"] if standing else []),
        f"Reason: {reason}",
        reach_words(context, reach),
    ]
    fingerprint = state_of(
        "override", initiative.ref, initiative.version, initiative.nature, before.ref if before else ""
    )
    return Claim("DRa2", tuple(words), fingerprint, initiative, reach)


def _before(estimate: InputEstimate | None) -> str:
    if estimate is None or estimate.p50 is None:
        return ", unknown so far,"
    return f" of {estimate.p50:g}"


def decline_claim(context: Context, asked: DeclinedRequest) -> Claim:
    """DRi6: to say no to a request. It reaches the accounts that asked."""
    reach = reach_of_accounts(context, asked.accounts) if asked.accounts else NO_ACCOUNT
    words = [
        f"Says no to: {asked.asked}",
        *([f"Asked by {accounts_words(context, asked.accounts)}"] if asked.accounts else []),
        f"Reason: {asked.reason}",
        f"Evidence: {', '.join(asked.evidence)}",
        f"It {asked.fit_words}",
        f"To be looked at again {revisit_words(asked.revisit_on, asked.revisit_when)}",
        reach_words(context, reach),
    ]
    objective = asked.objective
    fingerprint = state_of("decline", asked.evidence, asked.accounts, objective.ref, objective.version)
    return Claim("DRi6", tuple(words), fingerprint, objective, reach)


def pricing_claim(
    context: Context, found: PricingPlan | None, ref: str, values: dict[str, Any]
) -> Claim | None:
    """DRe3: to change what is sold or at which price. It reaches the accounts on that plan.

    What we believe about it, and the evidence, may be written down without using the right.
    """
    changes = differences(found, values)
    if not any(name in changes for name in SOLD):
        return None
    name = values.get("name") or (found.name if found else ref)
    reach = reach_of_plan(context, {ref, name, *([found.name] if found else [])})
    words = [*_sold(found, ref, name, values), reach_words(context, reach)]
    return Claim("DRe3", tuple(words), state_of("pricing", ref, found.version if found else 0), found, reach)


def _sold(found: PricingPlan | None, ref: str, name: str, values: Mapping[str, Any]) -> list[str]:
    after = price_words(*(_value(found, values, part) for part in ("price_minor", "currency", "per")))
    if found is None:
        lines = [f"A new plan {ref} {name} at {after}"]
    else:
        before = price_words(found.price_minor, found.currency, found.per)
        lines = [f"{ref} {found.name} is called {name}"] if name != found.name else []
        lines += [f"{ref} {name}: the price {before} becomes {after}"] if before != after else []
    given, there = values.get("entitlements"), found.entitlements if found else []
    if given is None:
        return lines
    lines += [f"{ref} {name} gets the entitlement {one}" for one in given if one not in there]
    return lines + [f"{ref} {name} loses the entitlement {one}" for one in there if one not in given]


def _value(found: PricingPlan | None, values: Mapping[str, Any], name: str) -> Any:
    return values[name] if values.get(name) is not None else getattr(found, name, None)
