"""Rows put between rows, written so that numba can compile them (see headway/engine/behaviour/quick.py).

`before` says for each new row, ascending, which of the old rows it comes before, and `drop` which of those go.
"""

from typing import Any

# mypy has no types for what is compiled, and the loops take columns of several widths.
Array = Any


def column_loop(old: Array, before: Array, drop: Array, new: Array, found: Array) -> None:
    """Fill `found` with the old values that stay and the new ones in their places."""
    n, put, k, gone = 0, 0, 0, 0
    count = len(old)
    while n < count or k < len(before):
        stop = before[k] if k < len(before) else count
        if gone < len(drop) and drop[gone] < stop:
            stop = drop[gone]
        found[put : put + stop - n] = old[n:stop]
        put += stop - n
        n = stop
        while k < len(before) and before[k] == n:
            found[put] = new[k]
            put += 1
            k += 1
        if gone < len(drop) and drop[gone] == n:
            gone += 1
            n += 1


def postings_loop(  # noqa: PLR0917 - compiled loops take no names
    old: Array,
    old_us: Array,
    before: Array,
    drop: Array,
    new: Array,
    new_us: Array,
    rows: Array,
    at_us: Array,
) -> int:
    """Fill `rows` and `at_us` with the numbers of an event's rows as they are now, and when they were; `new` are such
    numbers already. Gives how many there are."""
    put, k, ahead, gone = 0, 0, 0, 0
    for n in range(len(old)):
        row = old[n]
        while ahead < len(before) and before[ahead] <= row:
            ahead += 1
        while gone < len(drop) and drop[gone] < row:
            gone += 1
        if gone < len(drop) and drop[gone] == row:
            continue
        now = row + ahead - gone
        while k < len(new) and new[k] < now:
            rows[put] = new[k]
            at_us[put] = new_us[k]
            put += 1
            k += 1
        rows[put] = now
        at_us[put] = old_us[n]
        put += 1
    while k < len(new):
        rows[put] = new[k]
        at_us[put] = new_us[k]
        put += 1
        k += 1
    return put
