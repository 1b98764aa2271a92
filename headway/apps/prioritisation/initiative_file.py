"""How a table of candidate initiatives becomes fields; the roadmap, which knows the teams, declares the import."""

import re
from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet

from headway.apps.prioritisation.enabling import cycle_in, relations_align
from headway.apps.prioritisation.estimates import proposals_store
from headway.apps.prioritisation.models import Initiative
from headway.apps.prioritisation.proposals import effort_proposal
from headway.core.access import rows
from headway.core.context import Context
from headway.core.imports.columns import Column, Row, RowFault, day, flag, number, parts, text
from headway.core.imports.registry import Build, Fields
from headway.core.models import ImportRun
from headway.core.quarters import quarter_index

EFFORT = re.compile(r"^effort_p(50|90)_(.+)$", re.IGNORECASE)
NATURES = frozenset(Initiative.Nature.values)
MOSCOW = frozenset({"", "must", "should", "could", "wont"})
Efforts = dict[str, dict[str, float]]


def quarter(cell: str) -> str:
    """A quarter such as 2026-Q4; an empty cell is none."""
    plain = cell.strip()
    if plain:
        quarter_index(plain)
    return plain


def moscow(cell: str) -> str:
    """A MoSCoW category in small letters without apostrophe; an empty cell is none.

    >>> moscow("Won't")
    'wont'
    """
    plain = cell.strip().lower().replace("'", "")
    if plain not in MOSCOW:
        raise ValueError(f"{cell!r} is not a category; write must, should, could or wont")
    return plain


def nature(cell: str) -> str:
    """What kind of work an initiative is; an empty cell leaves that to the column `enabler`.

    >>> nature("Debt ")
    'debt'
    """
    plain = cell.strip().lower()
    if plain and plain not in NATURES:
        raise ValueError(f"{cell!r} is no kind of work; write feature, enabler, debt or compliance")
    return plain


COLUMNS = (
    Column("id", text(60), needed=True, filled=True, example="INI-01"),
    Column("title", text(300), needed=True, filled=True, example="Identity check that works first time"),
    Column("problem_categories", parts(), aliases=("topics",), example="unable_to_verify_identity"),
    Column("depends_on", parts(), aliases=("requires",), example="INI-45"),
    Column("earliest_quarter", quarter, example="2026-Q4"),
    Column("deadline", day, example="2026-12-31"),
    Column("mandatory", flag, example="0"),
    Column("enabler", flag, example="0"),
    Column("nature", nature, example="feature"),
    Column("moscow", moscow, example="should"),
)


def effort_columns(headers: Sequence[str]) -> list[Column]:
    """A column for each `effort_p50_TEAM` and `effort_p90_TEAM` that the file has, in person-weeks."""
    return [Column(header, number(0)) for header in headers if EFFORT.match(header)]


def initiatives_prepared(context: Context, parsed: Sequence[Row], teams: Collection[str]) -> Build:
    """Judge all rows together, since rows stand on each other, and give back what makes a row's fields.

    A row is refused for efforts that cannot be, for a team that is not among `teams` (where there are any),
    for a place in a cycle, and for requiring what neither the file nor the workspace has.
    """
    faults: dict[str, RowFault] = {}
    for row in parsed:
        try:
            _efforts(row, teams)
            _nature(row)
        except RowFault as fault:
            faults.setdefault(row.values["id"], fault)
    stored = dict(rows(Initiative, context).values_list("ref", "requires_refs"))
    faults |= _dependency_faults(
        {row.values["id"]: row.values["depends_on"] for row in parsed}, stored, faults
    )

    def build(row: Row) -> Fields:
        if fault := faults.get(row.values["id"]):
            raise fault
        return _fields(row, _efforts(row, teams))

    return build


def _fields(row: Row, effort: Efforts) -> Fields:
    return {
        "title": row.values["title"],
        "topics": row.values["problem_categories"],
        "effort": effort,
        "requires_refs": row.values["depends_on"],
        "earliest_quarter": row.values["earliest_quarter"],
        "deadline": row.values["deadline"],
        "is_mandatory": row.values["mandatory"],
        "nature": _nature(row),
        "moscow": row.values["moscow"],
    }


def _nature(row: Row) -> str:
    """What kind of work a row is. Raises RowFault where its two columns speak against each other."""
    given = str(row.values["nature"])
    if row.values["enabler"] and given not in {"", "enabler"}:
        raise RowFault("nature", f"is {given!r} although the column enabler says yes; clear one of the cells")
    return given or ("enabler" if row.values["enabler"] else "feature")


def _efforts(row: Row, teams: Collection[str]) -> Efforts:
    """Person-weeks by team. Raises RowFault."""
    found: Efforts = {}
    for column, value in row.values.items():
        if value and (name := EFFORT.match(column)):
            if teams and name[2] not in teams:
                raise RowFault(
                    column, f"there is no team {name[2]!r}; import its capacity first or correct the header"
                )
            found.setdefault(name[2], {})[f"p{name[1]}"] = value
    for team, effort in found.items():
        _refuse_effort(team, effort)
    if not found:
        raise RowFault("effort_p50_TEAM", "no team has any effort; estimate at least one team's person-weeks")
    return found


def _refuse_effort(team: str, effort: dict[str, float]) -> None:
    if "p50" not in effort:
        raise RowFault(
            f"effort_p50_{team}", f"is empty or zero although effort_p90_{team} is {effort['p90']:g}"
        )
    if effort.setdefault("p90", effort["p50"]) < effort["p50"]:
        raise RowFault(
            f"effort_p90_{team}", f"{effort['p90']:g} is below the P50 of {effort['p50']:g}; swap or correct"
        )


def _dependency_faults(
    in_file: Mapping[str, list[str]], stored: Mapping[str, list[str]], refused: Mapping[str, RowFault]
) -> dict[str, RowFault]:
    faults: dict[str, RowFault] = {}
    good = {ref: needed for ref, needed in in_file.items() if ref not in refused}
    while fault := _first_fault(good, stored):
        ref, message = fault
        faults[ref] = RowFault("depends_on", message)
        del good[ref]
    return faults


def _first_fault(good: Mapping[str, list[str]], stored: Mapping[str, list[str]]) -> tuple[str, str] | None:
    known = dict(stored) | dict(good)
    for ref, needed in good.items():
        if missing := next((other for other in needed if other not in known), None):
            return (
                ref,
                f"there is no initiative {missing!r}, or its row was refused; add it or clear the cell",
            )
    cycle = cycle_in(known)
    if cycle:
        ref = next(one for one in cycle if one in good)
        return ref, f"{' -> '.join(cycle)} goes round in a cycle; remove one of these links"
    return None


def initiatives_finished(context: Context, run: ImportRun, parsed: Sequence[Row]) -> None:
    """Relate initiatives to what they require, and take the given efforts as estimates."""
    touched = rows(Initiative, context).filter(external_id__in=[row.values["id"] for row in parsed])
    _aligned(context, touched.filter(source=run.source))


def initiatives_undone(context: Context, run: ImportRun) -> None:
    """Bring relations and given efforts in line with the initiatives as they were before the import."""
    restored = run.before.get(Initiative._meta.label_lower, {})
    _aligned(context, rows(Initiative, context).filter(pk__in=restored))


def _aligned(context: Context, touched: QuerySet[Initiative]) -> None:
    relations_align(context)
    proposals_store(context, [effort_proposal(one) for one in touched.order_by("ref")])
