"""The files that a list gives: through its page's addresses."""

import csv
import io

import pytest

from headway.apps.discovery.models import Problem
from headway.core.lists.export_drawing import Sheet, table_svg

pytestmark = pytest.mark.django_db


@pytest.fixture
def problems(world) -> None:
    for number in range(60):
        Problem.objects.create(
            workspace=world.workspace,
            ref=f"P-{number:02}",
            title=f"Problem {number:02} <b>\u0007 日本",
            rank=number,
        )


def fetched(world, ending: str, query: str = "", role: str = "viewer"):
    answer = world.client(role).get(f"/w/lumen/lists/problem/export.{ending}{query}")
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer, body


def test_a_file_has_the_conditions_and_columns_of_the_page_and_all_rows(world, problems):
    answer, body = fetched(world, "csv", "?view=table&f=rank:over:9&sort=-rank&columns=rank")
    rows = list(csv.reader(io.StringIO(body.decode())))
    assert (len(rows), rows[0], rows[1][0]) == (51, ["Ref", "Title", "Rank"], "P-59")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="problem-')
    assert fetched(world, "csv", "?bom=1")[1].startswith(b"\xef\xbb\xbfRef")


@pytest.mark.parametrize(
    ("ending", "start", "media_type"),
    [
        ("json", b'{"columns": [', "application/json; charset=utf-8"),
        ("md", b"| Ref | Title |", "text/markdown; charset=utf-8"),
        ("png", b"\x89PNG\r\n", "image/png"),
        ("pdf", b"%PDF-1.", "application/pdf"),
    ],
)
@pytest.mark.parametrize("view", ["table", "board", "timeline", "matrix", "tree"])
def test_every_view_is_given_in_every_format(world, problems, ending, start, media_type, view):
    answer, body = fetched(world, ending, f"?view={view}")
    assert body.startswith(start) and answer.headers["Content-Type"] == media_type


def test_what_is_no_format_or_no_list_is_not_found(world):
    client = world.client()
    assert client.get("/w/lumen/lists/problem/export.exe").status_code == 404
    assert client.get("/w/lumen/lists/nowhere/export.csv").status_code == 404
    assert client.get("/w/elsewhere/lists/problem/export.csv").status_code == 404


def test_a_drawing_is_well_formed_whatever_is_in_it(world):
    from xml.etree import ElementTree

    nasty = ["<script>", "a\x00b\x07", "🎉 مرحبا", "x" * 10_000, "\"&'", "\ud800"]
    svg = table_svg(
        Sheet(nasty[0], nasty[3], ["A", nasty[1]], [[one, one] for one in nasty], frozenset({1}), "rest")
    )
    texts = [one.text for one in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert "<script>" in texts and "ab" in texts and max(map(len, filter(None, texts))) == 126
