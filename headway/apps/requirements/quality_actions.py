"""Changes of the quality bars."""

from headway.apps.requirements.models import QualityBar
from headway.apps.requirements.quality import QUALITY, QualityBarSave, bar_changed, bar_claim, phrases
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.records import next_ref
from headway.core.registry import Done, action
from headway.core.roles import MAKERS


@action("requirements.quality_bar_save", roles=MAKERS, rights=(QUALITY,), claim=bar_claim)
def quality_bar_save(context: Context, question: QualityBarSave) -> Done[RecordRef]:
    """Say what the product must hold, measurably: a threshold for one document or for a whole area.

    A new one needs category, measure, comparison, value, unit, and the document or the area that it holds for.
    Raises NotFound for an unknown bar or document, Invalid for what is missing.
    """
    bar, before = bar_changed(context, question)
    if before:
        bar.version += 1
    else:
        bar.ref = next_ref(context, QualityBar, "QB")
    bar.save()
    summary = f"{'Changed' if before else 'Made'} the quality bar {bar.ref} {bar.measure!r}"
    return Done(ref_of(bar, bar.ref), summary, bar, {"before": before, "after": phrases(bar)})
