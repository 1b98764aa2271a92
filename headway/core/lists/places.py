"""Where the value of a column stands in the database, for filters, order, groups and sums."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Case, ExpressionWrapper, F, FloatField, IntegerField, TextField, Value, When
from django.db.models.functions import Abs, Cast, Greatest, Least, Left, NullIf, TruncDate
from django.db.models.lookups import Exact

from headway.core.kinds import kind_named
from headway.core.lists.columns import Column
from headway.core.lists.expressions import Days, JsonNumber, JsonText, Month
from headway.core.lists.sheet import Sheet, Unusable
from headway.engine.filters.formula import Binary, Call, Name, Node, Number

CHOICES_ORDERED_MOST, LETTERS_ORDERED_MOST = 100, 200
# Of a field of its own: an index has the whole of it, and a place in the list may name as much.
FIELD_ORDERED_MOST = 500
ALIAS = "list_"
TODAY = "today"
FIRST_DAY = 719_163
CENTS = 100.0


@dataclass(frozen=True)
class Key:
    """What rows are filtered, ordered or grouped by: a path of the ORM, or an alias with its expression."""

    name: str
    expression: Any = None
    nullable: bool = True

    @property
    def annotation(self) -> dict[str, Any]:
        return {} if self.expression is None else {self.name: self.expression}


def value_key(sheet: Sheet, column: Column) -> Key:
    """Where the plain value of a column stands; of a record its ref, of a person the id."""
    if column.formula is not None:
        return _alias(column, "formula", compiled(sheet, column.formula))
    if column.key:
        kept = JsonNumber if column.type in {"number", "money"} else JsonText
        return _alias(column, "value", kept("custom", column.key))
    if column.expression is not None:
        return _alias(column, "value", column.expression(sheet.context))
    if column.type == "choices":
        return _alias(column, "value", Cast(F(column.place), TextField()))
    path = f"{column.place}__ref" if column.type == "record" else column.place
    return Key(path, nullable=_is_nullable(sheet, path))


def order_keys(sheet: Sheet, column: Column) -> list[Key]:
    """What orders the rows by a column, the first counting most; the last is its value. Raises Unusable."""
    if not column.sortable:
        raise Unusable(f"Nothing can be ordered by {column.label}")
    return _ordered(sheet, column)


def _ordered(sheet: Sheet, column: Column) -> list[Key]:
    plain = value_key(sheet, column)
    if column.type == "record":
        return [Key(f"{column.place}__{kind_named(column.record).title}"), plain]
    if column.type == "person" and not column.key:
        return [Key(f"{column.place}__name"), plain]
    if column.type == "choice" and 0 < len(column.choices) <= CHOICES_ORDERED_MOST:
        return [_alias(column, "order", _position(plain, column)), plain]
    if column.type in {"text", "link"} and _is_long(sheet, column):
        return [_alias(column, "start", Left(expression(plain), LETTERS_ORDERED_MOST))]
    return [plain]


def _is_long(sheet: Sheet, column: Column) -> bool:
    """Whether a text may be too long for the place of a row in a list to name it."""
    if column.key or column.expression is not None:
        return True
    model: Any = sheet.declared.model
    field: Any = None
    for name in column.place.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model
    return (field.max_length or FIELD_ORDERED_MOST + 1) > FIELD_ORDERED_MOST


def group_keys(sheet: Sheet, column: Column) -> list[Key]:
    """What brings the rows of a group together, the last being the group's value. Raises Unusable."""
    if not column.groupable:
        raise Unusable(f"Rows cannot be grouped by {column.label}")
    if column.type == "date":
        return [_alias(column, "month", Month(expression(value_key(sheet, column))))]
    if column.type == "moment":
        day = TruncDate(expression(value_key(sheet, column)), tzinfo=sheet.zone)
        return [_alias(column, "month", Month(day))]
    return _ordered(sheet, column)


def expression(key: Key) -> Any:
    """The key as an expression."""
    return F(key.name) if key.expression is None else key.expression


def _position(plain: Key, column: Column) -> Case:
    return Case(
        *(
            When(Exact(expression(plain), Value(value)), then=Value(place))
            for place, (value, _) in enumerate(column.choices)
        ),
        output_field=IntegerField(),
    )


def _alias(column: Column, what: str, found: Any) -> Key:
    return Key(f"{ALIAS}{what}_{column.name.replace('.', '_')}", found)


def _is_nullable(sheet: Sheet, path: str) -> bool:
    model: Any = sheet.declared.model
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return True
        if field.null or field.one_to_many or field.many_to_many:
            return True
        model = field.related_model
    return False


def number_of(sheet: Sheet, column: Column) -> Any:
    """The value of a column as a formula reads it: a number, money in major units, a date in days.

    Raises Unusable for a column that is none of these.
    """
    found = expression(value_key(sheet, column))
    if column.type == "number":
        return Cast(found, FloatField())
    if column.type == "money":
        return Cast(found, FloatField()) / Value(CENTS)
    if column.type == "date":
        return Days(found)
    raise Unusable(f"A formula cannot reckon with {column.label}; it reads numbers, money and dates")


def compiled(sheet: Sheet, node: Node) -> Any:
    """A formula for the database, which gives null where it is unknown. Raises Unusable."""
    return ExpressionWrapper(_compiled(sheet, node), FloatField())


def _compiled(sheet: Sheet, node: Node) -> Any:
    match node:
        case Number(value):
            return _number(value)
        case Name(name):
            return _number(days_of_today(sheet)) if name == TODAY else number_of(sheet, sheet.column(name))
        case Binary(operator, left, right):
            return _reckoned(operator, _compiled(sheet, left), _compiled(sheet, right))
        case Call(function, arguments):
            return _called(function, [_compiled(sheet, one) for one in arguments])


def days_of_today(sheet: Sheet) -> float:
    """Today as days since 1970-01-01."""
    return float(sheet.today.toordinal() - FIRST_DAY)


def _number(value: float) -> Any:
    return Cast(Value(value), FloatField())


def _reckoned(operator: str, left: Any, right: Any) -> Any:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    return left / NullIf(right, _number(0.0))


def _called(function: str, arguments: list[Any]) -> Any:
    if function == "abs":
        return Abs(arguments[0])
    found = (Least if function == "min" else Greatest)(*arguments, output_field=FloatField())
    # PostgreSQL takes the least of those that are known; adding nothing of each makes the unknown show.
    for one in arguments:
        found = found + one * _number(0.0)
    return found
