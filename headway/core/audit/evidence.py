"""A stretch of the log as evidence: the rows with all that a stranger needs to see that they are genuine."""

import csv
import io
import json
from datetime import date
from typing import Any

from django.db.models import Max, Min, QuerySet

from headway.core.access import rows
from headway.core.activity import content
from headway.core.audit.canonical import canonical, digest
from headway.core.audit.check_export import Wrong, check
from headway.core.audit.ends import end_of
from headway.core.audit.key import known_keys
from headway.core.audit.models import ChainEnd, SignedHead
from headway.core.context import Context
from headway.core.days import whole_days
from headway.core.errors import Conflict, Invalid, NotFound
from headway.core.models import Activity

ROWS_MOST = 20_000
CHUNK_ROWS = 2000
HOW = (
    "Each row's hash is SHA-256 over the hash of the row before it and the SHA-256 of its content, both as hexadecimal "
    "digits. A content names the seal of the row's words: SHA-256 over salt and words; erased words are gone, their "
    "seal stays. Links give the SHA-256 of the contents of later rows, up to the last that is signed. A signature is "
    "Ed25519 over the statement, which names the workspace, the number of a row and its hash. check_export.py checks "
    "all of it and needs no Headway."
)
COLUMNS = (
    "part", "sequence", "at", "who", "channel", "action", "outcome", "subject", "summary", "erased", "salt", "words",
    "content", "hash", "signature",
)  # fmt: skip
CALCULATED = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'")
Document = dict[str, Any]


def document_of(context: Context, since: date, until: date) -> Document:
    """The rows of whole days with their proof, checked before it is given out.

    The rows are without a gap from the first to the last of these days. Raises NotFound where nothing happened,
    Invalid for too many rows, Conflict where the log is not whole there.
    """
    found = _stretch(context, since, until)
    entries = list(found.select_related("actor"))
    first, last = entries[0], entries[-1]
    signatures = _signatures(context, first.sequence, last.sequence)
    document = {
        "format": "headway activity export 1",
        "how": HOW,
        "workspace": str(context.workspace.pk),
        "workspace_name": context.workspace.slug,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "time_zone": context.workspace.time_zone,
        "exported_at": context.now.isoformat(),
        "public_keys": {one.key: public for one in signatures if (public := known_keys().get(one.key))},
        "before": {"sequence": first.sequence - 1, "hash": first.previous_hash},
        "rows": [_row(entry) for entry in entries],
        "links": _links(context, last.sequence, signatures[-1].sequence if signatures else 0),
        "signed": [{"statement": one.statement, "signature": one.signature} for one in signatures],
    }
    try:
        check(document)
    except Wrong as wrong:
        raise Conflict(
            f"{wrong} The log is not whole there; core.audit_verify says where it is broken."
        ) from wrong
    return document


def _stretch(context: Context, since: date, until: date) -> QuerySet[Activity]:
    log = rows(Activity, context)
    ends = log.filter(**whole_days(context.workspace, "at", since, until)).aggregate(
        first=Min("sequence"), last=Max("sequence")
    )
    if ends["first"] is None:
        raise NotFound(
            f"Nothing happened from {since} to {until}; core.activity_list shows when something did."
        )
    if (many := ends["last"] - ends["first"] + 1) > ROWS_MOST:
        raise Invalid(f"{many} rows are too many for one export, {ROWS_MOST} the most; choose fewer days.")
    return log.filter(sequence__gte=ends["first"], sequence__lte=ends["last"]).order_by("sequence")


def _signatures(context: Context, first: int, last: int) -> list[SignedHead | ChainEnd]:
    """The heads from the first row on, up to the first that covers the last row, else the signed end."""
    heads = list(rows(SignedHead, context).filter(sequence__gte=first).order_by("number"))
    inside: list[SignedHead | ChainEnd] = [head for head in heads if head.sequence < last]
    cover = next((head for head in heads if head.sequence >= last), None) or end_of(context.workspace)
    return [*inside, cover] if cover else inside


def _links(context: Context, last: int, signed: int) -> list[Document]:
    further = rows(Activity, context).filter(sequence__gt=last, sequence__lte=signed).order_by("sequence")
    return [
        {"sequence": entry.sequence, "content_hash": digest(canonical(content(entry)))}
        for entry in further.iterator(CHUNK_ROWS)
    ]


def _row(entry: Activity) -> Document:
    return {
        "sequence": entry.sequence,
        "at": entry.at.isoformat(),
        "who": str(entry.actor) if entry.actor else "Headway",
        "channel": entry.channel,
        "action": entry.action,
        "outcome": entry.outcome,
        "subject": f"{entry.subject_kind} {entry.subject_id}".strip(),
        "summary": entry.summary,
        "erased": entry.erased_at is not None,
        "salt": entry.salt,
        "words": canonical([entry.summary, entry.changes]),
        "content": canonical(content(entry)),
        "hash": entry.hash,
    }


def as_json(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def as_csv(document: Document) -> str:
    """The same in one table, whose column `part` says what a line is; no cell is calculated by a spreadsheet."""
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, COLUMNS, restval="", quoting=csv.QUOTE_ALL)
    table.writeheader()
    for line in _lines(document):
        table.writerow({name: _harmless(str(value)) for name, value in line.items()})
    return out.getvalue()


def _lines(document: Document) -> list[Document]:
    about = {
        name: value for name, value in document.items() if not isinstance(value, list) and name != "before"
    }
    return [
        {"part": "about", "content": canonical(about)},
        {"part": "before"} | document["before"],
        *({"part": "row"} | row | {"erased": "yes" if row["erased"] else ""} for row in document["rows"]),
        *(
            {"part": "link", "sequence": link["sequence"], "content": link["content_hash"]}
            for link in document["links"]
        ),
        *(
            {"part": "signed", "content": one["statement"], "signature": one["signature"]}
            for one in document["signed"]
        ),
    ]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(CALCULATED) else cell
