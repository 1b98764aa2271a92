"""What is older than its class may be kept, and what becomes of it."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Field, ForeignKey, Model, QuerySet

from headway.apps.privacy.identifiers import Pseudonyms, scoped
from headway.apps.privacy.models import RetentionRule
from headway.core.classes import Classified, Kind, classified, of
from headway.core.errors import Invalid
from headway.core.holdings import holdings, shifted, walked
from headway.core.models import User, Workspace
from headway.engine.text.mentions import ERASED, Span, struck
from headway.engine.text.redaction import redact

SCHEDULED = ("contacts", "evidence", "events", "exports", "operations")
Changes = dict[str, Any]


def due_rows(workspace: Workspace, rule: RetentionRule, now: datetime) -> int:
    """How many rows a rule would treat by now."""
    before = cutoff(rule, now)
    files = [one for one in holdings() if one.retained == rule.data_class]
    held = sum(one.old(workspace, rule.of_source, before, _how(rule)) for one in files)
    return held + sum(sum(1 for _ in _due(one, rows, rule)) for one, rows in _tables(workspace, rule, before))


def treated(workspace: Workspace, rule: RetentionRule, now: datetime) -> Counter[str]:
    """Treat what is due by a rule, in the caller's transaction; gives rows by place."""
    before = cutoff(rule, now)
    done: Counter[str] = Counter()
    for holding in holdings():
        if holding.retained == rule.data_class:
            done[holding.name] += holding.expire(workspace, rule.of_source, before, _how(rule))
    for one, rows in _tables(workspace, rule, before):
        done[str(one.model._meta.verbose_name_plural)] += _table_treated(workspace, one, rows, rule)
    return +done


def cutoff(rule: RetentionRule, now: datetime) -> datetime:
    """The moment before which rows are due. Raises Invalid for days that lead before all time."""
    try:
        return now - timedelta(days=rule.days)
    except OverflowError as error:
        raise Invalid(f"Field days: {rule.days} days lead before the first year; take fewer.") from error


def _how(rule: RetentionRule) -> Any:
    return rule.treatment


def _tables(
    workspace: Workspace, rule: RetentionRule, before: datetime
) -> Iterator[tuple[Classified, QuerySet[Any]]]:
    """The tables of the rule's class with their old rows; rows of files and segments are not among them."""
    held = {one.retained for one in holdings()}
    for one in classified():
        if one.retained == rule.data_class and one.dated and one.workspace and one.retained not in held:
            rows = scoped(one, workspace).filter(**{f"{one.dated}__lt": before})
            names = {part.name for part in one.model._meta.concrete_fields}
            if not rule.of_source:
                yield one, rows.order_by("pk")
            elif "source" in names:
                yield one, rows.filter(source=rule.of_source).order_by("pk")


def _table_treated(workspace: Workspace, one: Classified, rows: QuerySet[Any], rule: RetentionRule) -> int:
    if rule.treatment == RetentionRule.Treatment.DELETE:
        count = rows.count()
        rows.delete()
        return count
    changed = list(_due(one, rows, rule))
    for row, changes, spans in changed:
        one.model._base_manager.filter(pk=row.pk).update(**changes)
        shifted(one.label, workspace, {str(row.pk): spans})
    return len(changed)


def _due(
    one: Classified, rows: QuerySet[Any], rule: RetentionRule
) -> Iterator[tuple[Model, Changes, dict[str, list[Span]]]]:
    """Rows that differ once treated, what becomes of them, and what is struck in their texts."""
    tokens = Pseudonyms()
    for row in list(rows):
        changes = dict(_changes(one, row, rule, tokens))
        if changes or rule.treatment == RetentionRule.Treatment.DELETE:
            texts = {
                name: str(getattr(row, name)) for name, value in changes.items() if isinstance(value, str)
            }
            yield row, changes, {name: _spans(text, rule) for name, text in texts.items()}


def _changes(
    one: Classified, row: Model, rule: RetentionRule, tokens: Pseudonyms
) -> Iterator[tuple[str, Any]]:
    if rule.treatment == RetentionRule.Treatment.DELETE:
        return
    for part in one.model._meta.concrete_fields:
        before = getattr(row, part.attname)
        after = _after(one, part, before, rule, tokens)
        if after != before:
            yield part.attname, after


def _after(
    one: Classified, part: "Field[Any, Any]", value: Any, rule: RetentionRule, tokens: Pseudonyms
) -> Any:
    """What a field holds afterwards."""
    if part.name in one.identity:
        return _nameless(one.identity[part.name], value, tokens)
    if isinstance(part, ForeignKey):
        return None if part.null and _is_person(part) else value
    if part not in one.about_people or not value:
        return value
    if isinstance(value, str):
        return struck(value, _spans(value, rule))[: part.max_length]
    if isinstance(value, dict | list):
        emptied = type(value)()
        return emptied if rule.treatment == RetentionRule.Treatment.ERASE else walked(value, _redacted)
    return value


def _nameless(kind: Kind, value: Any, tokens: Pseudonyms) -> Any:
    if not value or str(value).startswith("erased-"):
        return value
    return ERASED if kind == Kind.NAME else tokens(str(value))


def _is_person(part: "ForeignKey[Any, Any]") -> bool:
    target = part.related_model
    return isinstance(target, type) and target is not User and bool(of(target).identity)


def _spans(text: str, rule: RetentionRule) -> list[Span]:
    if text == ERASED:
        return []
    if rule.treatment == RetentionRule.Treatment.ERASE:
        return [(0, len(text))]
    return [(span.start, span.end) for span in redact(text).spans]


def _redacted(text: str) -> str:
    return struck(text, [(span.start, span.end) for span in redact(text).spans])
