"""The page of a workspace's own fields: added by a form, seen as a column, taken away."""

from headway.apps.prioritisation.models import Initiative
from headway.core.lists.models import CustomField
from tests.world import World

PAGE = "/w/lumen/lists/initiative/fields/"


def test_a_field_of_lines_becomes_a_column_to_choose_from(world: World) -> None:
    Initiative.objects.create(workspace=world.workspace, ref="INI-1", title="Trust")
    client = world.client("product_manager")
    form = {
        "kind": "initiative",
        "label": "Wave <b>",
        "type": "select",
        "options": "First\r\n\r\n Second ",
        "next": PAGE,
    }
    answer = client.post("/w/lumen/do/lists.field_save/", form, follow=True)
    assert answer.redirect_chain == [(PAGE, 303)]
    field = CustomField.objects.get()
    assert [one["label"] for one in field.options] == ["First", "Second"]
    shown = client.get(PAGE).content.decode()
    assert "Wave &lt;b&gt;" in shown and "Wave <b>" not in shown
    listed = client.get(
        f"/w/lumen/lists/initiative/?view=table&columns=title&columns=custom.{field.name}"
    ).content.decode()
    assert "Wave &lt;b&gt;" in listed and PAGE in listed
    client.post("/w/lumen/do/lists.field_remove/", {"ref": field.ref, "next": PAGE})
    assert "taken away, its values are kept" in client.get(PAGE).content.decode()
    client.post("/w/lumen/do/lists.field_restore/", {"ref": field.ref, "next": PAGE})
    assert "taken away" not in client.get(PAGE).content.decode()


def test_whoever_may_not_add_fields_sees_them_without_a_form(world: World) -> None:
    shown = world.client("viewer").get(PAGE).content.decode()
    assert "No field yet" in shown and "Add the field" not in shown


def test_an_unknown_kind_is_not_found(world: World) -> None:
    assert world.client("viewer").get("/w/lumen/lists/unheard/fields/").status_code == 404
