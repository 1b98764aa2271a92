"""Addresses of tools that replay what a person did: made from a template, with every value escaped."""

import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from headway.apps.reporting.answers import ReplayLinkRow
from headway.core.errors import Invalid

PLACE = re.compile(r"\{([^{}]*)\}")
PLACES = frozenset({"person", "at"})


def template_checked(template: str) -> str:
    """A template, if it leads to a site by https and names the person behind the site's name. Raises Invalid.

    >>> template_checked("https://replay.example.com/users/{person}?from={at}")
    'https://replay.example.com/users/{person}?from={at}'
    """
    unknown = [name for name in PLACE.findall(template) if name not in PLACES]
    if unknown:
        raise Invalid(f"Field template: {{{unknown[0][:40]}}} is unknown; there are {{person}} and {{at}}.")
    try:
        parts = urlsplit(template)
    except ValueError:
        parts = urlsplit("")
    is_site = parts.scheme == "https" and parts.hostname and not parts.username and "{" not in parts.netloc
    if not is_site or any(one.isspace() or one in "<>\"'\\" for one in template):
        raise Invalid(
            "Field template: write an address that begins with https:// and a site of its own name."
        )
    if "{person}" not in template:
        raise Invalid("Field template: {person} has to stand in it, where the tool expects whom to show.")
    return template


def replay_address(template: str, person: str, at: str = "") -> str:
    """The address for a person, and a moment where one is known.

    >>> replay_address("https://r.example.com/{person}?t={at}", "a/b&c=1", "2026-09-30")
    'https://r.example.com/a%2Fb%26c%3D1?t=2026-09-30'
    """
    values = {"person": person, "at": at}
    return PLACE.sub(lambda found: quote(values[found.group(1)], safe=""), template)


def replays(tools: Sequence[ReplayLinkRow], person: str, at: str = "") -> list[tuple[str, str]]:
    """The title and the address of each tool for a person."""
    return [(one.title, replay_address(one.template, person, at)) for one in tools]
