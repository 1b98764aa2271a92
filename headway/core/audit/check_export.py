"""Check an export of Headway's activity log: python check_export.py FILE [PUBLIC_KEY].

This file stands alone: it needs Python 3.11 and the package `cryptography`, not Headway. It says whether the rows in
FILE (JSON or CSV) are as they were written, complete from the first to the last, and under a signature. Give the
public key that the operator published, else it only says which key was used.
"""

import csv
import hashlib
import io
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Document = dict[str, Any]
SHOWN = ("channel", "action", "outcome")


class Wrong(Exception):
    """What does not hold, in one sentence."""


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def check(document: Document, public_key: str = "") -> str:
    """What is proven, in one sentence. Raises Wrong with the first thing that does not hold."""
    at, head = document["before"]["sequence"], document["before"]["hash"]
    hashes = {}
    for row in document["rows"]:
        at, head = at + 1, _row(row, at + 1, head, document["workspace"])
        hashes[at] = head
    last = at
    for link in document["links"]:
        if link["sequence"] != at + 1:
            raise Wrong(f"Link {at + 1} is missing.")
        at, head = at + 1, sha(head + link["content_hash"])
        hashes[at] = head
    keys = [_signature(one, hashes, document, public_key) for one in document["signed"]]
    if not keys or at != json.loads(document["signed"][-1]["statement"])["sequence"]:
        raise Wrong("No signature covers the last row.")
    rows = document["rows"]
    return (
        f"Whole: rows {rows[0]['sequence']} to {last} ({rows[0]['at']} to {rows[-1]['at']}) are complete and as they "
        f"were written, {sum(row['erased'] for row in rows)} without their words, signed with the key {keys[-1]}."
    )


def _row(row: Document, number: int, previous: str, workspace: str) -> str:
    content = json.loads(row["content"])
    if content["sequence"] != number or row["sequence"] != number:
        raise Wrong(f"Row {number} is missing.")
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=content["at"])
    shown = datetime.fromisoformat(row["at"]) == at and all(row[name] == content[name] for name in SHOWN)
    if content["workspace"] != workspace or not shown:
        raise Wrong(f"Row {number} shows something else than what was hashed.")
    if not row["erased"]:
        if sha(row["salt"] + row["words"]) != content["seal"]:
            raise Wrong(f"The words of row {number} were changed.")
        if json.loads(row["words"])[0] != row["summary"]:
            raise Wrong(f"Row {number} shows another summary than the one that was hashed.")
    found = sha(previous + sha(row["content"]))
    if found != row["hash"]:
        raise Wrong(f"Row {number} was changed, or does not follow from the row before it.")
    return found


def _signature(signed: Document, hashes: dict[int, str], document: Document, public_key: str) -> str:
    said = json.loads(signed["statement"])
    public = document["public_keys"].get(said["key"], "")
    if public_key and public != public_key:
        raise Wrong(f"Row {said['sequence']} is signed with another key: {public}.")
    if said["workspace"] != document["workspace"] or hashes.get(said["sequence"]) != said["hash"]:
        raise Wrong(f"Row {said['sequence']} is not the one that was signed.")
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signed["signature"]), signed["statement"].encode())
    except (InvalidSignature, ValueError):
        raise Wrong(f"The signature at row {said['sequence']} is not genuine.") from None
    return str(public)


def read(text: str) -> Document:
    """An export from the text of its file, JSON or CSV. Raises Wrong for any other text."""
    try:
        document: Document = json.loads(text) if text.startswith("{") else _from_csv(text)
    except (ValueError, KeyError, StopIteration) as error:
        raise Wrong("This is not an export of Headway's activity log.") from error
    return document


def _from_csv(text: str) -> Document:
    parts: dict[str, list[Document]] = {"about": [], "before": [], "row": [], "link": [], "signed": []}
    csv.field_size_limit(len(text) + 1)
    for cells in csv.DictReader(io.StringIO(text, newline="")):
        one = {name: _plain(cell) for name, cell in cells.items()}
        parts[one["part"]].append(
            one | {"sequence": int(one["sequence"] or 0), "erased": one["erased"] == "yes"}
        )
    return {
        **json.loads(parts["about"][0]["content"]),
        "before": parts["before"][0],
        "rows": parts["row"],
        "links": [one | {"content_hash": one["content"]} for one in parts["link"]],
        "signed": [one | {"statement": one["content"]} for one in parts["signed"]],
    }


def _plain(cell: str) -> str:
    # Spreadsheets would calculate a cell that starts with = and the like, so an apostrophe stands before it.
    return cell[1:] if cell.startswith("'") else cell


def main() -> int:
    try:
        proven = check(read(Path(sys.argv[1]).read_bytes().decode("utf-8-sig")), *sys.argv[2:3])
    except (Wrong, IndexError, OSError) as error:
        sys.stderr.write(f"{error if not isinstance(error, IndexError) else 'Name the file to check.'}\n")
        return 1
    sys.stdout.write(proven + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
