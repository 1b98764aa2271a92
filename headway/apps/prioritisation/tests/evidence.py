"""A small body of evidence for tests: two problems, seven messages, four initiatives."""

from datetime import timedelta

from headway.apps.discovery.models import Account, Feedback, Person, Problem, Theme
from headway.core.perform import perform
from tests.world import NOW, World

INITIATIVES = (
    {"ref": "INI-1", "title": "Identity check that works", "topics": ["verify_my_identity"],
     "effort": {"web": {"p50": 10, "p90": 20}, "core": {"p50": 2, "p90": 5}}, "requires": ["INI-3"]},
    {"ref": "INI-2", "title": "Card delivery tracking", "topics": ["card_arrival"],
     "effort": {"web": {"p50": 4, "p90": 4}}},
    {"ref": "INI-4", "title": "Poetry corner", "topics": ["poetry_reading"],
     "effort": {"web": {"p50": 3, "p90": 6}}},
)  # fmt: skip
ENABLER = {
    "ref": "INI-3",
    "title": "Document store",
    "effort": {"core": {"p50": 5, "p90": 8}},
    "enabler": True,
}
DAYS_AGO = {"anna": (0, 10), "ben": (20,), "cleo": (90,), "dave": (92,)}


def build(world: World) -> None:
    """Five messages about identity by four people (one of them too old for the window), two about cards."""
    context = world.context()
    made = {"workspace": world.workspace, "created_at": NOW}
    identity = Problem.objects.create(
        ref="P-1", title="Identity check fails", weight=0.8, weight_low=0.6, weight_high=0.9, rank=1, **made
    )
    cards = Problem.objects.create(
        ref="P-2", title="Cards arrive late", weight=0.4, weight_low=0.4, weight_high=0.4, rank=2, **made
    )
    verify = Theme.objects.create(
        ref="t1", name="Verify my identity", terms=["verify", "identity"], problem=identity, **made
    )
    arrival = Theme.objects.create(
        ref="t2", name="Card arrival", terms=["card", "arrive"], problem=cards, **made
    )
    accounts = [Account.objects.create(ref=f"A{n}", name=f"Firm {n}", **made) for n in (1, 2)]
    for place, (name, days) in enumerate(DAYS_AGO.items()):
        person = Person.objects.create(
            ref=name, email=f"{name}@firm.test", account=accounts[place % 2], **made
        )
        for ago in days:
            _message(world, verify, f"{name}-{ago}", ago, "support", accounts[place % 2], person)
    _message(world, arrival, "card-1", 5, "sales", accounts[0], None)
    _message(world, arrival, "card-2", 6, "app_review", None, None)
    for initiative in (ENABLER, *INITIATIVES):
        perform("prioritisation.initiative_save", initiative, context)


def _message(
    world: World,
    theme: Theme,
    ref: str,
    days_ago: int,
    channel: str,
    account: Account | None,
    person: Person | None,
) -> None:
    text = f"message {ref}"
    Feedback.objects.create(
        workspace=world.workspace, ref=ref, text=text, redacted_text=text, at=NOW - timedelta(days=days_ago),
        channel=channel, account=account, person=person, theme=theme, theme_confident=True,
    )  # fmt: skip


def usage(world: World, people: int) -> None:
    """Events of that many people on the last day."""
    rows = "".join(f"u{n},app_opened,2026-09-30T08:00:00Z\n" for n in range(people))
    content = "person_id,event,ts\n" + rows
    perform("analytics.event_import", {"file_name": "events.csv", "content": content}, world.context())
