"""A list as a tree: its groups inside each other, and under the innermost the records."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from django.utils.safestring import SafeString, mark_safe

from headway.core.lists.answers import ColumnShown, RowShown, RowsList
from headway.web.drawing.numbers import short
from headway.web.lists.cells import TITLE_MOST, cut, plain, total
from headway.web.lists.state import Chip, State
from headway.web.lists.table import beside_title

OPEN_MOST = 12


@dataclass
class Branch:
    label: str
    count: int
    sums: str
    rest: str
    branches: dict[str | None, "Branch"] = field(default_factory=dict)
    leaves: list[str] = field(default_factory=list)


def tree(found: RowsList, state: State, by: tuple[str, ...]) -> SafeString:
    """The tree by those columns as nested details; the records that the page has stand under their group."""
    root = Branch("", found.total, "", "")
    sums = [one for one in beside_title(found) if one.summable]
    for group in found.groups:
        branch = Branch(group.label, group.count, _sums(sums, group.totals), _rest(group.path, by, state))
        _at(root, group.path[:-1]).branches[group.path[-1]] = branch
    beside = [one for one in beside_title(found) if one.name not in by][:2]
    peek = escape(state.beside)
    for row in found.rows:
        _at(root, row.groups).leaves.append(_leaf(row, beside, peek, row.ref == state.peek))
    html = f'<ul class="tree lst-tree">{_inside(root, 0)}</ul>'
    return mark_safe(html)  # nosec B308 B703 # noqa: S308 - every part above is escaped


def _leaf(row: RowShown, beside: Sequence[ColumnShown], peek: str, opened: bool) -> str:
    known = [(one, cut(plain(one, row.cells.get(one.name)), 60)) for one in beside]
    said = " · ".join(f"{one.label} {text}" for one, text in known if text)
    ref, current = escape(row.ref), " aria-current=true" if opened else ""
    return (
        f'<li class="leaf"><a id="row-{ref}" class="title" dir="auto" href="{peek}{ref}" hx-boost="true"{current}>'
        f'{escape(cut(row.title or row.ref, TITLE_MOST))}</a><span class="end">{escape(said)}</span></li>'
    )


def _sums(columns: list[ColumnShown], totals: dict[str, float | None]) -> str:
    known = [(one, totals[one.name]) for one in columns if totals.get(one.name) is not None]
    return ", ".join(f"{one.label} {total(one, value)}" for one, value in known[:3])


def _rest(path: list[str | None], by: tuple[str, ...], state: State) -> str:
    """The address of all the rows of a group, as a table."""
    held: State | None = state
    for name, value in zip(by, path, strict=False):
        held = held and held.narrowed(
            Chip(name, "is", (value,)) if value is not None else Chip(name, "empty")
        )
    return replace(held, view="table", group=()).query() if held else ""


def _at(root: Branch, path: list[str | None]) -> Branch:
    for value in path:
        root = root.branches.setdefault(value, Branch(value or "Not set", 0, "", ""))
    return root


def _inside(branch: Branch, depth: int) -> str:
    # Few groups are open at once, so that a long tree is first of all an overview.
    is_open = " open" if depth == 0 or len(branch.branches) <= OPEN_MOST else ""
    parts = [_branch(one, depth, is_open) for one in branch.branches.values()]
    hidden = branch.count - len(branch.leaves)
    if not branch.branches and hidden > 0 and branch.rest:
        words = f"{short(hidden)} more" if branch.leaves else f"Open the {short(branch.count)}"
        parts_end = [f'<li class="leaf"><a href="{escape(branch.rest)}" hx-boost="true">{words}</a></li>']
    else:
        parts_end = []
    return "".join([*parts, *branch.leaves, *parts_end])


def _branch(branch: Branch, depth: int, is_open: str) -> str:
    sums = f'<span class="end">{escape(branch.sums)}</span>' if branch.sums else ""
    label = f'<strong dir="auto">{escape(cut(branch.label, 120))}</strong>'
    return (
        f'<li><details{is_open}><summary>{label} <span class="sub">{short(branch.count)}</span>{sums}</summary>'
        f"<ul>{_inside(branch, depth + 1)}</ul></details></li>"
    )
