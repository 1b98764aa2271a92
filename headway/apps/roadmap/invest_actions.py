"""Asking for people or money over quarters."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from headway.apps.discovery.evidence import evidence_named
from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.baseline import span_of
from headway.apps.roadmap.claims import investment_claim, investment_words
from headway.apps.roadmap.investing import shortfalls
from headway.apps.roadmap.models import Investment
from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.gate import Claim
from headway.core.quarters import PATTERN
from headway.core.records import Refs, next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS

WEEKS_OF_A_QUARTER = 13


class PeopleAsk(BaseModel):
    """More people for a team in a quarter: in person-weeks, or as heads of 13 person-weeks each."""

    team: str = Field(min_length=1, max_length=60)
    quarter: str = Field(pattern=PATTERN)
    person_weeks: float | None = Field(None, gt=0, le=100_000)
    headcount: float | None = Field(None, gt=0, le=10_000)

    @model_validator(mode="after")
    def _one_of_both(self) -> "PeopleAsk":
        if (self.person_weeks is None) == (self.headcount is None):
            raise Invalid(f"Field people: give person_weeks or headcount for {self.team}, one of both.")
        return self

    @property
    def weeks(self) -> float:
        return self.person_weeks or (self.headcount or 0) * WEEKS_OF_A_QUARTER


def _people(given: object) -> object:
    """Lines of a form, `Core, 2026-Q4, 13` or `Core, 2026-Q4, 2 people`, as what they mean."""
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        return given
    return [_person_line(line) for one in given for line in one.splitlines() if line.strip()]


def _person_line(line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.rsplit(",", 2)]
    if len(parts) != 3:
        raise ValueError(f"{line.strip()!r} is not a line like: Core, 2026-Q4, 13")
    number = parts[2].split()[0] if parts[2] else ""
    heads = len(parts[2].split()) > 1 and not parts[2].split()[1].startswith("person-w")
    return {"team": parts[0], "quarter": parts[1], "headcount" if heads else "person_weeks": number}


class InvestmentAsk(Question):
    title: str = Field(min_length=3, max_length=300)
    initiatives: Refs = Field(min_length=1, max_length=100, description="Refs of what it is for.")
    people: Annotated[list[PeopleAsk], BeforeValidator(_people)] = Field([], max_length=200)
    amount: Decimal | None = Field(
        None, gt=0, max_digits=14, decimal_places=2, description="Money, with cents."
    )
    currency: str = Field("", pattern="^([A-Z]{3})?$", description="The workspace's when left out.")
    first_quarter: str = Field(
        "", pattern=r"^(\d{4}-Q[1-4])?$", description="By default the first of `people`."
    )
    last_quarter: str = Field(
        "", pattern=r"^(\d{4}-Q[1-4])?$", description="By default the last of `people`."
    )
    business_case: str = Field(min_length=20, max_length=20_000, description="Markdown: why it pays.")
    evidence: Refs = Field(
        [], max_length=50, description="Refs of messages, problems, insights or interviews."
    )


def _claim(context: Context, question: InvestmentAsk) -> Claim:
    initiatives = _initiatives(context, question)
    return investment_claim(context, _asked(context, question, initiatives), initiatives)


@action("roadmap.investment_ask", roles=DECIDERS, rights=("DRe2",), claim=_claim)
def investment_ask(context: Context, question: InvestmentAsk) -> Done[RecordRef]:
    """Ask for people or money over quarters, with the business case; what the teams lack is worked out beside it.

    It is on record once it was decided, and raises no capacity by itself: roadmap.capacity_save does. Raises
    NotFound for an unknown initiative, Invalid where it asks for nothing or its quarters are unclear.
    """
    initiatives = _initiatives(context, question)
    investment = _asked(context, question, initiatives)
    investment.ref = next_ref(context, Investment, "INV")
    investment.save(force_insert=True)
    changes = {
        "initiatives": investment.initiatives,
        "people": investment.people,
        "amount_minor": investment.amount_minor,
        "quarters": investment.quarters,
    }
    summary = f"Invested {investment_words(context, investment)}: {investment.ref}"
    return Done(ref_of(investment, investment.ref), summary, investment, changes)


def _initiatives(context: Context, question: InvestmentAsk) -> list[Initiative]:
    return [row(Initiative, context, ref) for ref in question.initiatives]


def _asked(context: Context, question: InvestmentAsk, initiatives: list[Initiative]) -> Investment:
    if not question.people and question.amount is None:
        raise Invalid("Field people: ask for people or for an amount of money.")
    quarters = _quarters(question)
    return Investment(
        workspace=context.workspace, author=context.actor, created_at=context.now, title=question.title,
        initiatives=[one.ref for one in initiatives], people=[_plain(one) for one in question.people],
        amount_minor=None if question.amount is None else int(question.amount * 100),
        currency=question.currency or context.workspace.currency, quarters=quarters,
        business_case=question.business_case, evidence=evidence_named(context, question.evidence),
        shortfall=shortfalls(context, initiatives, quarters),
    )  # fmt: skip


def _plain(one: PeopleAsk) -> dict[str, Any]:
    return {"team": one.team, "quarter": one.quarter, "person_weeks": one.weeks}


def _quarters(question: InvestmentAsk) -> list[str]:
    """All quarters from the first to the last that are asked for. Raises Invalid."""
    named = [one.quarter for one in question.people]
    named += [quarter for quarter in (question.first_quarter, question.last_quarter) if quarter]
    if not named:
        raise Invalid("Field first_quarter: say for which quarters the money is.")
    if question.first_quarter and min(named) != question.first_quarter:
        raise Invalid(
            f"Field first_quarter: {min(named)} comes before {question.first_quarter}; correct one."
        )
    if question.last_quarter and max(named) != question.last_quarter:
        raise Invalid(f"Field last_quarter: {max(named)} comes after {question.last_quarter}; correct one.")
    return span_of(min(named), max(named))
