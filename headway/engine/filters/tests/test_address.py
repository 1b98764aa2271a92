from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from headway.engine.filters.address import ORDER, canonical, is_changed, lines_of, query_of

PARTS = st.lists(
    st.tuples(
        st.sampled_from([*ORDER, "peek", "after", "saved", "select", "nonsense"]), st.text(max_size=20)
    ),
    max_size=12,
)


def test_one_form() -> None:
    query = (
        "?saved=SV-1&sort=-arr%2Ctitle&f=state%3Ais%3Aopen&view=board&match=all&join=all&density=&group=state"
    )
    assert canonical(query) == "view=board&f=state%3Ais%3Aopen&sort=-arr%2Ctitle&group=state"
    assert canonical("") == "" and canonical("view=table&columns=") == ""
    assert canonical("sort=a&sort=b") == "sort=b"


def test_a_view_is_changed_by_what_it_shows_only() -> None:
    saved = "f=state:is:open&f=arr:over:1000&group=state"
    assert not is_changed(saved, "group=state&f=arr:over:1000&f=state:is:open&peek=PRB-1&after=x&select=P-1")
    assert is_changed(saved, saved + "&match=any")
    assert is_changed(saved, "f=state:is:open&group=state")
    assert is_changed(saved, saved.replace("f=arr", "f2=arr"))


@given(PARTS)
def test_the_one_form_stays_and_is_the_same_view(parts: list[tuple[str, str]]) -> None:
    query = urlencode(parts)
    assert canonical(canonical(query)) == canonical(query)
    assert not is_changed(query, canonical(query))


@given(PARTS)
def test_what_is_kept_is_the_same_address(parts: list[tuple[str, str]]) -> None:
    query = urlencode(parts)
    assert query_of(lines_of(query)) == canonical(query)
