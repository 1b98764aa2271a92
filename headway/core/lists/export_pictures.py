"""A list as a picture or a page of paper: its first rows, drawn and turned into PNG or PDF."""

from itertools import islice
from typing import Literal

from headway.core.errors import Invalid
from headway.core.lists.export_drawing import Sheet
from headway.core.lists.export_queries import ExportFile
from headway.core.lists.export_text import cell_text

Picture = Literal["pdf", "png"]
ROWS_MOST, COLUMNS_MOST = 200, 12
MEDIA: dict[Picture, str] = {"pdf": "application/pdf", "png": "image/png"}
NUMBERS = frozenset({"number", "money", "formula"})


def sheet_of(file: ExportFile, title: str) -> Sheet:
    """The first rows and columns of a file as they are drawn, with a foot that says what is left out."""
    columns = file.columns[:COLUMNS_MOST]
    rows = [[cell_text(one, row.get(one.name)) for one in columns] for row in islice(file.rows, ROWS_MOST)]
    rest = file.total - len(rows)
    foot = f"{rest} more rows are not drawn; the CSV file has all {file.total}." if rest > 0 else ""
    if len(file.columns) > COLUMNS_MOST:
        foot += f" {len(file.columns) - COLUMNS_MOST} more columns are in the CSV file."
    said = f"{file.plural}, {file.total} in all"
    numbers = frozenset(place for place, one in enumerate(columns) if one.type in NUMBERS)
    return Sheet(title, said, [one.label for one in columns], rows, numbers, foot.strip())


def picture(svg: str, format_: Picture) -> bytes:
    """A drawing as a PNG picture at twice its size, or as a PDF of one page. Raises Invalid without the library."""
    try:
        import vl_convert  # noqa: PLC0415 - large, and used for nothing else
    except ImportError as error:
        raise Invalid(
            "Pictures and PDF need the package vl-convert-python here; print the page instead, or take CSV."
        ) from error
    return vl_convert.svg_to_pdf(svg) if format_ == "pdf" else vl_convert.svg_to_png(svg, scale=2)
