"""Quality bars: measurable thresholds that the product must hold, for one document or a whole area."""

from pydantic import Field, FiniteFloat

from headway.apps.requirements.finding import prd_named
from headway.apps.requirements.models import QualityBar
from headway.core.access import row
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.gate import Claim, state_of
from headway.core.registry import Question
from headway.engine.drafting.numbers import format_number

QUALITY = "DRa3"
NEEDED = ("category", "measure", "comparison", "value", "unit")


class QualityBarSave(Question):
    """A new quality bar, or a change of the one with that ref; what is left out stays."""

    ref: str = Field("", max_length=100)
    category: QualityBar.Category | None = None
    measure: str | None = Field(None, min_length=1, max_length=200, examples=["answers within a second"])
    comparison: QualityBar.Comparison | None = None
    value: FiniteFloat | None = Field(None, description="The threshold, in `unit`.")
    unit: str | None = Field(None, min_length=1, max_length=40, examples=["%", "ms", "requests per second"])
    prd: str | None = Field(None, max_length=100, description="The document it holds for; or `area`.")
    area: str | None = Field(None, max_length=120, description="The area it holds for; or `prd`.")


def bar_changed(context: Context, question: QualityBarSave) -> tuple[QualityBar, dict[str, str]]:
    """The quality bar as it would be, not stored yet, and its words before.

    Raises NotFound for an unknown bar or document, Invalid for a new one that lacks something.
    """
    bar = row(QualityBar, context, question.ref) if question.ref else _new(context, question)
    before = phrases(bar) if question.ref else {}
    for name in NEEDED:
        if (value := getattr(question, name)) is not None:
            setattr(bar, name, value)
    _scope_set(context, bar, question)
    return bar, before


def _new(context: Context, question: QualityBarSave) -> QualityBar:
    for name in NEEDED:
        if getattr(question, name) is None:
            raise Invalid(f"Field {name}: a new quality bar needs one, so that it can be measured.")
    if bool(question.prd) == bool(question.area):
        raise Invalid(
            "Field prd: name the document or the area that a new quality bar holds for, one of the two."
        )
    return QualityBar(workspace=context.workspace, created_at=context.now)


def _scope_set(context: Context, bar: QualityBar, question: QualityBarSave) -> None:
    if question.prd and question.area:
        raise Invalid("Field prd: a quality bar holds for a document or for an area, not for both.")
    if question.prd:
        bar.prd, bar.area = prd_named(context, question.prd), ""
    if question.area:
        bar.prd, bar.area = None, question.area


def phrases(bar: QualityBar) -> dict[str, str]:
    """A quality bar in words, by the name of each part."""
    return {
        "category": QualityBar.Category(bar.category).label.lower(),
        "measure": bar.measure,
        "threshold": threshold_told(bar),
        "holds for": bar.prd.ref if bar.prd else bar.area,
    }


def threshold_told(bar: QualityBar) -> str:
    """A threshold in words, such as `at least 99.9 %`."""
    return f"{QualityBar.Comparison(bar.comparison).label} {format_number(bar.value)} {bar.unit}"


def bar_claim(context: Context, question: QualityBarSave) -> Claim:
    """DRa3: what the product must hold."""
    bar, before = bar_changed(context, question)
    after = phrases(bar)
    words = [f"The quality bar {bar.ref} changes" if before else f"The quality bar {bar.measure!r} comes in"]
    for name, told in after.items():
        if not before:
            words.append(f"{name}: {told}")
        elif before[name] != told:
            words.append(f"{name}: {before[name]} becomes {told}")
    return Claim(QUALITY, tuple(words), state_of(question.ref, bar.version if before else 0), bar.prd)
