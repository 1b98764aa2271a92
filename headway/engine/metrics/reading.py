"""A metrics file, checked as a whole: every fault is one sentence that names its place."""

from headway.engine.metrics.model import Catalogue, Measure, MeasureInput, Metric, MetricError, SemanticModel
from headway.engine.metrics.places import listed_at, name_at
from headway.engine.metrics.reading_metrics import metric_read
from headway.engine.metrics.reading_models import model_read
from headway.engine.metrics.resolving import refused
from headway.engine.rights.spot import Spot
from headway.engine.rights.yaml_text import TextError, read

_TOP = ("version", "semantic_models", "metrics", "saved_queries", "models")


def catalogue_read(*texts: str) -> tuple[Catalogue, list[str]]:
    """All semantic models and metrics of one or more YAML texts, and what is wrong with them; nothing is guessed.

    With a fault the catalogue holds what could be read, for looking at and not for answers.

    >>> catalogue, faults = catalogue_read("metrics:\\n  - {name: users, type: simpel, type_params: {measure: users}}")
    >>> faults[0]
    "Line 2, metrics > entry 1 > type: 'simpel' is no type of metric; write simple."
    """
    models: dict[str, SemanticModel] = {}
    metrics: dict[str, Metric] = {}
    faults: list[str] = []
    for number, text in enumerate(texts, 1):
        found: list[str] = []
        _file(text, models, metrics, found)
        faults += [f"File {number}, {one}" if len(texts) > 1 else one for one in found]
    catalogue = Catalogue(models, metrics)
    return catalogue, faults or _unresolved(catalogue)


def parts_read(text: str) -> tuple[Catalogue, list[str]]:
    """What one YAML text defines by itself, without a look at whether what it names is anywhere.

    >>> text = "metrics: [{name: users, type: simple, type_params: {measure: people}}]"
    >>> list(parts_read(text)[0].metrics), parts_read(text)[1]
    (['users'], [])
    """
    catalogue = Catalogue()
    faults: list[str] = []
    _file(text, catalogue.models, catalogue.metrics, faults)
    return catalogue, faults


def catalogue_checked(*texts: str) -> Catalogue:
    """The catalogue of texts without a fault. Raises MetricError with the first fault."""
    catalogue, faults = catalogue_read(*texts)
    if faults:
        raise MetricError(faults[0])
    return catalogue


def _file(text: str, models: dict[str, SemanticModel], metrics: dict[str, Metric], faults: list[str]) -> None:
    try:
        document = read(text)
    except TextError as error:
        faults.append(str(error))
        return
    spot = Spot(document, document.value, (), faults)
    spot.keyed(_TOP)
    faults += [
        f"Line {document.lines.get(place, 1)}: {place[-1]} stands twice; remove one."
        for place in document.twice
    ]
    for one in listed_at(spot.at("semantic_models")):
        _once(one, models)
        model = model_read(one)
        models[model.name] = model
        _made(one, model, metrics)
    for one in listed_at(spot.at("metrics")):
        _once(one, metrics)
        metric = metric_read(one)
        metrics[metric.name] = metric


def _once(spot: Spot, known: dict[str, SemanticModel] | dict[str, Metric]) -> None:
    name = spot.at("name").value
    if isinstance(name, str) and name in known:
        spot.at("name").fault(f"{name} is defined twice; rename or remove one.")


def _made(spot: Spot, model: SemanticModel, metrics: dict[str, Metric]) -> None:
    """The metrics that measures ask for with `create_metric`."""
    for place, measure in zip(listed_at(spot.at("measures")), model.measures, strict=True):
        if place.at("create_metric").yes() and name_at(place.at("name")):
            metrics[measure.name] = _simple(measure)


def _simple(measure: Measure) -> Metric:
    return Metric(measure.name, "simple", measure.name, measure=MeasureInput(measure.name))


def _unresolved(catalogue: Catalogue) -> list[str]:
    """What names something that is not there, found by asking each metric once."""
    faults = [fault for model in catalogue.models.values() for fault in _measured_twice(catalogue, model)]
    for metric in catalogue.metrics.values():
        if sentence := refused(catalogue, metric):
            place = f"Line {metric.line}, metric {metric.name}" if metric.line else f"Metric {metric.name}"
            faults.append(f"{place}: {sentence}")
    return faults


def _measured_twice(catalogue: Catalogue, model: SemanticModel) -> list[str]:
    elsewhere = {
        one.name for other in catalogue.models.values() if other.name != model.name for one in other.measures
    }
    return [
        f"Semantic model {model.name}: the measure {one.name} is in another model too; rename one."
        for one in model.measures
        if one.name in elsewhere
    ]
