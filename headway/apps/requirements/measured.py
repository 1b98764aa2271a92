"""The events that a document says it is measured by."""

import re

from headway.apps.requirements.answers import PrdDetail

SECTION = "instrumentation"
NAMED = re.compile(r"`([^`\n]{1,200})`")
EVENTS_MOST = 100


def events_named(detail: PrdDetail) -> list[str]:
    """What the section on instrumentation has in code quotes, each once, in its order."""
    text = "\n".join(one.markdown for one in detail.sections if one.key == SECTION)
    return list(dict.fromkeys(name.strip() for name in NAMED.findall(text) if name.strip()))[:EVENTS_MOST]
