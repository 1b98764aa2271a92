"""The loops compiled by numba where it is installed; without it the array forms give the same answers, later."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

# Compiling takes seconds the first time, and loading what was compiled a tenth of one.
ROWS_LEAST = 100_000
Loop = Callable[..., Any]


def quick(loop: Loop, rows: int) -> Loop | None:
    """A loop in its compiled form; None where the rows are few, or nothing is there to compile it.

    >>> from headway.engine.behaviour.period_loops import pairs_loop
    >>> quick(pairs_loop, 10) is None
    True
    """
    return _compiled(loop) if rows >= ROWS_LEAST else None


@cache
def _compiled(loop: Loop) -> Loop | None:
    try:
        import numba  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    compiled: Any = numba.njit(nogil=True, cache=True)(loop)
    return compiled  # type: ignore[no-any-return]
