"""Bringing back fields with their values, and saved views with what people chose about them."""

from datetime import timedelta
from typing import Any

import pytest

from headway.core.errors import Conflict, Invalid, NotFound, Refused
from headway.core.lists.models import SavedView
from headway.core.lists.tests.company import cells, edit, field, problems
from headway.core.lists.timers import removed_views_forget
from headway.core.models import Activity
from headway.core.perform import ask, perform
from tests.world import NOW, World


def save(world: World, role: str = "product_manager", **question: Any) -> Any:
    return perform("lists.view_save", {"kind": "problem"} | question, world.context(role))


def do(world: World, name: str, ref: str, role: str = "product_manager", **more: Any) -> Any:
    return perform(f"lists.{name}", {"ref": ref} | more, world.context(role))


def seen(world: World, role: str = "product_manager") -> list[tuple[str, bool, bool, bool]]:
    found: Any = ask("lists.view_list", {"kind": "problem"}, world.context(role))
    return [(one.name, one.favourite, one.my_default, one.workspace_default) for one in found.rows]


def test_a_removed_field_comes_back_with_its_values(world: World) -> None:
    problems(world)
    column = field(world, "Tier", "text")
    edit(world, "problem", {"P-1": 1}, **{column: "gold"})
    gone = do(world, "field_remove", "CF-1", "owner")
    assert gone.undo.model_dump() == {"action": "lists.field_restore", "question": {"ref": "CF-1"}}
    back = perform(gone.undo.action, gone.undo.question, world.context("owner"))
    assert (back.removed, back.version) == (False, 3)  # type: ignore[attr-defined]
    assert cells(world, "problem", "custom.tier")["P-1"] == "gold"
    assert Activity.objects.latest("sequence").summary == "Brought the field Tier of problems back"
    with pytest.raises(Conflict, match=r"^The field Tier is there; nothing has to be brought back\.$"):
        do(world, "field_restore", "CF-1", "owner")


def test_a_field_whose_label_is_taken_stays_away(world: World) -> None:
    problems(world)
    field(world, "Tier", "text")
    do(world, "field_remove", "CF-1", "owner")
    field(world, "Tier", "number")
    with pytest.raises(Invalid, match=r"^Field label: Problems have a column “Tier” already\.$"):
        do(world, "field_restore", "CF-1", "owner")
    with pytest.raises(Refused):
        do(world, "field_restore", "CF-1", "designer")


def test_a_removed_view_is_seen_by_nobody_and_comes_back_as_it_was(world: World) -> None:
    save(world, name="Ours", address="sort=title", shared=True)
    do(world, "view_favourite", "SV-1", "viewer")
    do(world, "view_default", "SV-1", whose="workspace")
    gone = do(world, "view_remove", "SV-1")
    assert gone.undo.model_dump() == {"action": "lists.view_restore", "question": {"ref": "SV-1"}}
    assert seen(world) == seen(world, "viewer") == []
    with pytest.raises(NotFound):
        do(world, "view_favourite", "SV-1")
    with pytest.raises(Refused, match=r"^The view Ours belongs to Pia Manager, who can bring it back\.$"):
        do(world, "view_restore", "SV-1", "designer")
    assert do(world, "view_restore", "SV-1").address == "sort=title"
    assert seen(world, "viewer") == [("Ours", True, False, True)]
    with pytest.raises(
        NotFound, match=r"^No removed view “SV-1”; it is there, or it was removed for good\.$"
    ):
        do(world, "view_restore", "SV-1")


def test_a_default_that_was_chosen_meanwhile_stays(world: World) -> None:
    save(world, name="First", shared=True)
    save(world, name="Second", shared=True)
    do(world, "view_default", "SV-1", whose="workspace")
    do(world, "view_remove", "SV-1")
    do(world, "view_default", "SV-2", whose="workspace")
    do(world, "view_restore", "SV-1")
    assert seen(world) == [("First", False, False, False), ("Second", False, False, True)]


def test_the_name_of_a_removed_view_is_free(world: World) -> None:
    save(world, name="Mine")
    do(world, "view_remove", "SV-1")
    save(world, name="Mine")
    with pytest.raises(Invalid, match="there is a view “Mine” of this list already"):
        do(world, "view_restore", "SV-1")


def test_removed_views_go_for_good_after_thirty_days(world: World) -> None:
    save(world, name="Mine")
    save(world, name="Kept")
    do(world, "view_remove", "SV-1")
    assert removed_views_forget(NOW + timedelta(days=30, seconds=-1)) == 0
    assert removed_views_forget(NOW + timedelta(days=30)) == 1
    assert list(SavedView.objects.values_list("ref", flat=True)) == ["SV-2"]


def test_the_toast_of_a_removal_has_the_way_back(world: World) -> None:
    save(world, name="Mine")
    form = {"ref": "SV-1", "next": "/w/lumen/lists/problem/?view=table", "said": "Removed the view Mine."}
    client = world.client()
    page = client.post("/w/lumen/do/lists.view_remove/", form, follow=True).content.decode()
    assert 'action="/w/lumen/do/lists.view_restore/"' in page
    assert '<input type="hidden" name="ref" value="SV-1">' in page
    client.post("/w/lumen/do/lists.view_restore/", {"ref": "SV-1", "next": "/w/lumen/"})
    assert seen(world) == [("Mine", False, False, False)]
