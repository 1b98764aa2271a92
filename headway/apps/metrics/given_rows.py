"""Made-up rows as text, as a spreadsheet gives them when it is copied."""

import csv
import io

from pydantic import JsonValue

from headway.core.errors import Invalid


def rows_read(text: str) -> list[dict[str, JsonValue]]:
    """The rows of a text with the names of the columns first, divided by tabs or commas; numbers where all are.

    Raises Invalid, naming the line, for a row with more or fewer parts than there are columns.

    >>> rows_read("who,amount\\nann,5\\nbo,")
    [{'who': 'ann', 'amount': 5.0}, {'who': 'bo', 'amount': None}]
    """
    head = text.strip().partition("\n")[0]
    listed = list(csv.reader(io.StringIO(text.strip()), delimiter="\t" if "\t" in head else ","))
    names = [one.strip() for one in listed[0]]
    if len(listed) == 1 or not all(names) or len(set(names)) < len(names):
        raise Invalid(
            "Field rows: give the names of the columns in the first line, each once, and a row below."
        )
    for number, one in enumerate(listed[1:], 2):
        if len(one) != len(names):
            raise Invalid(
                f"Field rows, line {number}: it has {len(one)} parts and there are {len(names)} columns; mend it."
            )
    columns = {name: _column([one[at].strip() for one in listed[1:]]) for at, name in enumerate(names)}
    return [{name: values[at] for name, values in columns.items()} for at in range(len(listed) - 1)]


def rows_written(columns: list[str], row: list[str]) -> str:
    """A first line of columns and one row, as `rows_read` reads them."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([columns, row])
    return out.getvalue()


def _column(values: list[str]) -> list[JsonValue]:
    try:
        return [float(one) if one else None for one in values]
    except ValueError:
        return [one or None for one in values]
