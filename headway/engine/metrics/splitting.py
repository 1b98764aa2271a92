"""A file of many definitions as one text for each, so that each can be kept, owned and compared by itself."""

from dataclasses import dataclass
from typing import Literal

import yaml

from headway.engine.metrics.model import MetricError
from headway.engine.rights.yaml_text import Plain, TextError, read


@dataclass(frozen=True, slots=True)
class Definition:
    """One semantic model or metric as YAML text of its own."""

    kind: Literal["semantic_models", "metrics"]
    name: str
    text: str
    label: str = ""
    description: str = ""


def split(text: str) -> list[Definition]:
    """The definitions in a YAML text, semantic models first. Raises MetricError for a text that is no YAML.

    >>> [(one.kind, one.name) for one in split("metrics: [{name: a}, {name: b}]")]
    [('metrics', 'a'), ('metrics', 'b')]
    """
    try:
        found = read(text).value
    except TextError as error:
        raise MetricError(str(error)) from error
    if not isinstance(found, dict):
        raise MetricError("Line 1: a mapping with semantic_models or metrics is needed.")
    return [*_under(found, "semantic_models"), *_under(found, "metrics")]


def written(kind: Literal["semantic_models", "metrics"], entry: dict[str, Plain]) -> Definition:
    """One entry as a definition.

    >>> written("metrics", {"name": "a", "type": "simple"}).text
    'metrics:\\n- name: a\\n  type: simple\\n'
    """
    text = yaml.safe_dump({kind: [entry]}, sort_keys=False, allow_unicode=True, width=100)
    return Definition(
        kind,
        str(entry.get("name") or ""),
        text,
        str(entry.get("label") or entry.get("name") or "")[:200],
        str(entry.get("description") or ""),
    )


def _under(found: dict[str, Plain], kind: Literal["semantic_models", "metrics"]) -> list[Definition]:
    entries = found.get(kind)
    return (
        [written(kind, one) for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    )
