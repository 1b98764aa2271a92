"""One stylesheet of many files."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from headway.web.design.stylesheet import NAME, SOURCES, packed, sources, stylesheet


def test_every_file_is_in_it_once_and_the_layers_come_first() -> None:
    assert {path.name for path in sources()} >= {"reset.css", "tokens.css", "button.css", "utilities.css"}
    assert len(sources()) == len(list(SOURCES.rglob("*.css")))
    assert stylesheet().startswith("@layer reset, tokens, base, layout, components, utilities;")
    assert all(packed(path.read_text("utf-8")) in stylesheet() for path in sources())


def test_every_rule_is_in_a_layer() -> None:
    outside = {path.name for path in sources() if not path.read_text("utf-8").lstrip().startswith("@layer ")}
    assert outside == set()


def test_braces_are_closed_in_every_file() -> None:
    counts = {
        path.name: path.read_text("utf-8").count("{") - path.read_text("utf-8").count("}")
        for path in sources()
    }
    assert {name: count for name, count in counts.items() if count} == {}


def test_django_finds_it_and_gives_what_is_written_now() -> None:
    found = finders.find(NAME)
    assert isinstance(found, str) and Path(found).is_relative_to(settings.HOME)
    Path(found).write_text("old", "utf-8")
    assert Path(str(finders.find(NAME))).read_text("utf-8") == stylesheet()
    assert finders.find("headway/nowhere.css") is None
