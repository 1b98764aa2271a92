"""What a document lacks before people can agree to it."""

from collections.abc import Sequence

from headway.apps.requirements.models import Prd, SuccessMetric
from headway.core.errors import Invalid


def refuse_unfinished(
    prd: Prd, metrics: Sequence[SuccessMetric], verdict: str = "cannot be approved yet"
) -> None:
    """Raise Invalid with everything that is missing."""
    missing = [*_metric_gaps(metrics), *_section_gaps(prd)]
    if missing:
        raise Invalid(f"{prd.ref} {verdict}: it needs {' and '.join(missing)}.")


def _metric_gaps(metrics: Sequence[SuccessMetric]) -> list[str]:
    success = [one for one in metrics if not one.is_guardrail]
    gaps = []
    if not any(_is_whole(one) for one in success):
        lacks = [
            name for name in ("baseline", "target", "due") if success and getattr(success[0], name) is None
        ]
        told = f" ({success[0].metric} has no {' and no '.join(lacks)})" if success else ""
        gaps.append(f"a success metric with baseline, target and date{told}")
    if not any(one.is_guardrail for one in metrics):
        gaps.append("a guardrail metric")
    return gaps


def _is_whole(one: SuccessMetric) -> bool:
    return bool(one.metric) and None not in (one.baseline, one.target, one.due)


def _section_gaps(prd: Prd) -> list[str]:
    empty = [one["title"] for one in prd.sections if one["mandatory"] and not one["markdown"].strip()]
    return [f"text in {', '.join(empty)}"] if empty else []
