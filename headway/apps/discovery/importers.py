"""Accounts, people, messages and interview notes, as files of a CRM, a help desk or a spreadsheet."""

import re
from collections.abc import Sequence

from headway.apps.discovery.models import Account, Feedback, Person
from headway.apps.discovery.particulars import redaction_of
from headway.core.access import rows
from headway.core.context import Context
from headway.core.imports import columns as cell
from headway.core.imports.columns import Column, Row, RowFault
from headway.core.imports.registry import Build, Fields, Importer, importer_add
from headway.core.models import ImportRun

SAYING = re.compile(r"(?:Participant:|<v Participant>)(.*?)(?:</v>)?")
PUBLIC_MAIL = frozenset({"gmail.com", "outlook.com", "yahoo.com", "icloud.com", "hotmail.com", "gmx.net"})


def _accounts(context: Context, run: ImportRun, parsed: Sequence[Row]) -> Build:
    def build(row: Row) -> Fields:
        values = row.values
        arr = values["arr_usd"]
        return {
            "name": values["name"][:300],
            "domain": values["domain"].lower()[:200],
            "segment": values["segment"][:60],
            "plan": values["plan"][:60],
            "arr_minor": None if arr is None else round(arr * 100),
            "renewal_date": values["renewal_date"],
            "health": values["health"],
            "region": values["region"][:60],
        }

    return build


ACCOUNTS = Importer(
    kind="accounts",
    file_name="accounts.csv",
    model=Account,
    key="id",
    order=10,
    doc="Customers with their plan and yearly revenue.",
    prepare=_accounts,
    columns=[
        Column("id", cell.text(100), needed=True, filled=True, aliases=("account_id",), example="ACC-1"),
        Column("name", cell.text(300), needed=True, filled=True, example="Acme Elevators"),
        Column("domain", cell.text(200), example="acme.example"),
        Column("segment", cell.text(60), example="smb"),
        Column("plan", cell.text(60), example="team"),
        Column("arr_usd", cell.number(0), aliases=("arr", "annual_revenue"), example="12000"),
        Column("renewal_date", cell.day, example="2027-03-31"),
        Column("health", cell.whole(0, 100), example="74"),
        Column("region", cell.text(60), example="EU"),
    ],
)


def _people(context: Context, run: ImportRun, parsed: Sequence[Row]) -> Build:
    accounts = _accounts_by_external_id(context)

    def build(row: Row) -> Fields:
        return {
            "email": row.values["email"].lower()[:254],
            "account": _account_named(accounts, row.values["account_id"]),
        }

    return build


def _accounts_by_external_id(context: Context) -> dict[str, Account]:
    return {found.external_id: found for found in rows(Account, context)}


def _account_named(accounts: dict[str, Account], name: str) -> Account | None:
    if not name:
        return None
    if name not in accounts:
        raise RowFault("account_id", f"there is no account {name!r}; import accounts first or clear the cell")
    return accounts[name]


PEOPLE = Importer(
    kind="people",
    file_name="people.csv",
    model=Person,
    key="person_id",
    order=20,
    doc="The people at the accounts; joins messages (e-mail) and usage (person_id).",
    prepare=_people,
    columns=[
        Column(
            "person_id", cell.text(100), needed=True, filled=True, aliases=("id", "user_id"), example="P1"
        ),
        Column("email", cell.text(254), needed=True, example="ann@acme.example"),
        Column("account_id", cell.text(100), example="ACC-1"),
    ],
)


def _feedback(context: Context, run: ImportRun, parsed: Sequence[Row]) -> Build:
    redacted = redaction_of(context)
    accounts = _accounts_by_external_id(context)
    domains = {found.domain: found for found in accounts.values() if found.domain}
    people = {found.email: found for found in rows(Person, context).select_related("account") if found.email}

    def build(row: Row) -> Fields:
        values = row.values
        email = values["person_email"].lower()
        person = people.get(email)
        account, account_by = _account_of(
            _account_named(accounts, values["account_id"]), person, domains, email
        )
        return {
            "text": values["text"],
            "redacted_text": redacted(values["text"]),
            "at": values["created_at"],
            "channel": values["channel"].lower()[:40] or "unknown",
            "account": account,
            "account_by": account_by,
            "person": person,
        }

    return build


def _account_of(
    named: Account | None, person: Person | None, domains: dict[str, Account], email: str
) -> tuple[Account | None, str]:
    """The account of a message and how it was found: named, by its person, or by the e-mail's domain."""
    if named:
        return named, "named"
    if person and person.account:
        return person.account, "person"
    domain = email.rpartition("@")[2]
    if domain and domain not in PUBLIC_MAIL and domain in domains:
        return domains[domain], "domain"
    return None, ""


FEEDBACK = Importer(
    kind="feedback",
    file_name="feedback.csv",
    model=Feedback,
    key="id",
    order=30,
    doc="Messages of customers: tickets, in-app messages, reviews, sales notes.",
    prepare=_feedback,
    columns=[
        Column("id", cell.text(100), needed=True, filled=True, example="FB-1"),
        Column("text", cell.text(100_000, keep=True), needed=True, filled=True, aliases=("message", "body"),
               example="The map does not load on my phone."),
        Column("created_at", cell.moment, needed=True, filled=True, aliases=("at", "date", "created"),
               example="2026-09-01T08:30:00Z"),
        Column("channel", cell.text(40), aliases=("source_channel",), example="support"),
        Column("account_id", cell.text(100), example="ACC-1"),
        Column("person_email", cell.text(254), aliases=("email", "requester_email"), example="ann@acme.example"),
    ],
)  # fmt: skip

for _one in (ACCOUNTS, PEOPLE, FEEDBACK):
    importer_add(_one)


def sayings(content: str) -> list[str]:
    """What the participant said in a transcript, plain (`Participant: ...`) or WebVTT (`<v Participant>...`).

    >>> sayings("Interviewer: How?\\nParticipant: Slowly.")
    ['Slowly.']
    """
    found = (SAYING.fullmatch(line.strip()) for line in content.splitlines())
    return [match[1].strip() for match in found if match]
