"""Launches from a file: one row a launch, with the initiatives that it brings out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from headway.apps.launch.models import Launch, Tier
from headway.apps.launch.ties import BRINGS_OUT
from headway.apps.prioritisation.models import Initiative
from headway.core.access import rows, rows_by_ref
from headway.core.context import Context
from headway.core.imports.columns import Column, Row, RowFault, day, parts, text
from headway.core.imports.registry import Build, Fields, Importer, importer_add
from headway.core.links import Tie, links_store
from headway.core.models import ImportRun, Link, Membership, User


def tier(cell: str) -> str:
    """How large a launch is; an empty cell is standard.

    >>> tier("Major"), tier("")
    ('major', 'standard')
    """
    plain = cell.strip().lower() or Tier.STANDARD.value
    if plain not in Tier.values:
        raise ValueError(f"{cell!r} is no tier; write {', '.join(Tier.values)}")
    return plain


def launches_prepared(context: Context, run: ImportRun, parsed: Sequence[Row]) -> Build:
    """A row is refused for an owner who is no member, an initiative that is not there, and days that fall."""
    emails = {row.values["owner_email"] for row in parsed} - {""}
    members = rows(Membership, context).filter(user__email__in=emails).select_related("user")
    owners = {one.user.email: one.user for one in members}
    known = rows_by_ref(Initiative, context, {ref for row in parsed for ref in row.values["initiatives"]})

    def build(row: Row) -> Fields:
        if missing := next((ref for ref in row.values["initiatives"] if ref not in known), ""):
            raise RowFault("initiatives", f"there is no initiative {missing!r}; import it first")
        names = ("name", "tier", "positioning")
        owner = {"owner": _owner(row.values["owner_email"], owners)}
        return {name: row.values[name] for name in names} | owner | _days(row.values)

    return build


def _owner(email: str, owners: dict[str, User]) -> User | None:
    if email and email not in owners:
        raise RowFault(
            "owner_email", f"{email!r} is no member of this workspace; invite them or clear the cell"
        )
    return owners.get(email)


def _days(values: dict[str, Any]) -> dict[str, date | None]:
    starts_on, ends_on = values["starts_on"], values["ends_on"]
    if starts_on and ends_on and ends_on < starts_on:
        raise RowFault("ends_on", f"{ends_on} is before {starts_on}; swap or correct the days")
    return {"starts_on": starts_on, "ends_on": ends_on}


def launches_finished(context: Context, run: ImportRun, parsed: Sequence[Row]) -> None:
    """Tie each launch to what it brings out; ties that are there stay."""
    wanted = {row.values["id"]: row.values["initiatives"] for row in parsed}
    launches = rows(Launch, context).filter(source=run.source, external_id__in=wanted)
    known = rows_by_ref(Initiative, context, {ref for refs in wanted.values() for ref in refs})
    links_store(
        context,
        [
            Tie(BRINGS_OUT, launch, known[ref], state=Link.State.CONFIRMED)
            for launch in launches
            for ref in wanted[launch.external_id]
            if ref in known
        ],
    )


importer_add(
    Importer(
        kind="launches",
        file_name="launches.csv",
        model=Launch,
        key="id",
        columns=(
            Column("id", text(60), needed=True, filled=True, example="LCH-1"),
            Column(
                "name",
                text(200),
                needed=True,
                filled=True,
                aliases=("launch", "title"),
                example="Freeze a card",
            ),
            Column("tier", tier, example="major"),
            Column("starts_on", day, aliases=("start", "starts"), example="2026-11-02"),
            Column("ends_on", day, aliases=("end", "ends", "date", "due"), example="2026-11-06"),
            Column("owner_email", lambda cell: text(254)(cell).lower(), aliases=("owner",)),
            Column("initiatives", parts(), aliases=("initiative",), example="INI-01"),
            Column("positioning", text(5000, keep=True), example="A lost card stops working in a second"),
        ),
        prepare=launches_prepared,
        order=40,
        doc="Launches with what they bring out. All come in as planned; what is out is said in Headway.",
        finish=launches_finished,
    )
)
