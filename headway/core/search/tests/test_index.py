"""The index follows the tables, however they are written, and can be made anew and compared."""

import random
from typing import Any

import pytest
from django.db import connection

from headway.apps.discovery.models import Problem
from headway.core.perform import ask, perform
from headway.core.search import index
from headway.core.search.sources import sources
from headway.engine.text.words import word_set
from tests.world import World

pytestmark = pytest.mark.django_db
NOTES = "id,text,created_at\nF-1,The export fails,2026-09-01\nF-2,Too slow to use,2026-09-02\n"
TRICKY = [
    "Éxport DÉJÀ vu", "Straße ẞ æœ ÆŒ øłđ ØŁĐ ıİ", "ΣΊΣΥΦΟΣ ς Ёлка ЙОД", "ＡＢ½ ﬁne ² Å", "שלום مرحبا 輸出 ไทย हिन्दी",
    "co\u00adoperate a\u200db x'y\"z\\w", "a-b_c.d@e/f", "x" * 200, "", "  ", "tab\tnew\nline", "e\u0301 ö", "🙂👍🏽 ok", "1,000.5 v2 3e5",
    "ǅ ŉ ĳ Ⅷ ﷺ", "İstanbul KELVIN",
]  # fmt: skip


def found(world: World, text: str) -> list[str]:
    return [row.ref for row in ask("search.find", {"text": text}, world.context("viewer")).rows]


def counted(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def check(world: World) -> Any:
    return ask("search.index_check", {}, world.context("owner"))


@pytest.mark.parametrize("text", TRICKY)
def test_the_database_folds_words_as_python_does(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_words(%s)", [text])
        assert cursor.fetchone()[0] == word_set(text)


def test_every_kind_has_its_triggers() -> None:
    assert len(index._triggers_there()) == 3 * len(sources()) + 3


def test_an_import_and_its_undoing_reach_the_index(world: World) -> None:
    question = {"kind": "feedback", "file_name": "feedback.csv", "content": NOTES}
    run = perform("core.file_import", question, world.context("owner")).run.id
    assert found(world, "export") == ["F-1"] and check(world).is_whole
    perform("core.import_undo", {"run": run}, world.context("owner"))
    assert found(world, "export") == [] and check(world).is_whole


def test_writing_past_django_reaches_the_index(world: World) -> None:
    Problem.objects.bulk_create(
        [Problem(workspace=world.workspace, ref=f"P-{n}", title=f"Word{n}") for n in range(50)]
    )
    assert found(world, "word7") == ["P-7"]
    counted("SELECT 1")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE discovery_problem SET title = 'Zebra' WHERE ref = 'P-7'")
    assert (found(world, "word7"), found(world, "zebra")) == ([], ["P-7"])
    Problem.objects.filter(ref__in=["P-7", "P-8"]).delete()
    assert found(world, "zebra") == [] and check(world).is_whole


def test_a_change_of_something_else_leaves_the_entry_alone(world: World) -> None:
    problem = Problem.objects.create(workspace=world.workspace, ref="P-1", title="Export")
    before = counted("SELECT number, title FROM search_entry")
    Problem.objects.filter(pk=problem.pk).update(version=2)
    assert counted("SELECT number, title FROM search_entry") == before


def test_any_mixture_of_writing_leaves_the_index_whole(world: World) -> None:
    chance = random.Random(7)
    words = ["export", "import", "slow", "fails", "zebra", "Éclair", "straße", "é"]

    def text() -> str:
        return " ".join(chance.choices(words, k=chance.randrange(6)))

    for turn in range(60):
        refs = [f"P-{chance.randrange(1000)}-{turn}-{n}" for n in range(3)]
        Problem.objects.bulk_create(
            [Problem(workspace=world.workspace, ref=ref, title=text(), reason=text()) for ref in refs]
        )
        there = list(Problem.objects.order_by("ref"))
        for one in chance.sample(there, 2):
            Problem.objects.filter(pk=one.pk).update(title=text(), reason=text())
        chance.choice(there).delete()
    report = check(world)
    assert report.is_whole and report.rows == 120
    index.tidy()
    assert check(world).is_whole


def test_a_damaged_index_is_seen_and_made_anew(world: World) -> None:
    for n in range(4):
        Problem.objects.create(workspace=world.workspace, ref=f"P-{n}", title=f"Export {n}")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_entry WHERE ref = 'p-0'")
        cursor.execute("UPDATE search_entry SET title = 'nonsense' WHERE ref = 'p-1'")
        cursor.execute("DELETE FROM search_term WHERE term = 'export'")
    seen = check(world)
    assert (seen.is_whole, seen.words_differing) == (False, 1)
    assert [(one.missing, one.other, one.extra) for one in seen.kinds if one.kind == "problem"] == [(1, 1, 0)]
    done = perform("search.index_rebuild", {}, world.context("owner"))
    assert (done.is_whole, done.was_whole, done.rows) == (True, False, 4)
    assert set(found(world, "export")) == {"P-0", "P-1", "P-2", "P-3"}


def test_rebuilding_one_workspace_leaves_the_others(world: World) -> None:
    Problem.objects.create(workspace=world.elsewhere, ref="P-E", title="Export there")
    before = counted("SELECT number, title FROM search_entry")
    perform("search.index_rebuild", {}, world.context("owner"))
    assert counted("SELECT number, title FROM search_entry") == before


def test_migrating_again_changes_nothing_and_lost_triggers_come_back(world: World) -> None:
    Problem.objects.create(workspace=world.workspace, ref="P-1", title="Export")
    before = counted("SELECT number, title FROM search_entry")
    index.after_migrations()
    assert counted("SELECT number, title FROM search_entry") == before
    index.triggers_remove()
    Problem.objects.create(workspace=world.workspace, ref="P-2", title="Unseen")
    assert found(world, "unseen") == []
    index.after_migrations()
    assert found(world, "unseen") == ["P-2"] and check(world).is_whole
    assert len(index._triggers_there()) == 3 * len(sources()) + 3


def test_only_admins_rebuild(world: World) -> None:
    from headway.core.errors import Refused

    with pytest.raises(Refused, match="not open to the role product manager"):
        perform("search.index_rebuild", {}, world.context("product_manager"))
