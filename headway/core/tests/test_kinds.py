"""Kinds of records are declared once, and each is shown somewhere and has the fields it names."""

import pytest

from headway.core.errors import NotFound
from headway.core.kinds import RecordKind, declare, kind_named, kinds


def test_each_kind_has_its_fields_and_an_address() -> None:
    for kind in kinds():
        fields = {field.name for field in kind.model._meta.get_fields()}
        assert {kind.title, *kind.body} <= fields, kind.name
        assert kind.address("lumen", "X-1").startswith("/w/lumen/"), kind.name


def test_a_kind_is_found_by_its_name_and_by_its_model() -> None:
    problem = kind_named("problem")
    assert kind_named("discovery.problem") is problem
    assert problem.address("lumen", "P-001") == "/w/lumen/problems/P-001/"
    assert kind_named("team").address("lumen", "core") == "/w/lumen/teams/#core"


def test_a_kind_nobody_declared_is_named_with_those_there_are() -> None:
    with pytest.raises(
        NotFound, match="No kind of record 'unheard'; there are account, alert, annotation, approval,"
    ):
        kind_named("unheard")


def test_one_name_is_for_one_model() -> None:
    problem, team = kind_named("problem"), kind_named("team")
    with pytest.raises(RuntimeError, match="The kind problem is declared twice"):
        declare(RecordKind("problem", team.model, "Team", "Teams", "name"))
    assert kind_named("problem") is problem
