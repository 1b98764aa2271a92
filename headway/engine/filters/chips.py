"""Filter chips as they stand in an address: `column:op:value|value`, read and written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Op = Literal["is", "not", "has", "over", "under", "from", "until", "empty", "set"]
OPS: tuple[Op, ...] = get_args(Op)
BARE: frozenset[str] = frozenset({"empty", "set"})
COLUMN = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)?")
VALUES_MOST = 200
CHIP_MOST = 20_000


@dataclass(frozen=True)
class Chip:
    """One condition on one column. `values` is empty for `empty` and `set`, else it has one value or more."""

    column: str
    op: Op
    values: tuple[str, ...] = ()


def chip_parse(text: str) -> Chip:
    """Read a chip.

    Values are parted by `|`; a backslash keeps the `|` or backslash after it. Only the first two `:` part.
    Raises ValueError with one sentence for whoever wrote it.

    >>> chip_parse("state:is:open|decided")
    Chip(column='state', op='is', values=('open', 'decided'))
    >>> chip_parse("due:empty").values
    ()
    """
    if len(text) > CHIP_MOST:
        raise ValueError(f"A filter has {len(text)} characters, more than the {CHIP_MOST} allowed.")
    column, _, rest = text.partition(":")
    op, has_values, written = rest.partition(":")
    if not COLUMN.fullmatch(column):
        raise ValueError(f"The filter {shortened(text)} does not begin with a column; write column:is:value.")
    known = next((one for one in OPS if one == op), None)
    if known is None:
        raise ValueError(f"The filter {shortened(text)} needs one of {', '.join(OPS)} after its column.")
    return _checked(text, Chip(column, known, parted(written) if has_values else ()))


def _checked(text: str, chip: Chip) -> Chip:
    if chip.op in BARE and chip.values not in {(), ("",)}:
        raise ValueError(f"The filter {shortened(text)} takes no value after {chip.op}.")
    if chip.op in BARE:
        return Chip(chip.column, chip.op)
    if not chip.values:
        raise ValueError(f"The filter {shortened(text)} lacks a value after {chip.op}.")
    if len(chip.values) > VALUES_MOST:
        raise ValueError(f"The filter on {chip.column} has more than {VALUES_MOST} values.")
    return chip


def chip_print(chip: Chip) -> str:
    """Write a chip so that `chip_parse` reads the same again.

    >>> chip_print(Chip("label", "is", ("a|b", "c")))
    'label:is:a\\\\|b|c'
    """
    head = f"{chip.column}:{chip.op}"
    return head if chip.op in BARE else f"{head}:{joined(chip.values)}"


def parted(written: str) -> tuple[str, ...]:
    """The values of a written list.

    >>> parted("a|b\\\\|c")
    ('a', 'b|c')
    """
    values, current, is_kept = [], "", False
    for letter in written:
        if is_kept:
            current += letter if letter in "|\\" else f"\\{letter}"
            is_kept = False
        elif letter == "\\":
            is_kept = True
        elif letter == "|":
            values.append(current)
            current = ""
        else:
            current += letter
    return (*values, current + ("\\" if is_kept else ""))


def joined(values: Iterable[str]) -> str:
    """Values as one written list, which `parted` takes apart again.

    >>> joined(["a", "b|c"])
    'a|b\\\\|c'
    """
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def shortened(text: str, most: int = 60) -> str:
    """A text in quotes for a sentence, cut where it is long.

    >>> shortened("a" * 100, 5)
    '“aaaaa…”'
    """
    return f"“{text}”" if len(text) <= most else f"“{text[:most]}…”"
