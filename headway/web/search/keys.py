"""Every key that does something, in one table: the help sheet, the document and the pages' script come from it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse

from headway.core.context import Context
from headway.core.perform import is_open
from headway.core.registry import Entry, entry_named
from headway.web.search.going import action_address
from headway.web.search.naming import label_of


@dataclass(frozen=True)
class Key:
    """What to press and what it does; `act` is what the script does, `page` or `action` where it leads."""

    press: str
    does: str
    act: str = ""
    page: str = ""
    action: str = ""

    @property
    def strokes(self) -> list[str]:
        """The keys one after another."""
        return self.press.split(" ")


@dataclass(frozen=True)
class KeyGroup:
    title: str
    keys: tuple[Key, ...]
    note: str = field(default="")


ANYWHERE = KeyGroup(
    "Anywhere",
    (
        Key("Ctrl+K", "Open the palette: go, find, create, change", "palette"),
        Key("/", "Search", "search"),
        Key("c", "Create something", "create"),
        Key("?", "Show these keys", "help"),
        Key("Esc", "Close what is open on top", "close"),
        Key("Ctrl+Enter", "Send the form you are in", "submit"),
    ),
    "On a Mac, ⌘ does what Ctrl does.",
)
IN_A_LIST = KeyGroup(
    "In a list and on a record",
    (
        Key("j", "Next row", "next"),
        Key("k", "Row before", "previous"),
        Key("Enter", "Open the row"),
        Key("e", "Change the record in view", "edit"),
        Key("v t", "Show as a table", "view:table"),
        Key("v b", "Show as a board", "view:board"),
        Key("v l", "Show as a timeline", "view:timeline"),
        Key("v m", "Show as a matrix", "view:matrix"),
        Key("v r", "Show as a tree", "view:tree"),
    ),
)
GO = KeyGroup(
    "Go to",
    (
        Key("g h", "Today", page="web:home"),
        Key("g n", "Inbox", page="talk:inbox"),
        Key("g e", "Evidence", page="discovery:evidence"),
        Key("g p", "Problems", page="discovery:problems"),
        Key("g u", "Explore", page="explore:explore"),
        Key("g f", "Metrics", page="metrics:metrics"),
        Key("g o", "KPIs", page="kpis:kpis"),
        Key("g c", "Tracking plan", page="tracking:plan"),
        Key("g b", "Dashboards", page="reporting:dashboards"),
        Key("g w", "Alerts", page="reporting:alerts"),
        Key("g z", "Diagnosis", page="diagnosis:why"),
        Key("g s", "Strategy", page="strategy:objectives"),
        Key("g i", "Initiatives", page="prioritisation:initiatives"),
        Key("g r", "Roadmap", page="roadmap:plan"),
        Key("g d", "Decisions", page="decisions:log"),
        Key("g k", "Risks", page="decisions:risks"),
        Key("g a", "Approvals", page="governance:approvals"),
        Key("g q", "Requirements", page="requirements:prds"),
        Key("g l", "Launches", page="launch:launches"),
        Key("g x", "Experiments", page="experiments:experiments"),
        Key("g y", "Activity", page="web:activity"),
        Key("g m", "Imports", page="web:imports"),
        Key("g v", "Privacy", page="privacy:privacy"),
        Key("g t", "Settings", page="web:settings"),
    ),
)
NEW = KeyGroup(
    "New",
    tuple(
        Key(press, "", action=name)
        for press, name in (
            ("n m", "discovery.feedback_add"),
            ("n i", "prioritisation.initiative_save"),
            ("n d", "decisions.decision_open"),
            ("n r", "decisions.risk_save"),
            ("n o", "strategy.objective_save"),
            ("n k", "strategy.key_result_save"),
            ("n p", "requirements.prd_draft"),
            ("n e", "experiments.experiment_save"),
            ("n q", "decisions.request_make"),
            ("n c", "roadmap.commitment_make"),
            ("n l", "launch.launch_save"),
        )
    ),
)
GROUPS = (ANYWHERE, IN_A_LIST, GO, NEW)


def all_keys() -> Iterator[Key]:
    for group in GROUPS:
        yield from group.keys


def groups_for(here: Context) -> list[KeyGroup]:
    """The keys that do something for a person: those that create only what the role may create."""
    may = tuple(_told(one) for one in NEW.keys if is_open(_entry(one), here))
    return [*(group for group in GROUPS if group is not NEW), *([KeyGroup(NEW.title, may)] if may else [])]


def _entry(key: Key) -> Entry:
    return entry_named(key.action, "action")


def _told(key: Key) -> Key:
    return Key(key.press, label_of(_entry(key)), action=key.action)


def addresses(here: Context) -> dict[str, str]:
    """Where the keys that lead somewhere lead: by what is pressed."""
    slug = here.workspace.slug
    pages = {key.press: reverse(key.page, args=[slug]) for key in all_keys() if key.page}
    return pages | {
        key.press: action_address(slug, _entry(key)) for key in NEW.keys if is_open(_entry(key), here)
    }


def document() -> str:
    """The keys as tables of a document."""
    return "\n".join(_table(group) for group in GROUPS)


def _table(group: KeyGroup) -> str:
    rows = ((key, key.does or label_of(_entry(key))) for key in group.keys)
    lines = (f"| {' then '.join(f'`{stroke}`' for stroke in key.strokes)} | {does} |" for key, does in rows)
    note = f"\n{group.note}\n" if group.note else ""
    return "\n".join([f"## {group.title}", "", "| press | what happens |", "|---|---|", *lines, note])
