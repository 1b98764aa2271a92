"""The semantic models of a metrics file."""

from headway.engine.metrics.model import AGGS, Dimension, Entity, Measure, SemanticModel
from headway.engine.metrics.places import expr_at, grain_at, listed_at, name_at, share_at, table_at, word_at
from headway.engine.rights.spot import Spot

ENTITY_TYPES = ("primary", "unique", "foreign")
_MODEL = ("name", "label", "description", "model", "defaults", "entities", "dimensions", "measures",
          "primary_entity", "config", "meta")  # fmt: skip
_ENTITY = ("name", "type", "expr", "label", "description", "role", "config")
_DIMENSION = ("name", "type", "expr", "label", "description", "type_params", "is_partition", "config")
_MEASURE = ("name", "agg", "expr", "label", "description", "agg_time_dimension", "agg_params",
            "create_metric", "config")  # fmt: skip
_AGG_PARAMS = ("percentile", "use_discrete_percentile", "use_approximate_percentile")


def model_read(spot: Spot) -> SemanticModel:
    """One semantic model; what is wrong in it goes to the faults of the spot."""
    spot.keyed(_MODEL, ("name", "model"))
    entities = tuple(_entity(one) for one in listed_at(spot.at("entities")))
    dimensions = tuple(_dimension(one) for one in listed_at(spot.at("dimensions")))
    time = _default_time(spot, dimensions)
    measures = tuple(_measure(one, time, dimensions) for one in listed_at(spot.at("measures")))
    model = SemanticModel(
        name_at(spot.at("name")),
        table_at(spot.at("model")),
        entities,
        dimensions,
        measures,
        _primary(spot, entities),
    )
    _unique(spot, model)
    return model


def _entity(spot: Spot) -> Entity:
    spot.keyed(_ENTITY, ("name", "type"))
    name = name_at(spot.at("name"))
    if spot.at("type").value == "natural":
        spot.at("type").fault(
            "natural entities (validity windows) are not read; use a table of one row a key."
        )
        return Entity(name, "foreign", name)
    kind = spot.at("type").one_of(ENTITY_TYPES, "type of entity")
    expr = expr_at(spot.at("expr"), name)
    return Entity(name, "primary" if kind == "primary" else "unique" if kind == "unique" else "foreign", expr)


def _dimension(spot: Spot) -> Dimension:
    spot.keyed(_DIMENSION, ("name", "type"))
    name = name_at(spot.at("name"))
    expr = expr_at(spot.at("expr"), name)
    kind = spot.at("type").one_of(("categorical", "time"), "type of dimension")
    if kind != "time":
        return Dimension(name, expr)
    params = spot.at("type_params")
    if params.has("validity_params"):
        params.at("validity_params").fault("validity windows are not read; use a table of one row a key.")
    return Dimension(name, expr, grain_at(params.at("time_granularity")) or "day")


def _default_time(spot: Spot, dimensions: tuple[Dimension, ...]) -> str:
    place = spot.at("defaults").at("agg_time_dimension")
    if place.value is None:
        return ""
    return _time(place, dimensions)


def _time(place: Spot, dimensions: tuple[Dimension, ...]) -> str:
    times = [one.name for one in dimensions if one.grain]
    return place.one_of(times, "time dimension of this model") if times else _no_time(place)


def _no_time(place: Spot) -> str:
    place.fault("this model has no dimension of type time; add one.")
    return ""


def _measure(spot: Spot, time: str, dimensions: tuple[Dimension, ...]) -> Measure:
    if spot.has("non_additive_dimension"):
        spot.at("non_additive_dimension").fault(
            "non-additive measures are not read; take the last row of a period in the table itself."
        )
    spot.keyed((*_MEASURE, "non_additive_dimension"), ("name", "agg"))
    name = name_at(spot.at("name"))
    own = spot.at("agg_time_dimension")
    counted_by = _time(own, dimensions) if own.value is not None else time
    if not counted_by:
        spot.fault("it has no time; add agg_time_dimension here or under defaults of the model.")
    agg = word_at(spot.at("agg"), AGGS, "aggregation") or "sum"
    percentile, is_discrete = _percentile(spot, agg)
    return Measure(name, agg, expr_at(spot.at("expr"), name), counted_by, percentile, is_discrete)


def _percentile(spot: Spot, agg: str) -> tuple[float | None, bool]:
    params = spot.at("agg_params")
    if agg != "percentile":
        return None, False
    params.keyed(_AGG_PARAMS, ("percentile",))
    if params.at("use_approximate_percentile").yes():
        params.at("use_approximate_percentile").fault(
            "approximate percentiles differ from run to run; leave it out."
        )
    return share_at(params.at("percentile")), params.at("use_discrete_percentile").yes()


def _primary(spot: Spot, entities: tuple[Entity, ...]) -> str:
    if spot.has("primary_entity"):
        return name_at(spot.at("primary_entity"))
    return next((one.name for one in entities if one.type == "primary"), "")


def _unique(spot: Spot, model: SemanticModel) -> None:
    """The same name twice in a model would make one of them unreachable."""
    for key, names in (
        ("entities", [one.name for one in model.entities]),
        ("dimensions", [one.name for one in model.dimensions]),
    ):
        for name in sorted({one for one in names if one and names.count(one) > 1}):
            spot.at(key).fault(f"{name} stands here twice; rename or remove one.")
