"""Properties as lines that people type, such as `amount: number, required` or `plan: text, one of free | pro`."""

from collections.abc import Iterable

from headway.engine.tracking.plan import TYPES, PlanError, Property, Scalar, Type

ABOUT, ONE_OF, LIKE = " -- ", "one of ", "like "


def property_read(line: str) -> Property:
    """One line as a property. Raises PlanError, quoting the line.

    >>> property_read("plan: text, required, one of free | pro -- What they pay")
    Property(name='plan', type='text', required=True, values=('free', 'pro'), pattern='', personal=False, \
description='What they pay')
    """
    rest, _, description = line.strip().partition(ABOUT)
    name, colon, words = rest.partition(": ")
    if not name.strip() or (not colon and "," in rest):
        raise PlanError(
            f"The line {line.strip()[:80]!r} is no property; write it like `amount: number, required`."
        )
    pattern = ""
    if ", " + LIKE in words:
        words, _, pattern = words.partition(", " + LIKE)
    type_, required, personal, values = _words(line, words)
    return Property(name.strip(), type_, required, values, pattern.strip(), personal, description.strip())


def _words(line: str, words: str) -> tuple[Type, bool, bool, tuple[Scalar, ...]]:
    type_: Type = "text"
    required = personal = False
    values = ""
    words, _, values = words.partition(ONE_OF)
    for word in filter(None, (one.strip() for one in words.split(","))):
        if word in TYPES:
            type_ = word
        elif word in {"required", "personal"}:
            required, personal = required or word == "required", personal or word == "personal"
        else:
            raise PlanError(
                f"The line {line.strip()[:80]!r} says {word[:40]!r}; known are {', '.join(TYPES)}, required, "
                "personal, `one of a | b` and `like PATTERN`."
            )
    return (
        type_,
        required,
        personal,
        values_read(type_, [one.strip() for one in values.split("|") if one.strip()]),
    )


def values_read(type_: Type, texts: Iterable[str]) -> tuple[Scalar, ...]:
    """Allowed values as the type has them. Raises PlanError for one that is of another type.

    >>> values_read("integer", ["1", "2"]), values_read("boolean", ["true"])
    ((1, 2), (True,))
    """
    return tuple(_value(type_, text) for text in texts)


def _value(type_: Type, text: str) -> Scalar:
    try:
        if type_ == "integer":
            return int(text)
        if type_ == "number":
            return float(text)
        if type_ == "boolean":
            return {"true": True, "false": False}[text.lower()]
    except (KeyError, ValueError):
        raise PlanError(f"The allowed value {text[:40]!r} is no {type_}.") from None
    return text


def property_written(one: Property) -> str:
    """A property as the line that is read as the same.

    >>> property_written(Property("amount", "number", required=True, description="In euros"))
    'amount: number, required -- In euros'
    """
    words: list[str] = [one.type]
    words += [word for word, is_so in (("required", one.required), ("personal", one.personal)) if is_so]
    if one.values:
        words.append(ONE_OF + " | ".join(map(value_written, one.values)))
    if one.pattern:
        words.append(LIKE + one.pattern)
    return f"{one.name}: {', '.join(words)}" + (ABOUT + one.description if one.description else "")


def value_written(value: Scalar) -> str:
    """An allowed value as it is read back.

    >>> value_written(True), value_written(2.5)
    ('true', '2.5')
    """
    return str(value).lower() if isinstance(value, bool) else str(value)
