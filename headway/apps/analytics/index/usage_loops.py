"""Who did what since a moment, written so that numba can compile it (see headway/engine/behaviour/quick.py)."""

from headway.apps.analytics.index.splice_loops import Array


def usage_loop(  # noqa: PLR0917 - compiled loops take no names
    whose: Array,
    bounds: Array,
    event: Array,
    at_us: Array,
    table: Array,
    first: int,
    who: Array,
    new_event: Array,
    new_us: Array,
    from_us: int,
    many: Array,
    people: Array,
    seen: Array,
) -> int:
    """Count after a moment the events of each name and their people; gives how many people there are at all.

    `whose` are the numbers in the index of people from `first` on, below zero of whoever is new; `table` has the number
    of each event by now, `who` (ascending) whose new rows are. `seen` has room for a number for each event.
    """
    active, k = 0, 0
    while k < len(who) and who[k] < first:
        k += 1
    for place in range(len(whose)):
        person = first + place
        mark = person + 1
        is_active = False
        if whose[place] >= 0:
            for row in range(bounds[whose[place]], bounds[whose[place] + 1]):
                if at_us[row] > from_us:
                    code = table[event[row]]
                    many[code] += 1
                    if seen[code] != mark:
                        seen[code] = mark
                        people[code] += 1
                    is_active = True
        while k < len(who) and who[k] == person:
            if new_us[k] > from_us:
                code = new_event[k]
                many[code] += 1
                if seen[code] != mark:
                    seen[code] = mark
                    people[code] += 1
                is_active = True
            k += 1
        active += is_active
    return active
