"""Which actions use which decision right, read from the registry."""

from collections import defaultdict

from headway.core.registry import entries


def actions_by_right() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry in entries("action"):
        for right in entry.rights:
            found[right].append(entry.name)
    return dict(found)
