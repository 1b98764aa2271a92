"""What drawing does with unusual input."""

from headway.core.figures import Figure, RowsQuery
from headway.web.drawing import charts, figures, words


class Quote:
    def __init__(self, text, marks):
        self.text, self.marks = text, marks


def test_marks_outside_the_text_or_over_each_other_are_left_out():
    assert words.marked(Quote("a <b> c", [(2, 5), (3, 6), (6, 99)])) == "a <mark>&lt;b&gt;</mark> c"


def test_markdown_of_people_cannot_carry_scripts():
    html = words.markdown("[x](javascript:alert(1)) <script>alert(1)</script> ![i](http://x.test/i.png)")
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<img" not in html


def test_headings_of_markdown_start_below_those_of_the_page():
    assert words.markdown("# One\n\n### Three") == "<h3>One</h3>\n<h5>Three</h5>\n"


def test_only_the_first_mention_of_a_citation_can_be_jumped_back_to():
    assert words.markdown("[1] and [1]").count('id="from-1"') == 1


def test_a_figure_escapes_what_it_is_given():
    shown = Figure(value=None, unit="<i>", reason="<b>why</b>", definition='"x"')
    html = figures.figure_html(shown, "<u>", "lumen", "f1")
    assert "<b>" not in html and "<i>" not in html and "<u>" not in html
    assert "&lt;b&gt;why&lt;/b&gt;" in html


def test_a_figure_opens_its_rows_with_their_question():
    rows = RowsQuery(
        query="discovery.feedback_list", question={"problem": "P-001", "limit": 9, "channel": ""}
    )
    assert figures.rows_address(rows, "lumen") == "/w/lumen/evidence/?problem=P-001"
    assert figures.rows_address(RowsQuery(query="core.job_list"), "lumen") == ""
    assert figures.rows_address(None, "lumen") == ""


def test_records_are_found_by_their_refs():
    found = {
        ref: figures.record_address(ref, "lumen") for ref in ("P-001", "INI-1", "PRD-1", "PL-2", "KR3", "X1")
    }
    assert found == {
        "P-001": "/w/lumen/problems/P-001/",
        "INI-1": "/w/lumen/initiatives/INI-1/",
        "PRD-1": "/w/lumen/requirements/PRD-1/",
        "PL-2": "/w/lumen/roadmap/?plan=PL-2",
        "KR3": "/w/lumen/strategy/#KR3",
        "X1": "",
    }


def test_a_range_that_is_unknown_says_so():
    class Unknown:
        p10 = p50 = p90 = None

    assert charts.span(Unknown(), 0, 1, "Score") == '<span class="unknown">unknown</span>'


def test_a_strip_has_the_largest_share_first_and_no_empty_part():
    html = charts.mix({"sales": 0.25, "support": 0.75, "none": 0})
    assert html.count("<rect ") == 2
    assert '<rect x="0.0%" width="75.0%"' in html and '<rect x="75.0%" width="25.0%"' in html
