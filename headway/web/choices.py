"""One field of a form that is made of what there is to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One of `choices`, or where there are none a text, a number or a day, with what is `listed` to take from. `id`
    where several fields have the same name."""

    name: str
    label: str
    choices: Mapping[str, str] | None = None
    empty: str = ""
    type: str = "text"
    hint: str = ""
    value: str = ""
    listed: Sequence[str] = ()
    required: bool = False
    id: str = ""
