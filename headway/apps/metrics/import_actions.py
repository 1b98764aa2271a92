"""Bringing definitions in from files: dbt and MetricFlow YAML, metric-hub TOML, Open Semantic Interchange."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pydantic import BaseModel, Field

from headway.apps.metrics.answers import ImportReport, Refusal
from headway.apps.metrics.catalogue import catalogue_of, parsed
from headway.apps.metrics.models import Metric
from headway.apps.metrics.saving import Meaning, metric_keep, model_keep
from headway.core.access import rows, rows_by_ref
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.models import Membership, User
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS
from headway.engine.metrics.hub import Brought, hub_read
from headway.engine.metrics.model import Catalogue, MetricError
from headway.engine.metrics.osi import osi_read
from headway.engine.metrics.question import fingerprint
from headway.engine.metrics.splitting import Definition, split

NAME_MOST = 100
_OSI = re.compile(r"^(semantic_model|\s*\{?\s*\"semantic_model\")\s*:", re.MULTILINE)


class DefinitionFile(BaseModel):
    name: str = Field(max_length=300, examples=["metrics/shop.yml", "fenix.toml"])
    content: str = Field(max_length=1_000_000)


class FilesImport(Question):
    files: list[DefinitionFile] = Field(min_length=1, max_length=200)
    take_changes: bool = Field(
        False, description="Whether another meaning under a known name becomes a new version."
    )


@dataclass
class _Found:
    definitions: list[Definition] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)
    owners: dict[str, list[str]] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)


@action("metrics.files_import", roles=MAKERS)
def files_import(context: Context, question: FilesImport) -> Done[ImportReport]:
    """Take the semantic models and metrics of definition files: dbt or MetricFlow YAML, Open Semantic Interchange
    YAML or JSON, metric-hub TOML.

    Nothing is dropped in silence: what cannot be computed is kept with the reason, what cannot be kept is refused
    with its place. A known name with another meaning is a drift: it is reported and left as it is, unless
    `take_changes`. Raises Invalid where no file holds a definition.
    """
    found = _Found()
    for one in question.files:
        _read(one, found)
    if not found.definitions:
        detail = f" {found.refused[0].name}: {found.refused[0].reason}" if found.refused else ""
        raise Invalid(f"Field files: no semantic model and no metric is in them.{detail}")
    own = _models_kept(context, found)
    report = _metrics_kept(context, found, own, question.take_changes)
    summary = (
        f"Took definitions from {len(question.files)} files: {len(report.made)} metrics made, "
        f"{len(report.changed)} changed, {len(report.drifted)} drifted, {len(report.refused)} refused"
    )
    changes = {"made": len(report.made), "changed": report.changed[:50], "drifted": report.drifted[:50]}
    return Done(report, summary, None, changes)


def _read(one: DefinitionFile, found: _Found) -> None:
    path = PurePosixPath(one.name)
    try:
        if path.suffix == ".toml":
            brought = hub_read(path.stem.lower().replace("-", "_"), one.content)
        else:
            brought = osi_read(one.content) if _OSI.search(one.content) else Brought(split(one.content))
    except MetricError as error:
        found.refused.append(Refusal(name=one.name, reason=str(error)))
        return
    found.definitions += brought.definitions
    found.unread |= brought.unread
    found.owners |= brought.owners


def _models_kept(context: Context, found: _Found) -> Catalogue:
    """Keep the semantic models, and give all that is new as one catalogue."""
    own = Catalogue()
    for one in found.definitions:
        catalogue, faults = parsed(one.text)
        if one.kind == "semantic_models":
            if faults or not _is_short(one.name):
                found.refused.append(
                    Refusal(name=one.name, reason=faults[0] if faults else "Its name is too long.")
                )
                continue
            model = next(iter(catalogue.models.values()))
            model_keep(context, model.name, one.text, model.table)
            own.models[model.name] = model
            # A measure with create_metric is a metric too, which has no text of its own to be kept.
        own.metrics.update(catalogue.metrics)
    return own


def _metrics_kept(context: Context, found: _Found, own: Catalogue, take_changes: bool) -> ImportReport:
    report = ImportReport(
        made=[], changed=[], unchanged=[], drifted=[], not_computable=[], ownerless=[], refused=found.refused
    )
    wanted = {one.name: one for one in found.definitions if one.kind == "metrics"}
    catalogue = catalogue_of(context, wanted, own)
    known = rows_by_ref(Metric, context, wanted)
    members = _members(context)
    for name, one in wanted.items():
        if not name or not _is_short(name):
            report.refused.append(Refusal(name=name[:NAME_MOST], reason="Its name is empty or too long."))
            continue
        meant = _meant(catalogue, one, found.unread.get(name, ""))
        if meant.reason:
            report.not_computable.append(Refusal(name=name, reason=meant.reason))
        drifts = name in known and known[name].fingerprint != meant.fingerprint and not take_changes
        _one_kept(context, one, meant, _owner(found, name, members), drifts=drifts, report=report)
    report.ownerless = sorted(name for name in found.owners if not _owner(found, name, members))
    return report


def _one_kept(
    context: Context,
    one: Definition,
    meant: Meaning,
    owner: User | None,
    *,
    drifts: bool,
    report: ImportReport,
) -> None:
    if drifts:
        report.drifted.append(one.name)
        return
    values: dict[str, object] = {"label": one.label, "description": one.description, "owner": owner}
    saved = metric_keep(context, one.name, meant, values, context.today, note="Taken from a file")
    listed = report.made if saved.is_new else report.changed if saved.changes else report.unchanged
    listed.append(one.name)


def _meant(catalogue: Catalogue, one: Definition, unread: str) -> Meaning:
    _, faults = parsed(one.text)
    reason = unread or (faults[0] if faults else "")
    metric = catalogue.metrics.get(one.name)
    kind = metric.type if metric and not reason else "unread"
    if reason:
        return Meaning(one.text, kind, reason=reason)
    try:
        return Meaning(one.text, kind, fingerprint(catalogue, one.name))
    except MetricError as error:
        return Meaning(one.text, kind, reason=str(error))


def _is_short(name: str) -> bool:
    return 0 < len(name) <= NAME_MOST


def _members(context: Context) -> dict[str, User]:
    found = rows(Membership, context).select_related("user")
    return {one.user.email: one.user for one in found}


def _owner(found: _Found, name: str, members: dict[str, User]) -> User | None:
    return next((members[one.lower()] for one in found.owners.get(name, []) if one.lower() in members), None)
