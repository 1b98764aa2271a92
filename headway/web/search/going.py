"""Where one can go and what one can do: the pages, and the address of every action."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.http import urlencode

from headway.core.context import Context
from headway.core.kinds import RecordKind, kind_named, kinds
from headway.core.perform import is_open
from headway.core.registry import Entry, entries
from headway.web import context as frame
from headway.web.search.naming import area_of, is_about, is_making, label_of, sentence_of

# Actions that have a page of their own, better than a form made from the question; what opens it stands behind a `?`.
OWN_PAGES = {
    "core.file_import": "web:imports",
    "core.token_create": "web:tokens",
    "analytics.source_add": "web:sources",
    "decisions.decision_open": "decisions:decision-new",
    "decisions.risk_save": "decisions:risks?new=1#new",
    "experiments.experiment_save": "experiments:experiments?new=1#save",
    "launch.deprecation_start": "launch:deprecations?new=1#new",
    "launch.launch_save": "launch:launches?new=1#new",
    "launch.readiness_save": "launch:readiness?new=1#save",
    "talk.preferences_set": "talk:preferences",
}
# What only programs ask for.
UNSEEN = {"privacy.request_run", "lists.records_edit", "lists.edit_undo", "core.first_steps_dismiss"}


@dataclass(frozen=True)
class Place:
    """A page with its name and the group of the navigation it belongs to."""

    label: str
    group: str
    address: str


@dataclass(frozen=True)
class Doing:
    """An action that a person may take, and where its form is."""

    name: str
    label: str
    area: str
    about: str
    address: str
    is_making: bool
    is_destructive: bool


@dataclass(frozen=True)
class InView:
    """The record that a page shows."""

    kind: RecordKind
    ref: str


def places(slug: str) -> list[Place]:
    """Every page that needs nothing but its address."""
    found = []
    for group, listed in (*frame.GROUPS, ("", frame.FOOT)):
        for label, name, inside in listed:
            found.append(Place(label, group, reverse(name, args=[slug])))
            found += [
                Place(_page_words(one), label, address) for one in inside if (address := _address(one, slug))
            ]
    return list({place.address: place for place in found}.values())


def _page_words(name: str) -> str:
    words = name.partition(":")[2].replace("-", " ")
    return words[:1].upper() + words[1:]


def _address(name: str, slug: str) -> str:
    """The address of a page that needs no more than the workspace; empty for any other."""
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return ""


def action_address(slug: str, entry: Entry, **values: str) -> str:
    """Where a person can take an action, with what is known already filled in."""
    if entry.name in OWN_PAGES and not values:
        page, mark, opened = OWN_PAGES[entry.name].partition("?")
        return reverse(page, args=[slug]) + mark + opened
    given = f"?{urlencode(values)}" if values else ""
    return reverse("web:do", args=[slug, entry.name]) + given


def doings(here: Context) -> list[Doing]:
    """Every action that the person may take, by area and name."""
    may = [entry for entry in entries("action") if entry.name not in UNSEEN and is_open(entry, here)]
    return [_doing(here, entry) for entry in sorted(may, key=lambda one: (area_of(one), label_of(one)))]


def doings_about(here: Context, shown: InView) -> list[Doing]:
    """The actions that the person may take on a record, filled in for it."""
    may = (entry for entry in entries("action") if entry.name not in UNSEEN and is_open(entry, here))
    return [_doing(here, entry, **_named(entry, shown)) for entry in may if is_about(entry, shown.kind.name)]


def _named(entry: Entry, shown: InView) -> dict[str, str]:
    kind = {"kind": shown.kind.name} if "kind" in entry.question.model_fields else {}
    return {"ref": shown.ref, **kind}


def _doing(here: Context, entry: Entry, **values: str) -> Doing:
    return Doing(
        name=entry.name,
        label=f"{label_of(entry)} {values.get('ref', '')}".strip(),
        area=area_of(entry),
        about=entry.summary,
        address=action_address(here.workspace.slug, entry, **values),
        is_making=is_making(entry) and not values,
        is_destructive=entry.destructive,
    )


def in_view(path: str, peek: str, here: Context) -> InView | None:
    """The record that the page at a path of this site shows, or opens beside a list."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.kwargs.get("slug") != here.workspace.slug:
        return None
    for kind in kinds():
        if kind.page and kind.page == match.view_name and (ref := match.kwargs.get("ref")):
            return InView(kind, str(ref))
    name = match.kwargs.get("kind") if match.view_name == "lists:list" else _listed(match.view_name)
    return InView(kind_named(str(name)), peek) if peek and name in set(_names()) else None


def _names() -> Iterator[str]:
    return (kind.name for kind in kinds())


def _listed(view_name: str) -> str:
    """The kind whose records open beside a list: the page of the list is named like that of a record, in many."""
    return next((kind.name for kind in kinds() if kind.page and view_name == f"{kind.page}s"), "")


def named_at_start(text: str) -> str:
    """A word with a capital letter.

    >>> named_at_start("key_result")
    'Key result'
    """
    return sentence_of(text)
