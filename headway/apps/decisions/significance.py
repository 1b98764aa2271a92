"""When a risk is significant, so that nobody accepts it alone.

It is where it touches compliance at all, where nobody has said how likely or how bad it is, or where the loss to
be expected (middle probability times middle impact) reaches a limit below.
"""

from headway.apps.decisions.models import Risk

LOSS_PERSON_WEEKS = 6.0
LOSS_MONEY = 50_000.0
PERSON_WEEKS = "person-weeks"
LIKELY_UNKNOWN = "nobody has said how likely it is"
BAD_UNKNOWN = "nobody has said how bad it is"


def expected_loss(risk: Risk) -> float | None:
    """Middle probability times middle impact, in the unit of the impact; None where either is unknown."""
    probability, impact = risk.probability.get("p50"), risk.impact.get("p50")
    return None if probability is None or impact is None else probability * impact


def significance(risk: Risk) -> str:
    """Why a risk is significant; empty where it is not."""
    if risk.compliance != Risk.Compliance.NONE:
        return f"it touches {risk.get_compliance_display().lower()}"
    loss = expected_loss(risk)
    if loss is None:
        return BAD_UNKNOWN if risk.probability else LIKELY_UNKNOWN
    limit = LOSS_PERSON_WEEKS if risk.impact_unit == PERSON_WEEKS else LOSS_MONEY
    if loss < limit:
        return ""
    return f"its expected loss is {_amount(loss, risk.impact_unit)}, the limit {_amount(limit, risk.impact_unit)}"


def _amount(value: float, unit: str) -> str:
    return f"{value:,.3g} {unit}" if unit == PERSON_WEEKS else f"{unit} {value:,.0f}"
