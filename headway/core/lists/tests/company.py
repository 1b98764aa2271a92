"""Rows for the tests of lists: accounts and initiatives with gaps, and a question in one line."""

from datetime import UTC, date, datetime
from typing import Any

from headway.apps.discovery.models import Account, Feedback, Problem
from headway.apps.privacy.models import SubjectRequest
from headway.core.lists.answers import RowsList
from headway.core.perform import ask, perform
from tests.world import World

ACCOUNTS: tuple[tuple[str, str, str, int | None, date | None, int | None], ...] = (
    ("A-1", "Acme", "smb", 120_000, date(2026, 10, 1), 70),
    ("A-2", "Bolt", "smb", None, date(2026, 12, 31), 40),
    ("A-3", "Crane & Söhne", "enterprise", 9_900_050, None, None),
    ("A-4", "delta", "", 120_000, date(2026, 9, 30), 70),
    ("A-5", "Émile 🚀", "enterprise", 0, date(2027, 3, 1), 0),
    ("A-6", "שלום | 100%", "mid_market", 500_000, date(2026, 10, 15), 10),
)


def accounts(world: World) -> None:
    for ref, name, segment, arr, renewal, health in ACCOUNTS:
        Account.objects.create(
            workspace=world.workspace, ref=ref, name=name, segment=segment, arr_minor=arr, renewal_date=renewal,
            health=health, created_at=datetime(2026, 9, int(ref[-1]), tzinfo=UTC),
        )  # fmt: skip
    Account.objects.create(
        workspace=world.elsewhere, ref="A-9", name="Acme elsewhere", segment="smb", arr_minor=1
    )


def problems(world: World, count: int = 3) -> None:
    for number in range(1, count + 1):
        Problem.objects.create(workspace=world.workspace, ref=f"P-{number}", title=f"Problem {number}")


def message(world: World, ref: str, at: datetime, account: str = "") -> None:
    found = Account.objects.filter(workspace=world.workspace, ref=account).first()
    Feedback.objects.create(
        workspace=world.workspace, ref=ref, text="secret words", redacted_text=f"Message {ref}", at=at,
        channel="support", account=found,
    )  # fmt: skip


def rows(world: World, kind: str, *chips: str, role: str = "viewer", **question: Any) -> RowsList:
    filters = {"filters": [{"chips": list(chips)}]} if chips else {}
    answer = ask("lists.rows_list", {"kind": kind} | filters | question, world.context(role))
    assert isinstance(answer, RowsList)
    return answer


def refs(world: World, kind: str, *chips: str, **question: Any) -> list[str]:
    """The refs that a question finds, in their order; nothing in it may be left out."""
    found = rows(world, kind, *chips, **({"sort": ["ref"]} | question))
    assert found.problems == []
    return [one.ref for one in found.rows]


def field(world: World, label: str, type_: str, kind: str = "problem", **more: Any) -> str:
    """A new field; gives its column."""
    asked = {"kind": kind, "label": label, "type": type_} | more
    return "custom." + perform("lists.field_save", asked, world.context("owner")).name  # type: ignore[attr-defined,no-any-return]


def edit(
    world: World, kind: str, records: dict[str, int], role: str = "product_manager", **changes: Any
) -> Any:
    """Change columns of records, given by ref with their versions; `__` in a column stands for its point."""
    asked = {
        "kind": kind,
        "records": [{"ref": ref, "version": version} for ref, version in records.items()],
        "changes": {name.replace("__", "."): value for name, value in changes.items()},
    }
    return perform("lists.records_edit", asked, world.context(role))


def cells(world: World, kind: str, column: str) -> dict[str, Any]:
    """What stands in a column, by ref."""
    return {one.ref: one.cells[column] for one in rows(world, kind, columns=[column], limit=500).rows}


def erased(world: World, name: str) -> None:
    """Have a person erased by name, as an admin asks for and a job does."""
    person = {"names": [name], "why": "Asked by mail"}
    perform("privacy.person_erase", person | {"confirm": name}, world.context("owner"))
    request = SubjectRequest.objects.latest("created_at")
    perform("privacy.request_run", {"request": str(request.pk)}, world.context("owner"))
