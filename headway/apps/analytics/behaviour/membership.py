"""Who is in a cohort: told by whoever keeps cohorts."""

from collections.abc import Callable, Collection

from headway.core.context import Context

PREFIX = "cohort:"
Keeper = Callable[[Context, str, str], Collection[str]]
_KEEPERS: list[Keeper] = []


def cohorts_told(keeper: Keeper) -> None:
    """Declare who says, by a cohort's ref and whether persons or accounts are asked about, who is in it."""
    _KEEPERS.append(keeper)


def members_of(context: Context, ref: str, by: str) -> Collection[str]:
    """The ids of who is in a cohort. Raises NotFound for an unknown one, Invalid for one of others than are asked
    about."""
    return {one for keeper in _KEEPERS for one in keeper(context, ref, by)}
