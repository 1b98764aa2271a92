"""Every stored field has a class, and a new one without is found."""

import pytest
from django.db import models
from django.test.utils import isolate_apps

from headway.core import classes
from headway.core.classes import FieldClass, Kind, classified, classify, faults, of
from headway.core.models import JobRun, User


def test_every_field_of_every_stored_model_has_a_class() -> None:
    assert faults() == []


@isolate_apps("headway.core")
def test_a_model_that_nobody_declared_is_found() -> None:
    class Diary(models.Model):
        text = models.TextField()

        class Meta:
            app_label = "core"

    with pytest.raises(LookupError, match=r"core\.Diary is not classified; declare it in classification\.py"):
        of(Diary)
    assert list(classes._faults(Diary)) == ["core.Diary is not classified; declare it in classification.py."]


@isolate_apps("headway.core")
def test_a_field_without_a_class_and_json_of_unknown_inside_are_found() -> None:
    class Ledger(models.Model):
        text = models.TextField()
        parts = models.JSONField()

        class Meta:
            app_label = "core"

    classify("core.ledger", personal="parts gone")
    try:
        assert list(classes._faults(Ledger)) == [
            "core.Ledger.text has no class",
            "core.Ledger.gone is declared, but there is no such field",
            "core.Ledger.parts: say what is inside",
        ]
    finally:
        classes._REGISTRY.declared.pop("core.ledger")
        of.cache_clear()


def test_a_person_who_signs_in_is_told_by_identity_fields_and_no_secret_is_worded() -> None:
    user = of(User)
    assert user.identity["email"] == Kind.EMAIL and user.fields["password"] == FieldClass.SECRET
    assert "password" not in {part.name for part in user.worded}
    assert {part.name for part in of(JobRun).about_people} == {"question", "error"}


def test_tables_of_the_moment_are_in_no_backup() -> None:
    left_out = {one.label for one in classified() if not one.is_backed_up}
    assert left_out >= {"sessions.session", "django_q.ormq", "django_q.task", "axes.accessattempt"}
    assert not any(label.partition(".")[0] in {"core", "discovery", "privacy"} for label in left_out)
