"""From the finished sample to the truth that is written beside it."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from headway.sample.backlog import STALE_DAYS, Item, near_duplicates
from headway.sample.customers import Account
from headway.sample.days import BROKEN_FROM, LAST_DAY, OUTAGE
from headway.sample.measures import activation_counts, by_person, daily_counts
from headway.sample.messages import Message, by_half
from headway.sample.planning import CANNOT_FIT, Capacity, Initiative, demand, net_capacity
from headway.sample.tables import feedback_ids
from headway.sample.targets import on_broken
from headway.sample.truth import (
    AnomalyDay,
    BacklogTruth,
    CannotFit,
    EventsTruth,
    FeedbackTruth,
    FunnelTruth,
    Halves,
    LargeArr,
    OneChannel,
    PlanningTruth,
)  # fmt: skip
from headway.sample.usage import ACTIVATION, BROKEN_DEVICE, BROKEN_STEP, BROKEN_VERSION, Event
from headway.sample.volumes import LARGE_ARR, ONE_CHANNEL, VOLUMES

FUNNEL_RULE = (
    "in order, each person's first signup, 14 days from signup, only signups with 14 full days of events; "
    "segment = values on the signup event"
)
SEGMENTS: dict[str, Callable[[Event], bool]] = {
    "all signups": lambda signup: True,
    "android, signup on 4.8.0": on_broken,
    "android, signup on earlier versions": lambda s: (
        s.device == BROKEN_DEVICE and s.version != BROKEN_VERSION
    ),
    "ios, signup on 4.8.0": lambda s: s.device == "ios" and s.version == BROKEN_VERSION,
}


def feedback_truth(messages: list[Message], accounts: list[Account]) -> FeedbackTruth:
    halves = {category: Halves(*pair) for category, pair in by_half(messages).items()}
    ids = feedback_ids(messages)
    return FeedbackTruth(
        rows=len(messages),
        categories=len(halves),
        rising=_moving(halves, "rising"),
        falling=_moving(halves, "falling"),
        one_channel=_one_channel(messages),
        large_arr_few_accounts=_large_arr(accounts),
        with_personal_data=tuple(i for i, m in zip(ids, messages, strict=True) if m.personal),
        without_account_id_but_with_company_email=sum(map(_only_email, messages)),
        anonymous_app_reviews=sum(m.author is None for m in messages),
    )


def _moving(halves: dict[str, Halves], direction: str) -> dict[str, Halves]:
    return {category: halves[category] for category in VOLUMES if VOLUMES[category].direction == direction}


def _one_channel(messages: list[Message]) -> OneChannel:
    category, channel = ONE_CHANNEL
    inside = [m.channel == channel for m in messages if m.category == category]
    outside = [m.channel == channel for m in messages if m.category != category]
    shares = (round(sum(group) / len(group), 3) for group in (inside, outside))
    return OneChannel(category, channel, *shares)


def _large_arr(accounts: list[Account]) -> LargeArr:
    groups = [a for a in accounts if a.group]
    arr = sum(a.arr_usd for a in groups)
    share = round(arr / sum(a.arr_usd for a in accounts), 3)
    return LargeArr(LARGE_ARR, tuple(a.id for a in groups), arr, share)


def _only_email(message: Message) -> bool:
    return bool(message.author and message.author.account.domain and not message.account_known)


def events_truth(events: list[Event]) -> EventsTruth:
    people = by_person(events)
    return EventsTruth(
        rows=len(events),
        event_names=len({event.name for event in events}),
        people_with_events=len(people),
        activation_funnel=_funnel(people),
        anomaly_day=_anomaly(events),
    )


def _funnel(people: dict[str, list[Event]]) -> FunnelTruth:
    counts = {segment: activation_counts(people, keep) for segment, keep in SEGMENTS.items()}
    return FunnelTruth(
        steps=ACTIVATION,
        rule=FUNNEL_RULE,
        counts=counts,
        step=f"form_started -> {BROKEN_STEP}",
        device=BROKEN_DEVICE,
        app_version=BROKEN_VERSION,
        first_day=BROKEN_FROM.isoformat(),
        step_rate={segment: round(c[4] / c[3], 4) for segment, c in counts.items()},
    )


def _anomaly(events: list[Event]) -> AnomalyDay:
    days = daily_counts(events, "payment_failed")
    return AnomalyDay(OUTAGE.isoformat(), "payment_failed", days[OUTAGE], median(days.values()))


def planning_truth(capacities: list[Capacity], initiatives: list[Initiative]) -> PlanningTruth:
    net, asked = net_capacity(capacities), demand(initiatives)
    by_id = {initiative.id: initiative for initiative in initiatives}
    stuck = by_id[CANNOT_FIT]
    needed = by_id[stuck.depends_on[0]]
    return PlanningTruth(
        net_capacity_person_weeks=net,
        demand_p50_person_weeks=asked,
        demand_to_capacity=round(sum(asked.values()) / sum(net.values()), 3),
        mandatory=tuple(i.id for i in initiatives if i.mandatory),
        enablers=tuple(i.id for i in initiatives if i.enabler),
        dependencies=sum(len(i.depends_on) for i in initiatives),
        cannot_fit=CannotFit(stuck.id, stuck.deadline, needed.id, needed.earliest),
    )


def backlog_truth(items: list[Item]) -> BacklogTruth:
    return BacklogTruth(
        rows=len(items),
        near_duplicates=tuple(near_duplicates(items)),
        stale_rule=f"status To Do and not updated for more than {STALE_DAYS} days on {LAST_DAY.isoformat()}",
        stale=tuple(item.key for item in items if item.stale),
        stories_without_acceptance_criteria=tuple(item.key for item in items if item.story_without_criteria),
        initiative_of_item={item.key: item.wish.initiative for item in items if item.wish.initiative},
    )
