"""YAML text as plain values with the line of each, read so that no text can be misread, run code or swell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

CHARACTERS_MOST = 200_000
DEPTH_MOST = 12
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]
Place = tuple[str | int, ...]


class TextError(ValueError):
    """The text is not YAML that can be read; the sentence names the line."""


@dataclass(frozen=True, slots=True)
class Document:
    """The value of a text, the line (from 1) on which each part of it begins, and keys that stand twice."""

    value: Plain
    lines: dict[Place, int] = field(default_factory=dict)
    twice: tuple[Place, ...] = ()


def read(text: str) -> Document:
    """The text as plain values: strings, whole numbers, booleans, None, lists, mappings with text keys.

    Dates and fractions stay text. Raises TextError, naming the line, for bad syntax, an anchor or alias, a tag, a
    key that is not text, more than 12 levels and more than 200,000 characters.

    >>> found = read("limits:\\n  accounts: 10\\n  until: 2026-05-01")
    >>> found.value, found.lines[("limits", "accounts")]
    ({'limits': {'accounts': 10, 'until': '2026-05-01'}}, 2)
    """
    if len(text) > CHARACTERS_MOST:
        raise TextError(f"The text has {len(text):,} characters; at most {CHARACTERS_MOST:,} are read.")
    try:
        _admit(text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise TextError(_syntax(error)) from error
    except yaml.YAMLError as error:
        raise TextError(
            "The text holds a character that YAML does not allow; save it as plain UTF-8."
        ) from error
    lines: dict[Place, int] = {}
    twice: list[Place] = []
    value = _plain(root, (), lines, twice) if root else None
    return Document(value, lines, tuple(twice))


def _admit(text: str) -> None:
    # Before anything is built: composing is recursive, and aliases let a short text stand for a huge one.
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_MOST:
            raise TextError(
                f"Line {line}: more than {DEPTH_MOST} levels inside each other; write it flatter."
            )
        if getattr(event, "anchor", None):
            raise TextError(f"Line {line}: anchors and aliases are not read; write the part out.")
        if tag := getattr(event, "tag", None):
            raise TextError(f"Line {line}: tags such as {tag} are not read; write the plain value.")


def _syntax(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    line = f"Line {mark.line + 1}" if mark else "The text"
    return f"{line}: this is not valid YAML ({error.problem or error.context}); mend it and try again."


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int], twice: list[Place]) -> Plain:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, lines, twice)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, (*place, n), lines, twice) for n, one in enumerate(node.value)]
    return _scalar(node.tag.rpartition(":")[2], str(node.value))


def _mapping(node: yaml.MappingNode, place: Place, lines: dict[Place, int], twice: list[Place]) -> Plain:
    found: dict[str, Plain] = {}
    for key, value in _pairs(node):
        here = (*place, key.value)
        if key.value in found:
            twice.append(here)
            continue
        lines[here] = key.start_mark.line + 1
        found[key.value] = _plain(value, here, lines, twice)
    return found


def _pairs(node: yaml.MappingNode) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise TextError(f"Line {key.start_mark.line + 1}: a key must be a plain word.")
        yield key, value


def _scalar(kind: str, written: str) -> Plain:
    if kind == "null":
        return None
    if kind == "bool":
        return written.lower() in {"yes", "true", "on"}
    # Other ways YAML has of writing numbers (0x1F, 1:30, 1_000) are as likely slips of the pen: they stay text.
    return int(written) if _WHOLE.fullmatch(written) else written
