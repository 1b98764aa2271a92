"""Names of positions with decision rights, such as director; what each may decide, the rights policy says."""

from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

MOST = 20


def apart(value: object) -> object:
    """Names that a form sends in one field, taken apart at commas and spaces; none twice, in order.

    >>> apart("director, cpo"), apart(["director", "director"])
    (['cpo', 'director'], ['director'])
    """
    parts = [value] if isinstance(value, str) else value
    if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
        return sorted({name for part in parts for name in part.replace(",", " ").split()})
    return value


Position = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{0,39}$")]
Positions = Annotated[list[Position], BeforeValidator(apart)]
