"""What a document lacks before people can agree to it."""

from collections.abc import Mapping, Sequence

from headway.apps.requirements.models import Prd, SuccessMetric
from headway.core.errors import Invalid

Gaps = Mapping[str, str]


def gaps(prd: Prd, metrics: Sequence[SuccessMetric]) -> Gaps:
    """What is missing in words, by what it is: a whole metric, a guardrail, the text of each mandatory section."""
    success = [one for one in metrics if not one.is_guardrail]
    found = {} if any(_is_whole(one) for one in success) else {"metric": _metric_words(success)}
    if not any(one.is_guardrail for one in metrics):
        found["guardrail"] = "a guardrail metric"
    empty = [one for one in prd.sections if one["mandatory"] and not one["markdown"].strip()]
    return found | {one["key"]: f"text in {one['title']}" for one in empty}


def refuse_unfinished(prd: Prd, metrics: Sequence[SuccessMetric]) -> None:
    """Raise Invalid with everything that a document still needs."""
    if missing := gaps(prd, metrics):
        raise Invalid(f"{prd.ref} cannot be approved yet: it needs {' and '.join(missing.values())}.")


def refuse_fresh_gaps(prd: Prd, metrics: Sequence[SuccessMetric], before: Gaps) -> None:
    """Raise Invalid where an agreed document would lose what its approval stood on."""
    if fresh := [words for name, words in gaps(prd, metrics).items() if name not in before]:
        raise Invalid(f"{prd.ref} would not stay {prd.status}: it needs {' and '.join(fresh)}.")


def _is_whole(one: SuccessMetric) -> bool:
    return bool(one.metric) and None not in (one.baseline, one.target, one.due)


def _metric_words(success: Sequence[SuccessMetric]) -> str:
    needed = "a success metric with baseline, target and date"
    if not success:
        return needed
    lacks = [name for name in ("baseline", "target", "due") if getattr(success[0], name) is None]
    return f"{needed} ({success[0].metric} has no {' and no '.join(lacks)})"
