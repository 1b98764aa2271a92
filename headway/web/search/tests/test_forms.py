"""The form that any action's question makes: filled in, wrong, destructive, nested, large."""

from collections.abc import Iterator
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from headway.apps.discovery.models import Problem
from headway.apps.prioritisation.models import Initiative
from headway.core import registry
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.models import ApiToken, Membership
from headway.core.registry import Done, Question, action, entries
from headway.core.roles import EVERYONE
from headway.web.search.fields import fields_of
from tests.world import World

pytestmark = pytest.mark.django_db
MANY = tuple(f"choice-{number}" for number in range(5000))


class Leaf(BaseModel):
    title: str
    scores: dict[str, float] = {}


class Branch(BaseModel):
    leaves: list[Leaf]
    below: "Branch | None" = None


class Nasty(Question):
    ref: str = Field(max_length=100)
    tree: Branch | None = None
    one_of: Literal[MANY] = MANY[0]  # type: ignore[valid-type]
    some: list[Literal["a", "b"]] = []
    lines: list[str] = []
    either: int | str | None = None
    on: bool = True
    dry: bool = False


@pytest.fixture
def nasty() -> Iterator[list[Nasty]]:
    seen: list[Nasty] = []

    @action("core.nasty_save", roles=EVERYONE)
    def nasty_save(context: Context, question: Nasty) -> Done[RecordRef]:
        """Save something nasty."""
        seen.append(question)
        return Done(RecordRef(kind="nothing", id="1", ref=question.ref), "Saved", context.workspace)

    yield seen
    del registry._ENTRIES["core.nasty_save"]


def opened(world: World, name: str, query: str = "", role: str = "owner") -> str:
    answer = world.client(role).get(f"/w/lumen/do/{name}/{query}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def sent(world: World, action_name: str, role: str = "owner", /, **fields: object) -> tuple[int, str, str]:
    answer = world.client(role).post(f"/w/lumen/do/{action_name}/", {"made-form": "1", **fields})
    return answer.status_code, answer.content.decode(), answer.headers.get("Location", "")


@pytest.mark.parametrize("entry", entries("action"), ids=lambda entry: entry.name)
def test_every_action_has_a_form(entry: registry.Entry, world: World) -> None:
    text = opened(world, entry.name)
    assert entry.summary.split("`")[0][:30].split("'")[0] in text
    for field in fields_of(entry):
        assert f'name="{field.name}"' in text, field.name


def test_what_is_required_is_first_and_marked(world: World) -> None:
    text = opened(world, "discovery.problem_rename")
    assert text.count('<span class="sub">required</span>') == 2
    assert 'maxlength="' in text


def test_a_form_does_the_action_and_leads_to_the_record(world: World) -> None:
    Problem.objects.create(workspace=world.workspace, ref="P-1", title="Old")
    status, _, where = sent(world, "discovery.problem_rename", ref="P-1", title="New name")
    assert (status, where) == (303, "/w/lumen/problems/P-1/")
    assert Problem.objects.get().title == "New name"


def test_a_form_leads_back_where_it_was_opened(world: World) -> None:
    status, _, where = sent(world, "core.note_add", text="Spoke", next="/w/lumen/roadmap/")
    assert (status, where) == (303, "/w/lumen/roadmap/")
    assert sent(world, "core.note_add", text="Spoke", next="https://evil.test/")[2] == "/w/lumen/actions/"


def test_the_record_as_it_is_stands_in_the_form(world: World) -> None:
    Problem.objects.create(workspace=world.workspace, ref="P-1", title="Old name")
    text = opened(world, "discovery.problem_rename", "?ref=P-1")
    assert 'value="P-1"' in text and "Old name" in text
    Problem.objects.create(workspace=world.elsewhere, ref="P-E", title="Their secret")
    assert "Their secret" not in opened(world, "discovery.problem_rename", "?ref=P-E")


def test_a_record_is_chosen_by_its_title(world: World) -> None:
    Problem.objects.create(workspace=world.workspace, ref="P-1", title="The export fails")
    Problem.objects.create(workspace=world.elsewhere, ref="P-E", title="Their secret")
    text = opened(world, "discovery.problem_rename")
    assert "Which problem" in text and '<option value="P-1">The export fails (P-1)</option>' in text
    assert "Their secret" not in text
    known = opened(world, "discovery.problem_rename", "?ref=P-1")
    assert '<input type="hidden" name="ref" value="P-1">' in known and "Which problem" not in known


def test_an_initiative_is_made_without_knowing_refs_or_json(world: World) -> None:
    Initiative.objects.create(workspace=world.workspace, ref="INI-09", title="One more")
    text = opened(world, "prioritisation.initiative_save")
    assert 'value="INI-10"' in text and "One on each line: name | P50 | P90." in text
    lines = "mobile | 8 | 12\r\nplatform|2|3.5\r\n"
    form = {"ref": "INI-10", "title": "Calm forms", "effort": lines}
    assert sent(world, "prioritisation.initiative_save", **form)[0] == 303
    assert Initiative.objects.get(ref="INI-10").effort == {
        "mobile": {"p50": 8.0, "p90": 12.0}, "platform": {"p50": 2.0, "p90": 3.5}
    }  # fmt: skip
    status, text, _ = sent(world, "prioritisation.initiative_save", **form | {"effort": "mobile: 8"})
    assert status == 422 and "“mobile: 8” is none of these lines: name | p50 | p90" in text


def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(world: World) -> None:
    status, text, _ = sent(world, "strategy.key_result_save", ref="KR1", title="Ch<b>urn", baseline="much")
    assert status == 422
    assert 'role="alert"' in text and 'aria-invalid="true"' in text
    assert "Input should be a valid number" in text and 'value="Ch&lt;b&gt;urn"' in text
    assert "Nothing was changed" in text


def test_what_the_action_itself_refuses_is_told_on_the_form(world: World) -> None:
    status, text, _ = sent(world, "discovery.problem_rename", ref="P-404", title="Kept words")
    assert status == 404 and "No problem &#x27;P-404&#x27;" in text and "Kept words" in text


def test_a_closed_action_is_refused(world: World) -> None:
    assert world.client("viewer").get("/w/lumen/do/decisions.decision_open/").status_code == 403
    assert sent(world, "decisions.decision_open", "viewer", question="Why?")[0] == 403
    assert world.client("owner").get("/w/lumen/do/nothing.at_all/").status_code == 404


def test_what_takes_something_away_asks_first(world: World) -> None:
    status, text, _ = sent(world, "core.member_remove", email="viewer@lumen.test")
    assert status == 422 and "Tick this first" in text and "viewer@lumen.test" in text
    assert Membership.objects.filter(user=world.users["viewer"]).exists()
    assert sent(world, "core.member_remove", email="viewer@lumen.test", sure="yes")[0] == 303
    assert not Membership.objects.filter(user=world.users["viewer"]).exists()


def test_a_secret_is_shown_once_and_not_again(world: World) -> None:
    status, text, _ = sent(world, "core.token_create", name="script", key="same-key")
    secret = text.split("hw_", 1)[1].split("\n", 1)[0].strip()
    assert status == 200 and len(secret) == 43
    assert ApiToken.objects.get().name == "script"


def test_other_pages_send_their_own_forms_as_before(world: World) -> None:
    answer = world.client("owner").post("/w/lumen/do/core.note_add/", {"text": "Hello", "next": "/w/lumen/"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/w/lumen/")
    assert world.client("owner").post("/w/lumen/do/core.note_add/", {}).status_code == 422


def test_five_thousand_choices_are_one_list_and_checked(world: World, nasty: list[Nasty]) -> None:
    text = opened(world, "core.nasty_save")
    assert text.count('<option value="choice-') == 5000 and text.count("<datalist") == 1
    assert sent(world, "core.nasty_save", ref="N", one_of="choice-4999")[0] == 303
    assert sent(world, "core.nasty_save", ref="N", one_of="choice-x")[0] == 422
    assert [one.one_of for one in nasty] == ["choice-4999"]


def test_objects_in_objects_are_json_and_said_how(world: World, nasty: list[Nasty]) -> None:
    text = opened(world, "core.nasty_save")
    assert "{“leaves”: [{“title”: text, “scores”?: {“name”: number, …}}, …]" in text
    tree = '{"leaves": [{"title": "a", "scores": {"x": 1}}], "below": {"leaves": []}}'
    assert sent(world, "core.nasty_save", ref="N", tree=tree)[0] == 303
    assert nasty[0].tree is not None and nasty[0].tree.leaves[0].scores == {"x": 1.0}
    status, text, _ = sent(world, "core.nasty_save", ref="N", tree='{"leaves": [}')
    assert (
        status == 422 and "this is not JSON (line 1, letter 13)" in text and "{&quot;leaves&quot;: [}" in text
    )
    status, text, _ = sent(world, "core.nasty_save", ref="N", tree='{"leaves": [{}]}')
    assert status == 422 and "tree.leaves.0.title: Field required." in text


def test_flags_lines_and_several_choices(world: World, nasty: list[Nasty]) -> None:
    client = world.client("owner")
    form = {
        "made-form": "1",
        "ref": "N",
        "some": ["a", "b"],
        "lines": "one\r\n two \r\n\r\n",
        "on": "false",
        "either": "7",
    }
    assert client.post("/w/lumen/do/core.nasty_save/", form).status_code == 303
    assert nasty[0].model_dump(include={"some", "lines", "on", "dry", "either"}) == {
        "some": ["a", "b"], "lines": ["one", "two"], "on": False, "dry": False, "either": "7"
    }  # fmt: skip


def test_ten_thousand_letters_come_back(world: World) -> None:
    long = "é" * 10_000
    status, text, _ = sent(world, "discovery.problem_rename", ref="P-1", title=long)
    assert status == 422 and long in text
