"""Views that people keep: whose they are, who sees and changes them, favourites and defaults."""

from typing import Any

import pytest

from headway.core.errors import Invalid, NotFound, Refused
from headway.core.lists.models import SavedView, ViewChoice
from headway.core.lists.tests.company import problems, rows
from headway.core.perform import ask, perform
from headway.engine.filters.address import is_changed
from tests.world import World


def save(world: World, role: str = "product_manager", **question: Any) -> Any:
    return perform("lists.view_save", {"kind": "problem"} | question, world.context(role))


def seen(world: World, role: str) -> list[str]:
    found = ask("lists.view_list", {"kind": "problem"}, world.context(role))
    return [one.name for one in found.rows]  # type: ignore[attr-defined]


def test_a_view_keeps_its_address_in_the_one_form(world: World) -> None:
    made = save(
        world, name="  Open   ones ", address="?view=table&sort=-arr&f=state:is:proposed&peek=P-1&saved=SV-9"
    )
    assert made.model_dump() == {
        "ref": "SV-1", "kind": "problem", "name": "Open ones", "address": "f=state%3Ais%3Aproposed&sort=-arr",
        "shared": False, "owner": "Pia Manager", "mine": True, "editable": True, "favourite": False,
        "my_default": False, "workspace_default": False, "version": 1,
    }  # fmt: skip
    assert not is_changed(made.address, "sort=-arr&f=state:is:proposed&after=x")
    changed = save(world, ref="SV-1", name="Open ones", address="sort=title", shared=True)
    assert (changed.address, changed.shared, changed.version) == ("sort=title", True, 2)


def test_a_private_view_is_seen_by_its_owner_only(world: World) -> None:
    save(world, name="Mine")
    save(world, name="Ours", shared=True)
    assert seen(world, "product_manager") == ["Mine", "Ours"]
    assert seen(world, "owner") == seen(world, "viewer") == ["Ours"]
    for name in ("view_remove", "view_favourite", "view_default"):
        with pytest.raises(
            NotFound, match=r"^No saved view “SV-1” that you can see; lists\.view_list has them\.$"
        ):
            perform(f"lists.{name}", {"ref": "SV-1"}, world.context("owner"))
    with pytest.raises(NotFound):
        perform("lists.view_favourite", {"ref": "SV-2"}, world.context_elsewhere())


def test_owner_and_admins_change_a_shared_view(world: World) -> None:
    save(world, name="Ours", shared=True)
    with pytest.raises(
        Refused, match=r"^The view Ours belongs to Pia Manager; keep it under another name\.$"
    ):
        save(world, role="designer", ref="SV-1", name="Theirs", shared=True)
    assert save(world, role="admin", ref="SV-1", name="Everybody's", shared=True).owner == "Pia Manager"
    with pytest.raises(Refused):
        perform("lists.view_remove", {"ref": "SV-1"}, world.context("designer"))
    perform("lists.view_remove", {"ref": "SV-1"}, world.context("admin"))
    assert seen(world, "product_manager") == []


def test_viewers_keep_views_and_do_not_share_them(world: World) -> None:
    assert save(world, role="viewer", name="Mine").mine
    with pytest.raises(Refused, match=r"^The role viewer keeps views, but does not share them\.$"):
        save(world, role="viewer", name="Ours", shared=True)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"name": " "}, "Field name: it is empty; write what the view is for."),
        ({"name": "MINE"}, "Field name: there is a view “MINE” of this list already; choose another name."),
        ({"name": "x" * 121}, "Field name: String should have at most 120 characters."),
        (
            {"name": "Long", "address": "f=" + "x" * 8000},
            "Field address: String should have at most 8000 characters.",
        ),
    ],
)
def test_views_that_cannot_be(world: World, question: dict[str, Any], sentence: str) -> None:
    save(world, name="Mine")
    with pytest.raises(Invalid) as error:
        save(world, **question)
    assert error.value.detail == sentence
    assert save(world, kind="account", name="Mine").ref == "SV-2"


def test_favourites_come_first_for_whoever_chose_them(world: World) -> None:
    for name in ("A", "B", "C"):
        save(world, name=name, shared=True)
    assert perform("lists.view_favourite", {"ref": "SV-3"}, world.context("viewer")).favourite  # type: ignore[attr-defined]
    assert (seen(world, "viewer"), seen(world, "product_manager")) == (["C", "A", "B"], ["A", "B", "C"])
    perform("lists.view_favourite", {"ref": "SV-3", "favourite": False}, world.context("viewer"))
    assert seen(world, "viewer") == ["A", "B", "C"]


def test_one_default_each_and_one_for_all(world: World) -> None:
    for name in ("A", "B"):
        save(world, name=name, shared=True)
    for ref in ("SV-1", "SV-2"):
        perform("lists.view_default", {"ref": ref}, world.context("viewer"))
        perform("lists.view_default", {"ref": ref, "whose": "workspace"}, world.context())
    assert list(ViewChoice.objects.filter(is_default=True).values_list("view__ref", flat=True)) == ["SV-2"]
    assert list(SavedView.objects.filter(is_default=True).values_list("ref", flat=True)) == ["SV-2"]
    found = ask("lists.view_list", {"kind": "problem"}, world.context("viewer")).rows  # type: ignore[attr-defined]
    assert [(one.my_default, one.workspace_default) for one in found] == [(False, False), (True, True)]
    perform("lists.view_default", {"ref": "SV-1", "whose": "workspace", "on": False}, world.context())
    assert list(SavedView.objects.filter(is_default=True).values_list("ref", flat=True)) == ["SV-2"]
    with pytest.raises(Refused, match=r"^The role viewer does not choose the view for everybody\.$"):
        perform("lists.view_default", {"ref": "SV-1", "whose": "workspace"}, world.context("viewer"))
    save(world, name="Mine")
    with pytest.raises(Invalid, match=r"^The view Mine is private; share it before everybody gets it\.$"):
        perform("lists.view_default", {"ref": "SV-3", "whose": "workspace"}, world.context())
    save(world, ref="SV-2", name="B")
    assert not SavedView.objects.filter(is_default=True).exists()


def test_a_view_of_a_removed_field_opens_and_says_so(world: World) -> None:
    problems(world)
    made = perform("lists.field_save", {"kind": "problem", "label": "Tier"}, world.context())
    save(world, name="By tier", address="f=custom.tier:is:gold&sort=custom.tier")
    perform("lists.field_remove", {"ref": made.ref}, world.context())  # type: ignore[attr-defined]
    assert seen(world, "product_manager") == ["By tier"]
    found = rows(world, "problem", "custom.tier:is:gold", sort=["custom.tier", "ref"])
    assert (found.total, len(found.problems)) == (3, 2)
