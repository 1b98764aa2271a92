from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.gate import Pending
from headway.core.lists.answers import RecordsEdited, ViewShown
from headway.core.pages import PageRequest, in_workspace, shown
from headway.core.perform import allow, ask, perform
from headway.core.registry import entry_named
from headway.web.lists import asking, edits, pages
from headway.web.lists.controls import edit_control
from headway.web.lists.state import composed, is_composed, state_of
from headway.web.toasts import say, undo_named
from headway.web.views.doing import back_address

FIELD_TYPES = (
    ("text", "Text"), ("number", "Number"), ("money", "Money"), ("date", "Date"), ("select", "One of several"),
    ("multi_select", "Several of several"), ("person", "Person"), ("link", "Link"), ("formula", "Formula"),
)  # fmt: skip


@require_safe
@in_workspace
def lists(request: PageRequest, here: Context) -> HttpResponse:
    """Every kind of record that has a list."""
    return shown(request, "lists/lists.html", kinds=ask("lists.kinds_list", {}, here))


@require_safe
@in_workspace
def listing(request: PageRequest, here: Context, kind: str) -> HttpResponse:
    """A list as its address says; a form that names parts of a state leads to the address of the whole."""
    if is_composed(request.GET):
        address = composed(request.GET, state_of(request.GET)).query()
        return redirect(f"{request.path}{address}")
    state, views = pages.opened(kind, request.GET, here)
    return shown(request, "lists/list.html", partial="list", page=pages.page(kind, state, views, here))


@require_safe
@in_workspace
def cell(request: PageRequest, here: Context, kind: str) -> HttpResponse:
    """The form of one cell, for the script that puts it into the table."""
    ref, name = request.GET.get("ref", ""), request.GET.get("column", "")
    row, found = asking.one_row(kind, ref, here, [name])
    column = next((one for one in found.columns if one.name == name and one.editable), None)
    if column is None:
        raise Invalid(f"{name[:60]!r} is not changed here; open the record to change it.")
    control = edit_control(column, f"set.{column.name}", row.cells.get(column.name, row.title))
    return shown(request, "lists/cell.html", kind=kind, row=row, column=column, control=control)


@require_POST
@in_workspace
def edit(request: PageRequest, here: Context, kind: str) -> HttpResponse:
    """Change records as a form says and go back; what cannot be done is shown with all that was typed."""
    allow(entry_named("lists.records_edit", "action"), here)
    wanted = edits.wanted_of(request.POST)
    if wanted.typed and wanted.records:
        try:
            answer = edits.carry_out(kind, wanted, here)
        except (Conflict, Invalid) as refusal:
            amend = edits.amend(kind, wanted, refusal.detail, refusal.status, here)
            found = shown(
                request,
                "lists/amend.html",
                partial="amend",
                kind=kind,
                amend=amend,
                back=_back(request, kind),
            )
            found.status_code = refusal.status
            return found
        if isinstance(answer, Pending):
            messages.info(request, f"Not done yet: {answer.reason} Sent to: {', '.join(answer.needs)}.")
        elif isinstance(answer, RecordsEdited):
            say(request, _said(wanted, answer), undo_named(answer))
    return _see(_back(request, kind))


def _said(wanted: edits.Wanted, answer: RecordsEdited) -> str:
    if answer.changed == 1 == len(wanted.records):
        return f"Changed {wanted.refs[0]}."
    return f"Changed {answer.changed} of {len(wanted.records)} records."


def _back(request: PageRequest, kind: str) -> str:
    address = back_address(request)
    return address if address != "/" else reverse("lists:list", args=[request.here.workspace.slug, kind])


def _see(address: str) -> HttpResponse:
    response = redirect(address)
    response.status_code = 303
    return response


@require_POST
@in_workspace
def keep(request: PageRequest, here: Context, kind: str) -> HttpResponse:
    """Save a view of the list, a new one or an existing one anew, and open it."""
    fields = {name: request.POST.get(name, "") for name in ("ref", "name", "address")}
    question = fields | {"kind": kind, "shared": request.POST.get("shared") == "on"}
    answer = perform("lists.view_save", question, here, key=request.POST.get("key", ""))
    if isinstance(answer, ViewShown):
        say(request, f"Saved the view {answer.name}.")
        return _see(f"{reverse('lists:list', args=[here.workspace.slug, kind])}?saved={answer.ref}")
    return _see(_back(request, kind))


@require_safe
@in_workspace
def fields(request: PageRequest, here: Context, kind: str) -> HttpResponse:
    """The workspace's own fields of a kind, and the form that adds one."""
    return shown(
        request,
        "lists/fields.html",
        fields=ask("lists.field_list", {"kind": kind, "removed": True}, here),
        kinds=ask("lists.kinds_list", {}, here),
        kind=kind,
        types=FIELD_TYPES,
    )
